"""The posts of work units on a day, and the decrees behind what changed between two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.reading import once
from malaqbiq.organization.models import Succession
from malaqbiq.organization.rules.names import post_name, post_title
from malaqbiq.organization.rules.tree import ROOT, Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.people.models import Person
from malaqbiq.service.effects import Capacity
from malaqbiq.service.models import Acting, Holder, PostHeld, PostInForce
from malaqbiq.service.rules.chart import VACANT, Chart, Keeper, Seat, StoodIn, chart

READERS = tuple(role for role in Role if role is not Role.STAFF)
"""Who sees the chart of his work units. Staff see their own post on their own page."""
MOST_TOGETHER = 45
"""Work units whose charts stand on one page: those of the largest province do, those of the country don't."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The work unit that a page is about, and those whose posts it shows: with all below it if they aren't too many.

    `choices` are the units that the asker may choose, by code; `left_out` counts those below that aren't shown.
    """

    unit: str
    name: str
    codes: Sequence[str]
    choices: Sequence[tuple[str, str]]
    left_out: int


def scope_of(
    access: Access, day: date, unit: str = "", *, alone: bool = False, roles: Sequence[Role] = READERS
) -> Scope | None:
    """The scope of a work unit, of the first one that the asker covers if none is named; None if he covers none.

    `alone` leaves out those below it; covered is what the `roles` cover.

    LookupError for a unit that isn't there or isn't his.
    """
    tree = unit_tree(access, day=day)
    covered = access.units(*roles)
    seen = sorted(code for code in tree.names if covered is None or code in covered)
    if unit and unit not in seen:
        raise LookupError(unit)
    if not seen:
        return None
    chosen = unit or _first(seen)
    below = [chosen] if alone else sorted(tree.below(chosen) & set(seen))
    codes = below if len(below) <= MOST_TOGETHER else [chosen]
    choices = [(code, _indented(tree, code)) for code in seen]
    return Scope(chosen, tree.names[chosen], codes, choices, len(below) - len(codes))


def _first(seen: Sequence[str]) -> str:
    """The Setjen's structure is not known here, so who sees all of the country begins with a province."""
    return next((code for code in seen if code != ROOT), seen[0])


def _indented(tree: Tree, code: str) -> str:
    return "\N{NO-BREAK SPACE}" * 3 * (len(tree.lineage(code)) - 1) + tree.names[code]


def seats_on(access: Access, day: date, codes: Collection[str]) -> list[Seat]:
    """Every post in force on a day in work units that the asker covers, with its holder, or the demisioners who keep
    the work that it goes on with, and who stands in for it. Two statements; one more where there are demisioners.
    """
    covered = access.units(*READERS)
    wanted = sorted(code for code in codes if covered is None or code in covered)
    posts = PostInForce.objects.as_of(day).filter(post__work_unit__code__in=wanted).select_related("post__work_unit")
    posts = posts.annotate(stood=standing_on("post__acting_rows", day), **STOOD)
    rows = Holder.objects.as_of(day).filter(post__work_unit__code__in=wanted)
    held = {row.post_id: row for row in rows.select_related("person", "entry__decree", "post__work_unit")}
    found = [_seat(row, held) for row in posts]
    closed = held.keys() - {seat.post for seat in found}
    kept = _kept(found, [held[post] for post in closed]) if closed else found
    acting = {row.post_id: _acting(row) for row in posts if vars(row)["stood_by"]}
    kept = [_stood_in(seat, acting[seat.post]) if seat.post in acting else seat for seat in kept]
    return sorted(kept, key=lambda seat: (seat.unit, seat.regime, seat.code, seat.ordinal))


def _kept(seats: Sequence[Seat], keeping: Sequence[Holder]) -> list[Seat]:
    """The seats with those who keep posts that are no more, on the vacant ones that succeed these."""
    by_post: defaultdict[UUID, list[Holder]] = defaultdict(list)
    holders = {row.post_id: row for row in sorted(keeping, key=lambda row: row.post.unit_code)}
    pairs = dict.fromkeys(Succession.objects.filter(old__uid__in=list(holders)).values_list("old__uid", "new__uid"))
    for old, holder in holders.items():
        for new in [new for one, new in pairs if one == old]:
            by_post[new].append(holder)
    return [_kept_by(seat, by_post[seat.post]) if seat.is_vacant and by_post[seat.post] else seat for seat in seats]


def _kept_by(seat: Seat, rows: Sequence[Holder]) -> Seat:
    keepers = tuple(
        Keeper(row.person_id, row.person.full_name, post_name(row.post.position_name, row.post.work_unit.name))
        for row in rows
    )
    return replace(_held(seat, rows[0]), keepers=keepers)


STOOD = {
    "stood_by": F("stood__person"),
    "stood_name": F("stood__person__name"),
    "stood_front": F("stood__person__title_front"),
    "stood_back": F("stood__person__title_back"),
    "stood_as": F("stood__capacity"),
    "stood_since": F("stood__valid_from"),
    "stood_until": F("stood__valid_until"),
    "stood_decree": F("stood__entry__decree__uid"),
    "stood_number": F("stood__entry__decree__number"),
}


