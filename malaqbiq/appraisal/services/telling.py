"""Who is told what of appraisals: who decides on an objection, whose objection was decided, whose result was told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.urls import reverse

from malaqbiq.accounts.selectors import role_holders, users_of_people
from malaqbiq.accounts.services import Telling, notices_send, notices_settle
from malaqbiq.appraisal.models import Cycle, Objection
from malaqbiq.appraisal.notices import DECIDED, OBJECTED, TOLD_UNTIL
from malaqbiq.appraisal.selectors.unsettled import objection_until_if_told
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role


def objected_tell(*, access: Access, objection: Objection, cycle: Cycle) -> None:
    """Tell who decides nearest to the cycle's office, but not who objects."""
    to = role_holders(
        Role.SECRETARY,
        unit_code=cycle.office.code,
        day=clock.today(cycle.office.zone),
        without=[access.actor],
        without_people=[objection.person_id],
    )
    path = reverse("appraisal-objection", args=[objection.uid])
    telling = Telling(kind=OBJECTED, path=path, subject=objection.uid, unit_code=cycle.office.code)
    notices_send(access=access, to=to, telling=telling)


def objection_decided_tell(*, access: Access, objection: Objection, cycle: Cycle) -> None:
    """Tell the person, if he signs in; nobody is asked to decide any more."""
    notices_settle(access=access, subjects=[objection.uid], kinds=[OBJECTED])
    _tell_people(access, [objection.person_id], cycle, DECIDED)


def results_told_tell(*, access: Access, people: Collection[UUID], cycle: Cycle) -> None:
    """Tell the people, those of them who sign in, today, and until when they may object."""
    last_day = objection_until_if_told(cycle=cycle, today=clock.today(cycle.office.zone))
    _tell_people(access, people, cycle, TOLD_UNTIL, {"last_day": last_day})


def _tell_people(
    access: Access, people: Collection[UUID], cycle: Cycle, kind: str, params: Mapping[str, date] | None = None
) -> None:
    path = reverse("appraisal-mine-in", args=[cycle.uid])
    telling = Telling(kind=kind, path=path, subject=cycle.uid, unit_code=cycle.office.code, params=params or {})
    notices_send(access=access, to=users_of_people(people).values(), telling=telling)
