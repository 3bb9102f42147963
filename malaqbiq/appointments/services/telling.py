"""Who is told of waivers: the Sekretaris who may decide on them, and who proposed them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.urls import reverse

from malaqbiq.accounts.selectors import role_holders, uids_of
from malaqbiq.accounts.services import Telling, notices_send, notices_settle
from malaqbiq.appointments.models import Phase, Waiver
from malaqbiq.appointments.notices import GRANTED, PROPOSED, REFUSED
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


def _telling(kind: str, phase: Phase) -> Telling:
    path = reverse("phase-waivers", args=[phase.uid])
    return Telling(kind=kind, path=path, subject=phase.uid, unit_code=phase.round.office.code)
