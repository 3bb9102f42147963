"""Who may stand in for a post as Plt or Plh, and for how long, by the terms of the law table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.rows import ServiceRuleRow
from malaqbiq.regulations.rules.rows.eligibility import POST_LEVELS
from malaqbiq.regulations.rules.terms import Terms


class Capacity(StrEnum):
    """How somebody stands in for a post that isn't his own: the Plt of one that nobody holds definitively, the Plh of
    a definitive holder who is away for a time (UU 30/2014 art. 14).
    """

    PLT = "plt"
    PLH = "plh"


FUNCTIONAL = "Fungsional"
PLAIN = POST_LEVELS[0]
"""The level of who holds no structural post."""
ANY_FUNCTIONAL = POST_LEVELS[1]
"""For posts of this level a functional of any jenjang may stand in (SE BKN 2/SE/VII/2019, 3.b.13); higher ones ask for
a jenjang, which is not recorded here.
"""
RULES = ("acting-plt-months", "acting-plt-again", "acting-plh-days", "acting-levels-up", "acting-units-up")


@dataclass(frozen=True, slots=True)
class ActingTerms:
    """What is said on a day, for a work unit, of how long and by whom a post is stood in for. None: nothing is said,
    and nothing is asked.

    `months` a Plt's term lasts at most, `again` how often it may be lengthened by as much, `plh_days` how long a Plh's
    lasts, `levels_up` how many levels above one's own the post may be, `units_up` how many steps above the post's work
    unit one's own may be.
    """

    months: int | None
    again: int | None
    plh_days: int | None
    levels_up: int | None
    units_up: int | None
    rows: tuple[ServiceRuleRow, ...] = ()

    @classmethod
    def of(cls, said: Terms, day: date, office: str) -> ActingTerms:
        """The terms that hold on a day for a work unit."""
        rows = tuple(row for rule in RULES if (row := said.row(rule, day, office)))
        months, again, plh_days, levels_up, units_up = (said.number(rule, day, office) for rule in RULES)
        return cls(months, again, plh_days, levels_up, units_up, rows)

    def most(self, capacity: Capacity, start: date) -> date | None:
        """The first day out of the longest term that begins on a day; None where nothing limits it."""
        if capacity is Capacity.PLT:
            return same_day_after(start, self.months) if self.months else None
        return start + timedelta(self.plh_days) if self.plh_days else None


def same_day_after(start: date, months: int) -> date:
    """The same day some months later; the first of the month after one that has no such day."""
    place = start.year * 12 + start.month - 1 + months
    year, month = divmod(place, 12)
    try:
        return date(year, month + 1, start.day)
    except ValueError:
        year, month = divmod(place + 1, 12)
        return date(year, month + 1, 1)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who could stand in: status, home unit, own post with its level (empty without one), rank."""

    person: UUID
    name: str
    is_servant: bool
    unit: str
    own_post: UUID | None = None
    title: str = ""
    level: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class Covered:
    """The post to be stood in for: its level, its work unit and those above it, the nearest first."""

    post: UUID
    level: str
    lineage: Sequence[str]


def hindrances(terms: ActingTerms, who: StandIn, post: Covered) -> Iterator[Words]:
    """Why somebody may not stand in for a post; nothing if nothing is against it.

    SE BKN 1/SE/I/2021: PNS, in posts of the same level or one above their own, inside their own work unit; a pelaksana
    or functional in a post of Pengawas (BKN K.26-30/V.20-3/99).
    """
    if not who.is_servant:
        yield Words(gettext_noop("only a PNS stands in for a structural post"))
    if who.own_post == post.post:
        yield Words(gettext_noop("it is his own post"))
    yield from _level(terms, who, post)
    if terms.units_up is not None and who.unit not in post.lineage[: terms.units_up + 1]:
        yield Words(gettext_noop("serves in another work unit"))


def _level(terms: ActingTerms, who: StandIn, post: Covered) -> Iterator[Words]:
    if terms.levels_up is None:
        return
    if post.level not in POST_LEVELS:
        yield Words(gettext_noop("nothing is said of who stands in for a post of this level"))
    elif who.level == FUNCTIONAL:
        if post.level != ANY_FUNCTIONAL:
            yield Words(
                gettext_noop("which jenjang the functional post has is not recorded, and this level asks for it")
            )
    else:
        above = POST_LEVELS.index(post.level) - POST_LEVELS.index(who.level or PLAIN)
        if above < 0:
            yield Words(gettext_noop("holds a post of a higher level"))
        elif above > terms.levels_up:
            yield Words(gettext_noop("the post is too many levels above his own"))
