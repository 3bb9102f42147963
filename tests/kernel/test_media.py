from __future__ import annotations

import io
import random
import zipfile
import zlib

import pytest
from openpyxl import Workbook
from PIL import Image, ImageFile

from malaqbiq.kernel.media import (
    JPEG,
    MEBIBYTE,
    PDF,
    PIECE,
    PNG,
    SCANS,
    XLSX,
    FileRefused,
    media_checked,
    media_of,
    safe_name,
)

MINIMAL_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(form: str, size: tuple[int, int] = (30, 20)) -> bytes:
    file = io.BytesIO()
    Image.new("L", size, 200).save(file, form)
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    Workbook().save(file)
    return file.getvalue()


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {"[Content_Types].xml": b"", "xl/workbook.xml": b"", **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "media"),
    [(MINIMAL_PDF, PDF), (picture("PNG"), PNG), (picture("JPEG"), JPEG), (workbook(), XLSX)],
    ids=["pdf", "png", "jpeg", "xlsx"],
)
def test_a_sound_file_is_what_its_content_says(content: bytes, media: object) -> None:
    assert media_checked(content, (*SCANS, XLSX), MEBIBYTE) == media


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>alert(1)</script>",
        b"<script>/*%PDF-1.7*/" + MINIMAL_PDF,
        b"\n" + MINIMAL_PDF,
        MINIMAL_PDF[:-7],
        MINIMAL_PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(x)>>"),
        MINIMAL_PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/J#61vaScript/JS(x)>>"),
        MINIMAL_PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/Launch/F(cmd.exe)>>"),
        picture("PNG")[:50],
        picture("JPEG")[:60],
        picture("GIF"),
        b"MZ\x90\x00",
        workbook(),
        b"PK\x03\x04broken",
    ],
)
def test_what_is_no_sound_scan_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        media_checked(content, SCANS, MEBIBYTE)


def test_half_a_picture_is_refused_though_another_library_would_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    with pytest.raises(FileRefused):
        media_checked(picture("PNG")[:50], SCANS, MEBIBYTE)


def test_too_large_a_file_is_refused() -> None:
    with pytest.raises(FileRefused, match="more than 1 MiB"):
        media_checked(MINIMAL_PDF + b" " * MEBIBYTE, SCANS, MEBIBYTE)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileRefused, match="pixels"):
        media_checked(picture("PNG", (9_000, 6_000)), SCANS, 20 * MEBIBYTE)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (packed(**{"xl/worksheets/sheet1.xml": b"0" * 401 * MEBIBYTE}), "unpacks to more"),
        (packed(**{f"x{number}": b"" for number in range(5000)}), "unpacks to more"),
        (packed(**{"xl/vbaProject.bin": b"x"}), "macros"),
    ],
    ids=["zip bomb", "many entries", "macros"],
)
def test_workbooks_that_are_not_an_offices_are_refused(content: bytes, why: str) -> None:
    with pytest.raises(FileRefused, match=why):
        media_checked(content, (XLSX,), 20 * MEBIBYTE)


def test_a_bare_archive_is_no_workbook() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    assert media_of(file.getvalue()) is None


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("SK 2022.pdf", "SK 2022.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\x\\sk.PDF", "sk.pdf"),
        ("sk.pdf\x00.html", "sk.pdf.pdf"),
        ("laporan\u202efdp.exe", "laporanfdp.pdf"),
        ("", "berkas.pdf"),
        ("...", "berkas.pdf"),
        ('a"b;c%d\r\nX-Evil: 1.pdf', "a_b_c_dX-Evil_ 1.pdf"),
        ("x" * 400 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_names_lose_what_no_name_should_have(name: str, safe: str) -> None:
    assert safe_name(name, ".pdf") == safe


def test_a_script_is_found_in_a_packed_stream_of_many_pieces_behind_beginnings_of_none() -> None:
    noise = random.Random(7).randbytes(20_000)  # noqa: S311 - nothing to be kept secret
    assert len(zlib.compress(noise)) > 4 * PIECE
    for end, refused in ((b"/S /JavaScript", True), (b"/S /GoTo", False)):
        stream = b"/Type/ObjStm>>stream\n" * 50 + zlib.compress(noise + end) + b"\nendstream "
        content = MINIMAL_PDF.replace(b"trailer", stream + b"trailer")
        if refused:
            with pytest.raises(FileRefused, match="runs something"):
                media_checked(content, SCANS, MEBIBYTE)
        else:
            assert media_checked(content, SCANS, MEBIBYTE) == PDF
