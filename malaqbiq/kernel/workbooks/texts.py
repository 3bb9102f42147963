"""Every text that a workbook holds, wherever it stands: to find out whom it names."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

_END = re.compile(rb"</(?:\w+:)?(?:si|c|is|row|text|comment|creator|lastModifiedBy|title)>")
_TAG = re.compile(rb"<[^>]*>")


def workbook_texts(path: Path) -> Iterator[str]:
    """The texts of all cells of all sheets, of comments and properties, of a workbook that was let in once.

    Its size when unpacked was bounded then. Raises what `zipfile` does for what can't be read, and OSError.
    """
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.filename.lower().endswith((".xml", ".vml")):
                for piece in _END.split(archive.read(info)):
                    # A text may be in several runs, each with a font of its own: without the tags it is one again.
                    if text := html.unescape(_TAG.sub(b"", piece).decode(errors="replace")).strip():
                        yield text
