"""What the opening's form begins with: what stands for one person, as a list would say it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.intake.models import PriorDecree
from malaqbiq.intake.rules.opening import reference_day
from malaqbiq.intake.selectors.lists import standing
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.organization.selectors import units_on
from malaqbiq.pay.effects import TERM
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import person_visible
from malaqbiq.regulations.selectors import job_families
from malaqbiq.service.effects import EMPLOYMENT, HOME, POST_HELD, RANK


@dataclass(frozen=True, slots=True)
class OpeningSays:
    """Somebody with what stands for him by column, and whether the opening said it."""

    person: Person
    cells: Mapping[str, Any]
    is_of_opening: bool


def opening_says(access: Access, day: date, uid: UUID) -> OpeningSays:
    """What stands for a person on a day, or on the nearest of his service, as the columns of a list.

    Person.DoesNotExist for who is not in the asker's work units as SDM officer.
    """
    person = person_visible(access, day, uid, Role.SDM_OFFICER)
    stands = standing([uid]).get(uid)
    spans = stands.spans(EMPLOYMENT) if stands else ()
    span = (stands.at(EMPLOYMENT, day) if stands else None) or (spans[-1] if spans else None)
    if stands is None or span is None:
        return OpeningSays(person, {}, is_of_opening=False)
    on = reference_day(span, day)
    home, rank, term, held = (stands.at(track, on) for track in (HOME, RANK, TERM, POST_HELD))
    prior = prior_decree(uid)
    jobs = {row.family: row.name for row in job_families(access, day=on)}
    units = WorkUnit.objects.filter(uid__in=[home.value.work_unit] if home else [])
    cells = {
        "status": str(span.value.status),
        "unit": units.values_list("code", flat=True).first() or "",
        "position": jobs.get(span.value.job_family, span.value.job_family) or _post(held.value.post if held else None),
        "grade": rank.value.grade if rank else "",
        "start": None if span.value.since_unknown else span.start,
        "last_day": span.end - DAY if span.end else None,
        "amount": f"{term.value.monthly_amount:,}".replace(",", ".") if term else "",
        "decree_number": prior.number if prior else "",
        "decree_date": prior.decided_on if prior else None,
    }
    return OpeningSays(person, cells, is_of_opening=span.origin is Origin.OPENING)


def prior_decree(uid: UUID) -> PriorDecree | None:
    """The old decree that a list named for a person. The caller asks who may read it."""
    return PriorDecree.objects.filter(person__uid=uid).first()


def units_entered(access: Access, day: date) -> list[tuple[str, str]]:
    """The work units of which the asker enters people: code and name."""
    return [(unit.code, unit.name) for unit in units_on(access, day=day) if access.covers(unit.code, Role.SDM_OFFICER)]


def _post(uid: UUID | None) -> str:
    if uid is None:
        return ""
    return Post.objects.filter(uid=uid).values_list("position_name", flat=True).first() or ""
