"""Lists: what an address asks for, and what it gets wrong."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import openpyxl
from django.http import QueryDict

from malaqbiq.ui.tables import AT_FIRST, PER_PAGE, Column, ListSource, Shown, Table, table, workbook_response


@dataclass(frozen=True)
class Worker:
    name: str
    pay: int | None


COLUMNS = [
    Column[Worker]("name", "Name", lambda row: row.name, sort=True),
    Column[Worker]("pay", "Pay", lambda row: row.pay, kind="rupiah", sort=True),
    Column[Worker]("note", "Note", lambda _: "=1+1", chosen=False, show=lambda _: Shown("seen", note="small")),
]


def listed(address: str, count: int = 3) -> Table[Worker]:
    workers = [Worker(f"Worker {number:03}", None if number == 1 else 1000 - number) for number in range(count)]
    orders = {"name": lambda row: row.name, "pay": lambda row: row.pay}
    return table(QueryDict(address), COLUMNS, ListSource(workers, orders))


def test_a_list_is_sorted_as_its_address_says_and_the_unknown_comes_last() -> None:
    assert [row.pay for row in listed("sort=pay").items] == [998, 1000, None]
    assert [row.pay for row in listed("sort=-pay").items] == [1000, 998, None]


def test_an_address_that_names_no_column_sorts_nothing() -> None:
    for wrong in ("sort=password", "sort=note", "sort=--pay", "sort=pay;drop", "sort=-"):
        assert [row.name for row in listed(wrong).items] == ["Worker 000", "Worker 001", "Worker 002"]


def test_a_page_beyond_the_last_is_the_last_and_nonsense_is_the_first() -> None:
    total = 2 * PER_PAGE + 5
    assert listed("page=99", total).number == 3
    assert listed("page=99", total).first == 2 * PER_PAGE + 1
    assert listed("page=99", total).last == total
    for wrong in ("page=0", "page=-1", "page=x", "page=٣", "page=99999999999999999999"):
        assert listed(wrong, total).number == 1


def test_the_chosen_columns_stand_in_the_address_and_the_first_is_always_there() -> None:
    assert [column.name for column in listed("").chosen] == ["name", "pay"]
    assert [column.name for column in listed("col=note").chosen] == ["name", "note"]
    assert [column.name for column in listed("col=nothing").chosen] == ["name"]


def test_sorting_again_turns_the_order_and_keeps_the_filter() -> None:
    heads = listed("q=ani&sort=name&page=1").headings
    assert heads[0].address == "?q=ani&sort=-name"
    assert heads[0].direction == "ascending"
    assert heads[1].address == "?q=ani&sort=pay"


def test_a_list_without_rows_has_one_page() -> None:
    empty = listed("page=4", 0)
    assert (empty.pages, empty.number, empty.rows) == (1, 1, [])


def test_the_workbook_holds_all_rows_with_the_chosen_columns_and_runs_nothing() -> None:
    response = workbook_response("workers", "Workers", listed("sort=-name&col=note&page=2", PER_PAGE + 1))
    sheet = openpyxl.load_workbook(BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[:2] == [("Name", "Note"), (f"Worker {PER_PAGE:03}", "=1+1")]
    assert len(rows) == PER_PAGE + 2
    assert sheet["B2"].data_type == "s"


def test_what_is_so_or_not_stands_in_words_in_the_workbook() -> None:
    columns = [Column[bool]("read", "Read", lambda one: one)]
    found = table(QueryDict(), columns, ListSource([True, False], {}))
    sheet = openpyxl.load_workbook(BytesIO(workbook_response("a", "A", found).content)).active
    assert sheet is not None
    assert [sheet["A2"].value, sheet["A3"].value] == ["yes", "no"]


def test_a_phone_shows_a_pages_first_rows_and_is_told_how_many_more_there_are() -> None:
    first, more = listed("", AT_FIRST + 3).parts
    assert [len(first), len(more), listed("", AT_FIRST + 3).folded] == [AT_FIRST, 3, 3]
    assert [row.item.name for row in more][:1] == [f"Worker {AT_FIRST:03}"]
    last = listed("page=2", PER_PAGE + 1)
    assert (len(last.parts[0]), last.parts[1], last.folded) == (1, [], 0)
