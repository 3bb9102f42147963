"""Own pay where a decree lets it stand anew: in another unit, as something else, or from another day."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.decrees.rules.timeline import Origin, Span, Subject, Timelines
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.pay.confirmations.facts import shown
from malaqbiq.pay.confirmations.standing import CONFIRMER, Standing, Standings, edges
from malaqbiq.pay.effects import TERM, PayTerm
from malaqbiq.pay.rules.limits import Basis, Limit
from malaqbiq.pay.selectors.limits import Asked, limits_of
from malaqbiq.service.effects import CONTRACT_WORKERS, HOME, Status

BELOW_AGAIN = gettext_noop("from %(day)s on pay below the floor would stand again: set it in the same decree")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Days from `start` on which one term is paid in one unit.

    The floor is that of `day`: of the later of the term's and the home's start (`began`), or of a 1 January since that
    has come.
    """

    person: UUID
    start: date
    began: date
    day: date
    standing: Standing
    term: Span[PayTerm]

    @property
    def key(self) -> Hashable:
        """What a floor depends on: a piece that stood before the decree with the same key was held to it then."""
        return self.day, self.standing.unit_code, self.standing.status, self.term.entry, self.term.value


def own_pay_at_its_floor(standings: Standings) -> Iterable[Problem]:
    """Own pay, and pay in a home that an own decree gives, which the decree lets stand below the floor of its place.

    Pay is held to its unit's floor as it is set. A mending, or an entry from before what stands already, may put the
    same pay elsewhere: there it is held again. And pay that is set from an earlier year on is held to the floor of each
    year that has begun since: that floor rose before the decree, not later.
    """
    pieces = [
        piece for person in standings.refolded for piece in _new(standings, person) if not _fresh(standings, piece)
    ]
    limits = limits_of(CONFIRMER, [asked(item.person, item.standing, item.day, item.term) for item in pieces])
    for piece, limit in zip(pieces, limits, strict=True):
        if is_low(piece.term, limit.floor.amount):
            yield (
                _risen(piece, limit.floor)
                if piece.day > piece.began
                else below_again(piece.person, piece.start, piece.term)
            )


def is_low(term: Span[PayTerm], floor: int | None) -> bool:
    """Whether a term is below a floor, or nobody knows; an exception helps an own term that it let pass its floor."""
    value = term.value
    passed = value.floor_amount is None or value.monthly_amount < value.floor_amount
    if term.origin is Origin.OWN and value.exception is not None and passed:
        return False
    return floor is None or value.monthly_amount < floor


def asked(person: UUID, standing: Standing, day: date, term: Span[PayTerm] | None) -> Asked:
    """Whose limits are looked up: former pay is a floor for a PPPK paruh waktu whose decree names it."""
    named = term is not None and term.value.floor_basis == Basis.FORMER_PAY
    basis = Basis.FORMER_PAY if named and standing.status == Status.PPPK_PARUH_WAKTU else ""
    return Asked(person, standing.unit_code, standing.status, standing.job_family, day, basis)


def below_again(person: UUID, day: date, term: Span[PayTerm]) -> Problem:
    """That pay below the floor would stand from a day on."""
    words = Words(BELOW_AGAIN, {"day": day})
    return Problem("pay.below_floor_again", words, term.entry, Subject("person", person))


def _risen(piece: _Piece, floor: Limit) -> Problem:
    words = gettext_noop(
        "from %(day)s on the floor is %(limit)s: set the pay from that day too, in this decree or one before"
    )
    params: dict[str, Words | date] = {"day": piece.day, "limit": shown(floor.amount, floor.key)}
    return Problem("pay.below_risen_floor", Words(words, params), piece.term.entry, Subject("person", piece.person))


def _fresh(standings: Standings, piece: _Piece) -> bool:
    """Whether it is own pay that the decree sets from its first day: its facts are looked up as such."""
    term = piece.term
    return term.origin is Origin.OWN and standings.own.get(term.entry) == piece.day


def _new(standings: Standings, person: UUID) -> Iterable[_Piece]:
    both = standings.refolded[person]
    stood = _own_pieces(standings, person, both.before)
    return (piece for key, piece in _own_pieces(standings, person, both.after).items() if key not in stood)


def _own_pieces(standings: Standings, person: UUID, timelines: Timelines) -> dict[Hashable, _Piece]:
    """The first piece of each key."""
    found: dict[Hashable, _Piece] = {}
    for start in edges(timelines, until=standings.today):
        standing = standings.in_timelines(timelines, start)
        term, home = timelines.at(TERM, start), timelines.at(HOME, start)
        if standing is None or term is None or home is None or standing.status not in CONTRACT_WORKERS:
            continue
        if Origin.OWN in (term.origin, home.origin):
            began = max(term.start, home.start)
            rises = term.value.floor_basis != Basis.FORMER_PAY
            day = max(began, date(min(start, standings.today).year, 1, 1)) if rises else began
            piece = _Piece(person, start, began, day, standing, term)
            found.setdefault(piece.key, piece)
    return found
