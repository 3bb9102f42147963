"""The headers over a list: one row of them, or two where titles are merged over several columns.

A header below a title means what both say together (``Nomor`` below ``SK``), or what it says alone, unless it begins
the header of another column (``TMT``, of ``TMT Jabatan``): below a title that nobody knows that is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Cell, key_of, plain, shown
from malaqbiq.kernel.workbooks.guards import WorkbookRefused

HEADER_ROWS = 10

Range = tuple[tuple[int, int], tuple[int, int]]
"""Cells that are one: the first and the last, each by row and column from 0."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its key in code, its header in templates, and other headers that are understood."""

    key: str
    header: str
    others: tuple[str, ...] = ()

    @property
    def keys(self) -> frozenset[str]:
        """All headers as they are compared."""
        return _keys_of((self.header, *self.others))


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as Excel shows it, and its cells as they stand, in the order of the sheet."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Heads:
    """What stands over the columns of a list, the last row of it, and where each known header stands."""

    row: int
    texts: tuple[str, ...]
    found: Mapping[str, Sequence[int]]


def heads_found(
    rows: Sequence[Row],
    columns: Sequence[Column],
    needed: Sequence[Sequence[str]],
    merges: Sequence[Range] = (),
    *,
    any_headers: bool = False,
) -> Heads:
    """The headers within the first ten rows: those with the most known ones, of one row before those of two.

    With `any_headers` none that is needed must be there, nor any known one. WorkbookRefused where there are none, and
    where headers stand below them of which it isn't certain what they mean together.
    """
    if not rows:
        raise WorkbookRefused(_("the first sheet is empty"), _("put the list on the first sheet"))
    first = [row for row in rows[:HEADER_ROWS] if row.number <= HEADER_ROWS]
    alone = [_heads(row.number, _texts(row), columns) for row in first]
    wanted = frozenset(key for group in needed for key in group)
    joined = [heads for pair in pairwise(first) for heads in _joined(*pair, columns, wanted, merges)]
    best = max((*alone, *joined), key=lambda heads: len(heads.found), default=Heads(0, (), {}))
    if any_headers and not best.found:
        return _fullest(first, columns)
    missing = [] if any_headers else [group[0] for group in needed if not best.found.keys() & set(group)]
    if not best.found or missing:
        headers = {column.key: column.header for column in columns}
        names = ", ".join(headers[key] for key in missing) or ", ".join(headers.values())
        words = Words(
            _("within the first %(rows)s rows there is no row with the headers: %(names)s"),
            {"rows": HEADER_ROWS, "names": names},
        )
        raise WorkbookRefused(words, _("`malaqbiq template` writes a workbook with all headers"))
    _refuse_more_below(best, first, columns, wanted)
    return best


def header_key(text: str) -> str:
    """What two spellings of one header have in common: letters and digits in small, without what stands in brackets."""
    return key_of(re.sub(r"\([^)]*\)|\*", "", text)) or key_of(text)


