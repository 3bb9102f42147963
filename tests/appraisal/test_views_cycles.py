from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils.formats import date_format

from malaqbiq.appraisal.models import Adjustment, Appraisee, Appraiser, Cycle, Decision, Draft
from malaqbiq.appraisal.selectors.unsettled import objection_until_if_told
from malaqbiq.appraisal.services import Naming, appraisers_assign, cycle_close, excuse_give, results_tell
from malaqbiq.decrees.models import Decree
from malaqbiq.kernel import clock
from tests import builders
from tests.appraisal.cast import SYSTEM, cast, engage, opened, scored
from tests.appraisal.office import OFFICER, SECRETARY, Office, closed, complete, told, waiting
from tests.pages import MOST_STATEMENTS, at_most

pytestmark = pytest.mark.django_db

OPENING = {
    "title": "Evaluasi 2021",
    "first_day": "2021-11-01",
    "last_day": "2021-12-31",
    "service_on": "2021-12-27",
    "instrument": "malaqbiq",
}


def test_a_period_is_opened_for_those_in_service() -> None:
    office = Office(cast("anto", "budi"), Cycle())
    client = office.client("officer", OFFICER)
    unit = str(office.cast.units["76"].uid)
    wrong = client.post(
        "/appraisal/open", OPENING | {"office": unit, "last_day": "2021-10-01", "title": "Evaluasi <akhir>"}
    )
    assert wrong.status_code == 422
    assert "Evaluasi &lt;akhir&gt;" in wrong.content.decode()
    opened_ = client.post("/appraisal/open", OPENING | {"office": unit})
    cycle = Cycle.objects.get()
    assert opened_["Location"] == f"/appraisal/{cycle.uid}"
    assert (cycle.appraisees.count(), cycle.period_end) == (2, date(2022, 1, 1))


def test_the_list_and_the_page_of_a_period_cost_few_statements() -> None:
    office = told()
    client = office.client("officer", OFFICER)
    with at_most():
        assert "Evaluasi 2021" in client.get("/appraisal").content.decode()
    with at_most(MOST_STATEMENTS + 4):  # the header of the track costs four
        page = client.get(office.address())
    assert len(page.content) < 100_000
    with at_most():
        assert "Citra Uji" in client.get(office.address("/people?unit=76.01&part=told")).content.decode()
    with at_most():
        client.get(office.address("/moderation"))
    with at_most():
        client.get(office.address("/appraisers"))
    cycle_close(access=SYSTEM, cycle=office.cycle.uid)
    with at_most(MOST_STATEMENTS + 4):
        client.get(office.address())
    with at_most():
        client.get(office.person("anto"))


def test_what_holds_up_the_closing_is_named_with_what_mends_it() -> None:
    office = waiting("anto", "budi")
    Appraiser.objects.filter(appraisee__person__uid=office.cast["budi"]).delete()
    client = office.client("officer", OFFICER)
    page = client.get(office.address()).content.decode()
    assert "3 things hold up the closing" in page
    for part in (office.address("/appraisers"), office.address("/people?part=scores"), office.address("/attendance")):
        assert part in page
    assert office.address("/closure") not in page
    assert client.post(office.address("/closure")).status_code == 302
    assert Cycle.objects.get().state == "open"
    assert "Budi Uji" in client.get(office.address("/people?part=unnamed")).content.decode()
    assert "Anto Uji" not in client.get(office.address("/people?part=unnamed")).content.decode()
    assert (
        '<span class="badge warn">incomplete</span><small>Presensi'
        in client.get(office.address("/people")).content.decode()
    )


def test_who_came_into_service_later_holds_it_up_until_the_period_is_brought_up_to_date() -> None:
    office = complete("anto")
    engage(office.cast, "budi")
    client = office.client("officer", OFFICER)
    assert office.address("/refreshing") in client.get(office.address()).content.decode()
    client.post(office.address("/refreshing"))
    assert office.cycle.appraisees.count() == 2


def test_what_an_act_does_and_that_it_stands_is_said_above_its_button() -> None:
    office = complete("anto", "budi")
    officer, secretary = office.client("officer", OFFICER), office.client("secretary", SECRETARY)
    telling = officer.get(office.address()).content.decode()
    last = objection_until_if_told(cycle=office.cycle, today=clock.today(office.cycle.office.zone))
    assert last > clock.today(office.cycle.office.zone)
    assert f"2 people see their results and may object until {date_format(last, 'j F Y')}" in telling
    assert "2 people who weren't told yet are told by it" in telling
    officer.post(office.address("/telling"))
    closing = officer.get(office.address()).content.decode()
    assert "Closing freezes the results of 2 people; 0 are excused." in closing
    assert "A closed period is not opened again." in closing and "told by it" not in closing
    officer.post(office.address("/closure"))
    deciding = secretary.get(office.address()).content.decode()
    assert "as long as the decree isn" in deciding
    assert "2 extend</span>" in deciding and "Whose service ends" not in deciding


