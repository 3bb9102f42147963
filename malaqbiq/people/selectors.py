"""Reads about people, narrowed to whom the asker may see on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, OuterRef, Q, QuerySet

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.identity import mask_email, mask_nik, mask_phone
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.progress import batches
from malaqbiq.people import scope
from malaqbiq.people.models import Competency, CompetencyKind, Education, FamilyTie, Person
from malaqbiq.people.rules import EducationLevel, Relation, Tie, close_family_of

AT_ONCE = 5000
"""How many values one query is asked for: below the limit of variables of both databases."""


def people_visible(access: Access, day: date, *roles: Role) -> QuerySet[Person]:
    """The people in the work units that the roles (any role if none is named) cover on a day.

    Somebody who has no home unit at any time is seen by the work unit that entered him. Unless a room has filled the
    scope hook, only the command line's system users see anybody.
    """
    units = access.units(*roles)
    if units is None:
        return Person.objects.all()
    whereabouts = scope.whereabouts()
    if whereabouts is None:
        return Person.objects.none()
    entered_here = Q(entered_unit__in=units) & ~whereabouts.placed()
    return Person.objects.filter(whereabouts.present(units, day) | entered_here)


def person_visible(access: Access, day: date, uid: UUID, *roles: Role) -> Person:
    """One person that the asker may see: somebody in his work units, or himself; else Person.DoesNotExist."""
    if access.person == uid and not roles:
        return Person.objects.get(uid=uid)
    return people_visible(access, day, *roles).get(uid=uid)


def people_elsewhere(access: Access, days: Collection[date], uids: Collection[UUID], *roles: Role) -> frozenset[UUID]:
    """Those of the people who were, on one of the days, in a work unit, but on none in one that the roles cover.

    Who has no home unit at any time is where he was entered. Empty for a system user.
    """
    if access.everything or not uids:
        return frozenset()
    whereabouts = scope.whereabouts()
    if whereabouts is None:
        return frozenset(uids)
    asked = Person.objects.filter(uid__in=list(uids))
    elsewhere, seen = set(asked.exclude(whereabouts.placed()).values_list("uid", flat=True)), set[UUID]()
    for day in days:
        elsewhere |= set(asked.filter(whereabouts.present(None, day)).values_list("uid", flat=True))
        seen |= set(people_visible(access, day, *roles).filter(uid__in=list(uids)).values_list("uid", flat=True))
    return frozenset(elsewhere - seen)


@dataclass(frozen=True, slots=True)
class MaskedPerson:
    """What a page shows of somebody whose numbers the viewer's role does not need."""

    uid: UUID
    name: str
    nip: str
    nik: str
    phone: str
    email: str


def people_masked(access: Access, day: date, people: QuerySet[Person]) -> list[MaskedPerson]:
    """The people among `people` that the asker may see, with NIK and contact data masked."""
    seen = people_visible(access, day) & people
    return [
        MaskedPerson(
            uid=person.uid,
            name=person.full_name,
            nip=person.nip or "",
            nik=mask_nik(person.nik or ""),
            phone=mask_phone(person.phone),
            email=mask_email(person.email),
        )
        for person in seen
    ]


@dataclass(frozen=True, slots=True)
class MaskedIdentity:
    """Who somebody is, as his page shows it to whom his numbers are not revealed."""

    nip: str
    nik: str
    sex: str
    birth_place: str
    birth_year: int | None
    phone: str
    email: str
    address: str


def identity_masked(uid: UUID) -> MaskedIdentity:
    """Who somebody is, NIK and contact data masked. The caller has found that the asker may see him."""
    person = Person.objects.get(uid=uid)
    return MaskedIdentity(
        nip=person.nip or "",
        nik=mask_nik(person.nik or ""),
        sex=person.get_sex_display() if person.sex else "",
        birth_place=person.birth_place,
        # The whole day would give the hidden digits of the NIK away.
        birth_year=person.birth_date.year if person.birth_date else None,
        phone=mask_phone(person.phone),
        email=mask_email(person.email),
        address="•••" if person.address else "",
    )


def educations_about(uid: UUID, day: date) -> list[Education]:
    """What somebody finished by the year of a day, the highest first. The caller has found that he may be seen."""
    finished = Education.objects.filter(Q(year__isnull=True) | Q(year__lte=day.year), person__uid=uid)
    return list(finished.order_by("-level", "-year"))


def competencies_about(uid: UUID, day: date) -> list[Competency]:
    """The last assessment of each kind up to a day, in the catalogue's order, of whom the caller has found seen."""
    rows = Competency.objects.filter(person__uid=uid, assessed_on__lte=day).select_related("kind")
    latest = {row.kind_id: row for row in rows.order_by("assessed_on", "pk")}
    return sorted(latest.values(), key=lambda row: (row.kind.group, row.kind.name))


def highest_education(access: Access, day: date, uids: Collection[UUID]) -> Mapping[UUID, EducationLevel]:
    """The highest level of schooling finished by the year of the day; who has none recorded is missing."""
    finished = Education.objects.filter(Q(year__isnull=True) | Q(year__lte=day.year))
    seen = finished.filter(person__in=people_visible(access, day).filter(uid__in=uids).values("uid"))
    rows = seen.order_by().values_list("person__uid").annotate(highest=Max("level"))
    return {uid: EducationLevel(level) for uid, level in rows}


@dataclass(frozen=True, slots=True)
class Mastery:
    """How well somebody masters a kind of competency, and when and by what that was found."""

    level: int
    assessed_on: date
    source: str


