"""What `organization` is told of those who sign: whether they still serve where and as what they sign."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.decrees.selectors.ledger import follows_ledger_and_basis
from malaqbiq.organization.models import Succession
from malaqbiq.organization.rules.mandates import Claim, Heir, Lapse, Lapsed
from malaqbiq.organization.rules.names import post_name, post_title
from malaqbiq.people.models import Person
from malaqbiq.service.effects import Holding
from malaqbiq.service.models import Holder, PostHeld


@dataclass(frozen=True, slots=True)
class _Tenure:
    """That somebody holds or held a post of a work unit."""

    post: UUID
    unit: str
    unit_name: str
    position: str
    leads: bool
    start: date
    end: date | None

    def runs(self, day: date) -> bool:
        return self.start <= day and (self.end is None or self.end > day)


@follows_ledger_and_basis(1024)
def lapsed(claims: frozenset[Claim], day: date) -> Mapping[Claim, Lapsed]:
    """Which claims lapsed, as known now; of a NIP that nobody here has nothing is said.

    Three statements, and none while the ledger, the work units and everybody's NIP stay as they are.
    """
    found: dict[Claim, Lapsed] = {}
    people = _people({claim.nip for claim in claims if claim.nip}, day)
    tenures = _tenures(people)
    ended = {tenure.unit for held in tenures.values() for tenure in held if not tenure.runs(day)}
    after = _after(ended) if ended else {}
    for claim in claims:
        if (row := people.get(claim.nip)) and (answer := _answer(claim, row, tenures[claim.nip], after, day)):
            found[claim] = answer
    return found


def _answer(
    claim: Claim, row: dict[str, Any], held: list[_Tenure], after: dict[UUID, set[UUID]], day: date
) -> Lapsed | None:
    base = _base(claim, held, day)
    post = base.position if base else ""
    posts = frozenset(_reached(base.post, after)) if base else frozenset()
    left = [one.end for one in held if one.post in posts and one.end and one.end <= day]
    since = max(left, default=None)
    if row["job__status"] is None:
        return Lapsed(Lapse.LEFT, since, post, posts=posts)
    now = next((one for one in reversed(held) if one.runs(day)), None)
    title = post_title(now.position, now.unit_name) if now else ""
    home = row["home__work_unit__code"]
    if claim.at_home and home and home != claim.unit:
        return Lapsed(Lapse.MOVED, row["home__valid_from"], post, title or row["home__work_unit__name"], posts)
    if not claim.by_post or base is None:
        return None
    if now and now.post in ({base.post} if claim.titled else posts):
        return None
    if now and now.leads and now.unit == claim.unit and not claim.titled:
        return None
    return Lapsed(Lapse.POST, since, post, title, posts)


def heirs(lapses: Collection[Lapsed], day: date) -> dict[Lapsed, list[Heir]]:
    """Who definitively holds on a day the post by which each mandate was held, or one that goes on from it. One
    statement.
    """
    posts = {post for lapse in lapses for post in lapse.posts}
    rows = Holder.objects.as_of(day).filter(post__uid__in=posts, state=Holding.DEFINITIVE).order_by("post__unit_code")
    held = {row.post_id: row for row in rows.select_related("person", "post__work_unit", "entry__decree")}
    return {lapse: [_heir(row) for post, row in held.items() if post in lapse.posts] for lapse in lapses}


def _heir(row: Holder) -> Heir:
    title = post_name(row.post.position_name, row.post.work_unit.name)
    return Heir(row.person_id, row.person.full_name, row.person.nip or "", title, row.entry.decree.number)


def _people(nips: Collection[str], day: date) -> dict[str, dict[str, Any]]:
    rows = Person.objects.filter(nip__in=nips).annotate(
        job=standing_on("employment_rows", day), home=standing_on("homeunit_rows", day)
    )
    facts = ("uid", "nip", "job__status", "home__work_unit__code", "home__work_unit__name", "home__valid_from")
    return {row["nip"]: row for row in rows.values(*facts)}


def _tenures(people: dict[str, dict[str, Any]]) -> defaultdict[str, list[_Tenure]]:
    nips = {row["uid"]: nip for nip, row in people.items()}
    leads = Q(post__parent_code="")
    rows = PostHeld.objects.known().filter(person__uid__in=nips).annotate(leads=leads).order_by("valid_from")
    fields = ("post__uid", "post__work_unit__code", "post__work_unit__name", "post__position_name", "leads")
    found: defaultdict[str, list[_Tenure]] = defaultdict(list)
    for person, *row in rows.values_list("person__uid", *fields, "valid_from", "valid_until"):
        found[nips[person]].append(_Tenure(*row))
    return found


def _base(claim: Claim, held: Iterable[_Tenure], day: date) -> _Tenure | None:
    """The post by which somebody signs: what he held there as it began, else the first that he held there since; for
    an authority of the whole office the post that leads it, where he held that.
    """
    there = [one for one in held if one.unit == claim.unit and one.start <= day]
    there = [one for one in there if one.leads and not claim.titled] or there
    begun = [one for one in there if one.runs(claim.since)]
    later = [one for one in there if one.start > claim.since]
    return next(iter([*begun, *later]), None)


def _after(units: Collection[str]) -> dict[UUID, set[UUID]]:
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    rows = Succession.objects.filter(old__work_unit__code__in=units)
    for old, new in rows.values_list("old__uid", "new__uid"):
        found[old].add(new)
    return found


def _reached(post: UUID, after: dict[UUID, set[UUID]]) -> set[UUID]:
    """A post and all that go on from it, over as many structures as there were."""
    found, front = {post}, {post}
    while front := {new for old in front for new in after.get(old, ())} - found:
        found |= front
    return found
