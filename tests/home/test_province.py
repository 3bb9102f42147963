"""Dasbor: its figures are those of the lists behind them, and each role is told what is its to know."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from malaqbiq.home.rules.board import Part, Step
from malaqbiq.home.selectors.board import board
from malaqbiq.home.selectors.province import Province, province_seen
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.service.effects import EngagedV1, Holding, PostGivenV1, Status
from malaqbiq.service.selectors.structures import Choice
from malaqbiq.service.services import structure_open
from tests import builders as make
from tests.appraisal.cast import SYSTEM, cast
from tests.appraisal.test_services_decreeing import DECIDED, drafted, issued, settled
from tests.home.test_staff import TODAY, Town
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def got(client: Client, address: str = "/province", day: date = TODAY) -> str:
    with clock.standing_at(make.noon(day)):
        response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def figures(page: str) -> list[tuple[str, int]]:
    """Each figure that leads somewhere, with its address."""
    found = re.findall(r'<a (?:class="one" )?href="([^"]+)"(?: class="p-[a-z]+")?>(?:<svg.*?</svg>)?<b>(\d+)</b>', page)
    return [(address.replace("&amp;", "&"), int(count)) for address, count in found]


def listed(page: str) -> int:
    """How many a list holds, by what it says of itself."""
    said = re.search(r"\d+–\d+ of (\d+)", page)
    return int(said[1]) if said else page.count('<th scope="row">')


def test_every_figure_is_that_of_the_list_it_leads_to() -> None:
    people = cast()
    cycle = settled(people, poor="anto")
    with clock.standing_at(make.noon(date(2022, 1, 6))):
        decrees = drafted(cycle).decrees
    issued(decrees[0])
    client = signed_in(Role.SDM_OFFICER, "76")
    for day in (date(2021, 12, 30), date(2022, 1, 6), DECIDED):
        found = figures(got(client, day=day))
        assert found
        for address, count in found:
            assert listed(got(client, address, day=day)) == count, (day, address)


def test_parts_of_a_figure_hold_everybody_once() -> None:
    people = cast()
    cycle = settled(people, poor="anto")
    with clock.standing_at(make.noon(date(2022, 1, 6))):
        decrees = drafted(cycle).decrees
    issued(decrees[0])
    found = board(SYSTEM, cycle, DECIDED)
    for step in Step:
        done, still = (found.behind("", step, part) for part in (Part.DONE, Part.OPEN))
        assert sorted(one.name for one in [*done, *still]) == sorted(one.name for one in found.behind("", step))
    steps = (Step.DRAFTED, Step.ISSUED, Step.SIGNED)
    ways = [one.name for step in steps for one in found.behind("", step, Part.LAST)]
    ways += [one.name for one in found.behind("", Step.DRAFTED, Part.OPEN)]
    assert sorted(ways) == sorted(one.name for one in found.stances)


def test_a_kabupaten_sees_itself_alone_and_another_province_is_not_there(town: Town) -> None:
    make.unit("73", "provinsi")
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = got(client)
    assert "1 work unit on" in page and "/work-units/76.01" in page and "76.02" not in page
    with clock.standing_at(make.noon(TODAY)):
        assert client.get("/province?province=73").status_code == 404
        assert client.get("/province?province=76.01").status_code == 404
        assert client.get("/province?province=00").status_code == 404


def test_who_reads_a_country_chooses_a_province(town: Town) -> None:
    make.unit("73", "provinsi")
    signed_in(Role.AUDITOR, "73")
    client = signed_in(Role.AUDITOR, "76")
    assert "/work-units/73" in got(client) and "/work-units/76" not in got(client)
    page = got(client, "/province?province=76")
    assert "/work-units/76.02" in page and '<option value="73">' in page
    assert {one.code for one in _seen(Role.AUDITOR, "76", "76.01").lines} == {"76", "76.01"}


def test_commissioners_are_told_figures_and_no_amounts_nor_lists_that_are_not_theirs(town: Town) -> None:
    client = signed_in(Role.COMMISSIONER, "76")
    page = got(client)
    assert "<b>2</b> below it" in page
    assert "Rp2.000.000" not in page and 'class="dots"' not in page and "Lowest pay" not in page
    assert "/pay/limits" not in page and "/board/" not in page
    for address, _count in figures(page):
        got(client, address)
    found = _seen(Role.COMMISSIONER, "76", "76.01", "76.02")
    assert not found.together.pay.amounts and found.together.pay.below == 2 and not found.wages.paid


def test_the_today_of_who_only_looks_on_tells_the_figures_and_leads_to_the_dashboard(town: Town) -> None:
    client = signed_in(Role.COMMISSIONER, "76")
    page = got(client, "/today").split("<main", 1)[1]
    assert "<b>2</b> below it" in page and 'href="/province"' in page and "Nothing waits for you." in page
    assert "Rp2.000.000" not in page and "/pay/limits" not in page
    with clock.standing_at(make.noon(TODAY)), at_most(15):
        client.get("/today")
    assert "below it" not in got(signed_in(Role.STAFF, "76", username="staf"), "/today")


def test_pay_is_told_where_one_reads_it_only(town: Town) -> None:
    signed_in(Role.SDM_OFFICER, "76.01")
    client = signed_in(Role.COMMISSIONER, "76")
    page = got(client)
    assert page.count('class="dots" ') == 1
    assert "unit=76.01&amp;view=below" in page and "unit=76.02&amp;view" not in page


@pytest.mark.parametrize("role", [Role.STAFF, Role.APPRAISER, Role.ADMINISTRATOR])
def test_others_have_no_dashboard(town: Town, role: Role) -> None:
    with clock.standing_at(make.noon(TODAY)):
        assert signed_in(role, "76").get("/province").status_code == 404


def test_posts_are_counted_by_how_they_are_held() -> None:
    for code in ("76.01", "76.02"):
        make.unit(code, "kabkota")
    structure_open(access=SYSTEM, choice=Choice("pkpu-6-2008", date(2020, 1, 1), ("76.01", "76.02")))
    unit, post = WorkUnit.objects.get(code="76.01"), Post.objects.filter(work_unit__code="76.01").first()
    assert post is not None
    who, day = make.person("Kepala Uji"), date(2021, 1, 1)
    held = PostGivenV1(person=who.uid, post=post.uid, state=Holding.DEMISIONER)
    serves = EngagedV1(status=Status.PNS, work_unit=unit.uid)
    given = make.EntryDraft("service.post_given", day, unit.uid, held, person=who.uid, post=post.uid)
    make.opened(unit, [make.EntryDraft("service.engaged", day, unit.uid, serves, person=who.uid), given])
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = got(client)
    assert "<b>1</b> demisioner" in page and "<b>4</b> vacant" in page
    for address, count in figures(page):
        assert listed(got(client, address)) == count, address
    unit_page = got(client, "/work-units/76.01")
    assert "Posts in all" in unit_page and "Kepala Uji" in unit_page
    whole = got(signed_in(Role.AUDITOR, "76", username="pemeriksa"))
    assert "<b>9</b> vacant" in whole and "<b>5</b> vacant" in whole


def test_the_dashboard_costs_no_more_statements_than_a_list(town: Town) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    got(client)
    with at_most():
        got(client)


def test_nothing_yet_says_what_comes_first() -> None:
    make.unit("76")
    page = got(signed_in(Role.SDM_OFFICER, "76"))
    assert "Nobody is in an appraisal period yet" in page and "No structure is open on this day" in page


def _seen(role: Role, *codes: str) -> Province:
    found = province_seen(Access("a", {role: frozenset(codes)}), TODAY)
    assert found is not None
    return found


def test_before_any_period_the_dashboard_says_who_has_no_decree_and_leads_there(town: Town) -> None:
    client = signed_in(Role.SDM_OFFICER, "76", "76.01", "76.02")
    page = got(client)
    assert "no decree yet" in page and "follow from an appraisal period" not in page
    found = [(address, count) for address, count in figures(page) if "view=undecreed" in address]
    assert ("/staff?unit=76&view=undecreed", 2) in found
    assert ("/staff?unit=76.01&only=1&view=undecreed", 1) in found
    for address, count in found:
        assert listed(got(client, address)) == count, address
