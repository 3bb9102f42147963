"""Decrees that come late, or are revoked after an inauguration, leave a state in which everything agrees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from malaqbiq.appointments.rules.rounds import Held
from malaqbiq.appointments.selectors.rounds import board_of
from malaqbiq.appointments.services import phase_open
from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, received_record
from malaqbiq.decrees.verification import projections_follow
from malaqbiq.kernel import clock
from malaqbiq.kernel.progress import SILENT
from malaqbiq.people.models import Person
from malaqbiq.service.models import Holder, PostHeld
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import FIRST, _january, begun, filled, holders, kabag, phases

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

LATER = date(2022, 2, 10)


def revoked(*entries: EntryDraft) -> Decree:
    """A decree of the Sekretaris Jenderal that mends others."""
    with clock.standing_at(make.noon(LATER)):
        return received_record(
            access=OFFICER,
            office=make.unit("76").uid,
            kind="received-appointment",
            authority="Sekretaris Jenderal",
            number="99/2022",
            decided_on=LATER,
            title="Pencabutan",
            entries=entries,
        )


def entry(effect: str, code: str) -> Entry:
    return Entry.objects.get(effect=f"service.{effect}", post__unit_code=code, decree__origin="received")


def test_a_revoked_appointment_leaves_the_post_vacant_and_everything_agrees(holders: Mapping[str, Person]) -> None:
    found = begun()
    first = phases(found)["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    filled(first, kabag(holders))
    revoked(make.mending(entry("post_given", "P20B.1"), Mending.REVOCATION, LATER))
    assert not PostHeld.objects.as_of(LATER).filter(person=holders["P08.1"]).exists()
    assert PostHeld.objects.as_of(FIRST).get(person=holders["P08.1"]).state == "definitive"
    seats = {one.chart.code: one.held for one in board_of(OFFICER, found, LATER)[0].seats}
    assert seats == {"P20B.1": Held.VACANT, "P20B.2": Held.DEFINITIVE, "P20B.3": Held.DEFINITIVE}
    assert projections_follow(SILENT).ok


def test_annulled_with_what_he_left_the_demisioner_keeps_his_work_again(holders: Mapping[str, Person]) -> None:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    filled(first, kabag(holders))
    given, left = entry("post_given", "P20B.2"), entry("post_left", "P08.2")
    revoked(make.mending(given, Mending.ANNULMENT, FIRST), make.mending(left, Mending.ANNULMENT, FIRST))
    held = PostHeld.objects.as_of(LATER).get(person=holders["P08.2"])
    assert (held.state, held.post.unit_code) == ("demisioner", "P08.2")
    assert Holder.objects.as_of(LATER).filter(person=holders["P08.2"]).count() == 1
    assert projections_follow(SILENT).ok


def test_a_post_is_not_taken_back_under_who_was_inaugurated(holders: Mapping[str, Person]) -> None:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    filled(first, kabag(holders))
    opened = entry("post_opened", "P20B.1")
    with pytest.raises(Refused) as refusal:
        revoked(make.mending(opened, Mending.ANNULMENT, opened.effective_on))
    assert {problem.code for problem in refusal.value.problems} >= {"service.post_not_in_force"}
    assert Holder.objects.as_of(LATER).get(person=holders["P08.1"]).state == "definitive"


def test_a_decree_that_comes_late_takes_effect_from_its_day(holders: Mapping[str, Person]) -> None:
    """The inauguration is written down weeks after it was held."""
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    with clock.standing_at(make.noon(LATER)):
        filled(first, kabag(holders))
    assert Holder.objects.as_of(FIRST).filter(state="definitive", post__unit_code="P20B.1").exists()
    assert PostHeld.objects.as_of(date(2022, 1, 4)).get(person=holders["P08.1"]).state == "demisioner"
    assert projections_follow(SILENT).ok
