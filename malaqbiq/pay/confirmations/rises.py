"""Floors that are known to rise while pay lasts that a decree sets: a raise will be due, and who decides is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.pay.confirmations.facts import shown
from malaqbiq.pay.confirmations.floors import asked
from malaqbiq.pay.confirmations.standing import CONFIRMER, SetTerm, Standings
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.limits import Basis
from malaqbiq.pay.selectors.limits import limits_of

RISES = gettext_noop(
    "from %(day)s on the floor is %(limit)s, and pay is below it (people: %(count)s): a raise will be due. "
    "End the contract the day before, or set the pay from that day too"
)


def rises_ahead(standings: Standings) -> Iterable[Words]:
    """Each floor of the next New Year that a term reaches and falls below, and for how many; none if it isn't known.

    Pay from that day in the same decree, or issued already, leaves nothing to tell.
    """
    reaching = {term: _new_year(term, standings.today) for term in standings.terms}
    reaching = {term: day for term, day in reaching.items() if not _ends_before(term, day, standings)}
    paid = _paid(reaching)
    terms = [term for term in reaching if term.person not in paid]
    places = standings.on({(term.person, term.day) for term in terms})
    terms = [term for term in terms if (term.person, term.day) in places]
    limits = limits_of(
        CONFIRMER, [asked(term.person, places[term.person, term.day], reaching[term], None) for term in terms]
    )
    low = Counter(
        (reaching[term], limit.floor)
        for term, limit in zip(terms, limits, strict=True)
        if limit.floor.amount is not None and limit.floor.amount > term.payload.monthly_amount
    )
    for (day, floor), count in sorted(low.items(), key=lambda item: (item[0][0], item[0][1].key)):
        yield Words(RISES, {"day": day, "limit": shown(floor.amount, floor.key), "count": count})


def _new_year(term: SetTerm, today: date) -> date:
    """The first 1 January after the term's start that has not come yet: those that have are held to, not told."""
    return date(max(term.day, today).year + 1, 1, 1)


def _ends_before(term: SetTerm, day: date, standings: Standings) -> bool:
    """Whether a term doesn't reach a day, by its end or by other pay of the decree; former pay doesn't rise."""
    last_day = term.payload.last_day
    if term.payload.floor_basis == Basis.FORMER_PAY or (last_day is not None and last_day < day):
        return True
    return any(other.person == term.person and term.day < other.day <= day for other in standings.terms)


def _paid(reaching: Mapping[SetTerm, date]) -> set[UUID]:
    """Whose pay is set from the term's New Year already, or from a day between."""
    starts = PayTerm.objects.known().filter(person__uid__in={term.person for term in reaching})
    known = list(starts.values_list("person__uid", "valid_from")) if reaching else []
    return {
        term.person
        for term, day in reaching.items()
        for person, start in known
        if person == term.person and term.day < start <= day
    }
