"""What a file really is, by its content, and whether it may come in. What a name or a browser says of it is ignored."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, ImageFile

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop

MEBIBYTE = 1024 * 1024
PIXELS = 45_000_000
"""More than an F4 sheet scanned at 600 dots to the inch has."""
ENTRIES = 5000
UNPACKED = 400 * MEBIBYTE
"""What the parts of a workbook or text may come to when unpacked; more is a bomb, not an office's file."""
NAME_LENGTH = 120

ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = (b"/JavaScript", b"/Launch", b"/RichMedia")
"""What makes a PDF do something when it is opened."""
ENCRYPTED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
PACKED = re.compile(rb"/ObjStm\b[^\x00]{0,400}?stream\r?\n")
"""Where objects lie packed in a PDF: what they do is not seen from outside."""
MOST_PACKED = 20 * MEBIBYTE
PIECE = 4096
"""How much of a packed stream is read at a time: a file full of their beginnings costs no copy of itself for each."""
UNSAFE = re.compile(r'[<>:"/\\|?*%;]')


@dataclass(frozen=True, slots=True)
class Media:
    """A kind of file: what people call it, its media type, and its suffix."""

    label: str
    type: str
    suffix: str


PDF = Media("PDF", "application/pdf", ".pdf")
PNG = Media("PNG", "image/png", ".png")
JPEG = Media("JPEG", "image/jpeg", ".jpg")
XLSX = Media("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx")
DOCX = Media("Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx")
ICS = Media("iCalendar", "text/calendar", ".ics")
ZIP = Media("ZIP", "application/zip", ".zip")

SCANS = (PDF, PNG, JPEG)
"""What a scan may be."""


class FileRefused(UserError):
    """The file can't come in; `words` say why, `remedy` what to send instead."""


def media_checked(content: bytes, allowed: Collection[Media], limit: int) -> Media:
    """What the content is. FileRefused if it is empty, over `limit` bytes, not one of `allowed`, or not sound."""
    if not content:
        raise FileRefused(gettext_noop("the file is empty"))
    if len(content) > limit:
        raise FileRefused(
            Words(gettext_noop("the file has more than %(limit)s MiB"), {"limit": limit // MEBIBYTE}),
            gettext_noop("scan it in grey and with fewer dots to the inch"),
        )
    media = media_of(content)
    if media is None or media not in allowed:
        names = ", ".join(item.label for item in allowed)
        raise FileRefused(gettext_noop("this kind of file is not accepted"), Words("%(names)s", {"names": names}))
    CHECKS[media](content)
    return media


def media_of(content: bytes) -> Media | None:
    """What the content begins as; None if it is none of the kinds that the house knows."""
    if content.startswith((b"%PDF-1.", b"%PDF-2.")):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    return _office(content) if content.startswith(b"PK\x03\x04") else None


def safe_name(name: str, suffix: str) -> str:
    """A name that any system can keep: no folders, no control or turning characters, and the content's own suffix."""
    last = PurePosixPath(name.replace("\\", "/")).name
    visible = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    plain = UNSAFE.sub("_", unicodedata.normalize("NFC", visible)).strip(" .")
    stem = plain.rsplit(".", 1)[0].strip(" .") if "." in plain else plain
    return f"{stem[:NAME_LENGTH] or 'berkas'}{suffix}"


def _office(content: bytes) -> Media | None:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        return None
    if "[Content_Types].xml" not in names:
        return None
    return XLSX if "xl/workbook.xml" in names else DOCX if "word/document.xml" in names else None


def _check_pdf(content: bytes) -> None:
    if ENCRYPTED.search(_plain(content)):
        raise FileRefused(gettext_noop("the file is encrypted"), gettext_noop("save it without a password"))
    if any(name in part for part in (_plain(content), _plain(_unpacked(content))) for name in ACTIVE):
        raise FileRefused(
            gettext_noop("this PDF runs something when it is opened"),
            gettext_noop("print it to a new PDF, or scan the paper"),
        )
    if b"%%EOF" not in content[-2048:]:
        raise FileRefused(gettext_noop("the file is not whole"), gettext_noop("send it again"))


def _plain(content: bytes) -> bytes:
    return ESCAPE.sub(lambda match: bytes.fromhex(match[1].decode()), content)


def _unpacked(content: bytes) -> bytes:
    """The objects that lie packed in a PDF, as far as they can be read; FileRefused if they are a bomb."""
    found: list[bytes] = []
    size = place = 0
    # From the end of one on to the next, so that no byte is unpacked twice.
    while packed := PACKED.search(content, place):
        part, read = _inflated(content, packed.end(), MOST_PACKED - size)
        found.append(part)
        size += len(part)
        place = packed.end() + read
        if size >= MOST_PACKED:
            raise FileRefused(gettext_noop("the file unpacks to more than an office's file does"))
    return b"\n".join(found)


def _inflated(content: bytes, start: int, most: int) -> tuple[bytes, int]:
    """What a stream that begins somewhere unpacks to, `most` bytes at most, and its length in bytes: 0 if it breaks."""
    stream, parts, room, place = zlib.decompressobj(), list[bytes](), most, start
    try:
        while not stream.eof and room > 0 and place < len(content):
            parts.append(stream.decompress(content[place : place + PIECE], room))
            room -= len(parts[-1])
            place += PIECE
    except zlib.error:
        return b"".join(parts), 0
    return b"".join(parts), max(0, min(place, len(content)) - start - len(stream.unused_data))


def _check_image(content: bytes) -> None:
    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > PIXELS:
                raise FileRefused(
                    gettext_noop("the picture has too many pixels"),
                    gettext_noop("scan it with fewer dots to the inch"),
                )
            # Other libraries make Pillow lenient for the whole process.
            ImageFile.LOAD_TRUNCATED_IMAGES = False
            image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise FileRefused(gettext_noop("the picture can't be read"), gettext_noop("send it again")) from error


def _check_office(content: bytes) -> None:
    entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
        raise FileRefused(gettext_noop("the file unpacks to more than an office's file does"))
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(gettext_noop("the file is encrypted"), gettext_noop("save it without a password"))
    if any(entry.filename.endswith("vbaProject.bin") for entry in entries):
        raise FileRefused(gettext_noop("the file has macros"), gettext_noop("save it without macros"))


CHECKS = {PDF: _check_pdf, PNG: _check_image, JPEG: _check_image, XLSX: _check_office, DOCX: _check_office}