def test_whose_service_deciding_would_end_is_named_before() -> None:
    people = cast("anto", "budi")
    office = Office(people, opened(people))
    scored(people, office.cycle, "anto")
    scored(people, office.cycle, "budi", value="0")
    cycle_close(access=SYSTEM, cycle=office.cycle.uid)
    page = office.client("secretary", SECRETARY).get(office.address()).content.decode()
    assert "1 do not extend</span>" in page
    assert f'Whose service ends: 1 person</summary><ul><li><a href="{office.person("budi")}">' in page


def test_told_closed_decided_drafted_step_by_step() -> None:
    office = complete("anto", "budi")
    officer, secretary = office.client("officer", OFFICER), office.client("secretary", SECRETARY)
    assert "Tell the results · 2 people" in officer.get(office.address()).content.decode()
    officer.post(office.address("/telling"))
    assert Appraisee.objects.filter(told_on__isnull=True).count() == 0
    assert "Close the period · 2 results" in officer.get(office.address()).content.decode()
    officer.post(office.address("/closure"))
    assert "Decide as recommended" not in officer.get(office.address()).content.decode()
    assert "Decide as recommended · 2 people" in secretary.get(office.address()).content.decode()
    secretary.post(office.address("/decisions"))
    assert Decision.objects.count() == 2
    term = {"first_day": "2022-01-01", "last_day": "2022-12-31"}
    onward = officer.post(office.address("/drafts"), term)["Location"]
    drafted = set(Draft.objects.values_list("decree", flat=True))
    assert onward.startswith("/decrees/review?act=submit")
    assert drafted and all(f"pick={uid}" in onward for uid in drafted)
    officer.post(office.address("/drafts"), term)
    assert Decree.objects.filter(uid__in=drafted).count() == Draft.objects.count() == len(drafted)


def test_the_buttons_count_whom_they_act_on_and_the_others_are_named_with_the_reason() -> None:
    people = cast("anto", "budi", "eko")
    cycle = opened(people)
    scored(people, cycle, "anto", "budi")
    excuse_give(access=SYSTEM, cycle=cycle.uid, person=people["eko"], reason="sakit", giver=people["officer"])
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    office = Office(people, cycle)
    officer, secretary = office.client("officer", OFFICER), office.client("secretary", SECRETARY)
    secretary.get(office.address())
    with at_most():
        page = secretary.get(office.address()).content.decode()
    assert "Decide as recommended · 2 people" in page
    assert "1 person is left for a decision of its own" in page
    assert f'<a href="{office.person("eko")}">Eko Uji</a>: excused' in page
    page = secretary.post(office.address("/decisions"), follow=True).content.decode()
    assert "Decide as recommended" not in page and "Eko Uji</a>: excused" in page
    officer.get(office.address("/drafts"))
    with at_most():
        page = officer.get(office.address("/drafts")).content.decode()
    assert "Draft decrees · 2 people without a draft" in page
    term = {"first_day": "2022-01-01", "last_day": "2022-12-31"}
    page = officer.post(office.address("/drafts"), term, follow=True).content.decode()
    assert f'<a href="{office.person("eko")}">Eko Uji</a>: ' in page


def test_what_was_closed_stays_when_it_is_pressed_again() -> None:
    office = closed("anto")
    officer = office.client("officer", OFFICER)
    before = Cycle.objects.values().get()
    for part in ("/closure", "/telling", "/refreshing", "/attendance"):
        assert officer.post(office.address(part)).status_code == 302
    assert Cycle.objects.values().get() == before


def test_a_secretary_beside_decides_nothing_in_a_period_of_the_province() -> None:
    office = closed("budi")
    kab = office.client("secretary", SECRETARY, "76.01")
    assert kab.get(office.address()).status_code == 200
    assert kab.post(office.address("/decisions")).status_code == 404
    assert kab.post(office.person("budi", "/decision"), {"outcome": "extend"}).status_code == 404
    assert Decision.objects.count() == 0


def test_marked_people_are_given_an_appraiser() -> None:
    people = cast("anto", "budi")
    office = Office(people, opened(people))
    client = office.client("officer", OFFICER)
    with clock.standing_at(builders.noon(date(2021, 12, 28))):
        page = client.get(office.address("/appraisers")).content.decode()
        assert "nobody yet" in page
        wrong = client.post(office.address("/appraisers?unit=76"), {"pick": str(people["budi"]), "component": "result"})
    assert wrong.status_code == 422
    assert Appraiser.objects.count() == 0


def test_a_day_before_shows_what_was_known_and_takes_nothing() -> None:
    office = complete("anto")
    client = office.client("officer", OFFICER)
    tomorrow = client.get(office.address("?as_of=2199-01-01")).content.decode()
    assert '<form method="post" action="/appraisal' not in tomorrow
    assert client.get(office.address("?as_of=2021-01-01")).status_code == 404


def test_scores_spread_in_a_picture_with_a_table_beside() -> None:
    office = told()
    page = office.client("officer", OFFICER).get(office.address()).content.decode()
    assert 'class="bars" d="M' in page
    assert not re.search(r"<[^>]+ style=|<script(?! src)", page)


