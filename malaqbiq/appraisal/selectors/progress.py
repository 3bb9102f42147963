"""A cycle as its page shows it: how far each work unit is, how scores spread, what holds it up, and what comes next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from malaqbiq.appraisal.models import Appraisee, Cycle, Objection
from malaqbiq.appraisal.rules.closing import Coverage, Hold, coverage_of, holds_of, total_of
from malaqbiq.appraisal.rules.instrument import Instrument, Kind
from malaqbiq.appraisal.rules.scoring import Outcome
from malaqbiq.appraisal.rules.spread import Spread, spread_of
from malaqbiq.appraisal.selectors.coverage import counted, standing_on
from malaqbiq.appraisal.selectors.decidable import Decidable, decidable
from malaqbiq.appraisal.selectors.records import Standing
from malaqbiq.appraisal.selectors.seen import KEEPERS, READERS, cycle_seen, cycles_seen
from malaqbiq.appraisal.selectors.staff import contract_staff_uids
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import DAY


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """A work unit in a cycle: its counts, and how the scores that are there spread."""

    code: str
    name: str
    counts: Coverage
    spread: Spread | None


@dataclass(frozen=True, slots=True)
class Progress:
    """A cycle as seen: units, their total, how many people each hold is about, and what the asker may do.

    `ready` people have a result that they weren't told yet; `told_on` counts those who were told and of whom no
    objection was rejected, by day. `keeps`: may run the cycle; `decides`: may decide in it, `decidable` of the
    undecided as recommended, all but those `left`.
    """

    cycle: Cycle
    units: Sequence[UnitProgress]
    total: Coverage
    holds: Mapping[Hold, int]
    ready: int
    drafts: int
    told_on: Mapping[date, int]
    keeps: bool
    decides: bool
    can_name: bool
    taking: Decidable

    @property
    def is_open(self) -> bool:
        """Whether the cycle is open."""
        return self.cycle.state == Cycle.State.OPEN

    @property
    def last_day(self) -> date:
        """The last day that is appraised."""
        return self.cycle.period_end - DAY

    @property
    def undecided(self) -> int:
        """How many people nothing is decided on."""
        return self.total.to_appraise - self.total.decided

    @property
    def instrument(self) -> Instrument:
        """The instrument as it was when the cycle was opened."""
        return self.cycle.rules


def cycle_progress(*, access: Access, cycle: UUID, on: date) -> Progress:
    """How far a cycle is at the end of a day; Cycle.DoesNotExist unless the asker's roles see all of a unit in it."""
    seen = cycle_seen(access=access, cycle=cycle, on=on)
    instrument, found = seen.rules, standing_on(access=access, cycle=seen, on=on)
    code, is_open = seen.office.code, seen.state == Cycle.State.OPEN
    covered = [one for one in found if access.covers(one.unit_code, *READERS)]
    if not covered and not access.covers(code, *READERS):
        raise Cycle.DoesNotExist
    keeps = access.covers(code, *KEEPERS)
    holds = _holds(instrument, covered) if is_open else Counter()
    if keeps and is_open and not holds:
        holds = _not_inside(seen, covered)
    units = _units(instrument, covered)
    decides = access.covers(code, Role.SECRETARY)
    taken = decidable(access, covered, on) if decides and not is_open else Decidable(0, ())
    return Progress(
        cycle=seen,
        units=units,
        total=total_of(unit.counts for unit in units),
        holds=holds,
        ready=sum(isinstance(one.outcome, Outcome) and not one.excused and not one.told for one in covered),
        drafts=0 if is_open else getattr(seen, "drafted", 0),
        told_on=Counter(one.told_on for one in covered if one.told_on and not one.rejected),
        keeps=keeps,
        decides=decides,
        can_name=is_open and any(access.covers(one.unit_code, *KEEPERS) for one in covered),
        taking=taken,
    )


def _units(instrument: Instrument, found: Sequence[Standing]) -> list[UnitProgress]:
    names = {one.unit_code: one.unit_name for one in found}
    points: defaultdict[str, list[int]] = defaultdict(list)
    for one in found:
        if isinstance(one.outcome, Outcome) and not one.excused:
            points[one.unit_code].append(one.outcome.points)
    counts = coverage_of(counted(instrument, one) for one in found)
    return [UnitProgress(code, names[code], unit, spread_of(points[code])) for code, unit in counts.items()]


def _holds(instrument: Instrument, found: Sequence[Standing]) -> Counter[Hold]:
    attendance = next((item.key for item in instrument.components if item.kind is Kind.ATTENDANCE), "")
    return Counter(
        hold
        for one in found
        for hold in holds_of(
            one.outcome, excused=one.excused, objecting=one.objecting, named=one.named, attendance=attendance
        )
    )


def _not_inside(cycle: Cycle, found: Sequence[Standing]) -> Counter[Hold]:
    serving = set(contract_staff_uids(office=cycle.office.code, day=cycle.service_on))
    missing = len(serving - {one.person for one in found})
    return Counter({Hold.NOT_INSIDE: missing}) if missing else Counter()


def cycles_listed(*, access: Access, on: date) -> QuerySet[Cycle]:
    """The cycles that the asker's roles see, newest first, each with how many of the people seen are in it and told."""
    units = access.units(*READERS)
    inside = Appraisee.objects.filter(cycle=OuterRef("pk"), in_service=True)
    if units is not None:
        inside = inside.filter(work_unit__code__in=units)
    alone = inside.order_by().values("cycle")
    told = alone.annotate(count=Count("pk", filter=Q(told_on__lte=on))).values("count")
    opened = Objection.objects.filter(appraisee__cycle=OuterRef("pk"), state=Objection.State.OPEN)
    if units is not None:
        opened = opened.filter(appraisee__work_unit__code__in=units)
    objecting = opened.order_by().values("appraisee__cycle").annotate(count=Count("pk")).values("count")
    return (
        cycles_seen(access=access, on=on)
        .annotate(
            people=Subquery(alone.annotate(count=Count("pk")).values("count")),
            told=Subquery(told),
            objecting=Subquery(objecting),
        )
        .filter(Exists(inside))
    )
