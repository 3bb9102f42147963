"""A payment list beside the decrees in force: every difference."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.words import Words
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.models import PaymentList
from malaqbiq.pay.rules.listed import Difference
from malaqbiq.pay.selectors import dpp_comparison
from malaqbiq.pay.services import DppRow, DppStray, dpp_erase, dpp_export, dpp_record, month_close, month_export
from malaqbiq.people.models import Person
from tests import builders as make
from tests.pay import payroll

pytestmark = pytest.mark.django_db

JANUARY, FEBRUARY, LAST_DAY = date(2022, 1, 1), date(2022, 2, 1), date(2022, 12, 31)
NIK = "76021501900{:05}"


@pytest.fixture(autouse=True)
def _late() -> Iterator[None]:
    with clock.standing_at(make.noon(date(2022, 6, 1))):
        yield


@pytest.fixture
def office() -> WorkUnit:
    return make.unit()


def paid(name: str, number: int | None, office: WorkUnit, amount: int = make.FLOOR) -> Person:
    found = Person.objects.create(name=name, nik=NIK.format(number) if number else None)
    make.opened(office, make.engaged(found, office, JANUARY, LAST_DAY, amount))
    return found


def listed(*rows: tuple[int, str, int], month: date = JANUARY) -> None:
    lines = [DppRow(NIK.format(number), name, gross) for number, name, gross in rows]
    dpp_record(access=make.OFFICER, unit="76", month=month, rows=lines, source="dpp.xlsx")


def found(month: date = JANUARY) -> list[tuple[Difference, str, int | None, int | None]]:
    comparison = dpp_comparison(make.OFFICER, unit="76", month=month)
    return [(item.kind, item.name, item.listed, item.owed) for item in comparison.findings]


def test_a_list_that_agrees_has_no_findings(office: WorkUnit) -> None:
    paid("Anto", 1, office)
    listed((1, "ANTO", make.FLOOR))
    assert found() == []


def test_every_kind_of_difference_is_found(office: WorkUnit) -> None:
    other = make.unit("76.01", "kabkota")
    paid("Anto", 1, office), paid("Budi", 2, office), paid("Cici", 3, office), paid("Dedi", 4, other)
    floor = make.FLOOR
    listed((1, "Anto", floor - 1), (2, "Budi", floor), (2, "Budi", floor), (4, "Dedi", floor), (9, "Siapa", 5))
    assert found() == [
        (Difference.AMOUNT, "Anto", floor - 1, floor),
        (Difference.TWICE, "Budi", 2 * floor, floor),
        (Difference.NOT_LISTED, "Cici", None, floor),
        (Difference.OTHER_UNIT, "Dedi", floor, floor),
        (Difference.NOT_DECREED, "Siapa", 5, None),
    ]


def test_who_stands_twice_with_other_amounts_differs_in_both(office: WorkUnit) -> None:
    paid("Anto", 1, office)
    listed((1, "Anto", make.FLOOR), (1, "Anto", 5))
    assert [kind for kind, *_rest in found()] == [Difference.AMOUNT, Difference.TWICE]


def test_somebody_without_a_nik_on_record_is_found_by_name(office: WorkUnit) -> None:
    paid("Anto Uji", None, office)
    listed((1, "Anto  UJI, S.Sos", make.FLOOR))
    assert found() == []


def test_part_of_a_month_is_what_the_decrees_give(office: WorkUnit) -> None:
    who = paid("Anto", 1, office)
    make.issued(office, payroll.left(who, office, date(2022, 1, 16)))
    listed((1, "Anto", make.FLOOR))
    assert found() == [(Difference.AMOUNT, "Anto", make.FLOOR, -(-make.FLOOR * 15 // 31))]


def test_what_a_closed_month_told_explains_a_difference(office: WorkUnit) -> None:
    payroll.profile(office, 2022, thr_month=2)
    paid("Anto", 1, office)
    for month in (JANUARY, FEBRUARY):
        month_close(access=make.OFFICER, unit="76", month=month)
    listed((1, "Anto", 2 * make.FLOOR), month=FEBRUARY)
    (finding,) = dpp_comparison(make.OFFICER, unit="76", month=FEBRUARY).findings
    assert (finding.kind, finding.is_told) == (Difference.AMOUNT, True)


def test_the_same_list_again_changes_nothing(office: WorkUnit) -> None:
    rows = [DppRow(NIK.format(1), "Anto", 1), DppRow(NIK.format(2), "Budi", 2)]
    given = {"access": make.OFFICER, "unit": "76", "month": date(2022, 1, 17), "source": "dpp.xlsx"}
    first = dpp_record(rows=rows, **given)
    assert (first.changed, first.unchanged) == (2, 0)
    again = dpp_record(rows=rows, **given)
    assert (again.changed, again.unchanged, again.payment_list) == (0, 2, first.payment_list)
    better = dpp_record(rows=[rows[0], DppRow(NIK.format(2), "Budi", 3)], **given)
    assert (better.changed, better.unchanged) == (1, 1)
    assert PaymentList.objects.get().rows.count() == 2
    assert Activity.objects.filter(action="pay.dpp_record").count() == 2


def test_others_see_no_numbers_and_no_other_unit(office: WorkUnit) -> None:
    other = make.unit("76.01", "kabkota")
    paid("Dedi", 4, other)
    listed((4, "Dedi", make.FLOOR))
    reader = payroll.access("reader", ["76"], Role.AUDITOR)
    (finding,) = dpp_comparison(reader, unit="76", month=JANUARY).findings
    assert (finding.unit_code, finding.owed, finding.person) == ("?", None, None)
    assert "•" in finding.nik
    with pytest.raises(WorkUnit.DoesNotExist):
        dpp_comparison(payroll.access("foreign", ["76.01"], Role.SDM_OFFICER), unit="76", month=JANUARY)
    with pytest.raises(Forbidden):
        dpp_record(access=reader, unit="76", month=JANUARY, rows=[], source="x")


def strayed() -> None:
    why = Words("is no certain amount")
    first = DppStray(7, NIK.format(9)[:-1], "Orang Asing", 2_700_000, why)
    strays = [first, DppStray(9, NIK.format(8), "Lain", None, why)]
    rows = [DppRow(NIK.format(1), "ANTO", make.FLOOR)]
    dpp_record(access=make.OFFICER, unit="76", month=JANUARY, rows=rows, source="dpp.xlsx", strays=strays)


def test_rows_that_are_no_lines_are_told_beside_the_comparison(office: WorkUnit, tmp_path: Path) -> None:
    paid("Anto", 1, office)
    strayed()
    comparison = dpp_comparison(make.OFFICER, unit="76", month=JANUARY)
    assert (comparison.listed, comparison.findings, comparison.strays_gross) == (1, (), 2_700_000)
    told = [(one.row, one.name, one.gross) for one in comparison.strays]
    assert told == [(7, "Orang Asing", 2_700_000), (9, "Lain", None)]
    reader = dpp_comparison(Access("a", {Role.AUDITOR: frozenset({"76"})}), unit="76", month=JANUARY)
    assert NIK.format(8) not in {one.nik for one in reader.strays}
    why = Words("%(text)s is no certain amount", {"text": f"NIK {NIK.format(6)}"})
    muddled = [DppStray(9, "", f"Lain {NIK.format(5)}", None, why)]
    rows = [DppRow(NIK.format(1), "ANTO", make.FLOOR)]
    dpp_record(access=make.OFFICER, unit="76", month=JANUARY, rows=rows, source="dpp.xlsx", strays=muddled)
    for access, whole in ((make.OFFICER, True), (Access("a", {Role.AUDITOR: frozenset({"76"})}), False)):
        (one,) = dpp_comparison(access, unit="76", month=JANUARY).strays
        assert (NIK.format(5) in one.name, NIK.format(6) in str(one.why)) == (whole, whole)
    strayed()
    path = tmp_path / "dpp.xlsx"
    dpp_export(access=make.OFFICER, unit="76", month=JANUARY, path=path)
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert "not recognised (row 7)" in str(sheet["C2"].value)


def test_whom_a_row_that_could_not_be_read_names_is_not_missing(office: WorkUnit) -> None:
    paid("Anto", 1, office)
    strayed()
    paid("Lain", 5, office), paid("Siapa", 9, office), paid("Juga", 8, office), paid("Tidak", 4, office)
    assert [(item.kind, item.name) for item in dpp_comparison(make.OFFICER, unit="76", month=JANUARY).findings] == [
        (Difference.UNREAD, "Juga"),
        (Difference.UNREAD, "Lain"),
        (Difference.NOT_LISTED, "Siapa"),
        (Difference.NOT_LISTED, "Tidak"),
    ]


def test_whoever_is_erased_goes_from_rows_that_are_no_lines(office: WorkUnit) -> None:
    gone = paid("Orang Asing", 9, office)
    strayed()
    assert dpp_erase(access=make.OFFICER, person=gone.uid) == 1
    names = [one.name for one in dpp_comparison(make.OFFICER, unit="76", month=JANUARY).strays]
    assert names == ["", "Lain"]


def test_a_person_is_erased_from_lists_by_law(office: WorkUnit) -> None:
    who = paid("Anto", 1, office)
    listed((1, "Anto", make.FLOOR), (2, "Budi", 5))
    with pytest.raises(Forbidden):
        dpp_erase(access=payroll.access("officer", ["76"], *Role), person=who.uid)
    assert dpp_erase(access=make.OFFICER, person=who.uid) == 1
    rows = PaymentList.objects.get().rows.values_list("nik", "name", "gross")
    assert list(rows) == [("", "", make.FLOOR), (NIK.format(2), "Budi", 5)]


def test_lines_with_the_name_alone_are_erased_in_the_lists_of_his_work_units(office: WorkUnit) -> None:
    who, other = paid("Anto", 1, office), make.unit("76.01", "kabkota")
    rows = [DppRow("", "ANTO, S.Sos.", 1), DppRow("", "Anto Budi", 2), DppRow(NIK.format(2), "Anto", 3)]
    for unit in ("76", "76.01"):
        dpp_record(access=make.OFFICER, unit=unit, month=JANUARY, rows=rows, source="dpp.xlsx")
    assert dpp_erase(access=make.OFFICER, person=who.uid) == 1
    kept = PaymentList.objects.get(work_unit=office).rows.values_list("name", "gross")
    assert list(kept) == [("", 1), ("Anto Budi", 2), ("Anto", 3)]
    foreign = PaymentList.objects.get(work_unit=other).rows.values_list("name", flat=True)
    assert list(foreign) == [row.name for row in rows]


def cells(path: Path, sheet: int = 0) -> list[tuple[object, ...]]:
    workbook = openpyxl.load_workbook(path)
    return [tuple(row) for row in workbook.worksheets[sheet].iter_rows(values_only=True)]


def test_differences_as_a_workbook(office: WorkUnit, tmp_path: Path) -> None:
    paid("=Anto", 1, office)
    listed((9, "Siapa", 5))
    dpp_export(access=make.OFFICER, unit="76", month=JANUARY, path=tmp_path / "dpp.xlsx")
    header, *rows = cells(tmp_path / "dpp.xlsx")
    assert header[0] == "Name"
    assert [(row[0], row[3], row[4]) for row in rows] == [("=Anto", None, make.FLOOR), ("Siapa", 5, None)]
    assert openpyxl.load_workbook(tmp_path / "dpp.xlsx").active["A2"].data_type == "s"


def test_the_month_as_a_workbook(office: WorkUnit, tmp_path: Path) -> None:
    payroll.profile(office, 2022, thr_month=4, programmes=["jkm", "jp"])
    paid("Anto", 1, office), paid("Budi", 2, office)
    month_close(access=make.OFFICER, unit="76", month=JANUARY)
    late = payroll.term(Person.objects.get(name="Budi"), office, JANUARY, make.FLOOR + 31)
    make.issued(office, [late])
    path = tmp_path / "month.xlsx"
    month_export(access=make.OFFICER, unit="76", month=FEBRUARY, path=path)
    _, *changed = cells(path)
    assert [(row[0], row[3], row[4], row[8]) for row in changed] == [
        ("Budi", "arrears", "2022-01", 31),
        ("Budi", "raised", "2022-02", make.FLOOR + 31),
    ]
    header, *everybody = cells(path, 1)
    assert ([row[0] for row in everybody], header[-2:]) == (["Anto", "Budi", "Budi"], ("JKM", "JP"))
    assert {row[2] for row in everybody} == {"Pramubakti"}
    assert everybody[0][1] == NIK.format(1)
    notes = [row[0] for row in cells(path, 2)]
    assert any("not closed" in note for note in notes)
    assert any("JP" in note for note in notes)
    reader = payroll.access("reader", ["76"], Role.AUDITOR)
    month_export(access=reader, unit="76", month=FEBRUARY, path=path)
    assert "•" in str(cells(path, 1)[1][1])
    assert Activity.objects.filter(action="pay.month_export").count() == 2
