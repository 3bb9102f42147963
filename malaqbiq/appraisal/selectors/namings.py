"""Who appraises whom in a cycle, and who could."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.appraisal.models import Appraisee, Appraiser, Cycle
from malaqbiq.appraisal.rules.instrument import Component, Kind
from malaqbiq.appraisal.selectors.seen import KEEPERS, cycle_seen
from malaqbiq.appraisal.selectors.staff import HOUSE, units_below
from malaqbiq.kernel.access import Access
from malaqbiq.service.effects import Status
from malaqbiq.service.selectors import serving


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody to be appraised, and who scores each component of them, by the component's key."""

    uid: UUID
    name: str
    unit_name: str
    appraisers: Sequence[tuple[Component, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be named: a civil servant or PPPK in service in one of the cycle's work units."""

    uid: UUID
    label: str


@dataclass(frozen=True, slots=True)
class Namings:
    """One work unit's people in a cycle with their appraisers, the candidates, and the units that the asker keeps."""

    cycle: Cycle
    components: Sequence[Component]
    units: Sequence[tuple[str, str, int]]
    unit: str
    people: Sequence[Named]
    candidates: Sequence[Candidate]


def namings_of(*, access: Access, cycle: UUID, unit: str, on: date) -> Namings:
    """Who appraises the people of a unit (the first with somebody unnamed if none is given) among those kept.

    Cycle.DoesNotExist if the asker keeps none of the cycle's work units.
    """
    seen = cycle_seen(access=access, cycle=cycle)
    components = [item for item in seen.rules.components if item.kind is not Kind.ATTENDANCE]
    people = Appraisee.objects.filter(cycle=seen, in_service=True)
    units = access.units(*KEEPERS)
    if units is not None:
        people = people.filter(work_unit__code__in=units)
    ordered = people.order_by("work_unit__code", "person__name", "pk")
    rows = list(ordered.values_list("pk", "person__uid", "person__name", "work_unit__code", "work_unit__name"))
    if not rows:
        raise Cycle.DoesNotExist
    named: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    given = Appraiser.objects.filter(appraisee__in=people.order_by().values("pk")).order_by("person__name")
    for pk, component, name in given.values_list("appraisee", "component", "person__name"):
        named[pk, component].append(name)
    lacking: defaultdict[str, int] = defaultdict(int)
    for pk, _uid, _name, code, _unit in rows:
        lacking[code] += any((pk, item.key) not in named for item in components)
    listed = [(code, name, lacking[code]) for code, name in dict.fromkeys((row[3], row[4]) for row in rows)]
    chosen = unit if unit in lacking else next((code for code, _name, count in listed if count), listed[0][0])
    return Namings(
        cycle=seen,
        components=components,
        units=listed,
        unit=chosen,
        people=[
            Named(uid, name, unit_name, [(item, named[pk, item.key]) for item in components])
            for pk, uid, name, code, unit_name in rows
            if code == chosen
        ],
        candidates=_candidates(access, seen, chosen, on),
    )


def _candidates(access: Access, cycle: Cycle, unit: str, on: date) -> list[Candidate]:
    """Those in service in the unit itself first, then those of the cycle's own office for whoever covers it."""
    found = serving(HOUSE, on, statuses=(Status.PNS, Status.PPPK), units=units_below(cycle.office.code, on))
    near = [one for one in found if one.unit_code == unit]
    office = [one for one in found if one.unit_code == cycle.office.code and one.unit_code != unit]
    shown = (*near, *office) if access.covers(cycle.office.code) else near
    return [Candidate(one.person, f"{one.name} · {one.unit_code}") for one in shown]
