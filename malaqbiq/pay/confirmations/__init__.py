"""What the facts on pay in an own decree are confirmed against, as it is issued.

An effect trusts its payload, since a fold must give the same for good. So a payload is looked at once, here: floor and
ceiling must be those that the law tables and the office's policy give for the person's own unit and day; an exception
must be approved, be that person's, and last; no contract starts and nobody moves without pay at the floor of the new
place; and what a mending brings back, or puts into another place, must not be below its floor there. Opening and
received terms tell what was so: a correction (perbaikan) keeps their origin and is not held to the floor, but for days
to come it lowers no pay below it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.pay.confirmations.contracts import contracts_paid
from malaqbiq.pay.confirmations.exceptions import exceptions_hold
from malaqbiq.pay.confirmations.facts import facts_stand
from malaqbiq.pay.confirmations.floors import own_pay_at_its_floor
from malaqbiq.pay.confirmations.mendings import mendings_keep_pay
from malaqbiq.pay.confirmations.rises import rises_ahead
from malaqbiq.pay.confirmations.standing import Standings
from malaqbiq.pay.rules.limits import limit_title
from malaqbiq.pay.rules.plausible import pay_doubt

CEILING_UNKNOWN = gettext_noop("no ceiling is known for this pay (%(key)s; people: %(count)s)")
NO_CEILING = gettext_noop("no ceiling is known for this pay (people: %(count)s)")
DOUBTED = gettext_noop("%(doubt)s (people: %(count)s)")


def remark(entries: Sequence[Entry]) -> Iterable[Words]:
    """The ceilings that are not known for the pay that an own decree sets: it can't be held to them. Then amounts that
    are doubted, and the floors that are known to rise while that pay lasts: it is held to that of its first day.
    """
    standings = Standings(entries)
    unknown = Counter(term.payload.ceiling_key for term in standings.terms if term.payload.ceiling_amount is None)
    for key, count in sorted(unknown.items()):
        yield Words(CEILING_UNKNOWN if key else NO_CEILING, {"count": count, "key": limit_title(key)})
    yield from _doubts(standings)
    yield from rises_ahead(standings)


def confirm(entries: Sequence[Entry]) -> Iterable[Problem]:
    """Every fact on pay in an own decree's entries that is not so today, by name."""
    standings = Standings(entries)
    yield from facts_stand(standings)
    yield from exceptions_hold(standings)
    yield from contracts_paid(standings)
    # Both may say the same of the same pay.
    yield from dict.fromkeys([*mendings_keep_pay(standings), *own_pay_at_its_floor(standings)])


def _doubts(standings: Standings) -> Iterable[Words]:
    """Each amount that hardly anybody means, beside its floor, and for how many people."""
    set_ = Counter((term.payload.monthly_amount, term.payload.floor_amount) for term in standings.terms)
    for (amount, floor), count in sorted(set_.items(), key=lambda item: item[0][0]):
        if doubt := pay_doubt(amount, floor):
            yield Words(DOUBTED, {"count": count, "doubt": doubt})
