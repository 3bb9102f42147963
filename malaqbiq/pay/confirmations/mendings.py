"""What a mending brings back or takes away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.decrees.rules.timeline import Origin, Span, Subject
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Named, Words, gettext_noop, month_named
from malaqbiq.pay.confirmations.facts import shown
from malaqbiq.pay.confirmations.floors import asked, below_again, is_low
from malaqbiq.pay.confirmations.standing import CONFIRMER, Standing, Standings, edges
from malaqbiq.pay.effects import TERM, PayTerm
from malaqbiq.pay.models import PayMonth
from malaqbiq.pay.rules.limits import Limit, shortfall
from malaqbiq.pay.rules.months import month_of
from malaqbiq.pay.selectors.limits import limits_of
from malaqbiq.service.effects import CONTRACT_WORKERS


@dataclass(frozen=True, slots=True)
class _Changed:
    """Days from `start` up to `end` on which a contract worker has other pay after the decree than before it, or the
    same in another place: `was` before, `at` after.
    """

    person: UUID
    start: date
    end: date | None
    before: Span[PayTerm] | None
    after: Span[PayTerm] | None
    was: Standing | None
    at: Standing


def mendings_keep_pay(standings: Standings) -> Iterable[Problem]:
    """Terms below their floor that a mending lets stand where they did not stand before, and pay that it takes away.

    Without this an own decree could lengthen a term below its floor by revoking the raise, or by correcting the last
    day of an opening term. Nor does it lower an opening or received term below the floor for days from today on, or put
    it under a higher one: what was so is told anew, what is to be is set. For days that a closed month told
    here it doesn't lower pay below the floor either: that would take back what was paid.
    """
    changed = [piece for person in standings.mended for piece in _changed(standings, person)]
    after = limits_of(CONFIRMER, [asked(item.person, item.at, item.start, item.after) for item in changed])
    before = limits_of(
        CONFIRMER, [asked(item.person, item.was or item.at, item.start, item.before) for item in changed]
    )
    told = _told(changed)
    for piece, limit, former in zip(changed, after, before, strict=True):
        floor = limit.floor.amount
        if piece.after is None:
            words = gettext_noop("from %(day)s on the person would serve without pay: set it in the same decree")
            yield _problem("pay.taken_away", words, piece, piece.before)
        elif is_low(piece.after, floor) and not _may_come_back(piece, standings.own):
            yield below_again(piece.person, piece.start, piece.after)
        elif (
            is_low(piece.after, floor) and piece.start >= standings.today and _lowers(piece, former.floor.amount, floor)
        ):
            words = gettext_noop("from %(day)s on a correction brings pay below the floor: set it in the same decree")
            yield _problem("pay.lowers_opening", words, piece, piece.after)
        elif is_low(piece.after, floor) and _is_less(piece) and (months := _within(piece, told)):
            yield _lowers_told(piece, months[0], limit.floor)


def _told(changed: Sequence[_Changed]) -> Mapping[str, list[Period]]:
    """The closed months of each unit that paid before."""
    codes = {piece.was.unit_code for piece in changed if piece.was}
    found: defaultdict[str, list[Period]] = defaultdict(list)
    closed = PayMonth.objects.filter(work_unit__code__in=codes).order_by("month") if codes else PayMonth.objects.none()
    for code, day in closed.values_list("work_unit__code", "month"):
        found[code].append(month_of(day))
    return found


def _within(piece: _Changed, told: Mapping[str, list[Period]]) -> list[Period]:
    """The closed months in which a piece has days."""
    days = Period(piece.start, piece.end)
    return [of for of in told.get(piece.was.unit_code, ()) if days.intersection(of)] if piece.was else []


def _is_less(piece: _Changed) -> bool:
    before, after = piece.before, piece.after
    return before is not None and after is not None and after.value.monthly_amount < before.value.monthly_amount


def _lowers_told(piece: _Changed, of: Period, floor: Limit) -> Problem:
    words = gettext_noop(
        "%(month)s is closed, and was told with more than this; the floor is %(limit)s: set pay at the floor or above"
        " from that month on in the same decree, or leave it as it was told"
    )
    params: dict[str, Words | Named] = {"month": month_named(of.start), "limit": shown(floor.amount, floor.key)}
    entry = piece.after.entry if piece.after else None
    return Problem("pay.lowers_told", Words(words, params), entry, Subject("person", piece.person))


def _changed(standings: Standings, person: UUID) -> Iterator[_Changed]:
    both, today = standings.mended[person], standings.today
    starts = sorted({today, *edges(both.before, both.after, until=today)})
    for start, end in pairwise([*starts, None]):
        assert start is not None  # noqa: S101 - only the last end is open
        before, after = both.before.at(TERM, start), both.after.at(TERM, start)
        was, at = (standings.in_timelines(each, start) for each in (both.before, both.after))
        same = before is not None and after is not None and before.entry == after.entry and before.value == after.value
        works = at is not None and at.status in CONTRACT_WORKERS
        if at is not None and works and (before or after) and not (same and was == at):
            yield _Changed(person, start, end, before, after, was, at)


def _may_come_back(piece: _Changed, own: Mapping[UUID, date]) -> bool:
    """Whether it is a correction of an opening or received term, as long as that lasts, or no less than stood; or pay
    that the decree sets, which is looked up as such in the year in which it starts.
    """
    before, after = piece.before, piece.after
    if after is None or before is None:
        return after is not None and after.origin is Origin.OWN and after.entry in own
    if after.origin is not Origin.OWN:
        return before.origin is not Origin.OWN
    is_set_in = own[after.entry].year if after.entry in own else None
    return is_set_in == piece.start.year or after.value.monthly_amount >= before.value.monthly_amount


def _lowers(piece: _Changed, was_floor: int | None, floor: int | None) -> bool:
    """Whether opening or received pay is further below its floor than before; where none is known, whether it is less,
    or in another unit.
    """
    before, after = piece.before, piece.after
    if before is None or after is None or after.origin is Origin.OWN:
        return False
    paid, is_paid = before.value.monthly_amount, after.value.monthly_amount
    if floor is None:
        return is_paid < paid or piece.was is None or piece.was.unit_code != piece.at.unit_code
    return floor - is_paid > (shortfall(paid, was_floor) or 0)


def _problem(code: str, words: str, piece: _Changed, span: Span[PayTerm] | None) -> Problem:
    entry = span.entry if span else None
    return Problem(code, Words(words, {"day": piece.start}), entry, Subject("person", piece.person))
