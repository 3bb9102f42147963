"""The track's header: it tells the board's own figures, to whom they are shown, and hands the same people on."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.services import ScoreChange, objection_decide, objection_raise
from malaqbiq.decrees.models import Decree
from malaqbiq.home.rules.board import Step
from malaqbiq.home.selectors.board import board, counts
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.worker import run_waiting
from malaqbiq.ui.track import Stage, offer, track
from tests.appraisal.cast import SYSTEM, Cast, cast
from tests.appraisal.test_services_decreeing import DECIDED, drafted, issued, settled
from tests.builders import noon, unit
from tests.pages import MOST_STATEMENTS, at_most, signed_in
from tests.pay.payroll import profile

HEADER = 4
"""Statements that the header costs: the period, its people, the month's work units."""


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


@pytest.fixture
def decrees(people: Cast) -> list[Decree]:
    """The decrees of the cast's period, issued."""
    cycle = settled(people)
    with clock.standing_at(noon(date(2022, 1, 6))):
        made = list(drafted(cycle).decrees)
    return [issued(decree) for decree in made]


def test_the_header_counts_what_the_board_counts(people: Cast) -> None:
    cycle = settled(people, poor="anto")
    with clock.standing_at(noon(date(2022, 1, 6))):
        first, *rest = drafted(cycle).decrees
    issued(first)
    for day in (date(2021, 12, 31), date(2022, 1, 5), date(2022, 1, 6), date(2022, 1, 10), DECIDED):
        cells = {cell.step: cell for cell in board(SYSTEM, cycle, day).whole.cells}
        del cells[Step.AT_FLOOR]
        with at_most(1):
            assert counts(SYSTEM, cycle, day) == cells
    stages = {one.stage: (one.done, one.total) for one in track(SYSTEM, DECIDED)}
    assert stages[Stage.APPRAISAL] == stages[Stage.DRAFT] == (5, 5)
    assert 0 < stages[Stage.DECREE][0] < 5
    assert stages[Stage.AGREEMENT] == (0, 4)
    for decree in rest:
        issued(decree)
    assert {one.stage: (one.done, one.total) for one in track(SYSTEM, DECIDED)}[Stage.MONTH] == (0, 2)


def test_all_pages_of_the_track_share_it_and_mark_their_own_stage(decrees: list[Decree]) -> None:
    client, cycle = signed_in(Role.SDM_OFFICER, "76"), Cycle.objects.get()
    marked = {
        f"/appraisal/{cycle.uid}": "Deciding",
        f"/appraisal/{cycle.uid}/drafts": "Draft",
        "/decrees": "Decree issued",
        "/decrees?step=draft": "Decree issued",
        "/decrees/review": "Decree issued",
        "/decrees/papers": "Agreement made",
        "/pay/month?unit=76&month=2022-01": "This month",
    }
    with clock.standing_at(noon(DECIDED)):
        for address, label in marked.items():
            page = client.get(address).content.decode()
            assert _current(page) == [label], address
            assert _numbers(page) == ["5/5", "5/5", "5/5", "5/5", "0/5", "0/3"], address


def test_an_appraisal_that_is_done_does_not_say_that_it_is_decided_on(people: Cast) -> None:
    cycle = settled(people)
    with clock.standing_at(noon(date(2022, 1, 3))):
        objected = {"access": SYSTEM, "cycle": cycle.uid, "person": people["anto"], "reason": "keliru"}
        objection = objection_raise(**objected)
        decided = {"access": SYSTEM, "objection": objection.uid, "reason": "ya", "decider": people["chair"]}
        objection_decide(**decided, changes=[ScoreChange("behaviour", 80, 10)])
    stages = {one.stage: one for one in track(SYSTEM, date(2022, 1, 3))}
    assert stages[Stage.APPRAISAL].is_done and not stages[Stage.DECISION].is_done
    assert (stages[Stage.DECISION].done, stages[Stage.DECISION].total) == (4, 5)


def test_it_costs_four_statements(decrees: list[Decree]) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(noon(DECIDED)):
        client.get("/decrees")
        with at_most(HEADER):
            track(Access("user:a", {Role.SDM_OFFICER: frozenset({"76", "76.01", "76.02"})}), DECIDED)
        for address in ("/decrees", "/decrees?step=issued", "/decrees/papers"):
            with at_most(MOST_STATEMENTS):
                client.get(address)


