"""Halaman satuan kerja: what it tells of a work unit, to whom, and that its figures are those of the lists behind."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from malaqbiq.home.rules.board import Step
from malaqbiq.home.selectors.board import board
from malaqbiq.home.selectors.steps import steps_by_unit, steps_together
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import Signer, UnitProfile
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.selectors import wage_check
from malaqbiq.pay.selectors.limits import wages_of_day
from malaqbiq.pay.selectors.sums import pay_sum, pay_sums
from malaqbiq.people.models import Person
from malaqbiq.service.effects import MovedV1
from tests import builders as make
from tests.appraisal.cast import SYSTEM, Cast, cast
from tests.appraisal.test_services_decreeing import DECIDED, drafted, issued, settled
from tests.home.test_staff import TODAY, Town
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db
PARTS = ("", "/cycle", "/papers", "/dues")


@pytest.fixture
def town() -> Town:
    with clock.standing_at(make.noon(TODAY)):
        return Town()


def got(client: Client, address: str) -> str:
    with clock.standing_at(make.noon(TODAY)):
        response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def status(client: Client, address: str) -> int:
    with clock.standing_at(make.noon(TODAY)):
        return int(client.get(address).status_code)


def test_a_page_tells_what_stands_in_the_unit(town: Town) -> None:
    page = got(signed_in(Role.SDM_OFFICER, "76.01"), "/work-units/76.01")
    assert "<h1>KPU 76.01</h1>" in page
    assert page.count("nobody named") == 3 and "Name one" in page
    assert "Nothing is said of 2022 yet" in page
    assert "No post is in force here on this day" in page
    assert "Rp2.000.000" in page and "Rp2.678.864" in page


def test_its_figures_are_those_of_the_lists_they_lead_to(town: Town) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = got(client, "/work-units/76.01")
    figures = re.findall(r'<a(?: class="badge warn")? href="(/(?:staff|pay/limits)\?[^"]+)">(\d+)</a>', page)
    assert len(figures) == 5
    for address, figure in figures:
        listed = got(client, address.replace("&amp;", "&"))
        assert sum(name in listed for name in ("Anto Rendah", "Sitti Beres", "Sitti Asing")) == int(figure), address


@pytest.mark.parametrize("part", PARTS)
def test_a_foreign_unit_is_not_there(town: Town, part: str) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    for code in ("76.02", "76", "91", "nothing"):
        assert status(client, f"/work-units/{code}{part}") == 404
        assert status(client, f"/work-units/{code}{part}?as_of=2021-12-31") == 404
    assert status(client, "/work-units/76.01/password") == 404


@pytest.mark.parametrize("part", PARTS)
def test_staff_have_no_page_of_a_unit(town: Town, part: str) -> None:
    client = signed_in(Role.STAFF, "76", person=town.low.uid)
    assert status(client, f"/work-units/76.01{part}") == 404


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.APPRAISER])
def test_pay_profile_and_decrees_are_for_who_reads_them(town: Town, role: Role) -> None:
    client = signed_in(role, "76.01")
    page = got(client, "/work-units/76.01")
    assert "Who leads and signs" in page and "PPNPN" in page
    assert "Rp2" not in page and "Profile and DIPA" not in page and "Name one" not in page
    for part in PARTS[1:]:
        assert "Nothing here is for your role" in got(client, f"/work-units/76.01{part}")


def test_a_role_elsewhere_opens_nothing_here(town: Town) -> None:
    signed_in(Role.SDM_OFFICER, "76.02")
    client = signed_in(Role.COMMISSIONER, "76.01")
    assert "Rp2" not in got(client, "/work-units/76.01")
    for part in PARTS[1:]:
        assert "Nothing here is for your role" in got(client, f"/work-units/76.01{part}")


def test_who_acts_and_until_when_is_told(town: Town) -> None:
    facts = {"unit": town.here, "authority": "sekretaris", "recorded_by": "t", "recorded_at": make.noon(TODAY)}
    Signer.objects.create(
        form="plh", name="Rina Ganti", valid_from=date(2022, 1, 10), valid_until=date(2022, 1, 15), **facts
    )
    page = got(signed_in(Role.AUDITOR, "76.01"), "/work-units/76.01")
    assert "Rina Ganti" in page and "Plh. Sekretaris" in page and "through 14 Jan 2022" in page
    assert "Name one" not in page
    before = got(signed_in(Role.AUDITOR, "76.01"), "/work-units/76.01?as_of=2022-01-05")
    assert "Rina Ganti" not in before


def test_the_profile_of_the_days_year_is_told_with_what_is_missing(town: Town) -> None:
    UnitProfile.objects.create(
        unit=town.here, year=2022, kode_satker="123456", changed_by="t", changed_at=make.noon(TODAY)
    )
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = got(client, "/work-units/76.01")
    assert "123456" in page and "4 of 5 missing" in page and "Fill in what is missing" in page
    assert "Nothing is said of 2021 yet" in got(client, "/work-units/76.01?as_of=2021-12-31")


def test_decrees_of_the_year_are_told_with_their_signature(town: Town) -> None:
    page = got(signed_in(Role.SDM_OFFICER, "76.01"), "/work-units/76.01/papers")
    assert page.count("no signature kept") == 1
    assert "It has no register of its own" in page
    at_province = got(signed_in(Role.SDM_OFFICER, "76", username="prov"), "/work-units/76/papers")
    assert "used here" in at_province and "No decree of 2022 is about this work unit yet" in at_province
    assert "No decree of 2021" in got(
        signed_in(Role.SDM_OFFICER, "76.02", username="lain"), "/work-units/76.02/papers?as_of=2021-12-31"
    )


def test_what_falls_due_soon_is_told(town: Town) -> None:
    page = got(signed_in(Role.SDM_OFFICER, "76.01"), "/work-units/76.01/dues")
    assert "28 Feb 2022" in page and "31 Dec 2022" not in page


def test_at_the_end_of_the_year_contracts_and_the_next_years_first_report_are_told() -> None:
    with clock.standing_at(make.noon(date(2022, 11, 20))):
        Town()
    later = got(signed_in(Role.SDM_OFFICER, "76.01"), "/work-units/76.01/dues?as_of=2022-12-01")
    assert "31 Dec 2022" in later and "5 Jan 2023" in later


def test_no_page_of_a_unit_costs_more_statements_than_a_list(town: Town) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    for part in PARTS:
        got(client, f"/work-units/76.01{part}")
        with at_most():
            got(client, f"/work-units/76.01{part}")
    december = "/work-units/76.01/dues?as_of=2022-12-01"
    got(client, december)
    with at_most():
        got(client, december)


def test_a_part_asked_for_by_the_page_is_that_part_alone(town: Town) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    for part in ("cycle", "papers", "dues"):
        with clock.standing_at(make.noon(TODAY)):
            response = client.get(f"/work-units/76.01/{part}", headers={"HX-Request": "true", "HX-Target": part})
        assert "<html" not in response.content.decode() and "<h2>" in response.content.decode()


def test_the_database_counts_what_the_board_shows() -> None:
    people = cast()
    cycle = settled(people, poor="anto")
    with clock.standing_at(make.noon(date(2022, 1, 6))):
        decrees = drafted(cycle).decrees
    _alike(people, date(2022, 1, 5))
    issued(decrees[0])
    for day in (date(2021, 12, 31), date(2022, 1, 6), DECIDED):
        _alike(people, day)
    for decree in decrees[1:]:
        issued(decree)
    _alike(people, DECIDED)
    day, here, there = date(2022, 1, 12), people.units["76.01"], people.units["76.02"]
    moved = MovedV1(work_unit=there.uid)
    move = make.EntryDraft("service.moved", day, here.uid, moved, person=people["budi"])
    pay = make.engaged(Person.objects.get(uid=people["budi"]), there, day, date(2022, 12, 31))[1]
    make.issued(people.units["76"], [move, pay], date(2022, 1, 12))
    _alike(people, date(2022, 1, 12))


def _alike(people: Cast, day: date) -> None:
    from malaqbiq.appraisal.models import Cycle

    cycle, wages = Cycle.objects.get(), wages_of_day(SYSTEM, day)
    shown = board(SYSTEM, cycle, day)
    counted = steps_by_unit(cycle, day, unit_tree(SYSTEM, day=day).names, wages)
    assert {line.code: {cell.step: cell for cell in line.cells} for line in shown.lines} == {
        code: dict(one.cells) for code, one in counted.items()
    }
    together = steps_together(list(counted.values()))
    assert {cell.step: cell for cell in shown.whole.cells} == dict(together.cells)
    assert set(together.cells) == set(Step)


def test_the_sums_of_pay_are_those_of_the_wage_check(town: Town) -> None:
    access = Access("a", {Role.SDM_OFFICER: frozenset({"76", "76.01", "76.02"})})
    for day in (date(2020, 12, 31), date(2021, 12, 31), TODAY):
        check = wage_check(access, day)
        total = pay_sum(pay_sums(day, wages_of_day(access, day), {"76", "76.01", "76.02"}).values())
        assert (total.staff, total.below, total.short) == (len(check.rows), check.below_floor, check.shortfall_total)
        assert total.lowest == check.lowest
        assert total.unknown == sum(row.is_unknown for row in check.rows)
        assert sum(total.below_at.values()) == total.below
