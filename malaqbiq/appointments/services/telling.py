"""Who is told of waivers: the Sekretaris who may decide on them, and who proposed them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.urls import reverse

from malaqbiq.accounts.selectors import grants_held, role_holders, uids_of
from malaqbiq.accounts.services import Telling, notices_send, notices_settle
from malaqbiq.appointments.models import Inauguration, Phase, Waiver
from malaqbiq.appointments.notices import GRANTED, PROPOSED, REFUSED, SWORN_IN
from malaqbiq.appointments.selectors.papers import MAKERS
from malaqbiq.appointments.selectors.rounds import RELEASERS
from malaqbiq.kernel.access import Access


def proposed_tell(*, access: Access, phase: Phase, waivers: Collection[Waiver], day: date) -> None:
    """Tell who decides nearest to the phase's office, but not who proposed, nor whom alone it is about."""
    about = {row.person_id for row in waivers}
    barred = [*([access.person] if access.person else []), *(about if len(about) == 1 else ())]
    for role in RELEASERS if waivers else ():
        office = phase.round.office.code
        to = role_holders(role, unit_code=office, day=day, without=[access.actor], without_people=barred)
        notices_send(access=access, to=to, telling=_telling(PROPOSED, phase))


def decided_tell(*, access: Access, phase: Phase, waivers: Collection[Waiver], is_granted: bool) -> None:
    """Tell each who proposed some of them; once none waits any more nobody is asked."""
    waiting_settle(access=access, phase=phase)
    to = uids_of({row.proposed_by for row in waivers})
    notices_send(access=access, to=to, telling=_telling(GRANTED if is_granted else REFUSED, phase))


def waiting_settle(*, access: Access, phase: Phase, is_over: bool = False) -> None:
    """Nobody is asked any more once no waiver of a phase waits, or none can be decided since the phase `is_over`."""
    if is_over or not phase.waivers.filter(decided_by="", withdrawn_by="").exists():
        notices_settle(access=access, subjects=[phase.uid], kinds=[PROPOSED])


def sworn_in_tell(*, access: Access, inauguration: Inauguration) -> None:
    """Tell the officer and Sekretaris of each other work unit to which somebody came: its papers are theirs to make."""
    office = inauguration.phase.round.office.code
    codes = set(inauguration.sworn_in.values_list("seat__post__work_unit__code", flat=True)) - {office}
    held = grants_held(MAKERS, inauguration.held_on).filter(work_unit__code__in=[*codes, office])
    users: defaultdict[str, set[UUID]] = defaultdict(set)
    for code, user in held.values_list("work_unit__code", "user__uid"):
        users[code].add(user)
    path = reverse("own-sworn", args=[inauguration.uid])
    for code in sorted(codes):
        telling = Telling(kind=SWORN_IN, path=path, subject=inauguration.uid, unit_code=code)
        notices_send(access=access, to=users[code] - users[office], telling=telling)


def _telling(kind: str, phase: Phase) -> Telling:
    path = reverse("phase-waivers", args=[phase.uid])
    return Telling(kind=kind, path=path, subject=phase.uid, unit_code=phase.round.office.code)
