"""The fonts that papers are set in, shipped with the package, and which characters they have."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "typst" / "fonts"

MAIN = ("texgyrebonum-regular.otf", "texgyrebonum-bold.otf", "texgyrebonum-italic.otf")
SPARE = ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf")
"""Used for characters that the main font lacks (an apostrophe of another kind, Greek, Cyrillic)."""


@cache
def coverages() -> tuple[frozenset[int], frozenset[int]]:
    """Code points that the main font has in every style, and those that the spare one has."""
    main, spare = (frozenset.intersection(*(_characters(FOLDER / name) for name in names)) for names in (MAIN, SPARE))
    return main, spare


def _characters(path: Path) -> frozenset[int]:
    """The code points that a font's character map leads to a glyph other than the missing one."""
    data = path.read_bytes()
    count = struct.unpack_from(">H", data, 4)[0]
    tables = {data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0] for at in range(12, 12 + 16 * count, 16)}
    start = tables[b"cmap"]
    found: set[int] = set()
    for at in range(start + 4, start + 4 + 8 * struct.unpack_from(">H", data, start + 2)[0], 8):
        platform, encoding, offset = struct.unpack_from(">HHI", data, at)
        if (platform, encoding) in {(0, 3), (0, 4), (3, 1), (3, 10)}:
            found |= _subtable(data, start + offset)
    return frozenset(found)


def _subtable(data: bytes, at: int) -> set[int]:
    match struct.unpack_from(">H", data, at)[0]:
        case 4:
            return _segments(data, at)
        case 12:
            groups = struct.unpack_from(">I", data, at + 12)[0]
            ranges = (struct.unpack_from(">III", data, at + 16 + 12 * group) for group in range(groups))
            return {code for first, last, glyph in ranges for code in range(first, last + 1) if glyph + code - first}
        case _:
            return set()


def _segments(data: bytes, at: int) -> set[int]:
    """Format 4 of the OpenType character map: segments of 16-bit code points."""
    size = struct.unpack_from(">H", data, at + 6)[0]
    codes: set[int] = set()
    for place in range(0, size, 2):
        last, first = (struct.unpack_from(">H", data, at + base + place)[0] for base in (14, 16 + size))
        delta, shift = (struct.unpack_from(">H", data, at + 16 + part * size + place)[0] for part in (2, 3))
        where = at + 16 + 3 * size + place
        for code in range(first, last + 1):
            glyph = struct.unpack_from(">H", data, where + shift + 2 * (code - first))[0] if shift else code
            if code != 0xFFFF and (glyph and (glyph + delta) & 0xFFFF if shift else (glyph + delta) & 0xFFFF):
                codes.add(code)
    return codes