def test_each_is_told_of_his_own_work_units_alone(decrees: list[Decree]) -> None:
    unit("73", "provinsi")
    own = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    other = signed_in(Role.SDM_OFFICER, "73", username="lain")
    with clock.standing_at(noon(DECIDED)):
        assert _numbers(own.get("/decrees").content.decode()) == ["2/2", "2/2", "2/2", "2/2", "0/2", "0/1"]
        assert 'class="track' not in other.get("/decrees").content.decode()
        assert (
            'class="track' not in signed_in(Role.ADMINISTRATOR, "76", username="adm").get("/decrees").content.decode()
        )


def test_who_only_reads_is_led_to_the_people_and_not_to_a_closed_door(decrees: list[Decree]) -> None:
    reader = signed_in(Role.AUDITOR, "76", username="auditor")
    with clock.standing_at(noon(DECIDED)):
        page = reader.get("/decrees").content.decode()
        for address in _addresses(page):
            assert reader.get(address).status_code == 200, address
        kabupaten = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
        for address in _addresses(kabupaten.get("/decrees").content.decode()):
            assert kabupaten.get(address).status_code == 200, address


def test_an_older_day_tells_what_stood_then(decrees: list[Decree]) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(noon(DECIDED)):
        page = client.get("/decrees?as_of=2022-01-06").content.decode()
    assert _numbers(page)[:4] == ["5/5", "5/5", "5/5", "0/5"]
    assert all("as_of=2022-01-06" in address for address in _addresses(page))


def test_papers_made_lead_to_the_month_with_the_same_people(decrees: list[Decree], home: object) -> None:
    officer = signed_in(Role.SDM_OFFICER, "76")
    ours = next(one for one in decrees if one.entries.filter(work_unit__code="76.01").exists())
    with clock.standing_at(noon(DECIDED)):
        officer.post("/decrees/papers", {"pick": str(ours.uid)})
        assert run_waiting() == 1
        onward = f"/pay/month?pick={ours.uid}"
        assert f'href="{onward}">' in officer.get(f"/decrees/papers?pick={ours.uid}").content.decode()
        month = officer.get(onward).content.decode()
    assert "Budi Uji" in month and "Citra Uji" in month and "January 2022" in month
    assert "Only the 2 people of the decrees that you come from." in month


def test_the_month_shows_only_the_people_handed_on_and_then_the_next_unit(people: Cast, decrees: list[Decree]) -> None:
    officer, picks = signed_in(Role.SDM_OFFICER, "76"), [str(one.uid) for one in decrees]
    theirs = next(one for one in decrees if one.entries.filter(work_unit__code="76.02").exists())
    with clock.standing_at(noon(DECIDED)):
        elsewhere = officer.get(f"/pay/month?unit=76.01&pick={theirs.uid}").content.decode()
        assert "Budi Uji" not in elsewhere and "Dewi Uji" not in elsewhere
        profile(people.units["76"], 2022, thr_month=4)
        closing = {"unit": "76", "month": "2022-01", "pick": picks}
        told = officer.post("/pay/month/closings", closing, follow=True).content.decode()
    assert "January 2022 is closed" in told and "0/3" not in _numbers(told)
    assert "Next: " in told and "unit=76.01&amp;month=2022-01&amp;pick=" in told


def test_decrees_of_others_are_not_there(decrees: list[Decree]) -> None:
    unit("73", "provinsi")
    other = signed_in(Role.SDM_OFFICER, "73", username="lain")
    with clock.standing_at(noon(DECIDED)):
        assert other.get(f"/pay/month?pick={decrees[0].uid}").status_code == 404
        assert other.get("/pay/month?pick=1").status_code == 404
    assert offer(Access("user:x", {Role.ADMINISTRATOR: frozenset({"76"})}), Stage.MONTH, [decrees[0].uid]) is None


def _current(page: str) -> list[str]:
    return re.findall(r'aria-current="step"><span class="what">([^<]*)', page)


def _numbers(page: str) -> list[str]:
    return re.findall(r'<span class="number" aria-hidden="true">(\d+/\d+)', page)


def _addresses(page: str) -> list[str]:
    header = page[page.index('<nav class="track') :]
    return [unescape(found) for found in re.findall(r'href="([^"]*)"', header[: header.index("</nav>")])]
