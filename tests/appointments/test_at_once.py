"""What two press at once in a filling is done once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

import pytest
from django.db import connection

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Appointment, Decision, Inauguration, Proposal
from malaqbiq.appointments.services import (
    DecisionDraft,
    Event,
    appointments_waiting,
    decision_record,
    inauguration_close,
    inauguration_plan,
    phase_open,
)
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.verification import projections_follow
from malaqbiq.kernel import clock
from malaqbiq.kernel.progress import SILENT
from malaqbiq.people.models import Person
from malaqbiq.service.effects import Holding
from malaqbiq.service.models import Holder
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import FIRST, TODAY, _january, begun, holders, kabag, phases

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[str]:
    """Do all of it at once, each on a connection of its own; why each was refused, empty where it was done."""
    told, gate = [""] * len(acts), threading.Barrier(len(acts))

    def run(place: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            with clock.standing_at(make.noon(FIRST)):
                act()
        except RoundRefused as error:
            told[place] = str(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_a_phase_is_opened_once(holders: Mapping[str, Person]) -> None:
    phase = phases(begun())["Administrator"].uid
    done, refused = together(*[lambda: phase_open(access=OFFICER, phase=phase)] * 2)
    assert done == "" and "open already" in refused


def test_a_decree_is_received_once_and_an_inauguration_closed_once(holders: Mapping[str, Person]) -> None:
    phase = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=phase.uid)
    posts = {seat.post.unit_code: seat.post_id for seat in phase.seats.select_related("post")}
    draft = DecisionDraft("SJ", "1", TODAY, {posts[code]: who.uid for code, who in kabag(holders).items()})
    done, refused = together(*[lambda: decision_record(access=OFFICER, phase=phase.uid, draft=draft)] * 2)
    assert done == "" and "recorded already" in refused
    assert Decision.objects.count() == 1 and Appointment.objects.count() == 3

    event = Event(FIRST, "Mamuju", "Sekretaris", ("Satu", "Dua"))
    with clock.standing_at(make.noon(FIRST)):
        done, refused = together(*[lambda: inauguration_plan(access=OFFICER, phase=phase.uid, event=event)] * 2)
        assert done == "" and "planned already" in refused
        planned = Inauguration.objects.get()
    present = [row.uid for row in appointments_waiting(phase)]
    before = Decree.objects.count()
    done, refused = together(
        *[lambda: inauguration_close(access=OFFICER, inauguration=planned.uid, present=present)] * 2
    )
    assert done == "" and "closed already" in refused
    assert Inauguration.objects.exclude(closed_at=None).count() == 1 and Decree.objects.count() == before + 1
    held = Holder.objects.as_of(FIRST).filter(state=Holding.DEFINITIVE, post__uid__in=list(posts.values()))
    assert held.count() == 3
    assert projections_follow(SILENT).ok
    assert not Proposal.objects.exists()
