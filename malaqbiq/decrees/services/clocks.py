"""The machine's clock, compared with the ledger before anything is dated by it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction

from malaqbiq.decrees.errors import ClockRefused
from malaqbiq.decrees.models import Ledger
from malaqbiq.decrees.rules.clocks import Believed, clock_fault
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.words import Words, gettext_noop

ZONES = ("Asia/Jakarta", "Asia/Jayapura")
"""Between them lies every day that it is in Indonesia."""

REMEDY = gettext_noop("set the computer's clock; if it is right, say so on the page /decrees/clock")


def clock_require(*, zone: str, ledger: Ledger | None = None, ahead: bool = True) -> None:
    """ClockRefused if the machine's clock can't be right: see `clock_fault`. An empty ledger has nothing to say.

    A clock that stands, as a demo's does, is not the machine's.
    """
    head = ledger or Ledger.objects.filter(id=1).first()
    if head is None or head.recorded_at is None or clock.is_standing():
        return
    since = head.clock_confirmed_against == head.recorded_at
    believed = Believed(head.recorded_at.astimezone(ZoneInfo(zone)).date(), head.clock_confirmed_on, since)
    if fault := clock_fault(clock.today(zone), believed, ahead=ahead):
        raise ClockRefused(fault, REMEDY)


@transaction.atomic
def clock_confirm(*, access: Access, day: date) -> Ledger:
    """The ledger's head, with the word of somebody that it is `day`: the clock is believed from then on.

    ClockRefused unless the clock says the same; Forbidden unless the asker is some office's SDM officer or secretary.
    """
    if not access.everything and not access.units(Role.SDM_OFFICER, Role.SECRETARY):
        raise Forbidden(gettext_noop("an SDM officer or a secretary says so"))
    if day not in {clock.today(zone) for zone in ZONES}:
        words = Words(gettext_noop("the computer's clock says %(today)s"), {"today": clock.today(ZONES[0])})
        raise ClockRefused(words, gettext_noop("set the computer's clock, then come back"))
    Ledger.objects.get_or_create(id=1)
    ledger = Ledger.objects.select_for_update().get(id=1)
    ledger.clock_confirmed_on, ledger.clock_confirmed_against = day, ledger.recorded_at
    ledger.save()
    activity_record(access=access, action="decrees.clock_confirm", detail={"day": day.isoformat()})
    return ledger
