"""What services hold while they work: a cycle, or its people, locked so that nobody closes it under their hands.

Whoever writes about a person locks that person's row first and reads the cycle's state after. Closing locks all its
people, so that it waits for such writers, and those who come later see that it is closed.
"""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from malaqbiq.appraisal.errors import CycleClosed, NotAllowed, ResultTold
from malaqbiq.appraisal.models import Appraisee, Cycle
from malaqbiq.appraisal.rules.conduct import Judge
from malaqbiq.appraisal.selectors.around import judges
from malaqbiq.appraisal.selectors.seen import cycle_seen
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.words import gettext_noop


def cycle_held(*, access: Access, cycle: UUID, roles: Collection[Role]) -> Cycle:
    """The cycle, locked; Cycle.DoesNotExist if the asker sees nothing of it, Forbidden without a role on its office."""
    seen = cycle_seen(access=access, cycle=cycle)
    access.require(seen.office.code, *roles)
    return Cycle.objects.select_for_update(of=("self",)).select_related("office").get(pk=seen.pk)


def appraisee_held(*, access: Access, cycle: UUID, person: UUID, roles: Collection[Role] = ()) -> Appraisee:
    """One person of a cycle, locked, with the cycle as it is then.

    Appraisee.DoesNotExist outside the asker's work units, Forbidden inside them without one of the roles; with no role
    named, whoever appraises them and they themselves pass too.
    """
    found = Appraisee.objects.select_for_update(of=("self",)).select_related("work_unit")
    appraisee = found.get(cycle__uid=cycle, person__uid=person)
    code = appraisee.work_unit.code
    if not access.covers(code) and person != access.person:
        raise Appraisee.DoesNotExist
    if roles:
        access.require(code, *roles)
    appraisee.cycle = Cycle.objects.select_related("office").get(pk=appraisee.cycle_id)
    return appraisee


def appraisees_held(*, cycle: Cycle, people: Collection[UUID]) -> dict[UUID, Appraisee]:
    """Those of the people who are in the cycle, by person, locked in one order so that two batches never cross."""
    rows = Appraisee.objects.select_for_update(of=("self",)).select_related("work_unit")
    return {row.person_id: row for row in rows.filter(cycle=cycle, person__uid__in=list(people)).order_by("pk")}


def require_open(*, cycle: Cycle) -> None:
    """Raise CycleClosed unless the cycle is open now. Ask after locking its people."""
    if Cycle.objects.values_list("state", flat=True).get(pk=cycle.pk) != Cycle.State.OPEN:
        raise CycleClosed


def require_not_told(*, appraisee: Appraisee) -> None:
    """Raise ResultTold if the person knows the result."""
    if appraisee.told_on is not None:
        raise ResultTold(appraisee.told_on)


def acting(*, access: Access, cycle: Cycle, named: UUID | None) -> Judge:
    """Who acts, with their close family: a user's own person. A system user of the command line must name one."""
    if not access.everything and named not in (None, access.person):
        raise Forbidden(f"{access.actor} can't act in another's name")
    person = named or access.person
    if person is None:
        raise NotAllowed(
            gettext_noop("it must be said which person decides"), gettext_noop("link the user to a person first")
        )
    return judges([person], clock.today(cycle.office.zone))[person]
