"""The predikat of a civil servant's year, and penalties: imposed or found elsewhere, recorded here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.people.models import Person
from malaqbiq.regulations.rules.rows.eligibility import PENALTY_GRADES, PREDIKAT
from malaqbiq.service.effects import Status
from malaqbiq.service.models import Employment, HomeUnit, Penalty, Predikat

BATCH = 1000
SERVANTS = (Status.PNS, Status.PPPK)
"""Of whom it is recorded."""
RECORDERS = (Role.SDM_OFFICER,)
"""Who records them, of those whose home unit he covers, but for himself."""
FIRST_YEAR = 1980
"""Before it nobody who serves was appraised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PredikatDraft:
    """What a civil servant's year was rated (one of `PREDIKAT`), and which paper says so."""

    person: UUID
    year: int
    predikat: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyDraft:
    """A penalty of a grade (one of `PENALTY_GRADES`) that runs through `last_day`, counted; None: no end is known."""

    person: UUID
    grade: str
    start: date
    last_day: date | None = None
    source: str


@transaction.atomic
def predikats_record(*, access: Access, day: date, drafts: Sequence[PredikatDraft]) -> int:
    """Record what years were rated; one recorded before is replaced. Returns how many rows differ from before.

    Person.DoesNotExist for who has no home unit of the asker's on the day, or is no civil servant; UserError for a
    year that isn't over, a predikat that there isn't, no source, and oneself.
    """
    for draft in drafts:
        _require_predikat(draft, day)
    _require_people(access, day, {draft.person for draft in drafts})
    new = [draft for batch in batches(drafts, BATCH) for draft in _unlike(batch)]
    who = {"entered_by": access.actor, "entered_at": clock.now()}
    Predikat.objects.bulk_create(
        [Predikat(person_id=one.person, year=one.year, predikat=one.predikat, source=one.source, **who) for one in new],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["person", "year"],
        update_fields=["predikat", "source", "entered_by", "entered_at"],
    )
    if new:
        subject = new[0].person if len(new) == 1 else None
        activity_record(access=access, action="service.predikat", subject_uid=subject, detail={"rows": len(new)})
    return len(new)


@transaction.atomic
def predikat_remove(*, access: Access, day: date, person: UUID, year: int) -> None:
    """Take back what was recorded of a year by mistake; Predikat.DoesNotExist if nothing was."""
    _require_people(access, day, {person})
    Predikat.objects.get(person__uid=person, year=year).delete()
    activity_record(access=access, action="service.predikat_remove", subject_uid=person, detail={"year": year})


@transaction.atomic
def penalty_record(*, access: Access, day: date, draft: PenaltyDraft) -> Penalty:
    """Record a penalty. Person.DoesNotExist and UserError as of `predikats_record`, and if it ends before it starts."""
    days_require(draft.start, draft.last_day)
    _require_source(draft.source)
    if draft.grade not in PENALTY_GRADES:
        raise UserError(Words(gettext_noop("there is no penalty of the grade %(grade)s"), {"grade": draft.grade}))
    _require_people(access, day, {draft.person})
    penalty = Penalty(
        person_id=draft.person,
        grade=draft.grade,
        valid_from=draft.start,
        valid_until=_until(draft.start, draft.last_day),
        source=draft.source,
        entered_by=access.actor,
        entered_at=clock.now(),
    )
    penalty.save()
    activity_record(access=access, action="service.penalty", subject_uid=draft.person)
    return penalty


@transaction.atomic
def penalty_end(*, access: Access, day: date, uid: UUID, last_day: date) -> Penalty:
    """Say through which day a penalty runs, counted. Penalty.DoesNotExist for one that isn't the asker's to record."""
    days_require(last_day)
    penalty = _penalty(access, day, uid)
    penalty.valid_until = _until(penalty.valid_from, last_day)
    penalty.save(update_fields=["valid_until"])
    activity_record(access=access, action="service.penalty_end", subject_uid=penalty.person_id)
    return penalty


@transaction.atomic
def penalty_remove(*, access: Access, day: date, uid: UUID) -> None:
    """Take back a penalty that was recorded by mistake, or that was annulled where it was imposed."""
    penalty = _penalty(access, day, uid)
    penalty.delete()
    activity_record(access=access, action="service.penalty_remove", subject_uid=penalty.person_id)


@transaction.atomic
def conduct_erase(*, access: Access, person: UUID) -> int:
    """Remove somebody's predikat and penalties by law (UU 27/2022); how many rows. Forbidden for all but a system
    user.
    """
    access.require("", Role.ADMINISTRATOR)
    counts = [model.objects.filter(person__uid=person).delete()[0] for model in (Predikat, Penalty)]
    activity_record(access=access, action="service.erase_conduct", subject_uid=person, detail={"rows": sum(counts)})
    return sum(counts)


def _penalty(access: Access, day: date, uid: UUID) -> Penalty:
    penalty = Penalty.objects.select_for_update().get(uid=uid)
    _require_people(access, day, {penalty.person_id})
    return penalty


def _require_people(access: Access, day: date, people: set[UUID]) -> None:
    """That all of them are civil servants whose home unit the asker covers on the day, and none is he himself."""
    if access.person in people:
        raise UserError(gettext_noop("nobody records this of himself"), gettext_noop("ask another SDM officer"))
    covered, found = access.units(*RECORDERS), 0
    for batch in batches(sorted(people), BATCH):
        servants = Employment.objects.as_of(day).filter(status__in=SERVANTS).values("person")
        homes = HomeUnit.objects.as_of(day).filter(person__uid__in=batch, person__erased_at__isnull=True)
        serving = homes.filter(person__in=servants)
        mine = serving if covered is None else serving.filter(work_unit__code__in=covered)
        found += mine.count()
    if found < len(people):
        raise Person.DoesNotExist(f"{len(people) - found} of the people are no civil servants of your work units")


def _require_predikat(draft: PredikatDraft, day: date) -> None:
    _require_source(draft.source)
    if draft.predikat not in PREDIKAT:
        raise UserError(Words(gettext_noop("there is no predikat %(predikat)s"), {"predikat": draft.predikat}))
    if not FIRST_YEAR <= draft.year <= day.year:
        words = gettext_noop("%(year)s can't be the year of a predikat: expected from %(first)s to %(last)s")
        # Years as texts: a number would be written with a point in it.
        params = {"year": str(draft.year), "first": str(FIRST_YEAR), "last": str(day.year)}
        raise UserError(Words(words, params))


def _require_source(source: str) -> None:
    if not source.strip():
        raise UserError(gettext_noop("the source is missing"), gettext_noop("name the paper that says so"))


def _until(start: date, last_day: date | None) -> date | None:
    if last_day is not None and last_day < start:
        raise UserError(gettext_noop("the last day is before the first"))
    return last_day + DAY if last_day else None


def _unlike(drafts: Sequence[PredikatDraft]) -> list[PredikatDraft]:
    known = Predikat.objects.filter(
        person__uid__in={one.person for one in drafts}, year__in={one.year for one in drafts}
    )
    before = {(row[0], row[1]): row[2:] for row in known.values_list("person__uid", "year", "predikat", "source")}
    return [one for one in drafts if before.get((one.person, one.year)) != (one.predikat, one.source)]
