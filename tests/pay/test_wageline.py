"""The wage line of a work unit and of a province: floors with their source, and the lowest pay in each year."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.wageline import WageYear, picture
from malaqbiq.pay.selectors import wage_check
from malaqbiq.pay.selectors.wageline import WageLine, wage_line
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.service.effects import MovedV1
from tests import builders as make
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

TODAY = date(2022, 6, 1)


@pytest.fixture(autouse=True)
def _two_units() -> None:
    province = make.unit("76")
    here, there = make.unit("76.01", "kabkota"), make.unit("76.02", "kabkota")
    make.unit("73", "provinsi")
    low, lower = make.person("Anto Rendah"), make.person("Budi Rendah")
    make.opened(here, make.engaged(low, here, date(2021, 1, 1), date(2021, 12, 31), 2_500_000))
    make.opened(there, make.engaged(lower, there, date(2021, 1, 1), date(2021, 12, 31), 2_400_000))
    extended = make.engaged(low, here, date(2022, 1, 1), date(2022, 12, 31), effect="extended")
    make.issued(province, extended, date(2022, 1, 1))


def access(*codes: str) -> Access:
    return Access("a", {Role.AUDITOR: frozenset(codes)})


def lowest(line: WageLine) -> dict[int, int | None]:
    return {one.year: one.lowest for one in line.years if one.lowest}


def test_the_lowest_of_a_province_is_that_of_the_units_one_reads() -> None:
    every = access("76", "76.01", "76.02")
    assert lowest(wage_line(every, TODAY, unit="76.")) == {2021: 2_400_000, 2022: make.FLOOR}
    assert lowest(wage_line(access("76.01"), TODAY, unit="76.")) == {2021: 2_500_000, 2022: make.FLOOR}
    assert lowest(wage_line(every, TODAY, unit="76.02")) == {2021: 2_400_000}
    assert lowest(wage_line(every, date(2021, 6, 1), unit="76.")) == {2021: 2_400_000}


def test_the_lowest_is_that_of_the_wage_check_of_the_day() -> None:
    every = access("76", "76.01", "76.02")
    for day in (date(2021, 12, 31), TODAY):
        line = {one.year: one.lowest for one in wage_line(every, day, unit="76.").years}
        assert line[day.year] == wage_check(every, day).lowest


def test_pay_counts_where_its_home_stands_and_what_was_mended_counts_no_more() -> None:
    from malaqbiq.people.models import Person

    who, there = Person.objects.get(name="Anto Rendah"), WorkUnit.objects.get(code="76.02")
    here, day = WorkUnit.objects.get(code="76.01"), date(2022, 3, 1)
    moved = make.EntryDraft("service.moved", day, here.uid, MovedV1(work_unit=there.uid), person=who.uid)
    pay = make.engaged(who, there, day, date(2022, 12, 31), make.FLOOR + 9)[1]
    issued = make.issued(WorkUnit.objects.get(code="76"), [moved, pay], day)
    every = access("76", "76.01", "76.02")
    assert lowest(wage_line(every, TODAY, unit="76.01")) == {2021: 2_500_000}
    assert lowest(wage_line(every, TODAY, unit="76.02")) == {2021: 2_400_000, 2022: make.FLOOR + 9}
    entry = make.entry_of(issued, who.uid, "pay.term_set")
    payload = make.engaged(who, there, day, date(2022, 12, 31), make.FLOOR + 20)[1].payload
    make.issued(WorkUnit.objects.get(code="76"), [make.mending(entry, Mending.CORRECTION, day, payload)], TODAY)
    assert lowest(wage_line(every, TODAY, unit="76.02"))[2022] == make.FLOOR + 20


@pytest.mark.parametrize("unit", ["73.", "76.01.", "99.", ".", "73"])
def test_a_foreign_province_is_not_there(unit: str) -> None:
    with pytest.raises(WorkUnit.DoesNotExist):
        wage_line(access("76", "76.01"), TODAY, unit=unit)
    with clock.standing_at(make.noon(TODAY)):
        assert signed_in(Role.AUDITOR, "76").get(f"/pay/limits/line?unit={unit}").status_code == 404


def test_a_floor_without_a_source_stays_empty_and_is_said() -> None:
    Fact.objects.filter(key="ump:76:2023").delete()
    line = wage_line(access("76"), TODAY, unit="76.")
    assert line.missing == [2023] and line.picture is not None
    assert [gap.year for gap in line.picture.gaps] == [2023]
    client = signed_in(Role.AUDITOR, "76")
    with clock.standing_at(make.noon(TODAY)), at_most():
        page = client.get("/pay/limits/line?unit=76.").content.decode()
    assert "? floor not known" in page and "nothing is stated for" in page and "not known</span>" in page
    assert "two sources" in page and 'role="img"' in page and "aria-describedby" in page


def test_pay_below_its_floor_is_another_shape() -> None:
    client = signed_in(Role.AUDITOR, "76")
    with clock.standing_at(make.noon(TODAY)):
        page = client.get("/pay/limits/line?unit=76.").content.decode()
    assert page.count('<rect class="below"') == 1 and page.count('<circle class="held"') == 1


def test_years_without_a_floor_are_gaps() -> None:
    from malaqbiq.kernel.words import Words

    nothing = Missing("ump:76:2020", Words("x"), Words("y"))
    found = picture([WageYear(2020, nothing, TODAY, 2_000_000)])
    assert found is not None and [one.year for one in found.gaps] == [2020]


@pytest.mark.parametrize("lowest", [1, 2_400_000, 2_678_864_000, 10**13])
def test_the_picture_has_few_lines_however_much_is_paid(lowest: int) -> None:
    from malaqbiq.kernel.words import Words

    nothing = Missing("ump:76:2020", Words("x"), Words("y"))
    years = [WageYear(2020, nothing, TODAY, 2_400_000), WageYear(2021, nothing, TODAY, lowest)]
    found = picture(years)
    assert found is not None
    assert 2 <= len(found.grid) <= 7
    assert all(0 <= line.y <= found.height for line in found.grid)
