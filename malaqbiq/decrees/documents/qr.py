"""The QR code of a paper's verification address."""

from __future__ import annotations

from zxingcpp import BarcodeFormat, create_barcode


def svg(address: str) -> str:
    """An SVG of the code, with its quiet zone; error correction M, which survives a crease or a stamp's edge."""
    drawn = create_barcode(address, BarcodeFormat.QRCode, ec_level="M").to_svg()
    # From its root on: what stands before it, a document type by its address, is of no use to a reader of fragments.
    return drawn[drawn.index("<svg") :]
