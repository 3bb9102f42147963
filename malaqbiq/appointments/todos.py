"""What filling posts asks of the Sekretaris: waivers to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.appointments.selectors.candidates import waivers_waiting
from malaqbiq.appointments.selectors.rounds import RELEASERS
from malaqbiq.kernel.access import Access
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


TODOS = [waivers]
