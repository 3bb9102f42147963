"""What lists are read against: work units, the law's words, who is known, and what stands for them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from malaqbiq.decrees.models import Projection
from malaqbiq.decrees.rules.timeline import Origin, Span, Subject, Timelines
from malaqbiq.decrees.selectors.ledger import opening_locked_at
from malaqbiq.intake.rules.employees import FAMILIES, Lookups, birth_of
from malaqbiq.intake.rules.matching import Known, Register
from malaqbiq.intake.rules.opening import Seat
from malaqbiq.intake.rules.posts import is_acting, post_key
from malaqbiq.intake.rules.units import Unit, UnitIndex
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.workbooks.cells import key_of
from malaqbiq.organization.selectors import units_on
from malaqbiq.pay.models import PayTerm
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import people_numbered, people_visible
from malaqbiq.regulations.selectors import job_families, ranks, region_names
from malaqbiq.service.effects import Status
from malaqbiq.service.models import Employment, Holder, HomeUnit, PostHeld, PostInForce, Rank

AT_ONCE = 5000
STANDING = (Employment, HomeUnit, Rank, PostHeld, PayTerm)
"""The projections that a list is compared with."""


def lookups(access: Access, day: date) -> Lookups:
    """Work units that the asker may enter people of, and the job families, ranks and regions of a day."""
    units = list(units_on(access, day=day))
    families = {key_of(row.name): row.family for row in job_families(access, day=day)}
    families |= {key_of(family): family for family in families.values()}
    ladders = {Status.PNS: "PNS", Status.PPPK: "PPPK"}
    return Lookups(
        on=day,
        units=UnitIndex.of(
            (
                Unit(unit.uid, unit.code, unit.name, unit.region_name)
                for unit in units
                if access.covers(unit.code, Role.SDM_OFFICER)
            ),
            region_names(access, day=day),
        ),
        families={name: family for name, family in FAMILIES.items() if family in families.values()} | families,
        grades={
            status: frozenset(row.grade for row in ranks(access, ladder=ladder, day=day))
            for status, ladder in ladders.items()
        },
    )


def opening_is_locked(access: Access) -> bool:
    """Whether a change of what was in force at the opening needs a decree now. Everybody may know."""
    del access
    return opening_locked_at() is not None


def register_for(
    access: Access, day: date, *, niks: Collection[str], nips: Collection[str], units: Collection[UUID]
) -> tuple[Register, Mapping[UUID, Person]]:
    """The people whom a list may mean: by these numbers, or at home in these work units; narrowed to who is seen."""
    numbered, taken = people_numbered(access, day, niks=niks, nips=nips)
    people = {person.uid: person for person in numbered}
    homes = _homes(people, units)
    seen = people_visible(access, day)
    for batch in batches(sorted(homes.keys() - people.keys()), AT_ONCE):
        people |= {person.uid: person for person in seen.filter(uid__in=batch)}
    unplaced = seen.exclude(uid__in=HomeUnit.objects.values("person__uid")).select_related(None)
    by_code = {unit.code: unit.uid for unit in units_on(access, day=day) if unit.uid in set(units)}
    for person in unplaced.filter(entered_unit__in=by_code):
        people[person.uid] = person
        homes.setdefault(person.uid, set()).add(by_code[person.entered_unit])
    known = (
        Known(
            uid=person.uid,
            name=person.name,
            nik=person.nik,
            nip=person.nip,
            birth=birth_of(person.birth_date, person.nip, person.nik, day),
            units=frozenset(homes.get(person.uid, ())),
        )
        for person in people.values()
        if person.erased_at is None
    )
    return Register.of(known, taken), people


def standing(people: Iterable[UUID]) -> dict[UUID, Timelines]:
    """What stands for people by what is known now, on the tracks that a list is compared with."""
    found: dict[UUID, dict[str, list[Span[Any]]]] = {}
    for batch in batches(sorted(people), AT_ONCE):
        for model in STANDING:
            for uid, span in _spans(model, batch):
                found.setdefault(uid, {}).setdefault(model.track.name, []).append(span)
    return {
        uid: Timelines(Subject("person", uid), {name: tuple(spans) for name, spans in tracks.items()})
        for uid, tracks in found.items()
    }


@dataclass(frozen=True, slots=True)
class Seats:
    """Posts in force by work unit and name of the position."""

    by_name: Mapping[tuple[UUID, str], Sequence[Seat]]
    names: Mapping[UUID, Sequence[str]]
    """what the posts are called, by work unit"""

    def find(self, unit: UUID, position: str) -> Seat | None:
        """The post that a position in a work unit names, if it names one: nobody is put on a post as acting."""
        found = () if is_acting(position) else self.by_name.get((unit, post_key(position)), ())
        return found[0] if len(found) == 1 else None


def seats_on(day: date, units: Collection[UUID]) -> Seats:
    """The posts in force on a day in work units, and who holds them."""
    held = Holder.objects.known().filter(post__work_unit__uid__in=units)
    holders = {row.post_id: row.person for row in held.as_of(day).select_related("person")}
    ended = held.filter(valid_until__lte=day).order_by("valid_until").values_list("post__uid", "valid_until")
    left = {post: until for post, until in ended if until}
    rows = PostInForce.objects.as_of(day).filter(post__work_unit__uid__in=units)
    found: dict[tuple[UUID, str], list[Seat]] = {}
    names: dict[UUID, list[str]] = {}
    for post, unit, name, since in rows.values_list(
        "post__uid", "post__work_unit__uid", "post__position_name", "valid_from"
    ):
        vacant_since = max(since, left.get(post, since))
        holder = holders.get(post)
        seat = Seat(post, vacant_since, holder.uid, holder.full_name) if holder else Seat(post, vacant_since, None)
        found.setdefault((unit, post_key(name)), []).append(seat)
        names.setdefault(unit, []).append(name)
    return Seats(found, names)


def homes_on(access: Access, day: date, people: Sequence[UUID]) -> dict[UUID, UUID]:
    """The home unit of each person on a day, of those whose unit the asker covers as SDM officer."""
    units = access.units(Role.SDM_OFFICER)
    found: dict[UUID, UUID] = {}
    for batch in batches(people, AT_ONCE):
        rows = HomeUnit.objects.as_of(day).filter(person__uid__in=batch)
        if units is not None:
            rows = rows.filter(work_unit__code__in=units)
        found |= dict(rows.values_list("person__uid", "work_unit__uid"))
    return found


def _homes(people: Collection[UUID], units: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """In which work units people are or were at home: those named, and those of the units."""
    homes: dict[UUID, set[UUID]] = {}
    rows = HomeUnit.objects.known()
    for uid, unit in rows.filter(work_unit__uid__in=units).values_list("person__uid", "work_unit__uid"):
        homes.setdefault(uid, set()).add(unit)
    for batch in batches(sorted(people), AT_ONCE):
        for uid, unit in rows.filter(person__uid__in=batch).values_list("person__uid", "work_unit__uid"):
            homes.setdefault(uid, set()).add(unit)
    return homes


def _spans(model: type[Projection], people: Sequence[UUID]) -> Iterable[tuple[UUID, Span[Any]]]:
    """The spans of one track that are known now, in order of time."""
    value = model.track.value
    columns = [_column(model, field.name) for field in fields(value)]
    rows = model.objects.known().filter(person__uid__in=people).order_by("valid_from")  # type: ignore[misc]
    heads = ("person__uid", "valid_from", "valid_until", "entry__uid", "origin")
    for uid, start, end, entry, origin, *values in rows.values_list(*heads, *columns):
        yield uid, Span(start, end, value(*values), entry, Origin(origin))


def _column(model: type[Projection], name: str) -> str:
    """The field itself, or the uid that it refers to."""
    field = model._meta.get_field(name)  # noqa: SLF001 - Django's public interface to a model's fields
    return f"{name}__uid" if field.is_relation else name
