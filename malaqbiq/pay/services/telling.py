"""Who is told of exceptions of pay: who may approve them, and who proposed them."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from malaqbiq.accounts.selectors import role_holders, uids_of
from malaqbiq.accounts.services import Telling, notices_send, notices_settle
from malaqbiq.kernel.access import Access, Role
from malaqbiq.pay.models import PayException
from malaqbiq.pay.notices import APPROVED, PROPOSED
from malaqbiq.service.models import HomeUnit


def proposed_tell(*, access: Access, exception: PayException, day: date) -> None:
    """Tell who approves nearest to the person's home unit, but not the person; nobody where there is none."""
    home = HomeUnit.objects.as_of(day).filter(person__uid=exception.person_id).values_list("work_unit__code", flat=True)
    unit = home.first()
    if unit is None:
        return
    to = role_holders(
        Role.SECRETARY, unit_code=unit, day=day, without=[access.actor], without_people=[exception.person_id]
    )
    notices_send(access=access, to=to, telling=_telling(PROPOSED, exception, unit))


def approved_tell(*, access: Access, exception: PayException) -> None:
    """Tell who proposed it; nobody is asked any more."""
    notices_settle(access=access, subjects=[exception.uid], kinds=[PROPOSED])
    notices_send(access=access, to=uids_of([exception.proposed_by]), telling=_telling(APPROVED, exception))


def _telling(kind: str, exception: PayException, unit: str = "") -> Telling:
    return Telling(kind=kind, path=reverse("pay-exceptions"), subject=exception.uid, unit_code=unit)
