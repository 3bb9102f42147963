"""Who of a closed cycle is settled: the decision that stands, or why none does."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from malaqbiq.appraisal.models import Cycle, Decision, Objection, Result
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors.standing import latest
from malaqbiq.kernel.words import Words, gettext_noop


@dataclass(frozen=True, slots=True)
class Settled:
    """A person with the outcome decided on, and the decision's key; or `why` nothing stands yet."""

    person: UUID
    unit_code: str
    outcome: Recommendation | None
    decision: int
    why: Words | None = None


def settled(cycle: Cycle) -> list[Settled]:
    """Everybody who counts in a closed cycle, in order of work unit, in four statements whatever their number."""
    inside = {"appraisee__cycle": cycle}
    results = dict(latest(Result.objects.filter(**inside)).values_list("appraisee", "pk"))
    decided = latest(Decision.objects.filter(**inside)).values_list("appraisee", "pk", "result", "outcome")
    decisions = {pk: (key, result, outcome) for pk, key, result, outcome in decided}
    open_ones = Objection.objects.filter(**inside, state=Objection.State.OPEN)
    objecting = set(open_ones.values_list("appraisee", flat=True))
    people = cycle.appraisees.filter(in_service=True).order_by("work_unit__code", "pk")
    found = []
    for pk, person, code in people.values_list("pk", "person__uid", "work_unit__code"):
        key, result, outcome = decisions.get(pk, (0, None, ""))
        why = _why(decided=bool(key), current=result == results.get(pk), objecting=pk in objecting)
        found.append(Settled(person, code, Recommendation(outcome) if key and why is None else None, key, why))
    return found


def _why(*, decided: bool, current: bool, objecting: bool) -> Words | None:
    if objecting:
        return Words(gettext_noop("an objection is not decided"))
    if not decided:
        return Words(gettext_noop("nothing is decided"))
    return None if current else Words(gettext_noop("the result has changed since the decision: decide anew"))
