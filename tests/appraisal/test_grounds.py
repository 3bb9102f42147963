"""What a decree says of the appraisal that it rests on: only where it does, and for everybody in it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.services import (
    cycle_close,
    cycle_draft_decrees,
    decision_make,
    decisions_take,
)
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.registry import appraised
from malaqbiq.decrees.selectors.drafts import draft_paper
from malaqbiq.decrees.services import EntryDraft, decree_change
from malaqbiq.kernel import clock
from malaqbiq.kernel.periods import Period
from malaqbiq.people.models import Person
from tests import builders
from tests.appraisal.cast import SYSTEM, Cast, cast, opened, scored
from tests.builders import noon

pytestmark = pytest.mark.django_db

NEXT = Period.through(date(2022, 1, 1), date(2022, 12, 31))
BY_RESULT = (
    "tercantum dalam Lampiran Keputusan ini berdasarkan hasil evaluasi kinerja memenuhi syarat untuk diperpanjang"
)
BY_CHOICE = "tercantum dalam Lampiran Keputusan ini dipandang cakap dan memenuhi syarat untuk diperpanjang"


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast("anto", "budi", "citra")


def closed(people: Cast, poor: str = "") -> Cycle:
    with clock.standing_at(noon(date(2021, 12, 30))):
        cycle = opened(people)
        scored(people, cycle, *({"anto", "budi", "citra"} - {poor}))
        if poor:
            scored(people, cycle, poor, value="20")
        cycle_close(access=SYSTEM, cycle=cycle.uid)
        decisions_take(access=SYSTEM, cycle=cycle.uid, decider=people["secretary"])
    return cycle


def drafts(cycle: Cycle) -> dict[str, Decree]:
    """Extensions, by the work unit that each is about."""
    found = cycle_draft_decrees(access=SYSTEM, cycle=cycle.uid, term=NEXT)
    return {
        decree.entries.values_list("work_unit__code", flat=True)[0]: decree
        for decree in found.decrees
        if decree.kind == "contract-extension"
    }


def considering(decree: UUID) -> str:
    with clock.standing_at(noon(date(2022, 1, 11))):
        page = draft_paper(builders.OFFICER, decree=decree).sheet.pages[0]
    return str(page["grounds"][1]["text"])


def engaged_again(people: Cast, name: str, code: str, row: int = 1) -> list[EntryDraft]:
    who, unit = Person.objects.get(uid=people[name]), people.units[code]
    return builders.engaged(who, unit, NEXT.start, NEXT.last_day, effect="extended", row=row)


def test_a_decree_from_an_appraisal_rests_on_its_results(people: Cast) -> None:
    found = drafts(closed(people))
    with CaptureQueriesContext(connection) as asked:
        assert appraised([decree.uid for decree in found.values()]) == {decree.uid for decree in found.values()}
    assert len(asked) == 1
    assert BY_RESULT in considering(found["76.01"].uid)


def test_who_is_kept_against_the_result_is_not_kept_by_it(people: Cast) -> None:
    cycle = closed(people, poor="citra")
    decision_make(
        access=SYSTEM,
        cycle=cycle.uid,
        person=people["citra"],
        outcome=Recommendation.EXTEND,
        reason="diberi kesempatan",
        decider=people["secretary"],
    )
    found = drafts(cycle)
    assert BY_RESULT in considering(found["76"].uid)
    assert BY_CHOICE in considering(found["76.01"].uid)


def test_a_decree_by_hand_rests_on_none_though_there_was_one(people: Cast) -> None:
    closed(people)
    decree = builders.drafted(people.units["76"], engaged_again(people, "anto", "76"))
    assert BY_CHOICE in considering(decree.uid)


def test_who_is_added_to_a_draft_by_hand_was_not_appraised_for_it(people: Cast) -> None:
    decree = drafts(closed(people))["76"]
    entries = [*engaged_again(people, "anto", "76"), *engaged_again(people, "new", "76", row=2)]
    decree_change(access=SYSTEM, decree=decree.uid, version=decree.version, title=decree.title, entries=entries)
    assert BY_CHOICE in considering(decree.uid)
