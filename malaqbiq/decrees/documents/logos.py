"""Emblems that offices supply: files named after a work unit's code in the folder ``letterhead`` of MALAQBIQ_HOME."""

from __future__ import annotations

from pathlib import Path

from malaqbiq.kernel.media import JPEG, MEBIBYTE, PNG, FileRefused, media_checked

LIMIT = MEBIBYTE


def logos_in(folder: Path) -> dict[str, bytes]:
    """The emblems by file name (``76.png``); a file that is no sound picture is left out."""
    found = {}
    for path in sorted(folder.glob("*")):
        content = path.read_bytes() if path.is_file() and path.stat().st_size <= LIMIT else b""
        try:
            suffix = media_checked(content, (PNG, JPEG), LIMIT).suffix
        except FileRefused:
            continue
        found[f"{path.stem}{suffix}"] = content
    return found


def logo_names(folder: Path) -> dict[str, str]:
    """File name by work unit's code."""
    return {name.rpartition(".")[0]: name for name in logos_in(folder)}
