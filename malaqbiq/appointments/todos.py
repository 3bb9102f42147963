"""What posts ask of whom: the Sekretaris to decide on waivers, the officer to see to a Plt or Plh that ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.appointments.selectors.acting import ORDERERS
from malaqbiq.appointments.selectors.candidates import waivers_waiting
from malaqbiq.appointments.selectors.rounds import RELEASERS
from malaqbiq.kernel.access import Access
from malaqbiq.service.selectors.acting import acting_ending
from malaqbiq.ui.todos import Card


def waivers(access: Access, day: date) -> Iterator[Card]:
    """Waivers that somebody else proposed and that wait, a card for each phase."""
    del day
    if not any(access.roles.get(role) for role in RELEASERS):
        return
    for phase, count in waivers_waiting(access):
        what = ngettext(
            "%(count)s waiver of a rule for a post waits for your decision",
            "%(count)s waivers of rules for posts wait for your decision",
            count,
        )
        why = f"{phase.round.title}: {phase.level}"
        yield Card(what % {"count": count}, why, _("Decide"), reverse("phase-waivers", args=[phase.uid]))


def acting(access: Access, day: date) -> Iterator[Card]:
    """Terms of a Plt or Plh that end soon and that none goes on from."""
    units = access.units(*ORDERERS)
    if not units or not (ending := acting_ending(units, day)):
        return
    count, last = ending
    what = ngettext("%(count)s Plt. or Plh. ends", "%(count)s Plt. or Plh. end", count) % {"count": count}
    why = _("within thirty days, and no term goes on from it: lengthen it, or see that the post is filled")
    yield Card(what, why, _("See who"), reverse("acting"), last)


TODOS = [waivers, acting]
