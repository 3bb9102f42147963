"""The day as of which the people of a phase are told: that of what was settled about them, once it was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from malaqbiq.appointments.models import Appointment, Phase, Proposal
from malaqbiq.kernel.periods import DAY


class Settling(StrEnum):
    """What settled it."""

    PROPOSAL = "proposal"
    DECISION = "decision"
    EVE = "eve"


@dataclass(frozen=True, slots=True)
class Told:
    """The day, and what it is the day of: None while nothing is settled, or of a day before."""

    day: date
    of: Settling | None = None


def with_settling(phases: QuerySet[Phase]) -> QuerySet[Phase]:
    """Phases with what `told_on` asks of them, which is then asked with them."""
    sworn = Appointment.objects.filter(seat__phase=OuterRef("pk"), inauguration__isnull=False)
    return phases.annotate(
        proposed_on=Subquery(Proposal.objects.standing().filter(phase=OuterRef("pk")).values("dated_on")[:1]),
        sworn_on=_first(sworn, "inauguration__held_on"),
        decided_on=_first(sworn, "decision__decided_on"),
    )


def is_proposed(phase: Phase) -> bool:
    """Whether a proposal stands in a phase that came `with_settling`. No statement."""
    return vars(phase)["proposed_on"] is not None


def told_on(phase: Phase, day: date) -> Told:
    """As of which day candidates, their accounts and the ranking of a phase are told on a day: that day, until the
    proposal is made; then the proposal's. Without one, once somebody is sworn in, that of the Sekretaris Jenderal's
    decree. Always before the first inauguration, whose posts would stand against who was given them.

    No statement where the phase came `with_settling`, else one.
    """
    known = vars(phase) if "sworn_on" in vars(phase) else vars(with_settling(Phase.objects.all()).get(pk=phase.pk))
    settled = _settled(known["proposed_on"], known["decided_on"], known["sworn_on"])
    return settled if settled and settled.day <= day else Told(day)


def _first(rows: QuerySet[Any, Any], day: str) -> Subquery:
    return Subquery(rows.order_by(day).values(day)[:1])


def _settled(proposed: date | None, decided: date | None, sworn: date | None) -> Told | None:
    if sworn is None:
        return Told(proposed, Settling.PROPOSAL) if proposed else None
    eve = sworn - DAY
    for day, of in ((proposed, Settling.PROPOSAL), (decided, Settling.DECISION)):
        if day:
            return Told(day, of) if day <= eve else Told(eve, Settling.EVE)
    return Told(eve, Settling.EVE)