def test_moderation_compares_appraisers_and_changes_with_a_reason() -> None:
    people = cast("anto", "budi")
    cycle = opened(people)
    office = Office(people, cycle)
    scored(people, cycle, "anto", value="90")
    scored(people, cycle, "budi", value="60", appraiser="kabag")
    client = office.client("officer", OFFICER)
    page = client.get(office.address(f"/moderation?component=behaviour&appraiser={people['kabag']}")).content.decode()
    assert "Kabag Uji" in page and "Kasubag Uji" in page
    assert page.index("Kabag Uji") < page.index("Kasubag Uji")
    change = {"component": "behaviour", "seen": "60", "to": "80"}
    kept = client.post(office.person("budi", "/moderation"), change | {"to": "180", "reason": "ukuran <sama>"})
    assert kept.status_code == 422
    assert "ukuran &lt;sama&gt;" in kept.content.decode() and 'value="180"' in kept.content.decode()
    assert client.post(office.person("budi", "/moderation"), change).status_code == 422
    assert client.post(office.person("budi", "/moderation"), change | {"reason": "menyamakan"}).status_code == 302
    assert Adjustment.objects.get().to_points == 8000
    assert (
        "80.00"
        in client.get(office.address(f"/moderation?component=behaviour&appraiser={people['kabag']}")).content.decode()
    )
    stale = client.post(office.person("budi", "/moderation"), change | {"to": "95", "reason": "lagi"})
    assert (stale.status_code, Adjustment.objects.count()) == (422, 1)


def test_an_appraiser_moderates_nothing_of_whom_they_scored() -> None:
    office = complete("anto")
    client = office.client("kasubag", OFFICER)
    change = {"component": "behaviour", "seen": "80", "to": "100", "reason": "x"}
    page = client.post(office.person("anto", "/moderation"), change)
    assert (page.status_code, Adjustment.objects.count()) == (422, 0)


def test_somebody_is_excused_in_writing_and_the_excuse_withdrawn() -> None:
    office = waiting("anto")
    client = office.client("officer", OFFICER)
    assert client.post(office.person("anto", "/excuse"), {"reason": " "}).status_code == 422
    assert client.post(office.person("anto", "/excuse"), {"reason": "sakit"}).status_code == 302
    assert "sakit" in client.get(office.person("anto")).content.decode()
    client.post(office.person("anto", "/excuse/withdrawal"))
    assert "Withdraw the excuse" not in client.get(office.person("anto")).content.decode()


def test_nobody_decides_on_themselves() -> None:
    office = closed("anto")
    client = office.client("anto", SECRETARY)
    assert client.post(office.person("anto", "/decision"), {"outcome": "extend", "reason": "x"}).status_code == 422
    assert Decision.objects.count() == 0


def test_deciding_otherwise_needs_a_reason_and_keeps_what_was_chosen() -> None:
    office = closed("anto")
    client = office.client("secretary", SECRETARY)
    page = client.post(office.person("anto", "/decision"), {"outcome": "do_not_extend"})
    assert page.status_code == 422
    assert re.search(r'value="do_not_extend" selected', page.content.decode())
    client.post(office.person("anto", "/decision"), {"outcome": "do_not_extend", "reason": "formasi berkurang"})
    assert Decision.objects.get().differs


def test_who_decides_on_what_another_decided_meanwhile_is_shown_that_first() -> None:
    office = closed("anto")
    client, address = office.client("secretary", SECRETARY), office.person("anto", "/decision")
    page = client.get(office.person("anto")).content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)
    assert seen
    first = {"outcome": "extend", "seen": seen[1]}
    assert client.post(address, first).status_code == 302
    other = {"outcome": "do_not_extend", "reason": "formasi <berkurang>", "seen": seen[1]}
    refused = client.post(address, other)
    assert refused.status_code == 422 and Decision.objects.get().outcome == "extend"
    page = refused.content.decode()
    assert "somebody has decided on this person" in page and "formasi &lt;berkurang&gt;" in page
    now = re.search(r'name="seen" value="([^"]*)"', page)
    assert now and now[1] != seen[1]
    assert client.post(address, other | {"seen": now[1]}).status_code == 302
    assert Decision.objects.order_by("-version")[0].outcome == "do_not_extend"


def test_names_are_written_as_text() -> None:
    office = complete("anto")
    person = office.cycle.appraisees.get().person
    type(person).objects.filter(pk=person.pk).update(name="<img src=x onerror=alert(1)>")
    appraisers_assign(
        access=SYSTEM, cycle=office.cycle.uid, namings=[Naming(person.uid, "result", office.cast["kabag"])]
    )
    results_tell(access=SYSTEM, cycle=office.cycle.uid)
    client = office.client("officer", OFFICER)
    for part in ("/people", f"/people/{person.uid}", "/moderation", "/appraisers"):
        assert "<img src=x" not in client.get(office.address(part)).content.decode()