def competencies_on(access: Access, day: date, uids: Collection[UUID]) -> Mapping[UUID, Mapping[str, Mastery]]:
    """By person and code of the kind: the last assessment up to the day."""
    seen = people_visible(access, day).filter(uid__in=uids).values("uid")
    rows = Competency.objects.filter(person__in=seen, assessed_on__lte=day).order_by("assessed_on", "id")
    found: dict[UUID, dict[str, Mastery]] = {}
    for uid, code, level, assessed_on, source in rows.values_list(
        "person__uid", "kind__code", "level", "assessed_on", "source"
    ):
        found.setdefault(uid, {})[code] = Mastery(level, assessed_on, source)
    return found


def competency_kinds(access: Access) -> QuerySet[CompetencyKind]:
    """The catalogue that is in use. Everybody who signs in may read it."""
    del access
    return CompetencyKind.objects.filter(is_open=True)


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """Somebody's relative: what the relative is to him."""

    uid: UUID
    relation: Relation
    period: Period | None


def family_on(access: Access, day: date, uid: UUID) -> list[FamilyMember]:
    """The ties of one person that hold on a day, read from his side; Person.DoesNotExist for who is not seen."""
    person_visible(access, day, uid)
    return [_member(tie, uid) for tie in _ties({uid}) if tie.holds_on(day)]


def names_of(uids: Collection[UUID]) -> dict[UUID, str]:
    """The full names of people whom the caller has found already, by uid."""
    return {person.uid: person.full_name for person in Person.objects.filter(uid__in=uids)}


def own_close_family(access: Access, day: date) -> frozenset[UUID]:
    """Whom the asker may not decide on: himself and his close family, wherever they work; empty for a system user."""
    if access.person is None:
        return frozenset()
    return close_families(access, day, [access.person])[access.person] | {access.person}


def close_families(access: Access, day: date, uids: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Close family of each of many people, wherever they work: uids only, for deciding who may not judge whom.

    Two statements for each few thousand people.
    """
    del access
    ties_of = _ties_by_person(_ties_at_once(uids))
    kin = {uid for ties in ties_of.values() for tie in ties for uid in (tie.person, tie.kin)}
    ties_of |= _ties_by_person(_ties_at_once(kin))
    return {uid: close_family_of(uid, _ties_near(uid, ties_of), day) for uid in uids}


def close_family_among(uid: UUID, person: str, day: date) -> QuerySet[FamilyTie]:
    """Ties by which the person of an outer query (its column) is close family of somebody on a day.

    As `rules.close_family_of` tells it of ties as they are kept: a child's stands as its parent's.
    """
    holding = Q(valid_from=None) | Q(valid_from__lte=day)
    holding &= Q(valid_until=None) | Q(valid_until__gt=day)
    ties, other = FamilyTie.objects.filter(holding), OuterRef(person)
    parents = ties.filter(relation=Relation.PARENT, kin__uid=uid).values("person")
    siblings = Q(relation=Relation.PARENT, person__in=parents, kin=other)
    return ties.filter(Q(person__uid=uid, kin=other) | Q(kin__uid=uid, person=other) | siblings)


def people_numbered(
    access: Access, day: date, *, niks: Collection[str] = (), nips: Collection[str] = ()
) -> tuple[list[Person], frozenset[str]]:
    """The people with these numbers that the asker may see, and the numbers that somebody has whom he may not see."""
    found: dict[UUID, Person] = {}
    for field, numbers in (("nik__in", sorted(niks)), ("nip__in", sorted(nips))):
        for start in range(0, len(numbers), AT_ONCE):
            for person in Person.objects.filter(**{field: numbers[start : start + AT_ONCE]}):
                found[person.uid] = person
    if access.everything:
        return list(found.values()), frozenset()
    seen = set(people_visible(access, day).filter(uid__in=list(found)).values_list("uid", flat=True))
    hidden = [person for uid, person in found.items() if uid not in seen]
    taken = {number for person in hidden for number in (person.nik, person.nip) if number}
    return [person for uid, person in found.items() if uid in seen], frozenset(taken & {*niks, *nips})


def _ties_at_once(uids: Collection[UUID]) -> list[Tie]:
    return [tie for batch in batches(sorted(uids), AT_ONCE) for tie in _ties(batch)]


def _ties_by_person(ties: Iterable[Tie]) -> dict[UUID, set[Tie]]:
    found: defaultdict[UUID, set[Tie]] = defaultdict(set)
    for tie in ties:
        found[tie.person].add(tie)
        found[tie.kin].add(tie)
    return dict(found)


def _ties_near(uid: UUID, ties_of: Mapping[UUID, set[Tie]]) -> set[Tie]:
    own = ties_of.get(uid, set())
    return own.union(*(ties_of.get(kin, set()) for tie in own for kin in (tie.person, tie.kin)))


def _ties(uids: Collection[UUID]) -> list[Tie]:
    rows = FamilyTie.objects.filter(Q(person__in=uids) | Q(kin__in=uids))
    return [Tie(row.person_id, Relation(row.relation), row.kin_id, _period(row)) for row in rows]


def _period(row: FamilyTie) -> Period | None:
    if row.valid_from is None and row.valid_until is None:
        return None
    return Period(row.valid_from or date.min, row.valid_until)


def _member(tie: Tie, uid: UUID) -> FamilyMember:
    if tie.kin == uid:
        return FamilyMember(tie.person, tie.relation, tie.period)
    return FamilyMember(tie.kin, tie.relation.reverse, tie.period)
