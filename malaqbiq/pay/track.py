"""How far this month is, and where the people of decrees stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Access
from malaqbiq.pay.selectors.duties import month_closed
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.track import Door, Stage, Standing


def month(access: Access, day: date, about: UUID | None) -> Iterator[Standing]:
    """Work units that have closed the day's month, of all that pay contract staff in it. One statement."""
    del about  # a month is everybody's
    closed, total = month_closed(access, day)
    if total:
        yield Standing(Stage.MONTH, closed, total, _("work units"), reverse("pay-month"))


STANDINGS = [month]
DOORS = [Door(Stage.MONTH, "pay-month", _("See them in the month's pay"), Audience(roles=frozenset(READERS)))]
