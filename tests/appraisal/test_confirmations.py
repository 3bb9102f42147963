from __future__ import annotations

from contextlib import nullcontext
from datetime import date

import pytest

from malaqbiq.appraisal.models import Cycle, Objection
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.services import (
    Drafted,
    ScoreChange,
    cycle_close,
    cycle_draft_decrees,
    decision_make,
    decisions_take,
    objection_decide,
    objection_raise,
)
from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import decree_approve, decree_issue, decree_review, decree_submit
from malaqbiq.kernel import clock
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Words
from tests import builders
from tests.appraisal.cast import SYSTEM, Cast, cast, opened, scored
from tests.appraisal.office import SECRETARY, Office
from tests.builders import noon

pytestmark = pytest.mark.django_db

NEXT = Period.through(date(2022, 1, 1), date(2022, 12, 31))
TOLD = date(2021, 12, 30)
LAST_DAY = date(2022, 1, 4)
AFTER = date(2022, 1, 5)


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast("anto")


def decided(people: Cast, value: str = "90") -> tuple[Cycle, Drafted]:
    """Told, closed, decided and drafted on one day, as an office in haste does."""
    with clock.standing_at(noon(TOLD)):
        cycle = opened(people)
        scored(people, cycle, value=value)
        cycle_close(access=SYSTEM, cycle=cycle.uid)
        decisions_take(access=SYSTEM, cycle=cycle.uid, decider=people["secretary"])
        return cycle, cycle_draft_decrees(access=SYSTEM, cycle=cycle.uid, term=NEXT)


def objected(people: Cast, cycle: Cycle, day: date = TOLD) -> Objection:
    with clock.standing_at(noon(day)):
        return objection_raise(access=SYSTEM, cycle=cycle.uid, person=people["anto"], reason="nilai sikap keliru")


def ruled(people: Cast, objection: Objection, *changes: ScoreChange) -> None:
    with clock.standing_at(noon(TOLD)):
        objection_decide(
            access=SYSTEM, objection=objection.uid, changes=changes, reason="alasan", decider=people["secretary"]
        )


def held_by(decree: Decree, day: date) -> set[str]:
    """The codes of what holds a decree up on a day, as the check says and as issuing refuses."""
    found = Decree.objects.get(pk=decree.pk)
    if found.state == Decree.State.DRAFT:
        found = decree_submit(access=builders.OFFICER, decree=found.uid, version=found.version)
        found = decree_approve(access=builders.SECRETARY, decree=found.uid, digest=found.content_digest)
    with clock.standing_at(noon(day)):
        codes = {problem.code for problem in decree_review(access=SYSTEM, decree=found.uid).problems}
        with pytest.raises(Refused) if codes else nullcontext() as refused:
            decree_issue(access=builders.SECRETARY, decree=found.uid, digest=found.content_digest)
    if refused:
        assert {problem.code for problem in refused.value.problems} == codes
    return codes


def remarks(decree: Decree, day: date) -> list[Words]:
    with clock.standing_at(noon(day)):
        said = decree_review(access=SYSTEM, decree=decree.uid).remarks
    return [words for words in said if words.message.startswith("the days to object")]


def test_an_end_waits_while_the_person_may_object(people: Cast) -> None:
    _cycle, found = decided(people, "20")
    (decree,) = found.decrees
    assert held_by(decree, TOLD) == {"appraisal.days_to_object"}
    assert held_by(decree, LAST_DAY) == {"appraisal.days_to_object"}
    assert held_by(decree, AFTER) == set()


def test_an_extension_does_not_wait_but_the_check_says_until_when(people: Cast) -> None:
    _cycle, found = decided(people)
    (decree,) = found.decrees
    assert [said.params for said in remarks(decree, LAST_DAY)] == [{"count": 1, "day": LAST_DAY}]
    assert remarks(decree, AFTER) == []
    assert held_by(decree, TOLD) == set()


def test_an_objection_holds_the_draft_that_was_there_until_it_is_rejected(people: Cast) -> None:
    cycle, found = decided(people)
    (decree,) = found.decrees
    objection = objected(people, cycle)
    assert held_by(decree, AFTER) == {"appraisal.objection_open"}
    ruled(people, objection)
    assert held_by(decree, AFTER) == set()


def test_an_objection_upheld_holds_the_draft_until_the_decision_agrees_again(people: Cast) -> None:
    cycle, found = decided(people, "20")
    (decree,) = found.decrees
    ruled(people, objected(people, cycle), ScoreChange("behaviour", "20", "100"), ScoreChange("result", "20", "100"))
    assert held_by(decree, AFTER) == {"appraisal.decide_anew"}
    decision_make(
        access=SYSTEM,
        cycle=cycle.uid,
        person=people["anto"],
        outcome=Recommendation.EXTEND,
        reason="keberatan diterima",
        decider=people["chair"],
    )
    assert held_by(decree, AFTER) == {"appraisal.decided_otherwise"}


def test_the_pages_say_until_when_and_what_an_objection_upheld_leads_to(people: Cast) -> None:
    cycle, found = decided(people)
    (decree,) = found.decrees
    client = Office(people, cycle).client("secretary", SECRETARY)
    with clock.standing_at(noon(TOLD)):
        assert "run until 4 January 2022" in client.get(f"/appraisal/{cycle.uid}").content.decode()
    with clock.standing_at(noon(AFTER)):
        assert "The days to object" not in client.get(f"/appraisal/{cycle.uid}").content.decode()
    objection = objected(people, cycle)
    review = client.get(f"/decrees/review?whole=1&act=submit&pick={decree.uid}").content.decode()
    assert 'href="/appraisal/objections"' in review
    ruled(people, objection)
    assert held_by(decree, AFTER) == set()
    address = f"/appraisal/objections/{objection.uid}"
    assert "What follows" not in client.get(address).content.decode()


def test_upheld_after_issuing_the_objection_leads_to_the_mending(people: Cast) -> None:
    cycle, found = decided(people)
    (decree,) = found.decrees
    assert held_by(decree, TOLD) == set()
    objection = objected(people, cycle)
    ruled(people, objection, ScoreChange("behaviour", "90", "10"), ScoreChange("result", "90", "10"))
    client = Office(people, cycle).client("secretary", SECRETARY)
    address = f"/appraisal/objections/{objection.uid}"
    page = client.get(address).content.decode()
    assert "decides anew on the person" in page
    assert f"/decrees/{decree.uid}" in page
    for outcome, words in (
        (Recommendation.DO_NOT_EXTEND, "annul the person"),
        (Recommendation.EXTEND_WITH_COACHING, "nothing is to be mended"),
    ):
        decision_make(
            access=SYSTEM,
            cycle=cycle.uid,
            person=people["anto"],
            outcome=outcome,
            reason="keberatan",
            decider=people["chair"],
        )
        assert words in client.get(address).content.decode()
