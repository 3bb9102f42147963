"""Who stands in for which post, as Plt or Plh, until when; and who could."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.decrees.selectors.ledger import follows_ledger
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.organization.models import Post
from malaqbiq.organization.rules.names import post_name, post_title
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.people.models import Person
from malaqbiq.people.rules import full_name
from malaqbiq.regulations.selectors import terms
from malaqbiq.service.effects import Capacity, Holding, PostActingV1, Status
from malaqbiq.service.models import Acting, Holder, HomeUnit
from malaqbiq.service.rules.acting import ActingTerms, Covered, StandIn
from malaqbiq.service.selectors.chart import READERS

SOON = timedelta(days=30)
"""How long before its end a term is told of: what goes on from it takes time. Our own choice."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term in which somebody stands in for a post, through `last_day`; by which decree; which term of his it is since
    the post was last held definitively (0 for a Plh), and whether it may be lengthened after.
    """

    post: UUID
    title: str
    unit: str
    unit_name: str
    person: UUID
    name: str
    capacity: Capacity
    start: date
    last_day: date
    entry: UUID
    decree: UUID
    decree_number: str
    place: int = 0
    may_again: bool = False

    def days_left(self, day: date) -> int:
        """How many days are left after a day."""
        return (self.last_day - day).days


def acting_on(access: Access, day: date, codes: Collection[str]) -> list[Term]:
    """The terms that run on a day or begin later, of posts in work units that the asker covers, by their last day.

    Five statements.
    """
    wanted = _covered(access, codes)
    rows = list(_told(Acting.objects.known().filter(post__work_unit__code__in=wanted, valid_until__gt=day)))
    return sorted(_terms(access, day, rows), key=lambda one: (one.last_day, one.unit, one.title))


def acting_term(entry: UUID) -> Acting:
    """The term that an entry of a decree tells of; Acting.DoesNotExist if it tells of none any more.

    The caller asks who may read it.
    """
    return _told(Acting.objects.known()).get(entry__uid=entry)


def acting_ends(units: Collection[str], period: Period) -> list[Term]:
    """The terms whose last day lies in a period, of posts in work units. The caller asks who may read it."""
    rows = Acting.objects.known().filter(post__work_unit__code__in=units, valid_until__gt=period.start)
    if period.end:
        rows = rows.filter(valid_until__lte=period.end)
    return [_term(row) for row in _told(rows.order_by("valid_until"))]


def acting_ending(units: Collection[str], day: date) -> tuple[int, date] | None:
    """How many terms for posts of work units end within `SOON` days with none that goes on from them, and the first
    last day; None if there is none. One statement after a decree was issued, none while the ledger stands as it stood.
    The caller has found that the asker may read of these units.
    """
    return _ending(frozenset(units), day)


@follows_ledger(16)
def _ending(units: frozenset[str], day: date) -> tuple[int, date] | None:
    rows = Acting.objects.as_of(day).filter(post__work_unit__code__in=units, valid_until__lte=day + SOON + DAY)
    goes_on = Acting.objects.known().filter(post=OuterRef("post"), valid_from=OuterRef("valid_until"))
    found = rows.filter(~Exists(goes_on)).aggregate(count=Count("pk"), end=Min("valid_until"))
    return (found["count"], found["end"] - DAY) if found["count"] else None


def acting_rows(
    day: date, *, posts: Collection[UUID] = (), people: Collection[UUID] = (), left: Collection[UUID] = ()
) -> list[Acting]:
    """The terms that run on a day or begin later: for `posts`, by `people`, and those of a Plh of posts `left`."""
    meant = Q(post__uid__in=posts) | Q(person__uid__in=people) | Q(post__uid__in=left, capacity=Capacity.PLH)
    return list(Acting.objects.known().filter(meant, valid_until__gt=day).select_related("entry"))


def _covered(access: Access, codes: Collection[str]) -> list[str]:
    covered = access.units(*READERS)
    return sorted(code for code in codes if covered is None or code in covered)


def _told(rows: QuerySet[Acting]) -> QuerySet[Acting]:
    return rows.select_related("post__work_unit", "person", "entry__decree")


def _terms(access: Access, day: date, rows: Sequence[Acting]) -> Iterator[Term]:
    """The terms with how often each was lengthened."""
    posts = {row.post_id for row in rows}
    known = Acting.objects.known().filter(post__uid__in=posts, capacity=Capacity.PLT)
    starts: defaultdict[tuple[UUID, UUID], list[date]] = defaultdict(list)
    for post, person, start in known.values_list("post__uid", "person__uid", "valid_from"):
        starts[post, person].append(start)
    vacated = vacated_on(posts, day)
    said = terms(access)
    for row in rows:
        if row.capacity == Capacity.PLH:
            yield _term(row)
            continue
        own = sorted(one for one in starts[row.post_id, row.person_id] if one >= vacated.get(row.post_id, date.min))
        place = own.index(row.valid_from) + 1
        again = ActingTerms.of(said, row.valid_from, row.post.work_unit.code).again
        yield _term(row, place, may_again=place == len(own) and (again is None or place <= again))


def vacated_on(posts: Collection[UUID], day: date) -> dict[UUID, date]:
    """Since when posts that were held definitively before a day are so no more. One statement."""
    ended = Holder.objects.known().filter(post__uid__in=posts, state=Holding.DEFINITIVE, valid_until__lte=day)
    found: dict[UUID, date] = {}
    for post, end in ended.values_list("post__uid", "valid_until"):
        if end:
            found[post] = max(end, found.get(post, end))
    return found


def _term(row: Acting, place: int = 0, *, may_again: bool = False) -> Term:
    assert row.valid_until is not None  # noqa: S101 - the table has none without
    post, decree = row.post, row.entry.decree
    return Term(
        post=row.post_id,
        title=post_name(post.position_name, post.work_unit.name),
        unit=post.work_unit.code,
        unit_name=post.work_unit.name,
        person=row.person_id,
        name=row.person.full_name,
        capacity=Capacity(row.capacity),
        start=row.valid_from,
        last_day=row.valid_until - DAY,
        entry=row.entry_id,
        decree=decree.uid,
        decree_number=decree.number,
        place=place,
        may_again=may_again,
    )


def covered_post(access: Access, post: Post, day: date) -> Covered:
    """A post with the work units that it stands in and under, the nearest first."""
    return Covered(post.uid, post.level, tuple(reversed(unit_tree(access, day=day).lineage(post.work_unit.code))))


def stand_ins(day: date, *, units: Collection[str] = (), people: Collection[UUID] = ()) -> list[StandIn]:
    """Everybody in service on a day with the home in one of the work units, or these people, by name. One statement.

    The caller has found that the asker may see them.
    """
    joined = Person.objects.annotate(
        job=standing_on("employment_rows", day),
        home=standing_on("homeunit_rows", day),
        held=standing_on("postheld_rows", day),
        ranked=standing_on("rank_rows", day),
    )
    here = HomeUnit.objects.as_of(day).filter(work_unit__code__in=units).values("person")
    meant = joined.filter(uid__in=people) if people else joined.filter(uid__in=here)
    rows = meant.filter(job__isnull=False, home__isnull=False, job__status__in=(Status.PNS, Status.PPPK))
    return [_stand_in(row) for row in rows.order_by("name", "uid").values(*FACTS)]


FACTS = (
    *("uid", "name", "title_front", "title_back", "job__status", "home__work_unit__code"),
    *("held__post_id", "held__post__position_name", "held__post__work_unit__name", "held__post__level"),
    "ranked__grade",
)


def _stand_in(row: dict[str, Any]) -> StandIn:
    named = full_name(row["title_front"], row["name"], row["title_back"])
    position = row["held__post__position_name"]
    return StandIn(
        person=row["uid"],
        name=named,
        is_servant=row["job__status"] == Status.PNS,
        unit=row["home__work_unit__code"],
        own_post=row["held__post_id"],
        title=post_title(position, row["held__post__work_unit__name"]) if position else "",
        level=row["held__post__level"] or "",
        grade=row["ranked__grade"] or "",
    )


def payload_of(
    who: StandIn, post: Covered, said: ActingTerms, *, capacity: Capacity, start: date, last_day: date
) -> PostActingV1:
    """What an own decree says: the order, and the facts that it is held to and shows."""
    return PostActingV1(
        person=who.person,
        post=post.post,
        capacity=capacity,
        last_day=last_day,
        most=said.most(capacity, start),
        again=said.again if capacity is Capacity.PLT else None,
        own_post=who.own_post,
        grade=who.grade or None,
    )
