"""Lists: what stands in a table's columns, and what the address says about sorting, pages and columns.

A list's address holds all of its state, and what it shows is what prints, exports and is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpResponse, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from malaqbiq.kernel import downloads
from malaqbiq.kernel.workbooks.cells import Cell, Kind
from malaqbiq.kernel.workbooks.writing import Heading, workbook_write

R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
M = TypeVar("M", bound=Model)

PER_PAGE = 50
AT_FIRST = 20
"""How many rows of a page a phone shows before it is asked for the others."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell with more than its value: a text, perhaps an address, a second line, and a tone that makes it a badge."""

    text: Any
    link: str = ""
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Column(Generic[R]):
    """A column of a list.

    `value` is what is exported; `show` what the page shows, if that is more; `sort` says whether the source
    orders by it. The first column is the row's heading. `plain`: what stands in it says by itself what it is, so that a
    phone's card leaves the label out.
    """

    name: str
    label: Promise | str
    value: Callable[[R], Cell | None]
    show: Callable[[R], Shown] | None = None
    kind: Kind = "text"
    sort: bool = False
    chosen: bool = True
    width: int = 18
    plain: bool = False

    @property
    def style(self) -> str:
        """How its cells stand: figures at the end of the line, dates unbroken."""
        return {"rupiah": "end", "whole": "end", "decimal": "end", "date": "date"}.get(self.kind, "")


class Source(Protocol[R_co]):
    """Where a list's rows come from: counted, ordered by a column's name, and taken by part."""

    def count(self) -> int:
        """How many rows there are in all."""

    def rows(self, order: str, start: int, stop: int | None) -> Sequence[R_co]:
        """Some of the rows; an order begins with ``-`` where it goes down, empty is the source's own."""


@dataclass(frozen=True)
class QuerySource(Generic[M, R]):
    """Rows of a query: `orders` gives the fields behind each sortable column, `fill` turns a part into rows at once."""

    query: QuerySet[M, Any]
    orders: Mapping[str, tuple[str, ...]]
    fill: Callable[[Sequence[Any]], Sequence[R]]

    def count(self) -> int:
        """See Source."""
        return self.query.order_by().count()

    def rows(self, order: str, start: int, stop: int | None) -> Sequence[R]:
        """See Source."""
        fields = self.orders[order.lstrip("-") or ""]
        if order.startswith("-"):
            fields = tuple(field[1:] if field.startswith("-") else f"-{field}" for field in fields)
        return self.fill(list(self.query.order_by(*fields)[start:stop]))


@dataclass(frozen=True)
class ListSource(Generic[R]):
    """Rows that are all at hand: `orders` gives the key behind each sortable column."""

    items: Sequence[R]
    orders: Mapping[str, Callable[[R], Any]]

    def count(self) -> int:
        """See Source."""
        return len(self.items)

    def rows(self, order: str, start: int, stop: int | None) -> Sequence[R]:
        """See Source."""
        if not order:
            return self.items[start:stop]
        key = self.orders[order.lstrip("-")]
        known = [item for item in self.items if key(item) is not None]
        unknown = [item for item in self.items if key(item) is None]
        return [*sorted(known, key=key, reverse=order.startswith("-")), *unknown][start:stop]


@dataclass(frozen=True, slots=True)
class Head:
    """A column's head as the page shows it."""

    column: Column[Any]
    address: str
    direction: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the page shows it: the source's own row, and its cells by column."""

    item: Any
    cells: Sequence[tuple[Column[Any], Shown]]


