"""What a mending brings back or takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.decrees.rules.timeline import Origin, Span, Subject
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.pay.confirmations.floors import asked, below_again, is_low
from malaqbiq.pay.confirmations.standing import CONFIRMER, Mended, Standing, Standings, edges
from malaqbiq.pay.effects import TERM, PayTerm
from malaqbiq.pay.selectors.limits import limits_of
from malaqbiq.service.effects import CONTRACT_WORKERS


@dataclass(frozen=True, slots=True)
class _Changed:
    """Days from `start` on which other pay stands after the decree than before it."""

    person: UUID
    start: date
    before: Span[PayTerm] | None
    after: Span[PayTerm] | None


def mendings_keep_pay(standings: Standings, today: date) -> Iterable[Problem]:
    """Terms below their floor that a mending lets stand where they did not stand before, and pay that it takes away.

    Without this an own decree could lengthen a term below its floor by revoking the raise, or by correcting the last
    day of an opening term. Nor does it lower an opening or received term below the floor for days from `today` on: what
    was so is told anew, what is to be is set.
    """
    changed = [piece for person, mended in standings.mended.items() for piece in _changed(person, mended, today)]
    places = standings.on((piece.person, piece.start) for piece in changed)
    workers = [(piece, places[piece.person, piece.start]) for piece in changed if _works(places, piece)]
    limits = limits_of(CONFIRMER, [asked(piece.person, at, piece.start, piece.after) for piece, at in workers])
    for (piece, _), limit in zip(workers, limits, strict=True):
        if piece.after is None:
            words = gettext_noop("from %(day)s on the person would serve without pay: set it in the same decree")
            yield _problem("pay.taken_away", words, piece, piece.before)
        elif is_low(piece.after, limit.floor.amount) and not _may_come_back(piece, standings.own):
            yield below_again(piece.person, piece.start, piece.after)
        elif is_low(piece.after, limit.floor.amount) and piece.start >= today and _lowers_opening(piece):
            words = gettext_noop("from %(day)s on a correction brings pay below the floor: set it in the same decree")
            yield _problem("pay.lowers_opening", words, piece, piece.after)


def _changed(person: UUID, mended: Mended, today: date) -> Iterator[_Changed]:
    for start in sorted({today, *edges(mended.before, mended.after)}):
        before, after = mended.before.at(TERM, start), mended.after.at(TERM, start)
        same = before is not None and after is not None and before.entry == after.entry and before.value == after.value
        if (before or after) and not same:
            yield _Changed(person, start, before, after)


def _works(places: dict[tuple[UUID, date], Standing], piece: _Changed) -> bool:
    standing = places.get((piece.person, piece.start))
    return standing is not None and standing.status in CONTRACT_WORKERS


def _may_come_back(piece: _Changed, own: frozenset[UUID]) -> bool:
    """Whether it is a correction of an opening or received term, as long as that lasts, or pay that the decree sets."""
    before, after = piece.before, piece.after
    if after is None or before is None:
        return after is not None and after.origin is Origin.OWN and after.entry in own
    if after.origin is not Origin.OWN:
        return before.origin is not Origin.OWN
    return after.entry in own or after.value.monthly_amount >= before.value.monthly_amount


def _lowers_opening(piece: _Changed) -> bool:
    before, after = piece.before, piece.after
    if before is None or after is None or after.origin is Origin.OWN:
        return False
    return after.value.monthly_amount < before.value.monthly_amount


def _problem(code: str, words: str, piece: _Changed, span: Span[PayTerm] | None) -> Problem:
    entry = span.entry if span else None
    return Problem(code, Words(words, {"day": str(piece.start)}), entry, Subject("person", piece.person))
