"""PDFs that no scanner makes."""

from __future__ import annotations

import io
import zipfile
import zlib

from pypdf import PdfWriter


def written(pages: int = 1, *, password: str = "") -> bytes:
    """A PDF of blank pages, encrypted if there is a password."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=200, height=300)
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def packed(objects: bytes, times: int = 1) -> bytes:
    """A PDF whose objects lie packed, so that they are not seen from outside."""
    stream = zlib.compress(objects)
    part = b"2 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n%b\nendstream endobj\n"
    parts = part % (len(stream), stream) * times
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n" + parts + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def many_pages_told() -> bytes:
    """A PDF that says it has two thousand million pages, each of them its own parent."""
    tree = b"2 0 obj<</Type/Pages/Count 2000000000/Kids[2 0 R 2 0 R]/Parent 2 0 R>>endobj\n"
    return b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n" + tree + b"trailer<</Root 1 0 R>>\n%%EOF\n"


def with_an_archive() -> bytes:
    """A PDF that is an archive with a page of HTML too."""
    file = io.BytesIO(written())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("index.html", "<script>alert(1)</script>")
    return file.getvalue()


def with_html() -> bytes:
    """A PDF that some browsers would take for HTML."""
    return b"%PDF-1.7\n<html><script>alert(1)</script></html>\n" + written()


SCRIPT = b"1 0 <</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"
REFUSED = {
    "encrypted": written(password="rahasia"),
    "encrypted for nobody": written(password=" "),
    "truncated": written()[:300],
    "script": written().replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"),
    "packed script": packed(SCRIPT),
    "packed script by another name": packed(SCRIPT.replace(b"JavaScript", b"J#61vaScript")),
    "bomb": packed(b" " * 21 * 2**20),
    "many small bombs": packed(b" " * 2**20, times=21),
}
HARMLESS = {
    "no page": written(0),
    "many pages told": many_pages_told(),
    "archive": with_an_archive(),
    "html": with_html(),
    "packed": packed(b"1 0 <</Type/Catalog>>"),
    "packed rubbish": packed(b"x").replace(zlib.compress(b"x"), b"rubbish"),
}
"""They show nothing, or not all of it, but do nothing either."""
