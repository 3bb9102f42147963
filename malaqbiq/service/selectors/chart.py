"""The posts of work units on a day, and the decrees behind what changed between two."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import Succession
from malaqbiq.organization.rules.names import post_name, post_title
from malaqbiq.organization.rules.tree import ROOT, Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.service.models import Holder, PostHeld, PostInForce
from malaqbiq.service.rules.chart import VACANT, Chart, Keeper, Seat, chart

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
    the work that it goes on with. Two statements; one more where there are such.
    """
    covered = access.units(*READERS)
    wanted = sorted(code for code in codes if covered is None or code in covered)
    posts = PostInForce.objects.as_of(day).filter(post__work_unit__code__in=wanted).select_related("post__work_unit")
    rows = Holder.objects.as_of(day).filter(post__work_unit__code__in=wanted)
    held = {row.post_id: row for row in rows.select_related("person", "entry__decree", "post__work_unit")}
    found = [_seat(row, held) for row in posts]
    closed = held.keys() - {seat.post for seat in found}
    kept = _kept(found, [held[post] for post in closed]) if closed else found
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
    alike = (
        posts.annotate(held=Coalesce(Subquery(held), Subquery(kept), Value(VACANT)))
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
    """A post that a person holds or held: from when if it is known, until which last day if it ended, and by which
    decree.
    """

    title: str
    state: str
    since: date | None
    until: date | None
    decree: UUID
    decree_number: str


def posts_held(person: UUID, day: date) -> list[Held]:
    """The posts that a person has held up to a day, the latest first. The caller asks who may read it."""
    rows = PostHeld.objects.known().filter(person__uid=person, valid_from__lte=day)
    rows = rows.select_related("post__work_unit", "entry__decree").order_by("-valid_from")
    return [
        Held(
            post_title(row.post.position_name, row.post.work_unit.name),
            row.state,
            None if row.since_unknown else row.valid_from,
            row.valid_until if row.valid_until and row.valid_until <= day else None,
            row.entry.decree.uid,
            row.entry.decree.number,
        )
        for row in rows
    ]


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
