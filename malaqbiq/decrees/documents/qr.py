"""The QR code of a paper's verification address."""

from __future__ import annotations

import segno

MASK = 3
"""One mask for all. Choosing the best of eight takes longer than laying out a page; readers take any of them."""
QUIET = 4
"""White modules around the code, as ISO/IEC 18004 asks."""


def svg(address: str) -> str:
    """An SVG of the code, with its quiet zone; error correction M, which survives a crease or a stamp's edge."""
    matrix = segno.make(address, error="m", boost_error=False, micro=False, mask=MASK).matrix
    size = len(matrix) + 2 * QUIET
    runs = "".join(_runs(row, y) for y, row in enumerate(matrix, start=QUIET))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<rect width="{size}" height="{size}" fill="#fff"/><path d="{runs}"/></svg>'
    )


def _runs(row: bytearray, y: int) -> str:
    """Dark modules of a line as rectangles, neighbours in one: hairlines between modules would confuse a reader."""
    path, start = "", None
    for x, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            path += f"M{start + QUIET} {y}h{x - start}v1H{start + QUIET}z"
            start = None
    return path
