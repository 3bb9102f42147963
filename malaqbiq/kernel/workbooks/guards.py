"""What a workbook from a stranger must not do: fill the memory, expand entities, or be something else than it says.

The parts that the first sheet needs are unpacked under limits and checked, and calamine is given a new archive of just
these parts: it never sees what was not checked. What it can not tell from an empty cell (an error of Excel, a formula
that was never calculated) is found here.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers.expat import ExpatError

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.places import reason_told
from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import plain
from malaqbiq.kernel.workbooks.sheets import MOST_CELLS, Seen, sheet_seen

LARGEST_FILE = 40 * 2**20
LARGEST_CONTENT = 300 * 2**20
"""Bytes: of the file, and of all that is packed in it."""

LARGEST_SMALL_PART = 4 * 2**20
"""Bytes of a part from which a tree is built (the workbook, relations): trees take thirty times as much memory."""

LARGEST_STYLES = 16 * 2**20
MOST_MARKS = 20_000_000
"""Tags in the texts that cells share, closing ones too: each text that a sheet may hold has four."""

LARGEST_BESIDE = 24 * 2**20
"""Bytes of a sheet beside its cells: widths, links, rules of colouring."""

LARGEST_OTHERS = 32 * 2**20
MOST_OTHERS = 20
"""Bytes, and sheets, beside the one that is read: they are looked into so that it can be told that they hold a list."""

LONGEST_SHEET_NAME = 60

MOST_MERGES = 20_000
"""Cells that are one for two or more. A list needs few: for its title and the groups of its headers."""

PIECE = 2**20
MOST_PARTS = 2000
LAST_ROW = 200_000
LAST_COLUMN = 200
MOST_TEXT = 500 * 2**20
"""Characters that the cells could hold if each held the longest text."""

MERGE = re.compile(rb"<(?:[\w.-]{1,20}:)?mergeCell[\s/>]")
CELLS = re.compile(rb"</?(?:[\w.-]{1,20}:)?sheetData[^<>]{0,20}>")
"""A sheet's merges, and the two ends of its cells; in texts there is no ``<``."""

EDGE = 56

SAVE_AGAIN = _("open it in Excel or LibreOffice and save it again as Excel Workbook (.xlsx)")


DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ET.ParseError,
    ExpatError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
)
"""What Python's readers of archives and XML raise over damaged ones."""


