"""From a decision to what a decree does: extend the contract into a new term, or end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.kernel.words import Words, gettext_noop


class DecreeKind(StrEnum):
    """Kinds of decrees that a cycle drafts, by their key in regulations."""

    EXTENSION = "contract-extension"
    END = "contract-end"


@dataclass(frozen=True, slots=True)
class Extend:
    """The contract goes on from `start` to `last_day`, both counted."""

    start: date
    last_day: date
    kind: DecreeKind = DecreeKind.EXTENSION


@dataclass(frozen=True, slots=True)
class End:
    """Service ends: `start` is the first day out of service."""

    start: date
    kind: DecreeKind = DecreeKind.END


def course(outcome: Recommendation, contract_last_day: date | None, term: Period) -> Extend | End | Words:
    """What the decision on somebody who serves on the day before the term does, or why there is nothing to draft.

    A contract is extended from the day after its last to the term's last day, and ends on its own last day. The term
    must have an end.
    """
    start = term.start if contract_last_day is None else contract_last_day + DAY
    if outcome is Recommendation.DO_NOT_EXTEND:
        return End(start)
    if contract_last_day is None:
        return Words(gettext_noop("the contract has no end, so that there is nothing to extend"))
    if term.last_day is None:
        raise ValueError("the new term has no end")
    if start > term.last_day:
        return Words(gettext_noop("the contract runs until %(last_day)s already"), {"last_day": contract_last_day})
    return Extend(start, term.last_day)
