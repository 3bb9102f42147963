"""Rows of a list that tell of nobody: sums, signatures below it, headers once more, and a row that stands twice.

Only a row that could not be taken anyway is set aside (it lacks a mark of a person), or one that says what another says
to the letter. Each is told.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from malaqbiq.intake.rules.kinds import Kind
from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Cell, plain, shown
from malaqbiq.kernel.workbooks.reading import Row, Table, header_key, only_counts

NUMBERS = ("nik", "nip", "number")
MARKS = ("status", "month", "level")
"""Columns of which at least one is filled in wherever a row tells of a person."""

FEWEST_DIGITS = 8
FEWEST_CELLS = 3
IS_NIP = re.compile(r"ni[pk]\b", re.IGNORECASE)
FIGURE = re.compile(
    r"(?:rp\.?\s*)?[\d.,\s-]+(?:orang|hari)?|#(?:N/A|VALUE!|REF!|NAME\?|DIV/0!|NUM!|NULL!)", re.IGNORECASE
)
"""A figure, or what stands in a formula's cell that no program has reckoned yet."""

SUM = re.compile(
    r"(?:grand|sub|rekap(?:itulasi)?)?[\s-]*(?:jumlah|total)"
    r"(?:\s+(?:total|seluruh(?:nya)?|keseluruhan|akhir|besar|pegawai|orang|ppnpn|honor(?:arium)?|upah|bruto))*[\s:.=\d]*",
    re.IGNORECASE,
)
SUM_IN_WORDS = re.compile(r"terbilang\b.*", re.IGNORECASE)
UNDER_A_LIST = re.compile(
    r"(?:mengetahui|menyetujui|mengesahkan|disahkan|disetujui|diperiksa|dibuat oleh|yang membuat|a\.?n\.|an\.|u\.b\."
    r"|pl[th]\.|kuasa pengguna anggaran|pejabat pembuat komitmen|bendahara|setuju dibayar|lunas dibayar"
    r"|catatan|keterangan|ket\.?\s*:)(?:\W.*)?"
    r"|[^\W\d_][^\d,]{2,40},\s*(?:\d{1,2}|\.{2,}|_{2,}|…+)?\s*(?:januari|februari|maret|april|mei|juni|juli|agustus"
    r"|september|oktober|november|desember)\s*(?:\d{4}|\.{2,}|_{2,}|…+)?",
    re.IGNORECASE,
)
"""With what the block of signatures below a list begins: an approval, an office, a place with a day."""

HEADERS_AGAIN = _("the headers once more")
A_SUM = _("a sum, nobody's row")
SIGNATURES = _("stands below the list: signatures or remarks")
LEFT_OUT = _("left out by hand, on the page of this list")
DOUBLE = _(
    "the same as row %(row)s in every column: taken once (if it is somebody else, add a number or a date of birth)"
)


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is not read, and why."""

    row: int
    words: Words


def without_asides(kind: Kind, table: Table, left: Collection[int] = ()) -> tuple[Table, tuple[Aside, ...]]:
    """The list without the rows that tell of nobody or stand twice or were `left` out by hand, and these, in order.

    A row that stands twice in a payment list stays: comparing tells of it.
    """
    found = {row.number: words for row, words in _asides(kind, table)}
    found |= {row.number: Words(LEFT_OUT) for row in table.rows if row.number in left}
    rows = [row for row in table.rows if row.number not in found]
    if kind.name != "dpp":
        for double, first in _doubles(table, rows):
            found[double.number] = Words(DOUBLE, {"row": first.number})
    kept = tuple(row for row in rows if row.number not in found)
    return replace(table, rows=kept), tuple(Aside(number, words) for number, words in sorted(found.items()))


def _asides(kind: Kind, table: Table) -> Iterator[tuple[Row, Words]]:
    end, above = _end(table), _headers(kind, table)
    for place, row in enumerate(table.rows):
        if place >= end:
            yield row, Words(A_SUM if _is_sum(table, row) else SIGNATURES)
        elif _is_header(row, above):
            yield row, Words(HEADERS_AGAIN)
        elif _is_sum(table, row):
            yield row, Words(A_SUM)


def _end(table: Table) -> int:
    """Where among the rows the block of signatures begins, from which on no row may be a person's."""
    end = len(table.rows)
    for place in range(len(table.rows) - 1, -1, -1):
        if _may_be_somebody(table, table.rows[place]):
            break
        if any(UNDER_A_LIST.fullmatch(text) for text in _texts(table.rows[place])):
            end = place
    return end


def _may_be_somebody(table: Table, row: Row) -> bool:
    """Whether a row has somebody's number, or a mark of a person among as many cells as no signature fills."""
    said = {key: plain(shown(table.cell(row, key))) for key in table.places}
    if any(
        len(re.sub(r"\D", "", said.get(key, ""))) >= FEWEST_DIGITS and not IS_NIP.match(said[key]) for key in NUMBERS
    ):
        return True
    marked = any(said.get(key) and not UNDER_A_LIST.fullmatch(said[key]) for key in MARKS)
    return marked and sum(map(bool, said.values())) >= FEWEST_CELLS


def _is_sum(table: Table, row: Row) -> bool:
    """Whether a row has a sum's label, beside it nothing but figures, and no mark of a person."""
    texts = [text for text in _texts(row) if not FIGURE.fullmatch(text)]
    if any(SUM_IN_WORDS.fullmatch(text) for text in texts):
        return not _may_be_somebody(table, row)
    if len(texts) != 1 or not SUM.fullmatch(texts[0]):
        return False
    marks = ((key, plain(shown(table.cell(row, key)))) for key in (*NUMBERS, *MARKS))
    return all(mark in {"", texts[0]} or (key in MARKS and FIGURE.fullmatch(mark)) for key, mark in marks)


def _is_header(row: Row, above: Mapping[int, frozenset[str]]) -> bool:
    """Whether every filled cell repeats the header above it, or another of the column's headers; or only counts."""
    filled = [(place, cell) for place, cell in enumerate(row.cells) if _is_filled(cell)]
    if len(filled) < 2:
        return False
    return only_counts(row) or all(
        isinstance(cell, str) and header_key(plain(cell)) in above.get(place, frozenset()) for place, cell in filled
    )


def _headers(kind: Kind, table: Table) -> dict[int, frozenset[str]]:
    """What may stand again in a place: the header that is above it, and the others of its column."""
    found = {place: frozenset({header_key(text)}) for place, text in enumerate(table.headers)}
    for column in kind.columns:
        if column.key in table.places:
            place = table.places[column.key]
            found[place] = found.get(place, frozenset()) | column.keys
    return found


def _doubles(table: Table, rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Each row that says in all known columns what one before says, and that one."""
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        said = tuple(plain(shown(table.cell(row, key))).strip() for key in table.places)
        if (before := first.setdefault(said, row)) is not row:
            yield row, before


def _texts(row: Row) -> list[str]:
    return [text for cell in row.cells if isinstance(cell, str) and (text := plain(cell).strip())]


def _is_filled(cell: Cell) -> bool:
    return cell != "" and (not isinstance(cell, str) or bool(cell.strip()))
