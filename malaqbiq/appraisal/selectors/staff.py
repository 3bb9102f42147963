"""Who is to be appraised: the contract staff in service on a day, as decrees say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import batches
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Employment, HomeUnit
from malaqbiq.service.selectors import serving

PEOPLE_AT_ONCE = 5000

HOUSE = Access.system("appraisal")
"""Who asks what must be answered in full, whoever set it off: who is in service, and who is family."""


@dataclass(frozen=True, slots=True)
class InService:
    """Somebody of the contract staff: home unit, job family, since when without a break, and the contract's end.

    `contract_end` is the first day on which the contract no longer stands.
    """

    person: UUID
    work_unit: UUID
    job_family: str
    since: date
    contract_end: date | None


def contract_staff(*, access: Access, office: str, day: date) -> list[InService]:
    """The contract staff in service on a day in a work unit (by code) and all below it then, as far as covered."""
    found = serving(access, day, units=units_below(office, day))
    since = unbroken_since([one.person for one in found], day)
    return [
        InService(
            person=one.person,
            work_unit=one.work_unit,
            job_family=one.job_family,
            since=since.get(one.person, one.start),
            contract_end=one.last_day + DAY if one.last_day else None,
        )
        for one in found
    ]


def contract_staff_uids(*, office: str, day: date) -> list[UUID]:
    """Uids of the contract staff in service on a day in a work unit and all below it then, whoever asks."""
    homes = HomeUnit.objects.as_of(day).filter(work_unit__code__in=units_below(office, day)).values("person")
    serve = Employment.objects.as_of(day).filter(status__in=[status.value for status in CONTRACT_WORKERS])
    return list(serve.filter(person__in=homes).order_by("person").values_list("person__uid", flat=True))


def unbroken_since(people: Collection[UUID], day: date) -> dict[UUID, date]:
    """For each person in service on a day: the first day from which they have served without a break."""
    terms: defaultdict[UUID, list[tuple[date, date | None]]] = defaultdict(list)
    for batch in batches(list(people), PEOPLE_AT_ONCE):
        rows = Employment.objects.known().filter(person__uid__in=batch, valid_from__lte=day).order_by("-valid_from")
        for person, start, end in rows.values_list("person__uid", "valid_from", "valid_until"):
            terms[person].append((start, end))
    return {person: _first_day(spans) for person, spans in terms.items()}


def _first_day(latest_first: list[tuple[date, date | None]]) -> date:
    first = latest_first[0][0]
    for start, end in latest_first[1:]:
        if end != first:
            break
        first = start
    return first


def units_below(office: str, day: date) -> frozenset[str]:
    """Codes of a work unit and of all that stand below it on a day."""
    tree = unit_tree(HOUSE, day=day)
    return tree.below(office) if office in tree else frozenset({office})