def letters(place: int) -> str:
    """The name of a column as Excel shows it: A for 0, AA for 26."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def places_of(heads: Heads, columns: Sequence[Column]) -> dict[str, int]:
    """In which column each known header stands; WorkbookRefused for one that stands over several."""
    for column in columns:
        if len(places := heads.found.get(column.key, [])) > 1:
            names = ", ".join(letters(place) for place in places)
            words = Words(
                _("the header %(header)s stands over several columns: %(names)s"),
                {"header": column.header, "names": names},
            )
            raise WorkbookRefused(words, _("keep one of them"))
    return {key: places[0] for key, places in heads.found.items()}


@cache
def _keys_of(headers: tuple[str, ...]) -> frozenset[str]:
    # Asked for each row of a list, and of columns that the code names: kept for good.
    return frozenset(map(header_key, headers))


def _texts(row: Row) -> tuple[str, ...]:
    return tuple(plain(shown(cell)) for cell in row.cells)


def _known(text: str, columns: Sequence[Column]) -> list[str]:
    key = header_key(text) if text else ""
    return [column.key for column in columns if key and key in column.keys]


def _heads(number: int, texts: tuple[str, ...], columns: Sequence[Column]) -> Heads:
    found: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        for key in _known(text, columns):
            found.setdefault(key, []).append(place)
    return Heads(number, texts, found)


def _fullest(rows: Sequence[Row], columns: Sequence[Column]) -> Heads:
    """The first row with the most texts: what looks most like headers."""
    if not rows:
        raise WorkbookRefused(_("the first sheet is empty"), _("put the list on the first sheet"))
    best = max(rows, key=lambda row: sum(isinstance(cell, str) and bool(cell.strip()) for cell in row.cells))
    return _heads(best.number, _texts(best), columns)


def _joined(
    above: Row, below: Row, columns: Sequence[Column], needed: Collection[str], merges: Sequence[Range]
) -> Iterator[Heads]:
    """The headers that two rows make together; nothing where the lower one is none of headers."""
    if below.number != above.number + 1 or not all(isinstance(cell, str) for cell in below.cells):
        return
    width = max(len(above.cells), len(below.cells))
    upper, lower = (_texts(row) + ("",) * (width - len(row.cells)) for row in (above, below))
    titles = _titles(above.number, upper, lower, columns, merges)
    texts: list[str] = []
    for over, under, title in zip(upper, lower, titles, strict=True):
        if under and _known(over, columns) and header_key(under) != header_key(over):
            return
        texts.append(_together(title, under, columns, needed) if under else over or title)
    if any(under and not _known(over, columns) for over, under in zip(upper, lower, strict=True)):
        yield _heads(below.number, tuple(texts), columns)


def _titles(
    number: int, upper: Sequence[str], lower: Sequence[str], columns: Sequence[Column], merges: Sequence[Range]
) -> list[str]:
    """What stands over each column in the upper row, where titles are merged, or only written over the first one."""
    merged = {
        place: upper[left]
        for (top, left), (_bottom, right) in merges
        if top == number - 1 and left < len(upper)
        for place in range(left, min(right + 1, len(upper)))
    }
    titles: list[str] = []
    title = ""
    for place, text in enumerate(upper):
        if text:
            title = "" if _known(text, columns) or not lower[place] else text
        titles.append(merged.get(place, text or title))
    return titles


def _together(title: str, under: str, columns: Sequence[Column], needed: Collection[str]) -> str:
    """What a header below a title is read as: both together, or it alone where that can mean one column only."""
    if not title or header_key(title) == header_key(under):
        return under
    for both in (f"{under} {title}", f"{title} {under}"):
        if _known(both, columns):
            return both
    known, key = _known(under, columns), header_key(under)
    begins_another = any(
        header != key and header.startswith(key)
        for column in columns
        if column.key not in known
        for header in column.keys
    )
    return under if known and (not begins_another or set(known) & set(needed)) else f"{title} {under}"


def _refuse_more_below(heads: Heads, rows: Sequence[Row], columns: Sequence[Column], needed: Collection[str]) -> None:
    """WorkbookRefused where the row below is no person's: texts alone, headers among them, nothing that is needed."""
    below = next((row for row in rows if row.number == heads.row + 1), None)
    if below is None or not all(isinstance(cell, str) for cell in below.cells):
        return
    texts = _texts(below)
    must = {place for key, places in heads.found.items() if key in needed for place in places}
    if any(text and place in must and not _known(text, columns) for place, text in enumerate(texts)):
        return
    again = {header_key(text) for text in heads.texts}
    if names := [text for text in texts if _known(text, columns) and header_key(text) not in again]:
        words = Words(
            _("row %(row)s holds more headers (%(names)s) below those of row %(above)s: what they mean isn't certain"),
            {"row": below.number, "names": ", ".join(names), "above": heads.row},
        )
        raise WorkbookRefused(words, ONE_ROW)


ONE_ROW = _("put all headers into one row, without merged cells")
