"""How appraisers compare: how the scores that each gave spread, and whom they gave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Avg, Max

from malaqbiq.appraisal.models import Adjustment, Cycle, Score
from malaqbiq.appraisal.rules.instrument import Component, Kind
from malaqbiq.appraisal.rules.spread import Spread, spread_of
from malaqbiq.appraisal.selectors.seen import READERS, appraisees_seen, cycle_seen
from malaqbiq.kernel.access import Access


@dataclass(frozen=True, slots=True)
class Appraising:
    """An appraiser in a cycle, and how the scores that they gave for a component spread."""

    person: UUID
    name: str
    spread: Spread


@dataclass(frozen=True, slots=True)
class ScoredBy:
    """A person with what an appraiser gave for the component, and what moderation set it to, in hundredths."""

    person: UUID
    name: str
    unit_name: str
    given: int
    moderated: int | None
    away: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """The appraisers of a component of a cycle, hardest first; `all` of them together; the people of the chosen one."""

    cycle: Cycle
    components: Sequence[Component]
    component: Component | None
    appraisers: Sequence[Appraising]
    all: Spread | None
    chosen: Appraising | None
    people: Sequence[ScoredBy]


def comparison(*, access: Access, cycle: UUID, component: str, appraiser: UUID | None, on: date) -> Comparison:
    """The appraisers of one component (the first that people score, if there is none of that key), as far as seen.

    Scores of several months count as their mean. Cycle.DoesNotExist unless the asker's roles see somebody in the cycle.
    """
    seen = cycle_seen(access=access, cycle=cycle, on=on)
    choices = [item for item in seen.rules.components if item.kind is not Kind.ATTENDANCE]
    chosen = next((item for item in choices if item.key == component), choices[0] if choices else None)
    given = _given(access, seen, chosen.key) if chosen else []
    by: defaultdict[UUID, list[_Given]] = defaultdict(list)
    for one in given:
        by[one.appraiser].append(one)
    appraisers = [_appraising(person, found) for person, found in by.items()]
    picked = next((one for one in appraisers if one.person == appraiser), None)
    return Comparison(
        cycle=seen,
        components=choices,
        component=chosen,
        appraisers=sorted(appraisers, key=lambda one: (one.spread.mean, one.name)),
        all=spread_of([one.points for one in given]),
        chosen=picked,
        people=_people(chosen.key, picked, by[picked.person]) if picked and chosen else (),
    )


@dataclass(frozen=True, slots=True)
class _Given:
    appraiser: UUID
    appraiser_name: str
    appraisee: int
    person: UUID
    name: str
    unit_name: str
    points: int


def _given(access: Access, cycle: Cycle, component: str) -> list[_Given]:
    people = appraisees_seen(access=access, cycle=cycle).filter(in_service=True).order_by()
    units = access.units(*READERS)
    if units is not None:
        # Narrower than what is seen of a cycle: one's own people and oneself compare no appraisers.
        people = people.filter(work_unit__code__in=units)
        if not units:
            raise Cycle.DoesNotExist
    rows = Score.objects.filter(appraisee__in=people.values("pk"), component=component).order_by()
    facts = ("appraiser__uid", "appraiser__name", "appraisee")
    more = ("appraisee__person__uid", "appraisee__person__name", "appraisee__work_unit__name")
    means = rows.values_list(*facts, *more).annotate(mean=Avg("points"))
    return [
        _Given(by, by_name, pk, person, name, unit, round(mean)) for by, by_name, pk, person, name, unit, mean in means
    ]


def _appraising(person: UUID, found: Sequence[_Given]) -> Appraising:
    spread = spread_of([one.points for one in found])
    assert spread is not None  # noqa: S101 - whoever is here gave a score
    return Appraising(person, found[0].appraiser_name, spread)


def _people(component: str, chosen: Appraising, given: Sequence[_Given]) -> list[ScoredBy]:
    inside = {"appraisee__in": [one.appraisee for one in given], "component": component}
    last = Adjustment.objects.filter(**inside).order_by().values("appraisee").annotate(last=Max("pk")).values("last")
    moderated = dict(Adjustment.objects.filter(pk__in=last).values_list("appraisee", "to_points"))
    people = [
        ScoredBy(
            one.person,
            one.name,
            one.unit_name,
            one.points,
            moderated.get(one.appraisee),
            one.points - chosen.spread.mean,
        )
        for one in given
    ]
    return sorted(people, key=lambda one: (one.given, one.name))
