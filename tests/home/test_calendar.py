"""Kalender: what falls due in a year, of whom, and to whom it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from uuid import UUID

import openpyxl
import pytest
from django.test import Client

from malaqbiq.decrees.services import EntryDraft
from malaqbiq.home.selectors.year import FEW, Wanted, Year, year_of
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import Signer, WorkUnit
from malaqbiq.pay.services import exception_approve, exception_propose
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EngagedV1, RankGivenV1, Status
from malaqbiq.ui.deadlines import Due, State
from tests import builders as make
from tests.appraisal import cast as appraisals
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

TODAY, NEW_YEAR, LAST_DAY = date(2022, 1, 11), date(2022, 1, 1), date(2022, 12, 31)
READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with clock.standing_at(make.noon(TODAY)):
        yield


def servant(name: str, where: WorkUnit, birth: date | None, ranked: date | None) -> UUID:
    """A civil servant since 2010, as the opening tells; it may not know since when he holds his rank."""
    since = date(2010, 1, 1)
    who = Person.objects.create(name=name, birth_date=birth)
    job = EngagedV1(status=Status.PNS, work_unit=where.uid)
    rank = RankGivenV1(grade="III/c", since_unknown=ranked is None or None)
    entries = [EntryDraft("service.engaged", since, where.uid, job, person=who.uid)]
    entries.append(EntryDraft("service.rank_given", ranked or since, where.uid, rank, person=who.uid))
    make.opened(where, entries)
    return who.uid


def contract(name: str, where: WorkUnit, last_day: date = LAST_DAY) -> Person:
    who = make.person(name)
    make.opened(where, make.engaged(who, where, date(2021, 1, 1), last_day))
    return who


@pytest.fixture
def here() -> WorkUnit:
    make.unit("76")
    return make.unit("76.01", "kabkota")


@pytest.fixture
def there(here: WorkUnit) -> WorkUnit:
    return make.unit("76.02", "kabkota")


def asked(*codes: str, year: int = 2022, role: Role = Role.SDM_OFFICER, **wanted: str) -> Year:
    access = Access("user:ani", {role: frozenset(codes)})
    return year_of(access, day=TODAY, wanted=Wanted(year, **wanted))


def told(found: Year, matter: str) -> list[tuple[date, str]]:
    return [(due.day, str(due.what)) for due in found.dues if due.matter.name == matter]


def opened_page(client: Client, address: str = "/calendar", status: int = 200) -> str:
    with clock.standing_at(make.noon(TODAY)):
        response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def test_contracts_of_a_unit_that_end_on_a_day_are_one_line_and_what_is_extended_is_not_due(here: WorkUnit) -> None:
    contract("Anto", here)
    contract("Budi", here)
    going_on = contract("Citra", here, date(2022, 6, 30))
    extension = make.engaged(going_on, here, date(2022, 7, 1), LAST_DAY, effect="extended")
    make.issued(WorkUnit.objects.get(code="76"), extension, TODAY)
    found = asked("76.01")
    assert told(found, "contract") == [(LAST_DAY, "3 contracts end")]
    (due,) = (due for due in found.dues if due.matter.name == "contract")
    assert (due.unit, due.owner, due.role) == ("76.01", "76.01", Role.SDM_OFFICER)
    assert told(asked("76.01", year=2023), "contract") == []


def test_pension_and_promotion_fall_on_their_days_and_the_unknown_is_said_not_guessed(here: WorkUnit) -> None:
    servant("Dewi", here, date(1964, 5, 20), date(2018, 4, 1))
    servant("Eko", here, None, date(2018, 10, 1))
    servant("Fitri", here, date(1980, 1, 1), None)
    found = asked("76.01")
    assert told(found, "pension") == [(date(2022, 6, 1), "Dewi reaches 58 years")]
    assert told(found, "promotion") == [
        (date(2022, 4, 1), "Dewi: 4 years in III/c"),
        (date(2022, 10, 1), "Eko: 4 years in III/c"),
    ]
    # Of Fitri the opening says the rank, and not since when; of a KGB nobody says anything.
    assert {(one.matter.name, one.count) for one in found.unknown} == {
        ("promotion", 1),
        ("pension", 1),
        ("periodic-raise", 3),
    }


def test_the_minimum_wage_is_the_provinces_duty(here: WorkUnit) -> None:
    found = asked("76.01", year=2024, matter="minimum-wage")
    assert [(due.day, due.owner) for due in found.dues] == [(date(2024, 1, 1), "76"), (date(2024, 12, 11), "76")]


def test_a_ground_is_told_in_the_readers_language_and_somebodys_own_words_as_they_are(here: WorkUnit) -> None:
    said = {"recorded_by": "x", "recorded_at": make.noon(TODAY), "basis": "SK Sekjen 12/2022"}
    days = {"valid_from": NEW_YEAR, "valid_until": date(2022, 4, 1)}
    Signer.objects.create(unit=here, authority="sekretaris", form="plt", name="Gita", **days, **said)
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = opened_page(client)
    assert "the minimum wage counts from this day on" in page and "Upah minimum berlaku mulai" not in page
    assert '<span lang="id">SK Sekjen 12/2022</span>' in page
    client.cookies["django_language"] = "id"
    assert "upah minimum berlaku mulai tanggal ini" in opened_page(client)


def test_a_plt_and_an_exception_end_on_their_last_days(here: WorkUnit) -> None:
    common = {"unit": here, "authority": "sekretaris", "recorded_by": "x", "recorded_at": make.noon(TODAY)}
    Signer.objects.create(form="plt", name="Gita", valid_from=NEW_YEAR, valid_until=date(2022, 4, 1), **common)
    Signer.objects.create(form="plh", name="Hadi", valid_from=NEW_YEAR, **common)
    who = contract("Anto", here)
    until = date(2022, 6, 30)
    with clock.standing_at(make.noon(TODAY)):
        proposed = exception_propose(
            access=make.OFFICER, person=who.uid, limit="floor", reason="tersisa pagu", last_day=until
        )
        exception_approve(access=make.SECRETARY, exception=proposed.uid)
    found = asked("76.01")
    ((day, what),) = told(found, "acting")
    assert day == date(2022, 3, 31)
    assert "Plt. Sekretaris" in what
    assert [(one.matter.name, one.count) for one in found.unknown] == [("acting", 1)]
    assert told(found, "exception") == [(until, "Anto: the floor (minimum wage or former pay)")]


def test_an_appraisal_period_is_late_until_it_is_closed() -> None:
    people = appraisals.cast()
    appraisals.opened(people)
    found = asked("76", year=2021)
    (due,) = (due for due in found.dues if due.matter.name == "appraisal")
    assert (due.day, due.state) == (date(2021, 12, 31), State.LATE)
    assert found.months[11].late == 1
    assert told(asked("76.01", year=2021), "appraisal") == []


def test_a_kabupaten_sees_its_own_alone_and_another_unit_is_as_if_not_asked(here: WorkUnit, there: WorkUnit) -> None:
    contract("Anto", here)
    contract("Budi", there)
    servant("Dewi", there, date(1964, 5, 20), date(2018, 4, 1))
    for found in (asked("76.01"), asked("76.01", unit="76.02"), asked("76.01", unit="76")):
        assert {due.unit for due in found.dues} == {"76.01"}
        assert not [one for one in found.unknown if one.matter.name == "periodic-raise"]
    assert {due.unit for due in asked("76", "76.01", "76.02", unit="76.02").dues} == {"76.02"}


def test_kind_owner_and_year_narrow_the_list_and_its_exports(here: WorkUnit) -> None:
    contract("Anto", here)
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = opened_page(client, "/calendar?year=2022&kind=contract")
    assert "1 contract ends" in page
    assert "The governor sets" not in page
    assert "1 contract ends" not in opened_page(client, "/calendar?owner=76:sdm_officer")
    assert "The governor sets" in opened_page(client, "/calendar?owner=76:sdm_officer")
    for nonsense in ("year=abcd", "year=9999", "year=-1", "unit=%00", "kind='", "owner=x", "year=٢٠٢٢"):
        opened_page(client, f"/calendar?{nonsense}")
    with clock.standing_at(make.noon(TODAY)):
        book = client.get("/calendar?kind=contract&format=xlsx")
        ics = client.get("/calendar?kind=contract&format=ics").content.decode()
    sheet = openpyxl.load_workbook(BytesIO(book.content)).active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["1 contract ends"]
    assert ics.count("BEGIN:VEVENT") == 1
    assert "DTSTART;VALUE=DATE:20221231" in ics


@pytest.mark.parametrize("role", Role)
def test_the_year_is_shown_to_who_reads_it_and_is_not_there_for_others(role: Role, here: WorkUnit) -> None:
    opened_page(signed_in(role, "76.01"), status=200 if role in READERS else 404)


def test_of_a_whole_country_a_province_is_shown_at_a_time() -> None:
    codes = [f"{province}.{number:02}" for province in (61, 62) for number in range(1, 41)]
    units = {code: make.unit(code, "kabkota") for code in codes}
    for name, code in (("Anto", "61.01"), ("Budi", "62.01"), ("Citra", "00")):
        contract(name, units.get(code) or WorkUnit.objects.get(code=code))
    everywhere = (*codes, "61", "62", "00")
    assert {due.unit[:2] for due in asked(*everywhere).dues} == {"61"}
    assert {due.unit[:2] for due in asked(*everywhere, unit="62").dues} == {"62"}
    assert {due.unit for due in asked(*everywhere, unit="00").dues} == {"00"}


def test_the_year_costs_what_a_list_may(here: WorkUnit) -> None:
    for number in range(3):
        contract(f"Anto {number}", here)
        servant(f"Dewi {number}", here, date(1964, 5, 20), date(2018, 4, 1))
    client = signed_in(Role.SDM_OFFICER, "76", "76.01")
    opened_page(client)
    with clock.standing_at(make.noon(TODAY)), at_most():
        client.get("/calendar")


def test_what_falls_due_next_stands_open_and_other_months_are_folded_with_their_counts(here: WorkUnit) -> None:
    contract("Anto", here)
    found = asked("76.01", matter="monthly-report")
    assert len(found.dues) <= FEW and all(month.is_next for month in found.months)
    found = asked("76", "76.01")
    assert len(found.dues) > FEW
    opened = [month.start.month for month in found.months if month.is_next]
    assert opened == [month.start.month for month in found.months if month.dues and month.start.month >= 1][:2]
    page = opened_page(signed_in(Role.SDM_OFFICER, "76", "76.01"))
    assert page.count('<details class="month" open>') == 2
    assert page.count('<details class="month"') == sum(bool(month.dues) for month in found.months)
    december = page.partition("<h2>December 2022</h2>")[2].partition("</summary>")[0]
    assert "Contract ends 1" in december


def test_of_a_year_that_is_past_nothing_is_next(here: WorkUnit) -> None:
    contract("Anto", here, date(2023, 12, 31))
    with clock.standing_at(make.noon(date(2023, 2, 1))):
        access = Access("user:ani", {Role.SDM_OFFICER: frozenset({"76", "76.01"})})
        found = year_of(access, day=date(2023, 2, 1), wanted=Wanted(2022))
    assert len(found.dues) > FEW and not [month for month in found.months if month.is_next]


def test_many_of_a_kind_on_a_day_are_one_line_until_the_kind_is_asked_for(here: WorkUnit) -> None:
    names = ["Dewi", "Eko", "Fitri", "Gita"]
    for name in names:
        servant(name, here, date(1980, 1, 1), date(2018, 4, 1))
    client = signed_in(Role.SDM_OFFICER, "76", "76.01")
    page = opened_page(client)
    assert page.count("4 of this kind, 0 done") == 1
    for name in names:
        assert f"{name}: 4 years in III/c" in page
    assert "of this kind" not in opened_page(client, "/calendar?kind=promotion")


def test_every_due_leads_to_a_page_that_is_there(here: WorkUnit) -> None:
    contract("Anto", here)
    servant("Dewi", here, date(1964, 5, 20), date(2018, 4, 1))
    client = signed_in(Role.SDM_OFFICER, "76", "76.01")
    dues: list[Due] = asked("76", "76.01").dues
    assert len(dues) > 3
    for due in dues:
        opened_page(client, due.address)
