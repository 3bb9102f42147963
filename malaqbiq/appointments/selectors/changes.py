"""Structures that take effect: those that the asker may see, and what each makes of posts and holders."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from malaqbiq.appointments.models import Change, ChangeUnit
from malaqbiq.appointments.rules.changing import (
    Closing,
    Line,
    NewPost,
    OldPost,
    Outcome,
    Pair,
    closings,
    pairs_by_name,
    side_by_side,
)
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.organization.selectors import posts_foreseen
from malaqbiq.regulations.selectors import regimes, transition
from malaqbiq.service.effects import Holding
from malaqbiq.service.models import Holder, PostInForce, Structure

CHANGERS = (Role.SDM_OFFICER,)
"""Who records that a structure takes effect in his work units."""
READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.COMMISSIONER, Role.AUDITOR, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """What the structure makes of one work unit, or the problem that stands against it."""

    unit: WorkUnit
    typology: str
    closings: Sequence[Closing] = ()
    opens: Sequence[NewPost] = ()
    problem: Words | None = None
    remedy: Words | None = None

    @property
    def counts(self) -> Counter[Outcome]:
        """How many holders go on, become demisioner, and how many posts had none."""
        return Counter(one.outcome for one in self.closings)

    @property
    def carried(self) -> list[Closing]:
        """Posts whose holders go on in the one that succeeds theirs."""
        return [one for one in self.closings if one.outcome is Outcome.CARRIED]

    @property
    def demisioner(self) -> list[Closing]:
        """Posts whose holders keep the daily work until the inauguration."""
        return [one for one in self.closings if one.outcome is Outcome.DEMISIONER]


@dataclass(frozen=True)
class ChangePlan:
    """What a change makes of all its work units. `old` and `new` are the names of structure units by code."""

    change: Change
    title: str
    units: Sequence[UnitPlan]
    old: dict[str, str]
    new: dict[str, str]
    lines: Sequence[Line]

    @property
    def problems(self) -> list[UnitPlan]:
        """Work units in which something stands against it."""
        return [one for one in self.units if one.problem]

    @cached_property
    def counts(self) -> Counter[Outcome]:
        """How many holders go on, become demisioner, and how many posts had none, in all work units."""
        return sum((one.counts for one in self.units), Counter())

    @property
    def opens(self) -> int:
        """How many posts come into force."""
        return sum(len(one.opens) for one in self.units)

    @property
    def closes(self) -> int:
        """How many posts are no more."""
        return sum(len(one.closings) for one in self.units)


def changes_seen(access: Access) -> QuerySet[Change]:
    """The changes of offices that the asker covers, the latest first."""
    codes = access.units(*READERS)
    found = Change.objects.select_related("office", "decree", "file")
    return found if codes is None else found.filter(office__code__in=codes)


def change_seen(access: Access, uid: UUID) -> Change:
    """One of them; Change.DoesNotExist for any other."""
    return changes_seen(access).get(uid=uid)


def change_plan(access: Access, change: Change) -> ChangePlan:
    """What the change makes of its work units: as what is known now has it, or what was known when it was recorded."""
    rows = list(change.units.select_related("unit"))
    titles = {row.regime: row.title for row in regimes(access)}
    place = change.decree.place - 1 if change.decree and change.decree.place else None
    stands = _stands(rows, change.since, place)
    old_posts = _old_posts(rows, change.since, place)
    seen = [(row, *_wanted(access, row, change)) for row in rows]
    old = _named(post for row in rows for post, _holder in old_posts[row.unit_id])
    new = _named(post for _row, posts, _error in seen for post in posts)
    pairs = [Pair(row.old, row.new, row.carries) for row in change.pairs.all()]
    lines = side_by_side(old, new, pairs)
    units = [
        _unit_plan(row, posts, error, old_posts[row.unit_id], stands[row.unit_id], change, lines)
        for row, posts, error in seen
    ]
    return ChangePlan(change, titles.get(change.regime, change.regime), units, old, new, lines)


def pairs_stated(access: Access, change: Change) -> list[Pair]:
    """Which new units go on from which old ones by the law table; for the others, by their names."""
    rows = list(change.units.select_related("unit"))
    held = _old_posts(rows, change.since, None)
    posts = [post for row in rows for post, _holder in held[row.unit_id]]
    old = _named(posts)
    new = _named(post for row in rows for post in _wanted(access, row, change)[0])
    stated = [
        Pair(row.old_unit, row.new_unit, row.carries)
        for regime in sorted({post.regime for post in posts})
        for row in transition(access, old_regime=regime, new_regime=change.regime, office=change.office.code)
        if row.old_unit in old and row.new_unit in new
    ]
    said = {pair.old for pair in stated}, {pair.new for pair in stated}
    return stated + [pair for pair in pairs_by_name(old, new) if pair.old not in said[0] and pair.new not in said[1]]


def _named(posts: Iterable[Post]) -> dict[str, str]:
    return {post.unit_code: post.unit_name for post in posts}


def _wanted(access: Access, row: ChangeUnit, change: Change) -> tuple[list[Post], UserError | None]:
    # Without a type as a structure without types has it; where there are types, the law table says what is missing.
    refused: UserError | None = None
    for typology in (row.typology,) if row.typology else ("", None):
        try:
            return posts_foreseen(access, unit=row.unit, regime=change.regime, typology=typology)[1], None
        except UserError as error:
            refused = error
    return [], refused


def _stands(rows: Collection[ChangeUnit], day: date, place: int | None) -> defaultdict[UUID, list[Structure]]:
    """The structures that stand on a day or begin after it, by work unit, in the order of time."""
    found: defaultdict[UUID, list[Structure]] = defaultdict(list)
    known = Structure.objects.known(place).filter(work_unit__in=[row.unit_id for row in rows])
    for row in known.exclude(valid_until__lte=day).order_by("valid_from"):
        found[row.work_unit_id].append(row)
    return found


def _old_posts(
    rows: Collection[ChangeUnit], day: date, place: int | None
) -> defaultdict[UUID, list[tuple[Post, Holder | None]]]:
    units = [row.unit for row in rows]
    holders = Holder.objects.as_of(day, place).filter(post__work_unit__in=units, state=Holding.DEFINITIVE)
    held = {row.post_id: row for row in holders.select_related("person")}
    found: defaultdict[UUID, list[tuple[Post, Holder | None]]] = defaultdict(list)
    posts = PostInForce.objects.as_of(day, place).filter(post__work_unit__in=units).select_related("post")
    for row in posts.order_by("post__unit_code", "post__ordinal"):
        found[row.post.work_unit_id].append((row.post, held.get(row.post_id)))
    return found


def _unit_plan(
    row: ChangeUnit,
    wanted: Sequence[Post],
    error: UserError | None,
    old: Sequence[tuple[Post, Holder | None]],
    stands: Sequence[Structure],
    change: Change,
    lines: Sequence[Line],
) -> UnitPlan:
    if error:
        return UnitPlan(row.unit, row.typology, problem=error.words, remedy=error.remedy)
    if problem := _problem(change, row, stands):
        return UnitPlan(row.unit, row.typology, problem=problem)
    before = [
        OldPost(
            post.uid,
            (post.unit_code, post.ordinal),
            post.position_name,
            holder.person_id if holder else None,
            holder.person.full_name if holder else "",
        )
        for post, holder in old
    ]
    opens = [NewPost((post.unit_code, post.ordinal), post.position_name) for post in wanted]
    return UnitPlan(row.unit, row.typology, closings(before, opens, lines), opens)


def _problem(change: Change, row: ChangeUnit, stands: Sequence[Structure]) -> Words | None:
    """Why the structure can't take effect in a work unit; None if it can."""
    if not stands or stands[0].valid_from > change.since:
        return Words(gettext_noop("no structure is in force there on that day: open the one that was, first"))
    if (stands[0].regime, stands[0].typology) == (change.regime, row.typology):
        return Words(gettext_noop("this structure is in force there already"))
    if stands[0].valid_from == change.since:
        return Words(gettext_noop("another structure is in force there since that very day"))
    if len(stands) > 1:
        params = {"day": stands[1].valid_from}
        return Words(gettext_noop("another structure takes effect there on %(day)s: revoke that first"), params)
    return None