class WorkbookRefused(UserError):
    """A file that is no workbook that can be read, or not a safe one."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A workbook that is safe to open: the first sheet that is seen, its cells (row and column from 0) with an error.

    `beside` names the sheets that follow it in `content`, others that are seen: they are looked into, not read.
    `hidden` are the names of sheets before it that nobody sees.
    """

    content: bytes
    errors: Mapping[tuple[int, int], str]
    from_1904: bool = False
    name: str = ""
    beside: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def workbook_checked(path: Path) -> Checked:
    """The first sheet of a workbook, safe to open; WorkbookRefused says what is wrong with the file and what to do."""
    content = _file_read(path)
    other_formats_refuse(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _archive_checked(archive)
    except DAMAGE as error:
        raise WorkbookRefused(_("the workbook is damaged"), SAVE_AGAIN) from error


def _file_read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise WorkbookRefused(
            Words(_("there is no file %(path)s"), {"path": str(path)}),
            _("check its name and its folder, or have `malaqbiq template` write a workbook to fill in"),
        ) from error
    except OSError as error:
        raise WorkbookRefused(
            Words(_("%(path)s can't be read: %(reason)s"), {"path": str(path), "reason": reason_told(error)}),
            _("name a workbook, and see that you may read it"),
        ) from error
    if len(content) > LARGEST_FILE:
        limit = {"mib": LARGEST_FILE // 2**20}
        raise WorkbookRefused(
            Words(_("the file is larger than %(mib)s MiB"), limit), _("divide it into several workbooks")
        )
    return content


def other_formats_refuse(content: bytes) -> None:
    """Only a zip archive can be an .xlsx; WorkbookRefused for what offices take for one says what it is."""
    if content.startswith(b"PK\x03\x04"):
        return
    start = content[:4096].lstrip(b"\xef\xbb\xbf\r\n\t ").lower()
    if not content:
        raise WorkbookRefused(_("the file is empty"))
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise WorkbookRefused(_("the workbook has a password"), _("save a copy without a password"))
        raise WorkbookRefused(_("this is a workbook of the old kind (.xls)"), SAVE_AGAIN)
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta", b"<div", b"<svg")):
        raise WorkbookRefused(_("this is a web page or XML that was given the name of a workbook"), SAVE_AGAIN)
    raise WorkbookRefused(_("this is no Excel workbook"), SAVE_AGAIN)


def _archive_checked(archive: zipfile.ZipFile) -> Checked:
    infos = archive.infolist()
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST_CONTENT:
        raise _too_large()
    parts = _Parts(archive)
    book = parts.target("", "officeDocument")
    if book is None or book.endswith(".bin"):
        raise WorkbookRefused(_("this is no Excel workbook"), SAVE_AGAIN)
    sheets = _sheets(parts, book)
    place = next((number for number, sheet in enumerate(sheets) if sheet.seen), None)
    if place is None or not (front := sheets[place]).part:
        raise WorkbookRefused(_("the workbook has no sheet with cells in front"), SAVE_AGAIN)
    limits = {"sharedStrings": LARGEST_CONTENT, "styles": LARGEST_STYLES}
    others = {kind: parts.read(name, most) for kind, most in limits.items() if (name := parts.target(book, kind))}
    texts = others.get("sharedStrings", b"")
    sheet, seen = _sheet_checked(parts, front.part, LARGEST_CONTENT, texts)
    beside = dict(_beside(parts, sheets[place + 1 :], texts))
    from_1904 = _counts_from_1904(parts.read(book))
    content = _repacked([sheet, *beside.values()], others, from_1904=from_1904)
    hidden = tuple(one.name for one in sheets[:place])
    return Checked(content, seen.errors, from_1904, front.name, tuple(beside), hidden)


def _sheet_checked(parts: _Parts, part: str, most: int, texts: bytes) -> tuple[bytes, Seen]:
    """A sheet's XML, safe to be opened with the texts that its cells share."""
    parts.refuse_swollen(part)
    sheet = parts.read(part, most)
    _refuse_long_texts(sheet, texts)
    seen = sheet_seen(sheet)
    _refuse_far_cells(seen.rows, seen.columns)
    return sheet, seen


def _beside(parts: _Parts, sheets: Sequence[_Sheet], texts: bytes) -> Iterator[tuple[str, bytes]]:
    """Other sheets that are seen and safe, as far as there is room. The others nobody reads: they are in no way."""
    left = LARGEST_OTHERS
    for sheet in [one for one in sheets if one.seen and one.part][:MOST_OTHERS]:
        try:
            content, _seen = _sheet_checked(parts, sheet.part, left, texts)
        except (WorkbookRefused, *DAMAGE):
            continue
        left -= len(content)
        yield sheet.name, content


def _too_large() -> WorkbookRefused:
    return WorkbookRefused(
        _("the workbook is too large when unpacked"), _("keep only the sheet with the list, and save it again")
    )


class _Parts:
    """The parts of an archive, read under guard, and the relations between them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {info.filename.lower(): info for info in archive.infolist()}

    def read(self, name: str, most: int = LARGEST_SMALL_PART) -> bytes:
        """A part of at most so many bytes, without entities, document types, comments and CDATA.

        No office program writes them into a list.
        """
        # The archive tells each part's size: reading stops there, and a part that is larger fails its checksum.
        info = self._names[name.lower()]
        if info.file_size > most:
            raise _too_large()
        part = self._archive.read(info)
        if b"<!" in part or part[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in part[:64]:
            raise WorkbookRefused(_("the workbook holds XML that no office program writes"), SAVE_AGAIN)
        return part

    def refuse_swollen(self, name: str) -> None:
        """WorkbookRefused for a sheet of which much stands beside its cells, as soon as that much was unpacked."""
        beside, merges, ends, edge = 0, 0, 0, b""
        with self._archive.open(self._names[name.lower()]) as part:
            while piece := part.read(PIECE):
                seen = edge + piece
                # What lies on the edge of two pieces is whole in the second, and counted there alone.
                merges += _count(MERGE, seen) - _count(MERGE, edge)
                ends += _cell_ends(seen) - _cell_ends(edge)
                edge = seen[-EDGE:]
                beside += 0 if ends == 1 else len(piece)
                if merges > MOST_MERGES or beside > LARGEST_BESIDE:
                    raise _too_large()

    def relations(self, source: str) -> list[tuple[str, str, str]]:
        """Id, kind and target of what a part (the whole archive for ``""``) relates to."""
        folder, name = posixpath.split(source)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path.lower() not in self._names:
            return []
        root = ET.fromstring(self.read(path))  # noqa: S314 - entities and document types were refused
        return [
            (_value(node, "Id"), posixpath.basename(_value(node, "Type")), _absolute(folder, node)) for node in root
        ]

    def target(self, source: str, kind: str) -> str | None:
        """The one part of a kind that a part relates to, if there is one."""
        return next((target for _id, found, target in self.relations(source) if found == kind), None)


def _count(pattern: re.Pattern[bytes], content: bytes) -> int:
    return sum(1 for _found in pattern.finditer(content))


def _cell_ends(content: bytes) -> int:
    """How many ends of the cells stand there; an element without any has both."""
    return sum(2 if found[0].endswith(b"/>") else 1 for found in CELLS.finditer(content))


def _value(node: ET.Element, name: str) -> str:
    return node.get(name, "")


def _absolute(folder: str, node: ET.Element) -> str:
    target = _value(node, "Target")
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as the workbook lists it: its name, whether it is seen, its part; empty for what has no cells."""

    name: str
    seen: bool
    part: str


def _sheets(parts: _Parts, book: str) -> list[_Sheet]:
    """All sheets in the order in which whoever opens the workbook has them."""
    root = ET.fromstring(parts.read(book))  # noqa: S314 - entities and document types were refused
    targets = {found: target for found, kind, target in parts.relations(book) if kind == "worksheet"}
    found: list[_Sheet] = []
    for node in root.iter():
        if node.tag.rpartition("}")[2] == "sheet":
            wanted = next((value for key, value in node.attrib.items() if key.endswith("/relationships}id")), "")
            name = plain(_value(node, "name"))[:LONGEST_SHEET_NAME]
            found.append(_Sheet(name, node.get("state", "visible") == "visible", targets.get(wanted, "")))
    return found


def _counts_from_1904(book: bytes) -> bool:
    """Whether the workbook counts days from 1904, as old ones from a Mac do."""
    root = ET.fromstring(book)  # noqa: S314 - entities and document types were refused
    settings = (node for node in root.iter() if node.tag.rpartition("}")[2] == "workbookPr")
    return any(node.get("date1904") in {"1", "true"} for node in settings)


def _repacked(sheets: Sequence[bytes], others: Mapping[str, bytes], *, from_1904: bool) -> bytes:
    """A new archive of the checked parts alone, under names of our own."""
    worksheets = [("worksheet", f"sheet{number}.xml") for number in range(len(sheets))]
    relations = [*worksheets, *((kind, f"{kind}.xml") for kind in others)]
    targets = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations)
    )
    days = '<workbookPr date1904="1"/>' if from_1904 else ""
    listed = "".join(
        f'<sheet name="list{number}" sheetId="{number + 1}" r:id="r{number}"/>' for number in range(len(sheets))
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(
            "_rels/.rels",
            _RELATIONS.format(f'<Relationship Id="r0" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'),
        )
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS.format(targets))
        archive.writestr("xl/workbook.xml", _BOOK.format(days, listed))
        for number, sheet in enumerate(sheets):
            archive.writestr(f"xl/sheet{number}.xml", sheet)
        for kind, part in others.items():
            archive.writestr(f"xl/{kind}.xml", part)
    return content.getvalue()


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    f'xmlns:r="{_OFFICE}">{{}}<sheets>{{}}</sheets></workbook>'
)


def _refuse_long_texts(sheet: bytes, texts: bytes) -> None:
    # Each cell with a value has at least two closing tags, however its opening one is written.
    if texts.count(b"<") > MOST_MARKS or sheet.count(b"</") // 2 * max(map(len, texts.split(b"si>"))) > MOST_TEXT:
        raise WorkbookRefused(
            _("the first sheet holds texts that are too long"), _("keep only the columns of the list")
        )


def _refuse_far_cells(rows: int, columns: int) -> None:
    # calamine takes room for every place up to the last row and column, filled or not.
    if not _fits(rows, columns):
        message = _("the first sheet reaches to row %(row)s, column %(column)s: more than a list does")
        limits = {"row": rows, "column": columns}
        raise WorkbookRefused(Words(message, limits), _("delete what stands outside the list, or divide the list"))


def _fits(rows: int, columns: int) -> bool:
    return rows <= LAST_ROW and columns <= LAST_COLUMN and rows * columns <= MOST_CELLS