@dataclass(frozen=True)
class Table(Generic[R]):
    """A list as its address asks for it. It is read when it is made."""

    columns: Sequence[Column[R]]
    chosen: Sequence[Column[R]]
    source: Source[R]
    params: QueryDict
    order: str
    number: int
    total: int
    items: Sequence[R]

    @property
    def rows(self) -> list[Row]:
        """The rows of this page."""
        return [Row(item, [(column, _shown(column, item)) for column in self.chosen]) for item in self.items]

    @property
    def parts(self) -> tuple[list[Row], list[Row]]:
        """The rows of this page: those that a phone shows at first, and those that it shows when it is asked."""
        rows = self.rows
        return rows[:AT_FIRST], rows[AT_FIRST:]

    @property
    def headings(self) -> list[Head]:
        """The heads of the columns, each with the address that sorts by it (the other way round if it does already)."""
        return [Head(column, self._sorted_by(column), self._direction(column)) for column in self.chosen]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PER_PAGE))

    @property
    def first(self) -> int:
        """The number of this page's first row among all, from 1."""
        return (self.number - 1) * PER_PAGE + 1

    @property
    def last(self) -> int:
        """The number of this page's last row among all."""
        return min(self.number * PER_PAGE, self.total)

    @property
    def folded(self) -> int:
        """How many rows of this page a phone shows only when it is asked."""
        return max(0, len(self.items) - AT_FIRST)

    @property
    def previous_address(self) -> str:
        """The address of the page before this, empty on the first."""
        return self.address(page=self.number - 1) if self.number > 1 else ""

    @property
    def next_address(self) -> str:
        """The address of the next page, empty on the last."""
        return self.address(page=self.number + 1) if self.number < self.pages else ""

    @property
    def export_address(self) -> str:
        """The address of all rows of this list as a workbook."""
        return self.address(page=None, format="xlsx")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a form about columns must send along, so that nothing else of the address is lost."""
        return [(key, value) for key, values in self.params.lists() if key not in {"col", "page"} for value in values]

    def address(self, **changes: object) -> str:
        """The list's address with some of its parameters changed; None takes one away."""
        params = self.params.copy()
        for key, value in changes.items():
            params.pop(key, None)
            if value is not None:
                params[key] = str(value)
        return f"?{params.urlencode()}"

    def _direction(self, column: Column[R]) -> str:
        if self.order.lstrip("-") != column.name:
            return ""
        return "descending" if self.order.startswith("-") else "ascending"

    def _sorted_by(self, column: Column[R]) -> str:
        if not column.sort:
            return ""
        return self.address(sort=f"-{column.name}" if self.order == column.name else column.name, page=None)


def table(params: QueryDict, columns: Sequence[Column[R]], source: Source[R]) -> Table[R]:
    """The part of a list that an address asks for; what the address gets wrong is taken as not said."""
    wanted = set(params.getlist("col"))
    chosen = [column for column in columns if (column.name in wanted if wanted else column.chosen)]
    if columns[0] not in chosen:
        chosen.insert(0, columns[0])
    order = params.get("sort", "")
    if order.lstrip("-") not in {column.name for column in columns if column.sort} or order.startswith("--"):
        order = ""
    total = source.count()
    pages = max(1, -(-total // PER_PAGE))
    page = params.get("page", "")
    number = min(max(int(page), 1), pages) if page.isascii() and page.isdigit() and len(page) < 9 else 1
    items = source.rows(order, (number - 1) * PER_PAGE, number * PER_PAGE)
    return Table(columns, chosen, source, params, order, number, total, items)


def workbook_response(name: str, title: str, found: Table[R]) -> HttpResponse:
    """All rows of a list, with its chosen columns in its order, as a workbook of that name to be saved."""
    items = found.source.rows(found.order, 0, None)
    headings = [Heading(str(column.label), column.kind, column.width) for column in found.chosen]
    rows = ([_worded(column.value(item)) for column in found.chosen] for item in items)
    return downloads.workbook_response(name, lambda path: workbook_write(path, title, headings, rows))


def _worded(value: Cell | None) -> Cell | None:
    """What is so or isn't, in words: Excel would write TRUE and FALSE in every language."""
    return (_("yes") if value else _("no")) if isinstance(value, bool) else value


def dated(name: str, day: date) -> str:
    """A file's name with the day that its content is of."""
    return f"{name} {day.isoformat()}"


def _shown(column: Column[R], item: R) -> Shown:
    return column.show(item) if column.show else Shown(column.value(item))
