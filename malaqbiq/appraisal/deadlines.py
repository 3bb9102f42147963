"""What falls due in appraisal: the last day of a period."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.selectors.asked import cycles_ending
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.ui.deadlines import Asked, Deadlines, Due, Matter, State

PERIOD = Matter("appraisal", gettext_lazy("Appraisal period ends"))


def periods(asked: Asked) -> Iterator[Due]:
    """The last day of each appraisal period: from then on scores are due; done once the period is closed."""
    for cycle in cycles_ending(asked.units, asked.period):
        last = cycle.period_end - DAY
        is_done = cycle.state == Cycle.State.CLOSED
        state = State.DONE if is_done else State.LATE if last < asked.today else State.OPEN
        code, address = cycle.office.code, reverse("appraisal-cycle", args=[cycle.uid])
        ground = gettext_lazy("as the period was opened")
        yield Due(last, PERIOD, code, code, Role.SDM_OFFICER, cycle.title, address, ground, state=state)


DEADLINES = [Deadlines((PERIOD,), periods)]