def _acting(row: PostInForce) -> StoodIn:
    said = vars(row)
    named = Person(name=said["stood_name"], title_front=said["stood_front"], title_back=said["stood_back"])
    since, last_day = said["stood_since"], said["stood_until"] - DAY
    who, how = said["stood_by"], said["stood_as"]
    return StoodIn(who, named.full_name, how, since, last_day, said["stood_decree"], said["stood_number"])


def _stood_in(seat: Seat, acting: StoodIn) -> Seat:
    if acting.capacity == Capacity.PLH:
        return replace(seat, acting=acting)
    return replace(
        seat,
        holder=acting.person,
        name=acting.name,
        state=acting.capacity,
        since=acting.since,
        decree=acting.decree,
        decree_number=acting.decree_number,
        keepers=(),
        acting=acting,
    )


def states_by_unit(access: Access, day: date, codes: Collection[str]) -> dict[str, Counter[str]]:
    """How many posts in force on a day each of the work units has, by how they are held. One statement.

    Work units that the asker does not cover are left out, one without posts is there with none.
    """
    covered = access.units(*READERS)
    wanted = [code for code in codes if covered is None or code in covered]
    posts = PostInForce.objects.as_of(day).filter(post__work_unit__code__in=wanted)
    holders = Holder.objects.as_of(day)
    held = holders.filter(post=OuterRef("post")).values("state")[:1]
    kept = holders.filter(post__successors__new=OuterRef("post")).values("state")[:1]
    plt = Acting.objects.as_of(day).filter(post=OuterRef("post"), capacity=Capacity.PLT).values("capacity")[:1]
    alike = (
        posts.annotate(held=Coalesce(Subquery(plt), Subquery(held), Subquery(kept), Value(VACANT)))
        .order_by()
        .values("post__work_unit__code", "held")
    )
    found: dict[str, Counter[str]] = {code: Counter() for code in wanted}
    for code, state, count in alike.annotate(many=Count("pk")).values_list("post__work_unit__code", "held", "many"):
        found[code][state] = count
    return found


def charts(scope: Scope, seats: Sequence[Seat], names: dict[str, str]) -> list[Chart]:
    """The charts of the scope's work units, its own first; one without posts is there, and empty."""
    by_unit: dict[str, list[Seat]] = {code: [] for code in scope.codes}
    for seat in seats:
        by_unit.setdefault(seat.unit, []).append(seat)
    return [chart(code, names.get(code, code), own) for code, own in by_unit.items()]


def decrees_behind(posts: Collection[UUID], after: date, until: date) -> dict[UUID, list[Decree]]:
    """The decrees whose entries on posts took effect after a day and up to another, by post. One statement.

    The caller has found that the asker may see these posts.
    """
    entries = Entry.objects.filter(
        post__uid__in=posts, place__isnull=False, effective_on__gt=after, effective_on__lte=until
    )
    found: dict[UUID, dict[int, Decree]] = {}
    for entry in entries.select_related("decree").order_by("place", "ordinal"):
        if entry.post_id:
            found.setdefault(entry.post_id, {})[entry.decree_id] = entry.decree
    return {post: list(decrees.values()) for post, decrees in found.items()}


@dataclass(frozen=True, slots=True)
class Held:
    """A post that a person holds or held: from when if it is known, through which last day if it ended, and by which
    decree; or that he stands or stood in for: then `state` says how, and the last day is always known.
    """

    title: str
    state: str
    since: date | None
    until: date | None
    decree: UUID
    decree_number: str


@once
def posts_held(person: UUID, day: date) -> list[Held]:
    """The posts that a person has held or stood in for up to a day, the latest first. The caller asks who may read it.

    One statement.
    """
    held, acting = PostHeld.objects.known(), Acting.objects.known()
    kinds = ((held, F("state"), F("since_unknown")), (acting, F("capacity"), Value(value=False)))
    parts = [
        rows.filter(person__uid=person, valid_from__lte=day).annotate(how=how, unknown=unknown).values_list(*HELD)
        for rows, how, unknown in kinds
    ]
    return [_held_once(row, day) for row in parts[0].union(parts[1], all=True).order_by("-valid_from")]


HELD = (
    *("post__position_name", "post__work_unit__name", "entry__decree__uid", "entry__decree__number"),
    *("how", "valid_from", "valid_until", "unknown"),
)


def _held_once(row: tuple[Any, ...], day: date) -> Held:
    position, unit, decree, number, how, start, end, unknown = row
    told = end and (how in set(Capacity) or end <= day)
    return Held(
        post_title(position, unit), how, None if unknown else start, end - DAY if told else None, decree, number
    )


def _seat(row: PostInForce, held: Mapping[UUID, Holder]) -> Seat:
    post = row.post
    vacant = Seat(
        post=row.post_id,
        unit=post.work_unit.code,
        unit_name=post.work_unit.name,
        regime=row.regime,
        code=post.unit_code,
        parent=post.parent_code,
        ordinal=post.ordinal,
        title=post_name(post.position_name, post.work_unit.name),
        eselon=post.eselon,
        level=post.level,
        opened=row.valid_from,
    )
    holder = held.get(row.post_id)
    return _held(vacant, holder) if holder else vacant


def _held(seat: Seat, held: Holder) -> Seat:
    decree = held.entry.decree
    return replace(
        seat,
        holder=held.person_id,
        name=held.person.full_name,
        state=held.state,
        since=None if held.since_unknown else held.valid_from,
        decree=decree.uid,
        decree_number=decree.number,
    )
