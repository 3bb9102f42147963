"""One person in a cycle: everything that was entered, changed, told, objected to and decided, with who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from malaqbiq.appraisal.models import (
    Adjustment,
    Appraisee,
    Attendance,
    Cycle,
    Decision,
    Excuse,
    Objection,
    Result,
    Score,
)
from malaqbiq.appraisal.rules.instrument import Component, Kind, Recommendation, step_at
from malaqbiq.appraisal.rules.scoring import Outcome, Record, Tally, component_points, months_to_score, outcome_of
from malaqbiq.appraisal.selectors.seen import READERS
from malaqbiq.appraisal.selectors.standing import quoted
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.reading import once
from malaqbiq.kernel.words import Words
from malaqbiq.regulations.rules.calendar import working_days
from malaqbiq.regulations.selectors import holidays_between

A_LONG_HOLIDAY = 30
"""Days that holidays may take out of the time for an objection at most."""


@dataclass(frozen=True, slots=True)
class ComponentStands:
    """A component of somebody: its score in hundredths or words on what is missing, who gave it, how it was changed."""

    component: Component
    points: int | None
    missing: Words | None
    scores: Sequence[Score]
    adjustments: Sequence[Adjustment]


@dataclass(frozen=True, slots=True)
class Appraised:
    """A person's appraisal in a cycle. `points`, `verdict` and `recommendation` are empty while something is missing.

    `last_day` is the last on which an objection is in time, None before the result was told. `anew` says that
    the result changed after the decision, which then no longer counts. `stands` quotes both (see `quoted`).
    """

    appraisee: Appraisee
    components: Sequence[ComponentStands]
    attendance: Attendance | None
    points: int | None
    verdict: str
    recommendation: Recommendation | None
    excuse: Excuse | None
    objections: Sequence[Objection]
    decision: Decision | None
    anew: bool
    last_day: date | None
    stands: str

    @property
    def cycle(self) -> Cycle:
        """The cycle that it stands in."""
        return self.appraisee.cycle

    @property
    def open_objection(self) -> Objection | None:
        """The objection that isn't decided."""
        return next((one for one in self.objections if one.state == Objection.State.OPEN), None)

    @property
    def rejected(self) -> Objection | None:
        """The objection to the result that stands which was rejected: there is no second one."""
        return next((one for one in self.objections if one.state == Objection.State.REJECTED), None)

    @property
    def may_object(self) -> bool:
        """Whether neither an objection is open nor one was rejected; until when is another matter."""
        return not (self.open_objection or self.rejected)

    @property
    def upheld_by(self) -> UUID | None:
        """Who upheld the last objection that was: their reason stands in their own decision if they give none."""
        return next((one.decided_by_id for one in self.objections if one.state == Objection.State.UPHELD), None)

    @property
    def is_read(self) -> bool:
        """Whether the person said that they have read the result as it stands."""
        return self.appraisee.read_at is not None

    @property
    def is_to_read(self) -> bool:
        """Whether the person is asked to say so: who objected has read it, and Hari Ini asks of the same."""
        return not (self.is_read or self.objections)

    @property
    def is_open(self) -> bool:
        """Whether the cycle is open."""
        return self.cycle.state == Cycle.State.OPEN


def person_appraised(*, access: Access, cycle: UUID, person: UUID, on: date) -> Appraised:
    """One person's appraisal, for the roles that see everybody's in their work unit; Appraisee.DoesNotExist else."""
    found = Appraisee.objects.select_related("cycle__office", "person", "work_unit", "attendance").get(
        cycle__uid=cycle, person__uid=person
    )
    if not access.covers(found.work_unit.code, *READERS) or found.cycle.opened_at.date() > on:
        raise Appraisee.DoesNotExist
    return _appraised(access, found)


@once
def own_appraisals(*, access: Access) -> list[Appraisee]:
    """The asker's own rows in cycles: what was told last first, then what is not told yet."""
    if access.person is None:
        return []
    rows = Appraisee.objects.filter(person__uid=access.person, in_service=True)
    objected = Exists(Objection.objects.filter(appraisee=OuterRef("pk")))
    newest = rows.annotate(objected=objected).select_related("cycle").order_by("-cycle__service_on", "-pk")
    return sorted(newest, key=lambda row: row.told_on or date.min, reverse=True)


def own_appraisal(*, access: Access, cycle: UUID) -> Appraised | Appraisee:
    """The asker's own appraisal in a cycle, before it is told only the row; Appraisee.DoesNotExist without one."""
    if access.person is None:
        raise Appraisee.DoesNotExist
    found = Appraisee.objects.select_related("cycle__office", "person", "work_unit", "attendance").get(
        cycle__uid=cycle, person__uid=access.person
    )
    return found if found.told_on is None else _appraised(access, found)


@dataclass(frozen=True, slots=True)
class OwnStanding:
    """One's own newest appraisal: the last day to object to it (None before it was told), and how far the last
    objection to it is (empty without one).
    """

    appraisee: Appraisee
    last_day: date | None
    objection: str


def own_standing(*, access: Access) -> OwnStanding | None:
    """The asker's newest appraisal in brief; None without one. Two statements."""
    if access.person is None:
        return None
    raised = Objection.objects.filter(appraisee=OuterRef("pk")).order_by("-raised_on", "-pk").values("state")
    rows = Appraisee.objects.filter(person__uid=access.person, in_service=True).select_related("cycle__office")
    newest = rows.annotate(objection=Subquery(raised[:1])).order_by("-cycle__service_on", "-pk").first()
    if newest is None:
        return None
    last_day = objection_last_day(access=access, appraisee=newest) if newest.told_on else None
    return OwnStanding(newest, last_day, newest.objection or "")


def objection_last_day(*, access: Access, appraisee: Appraisee) -> date:
    """The last day on which the person's objection is in time: working days after the result was told."""
    assert appraisee.told_on is not None  # noqa: S101 - asked only of those who were told
    days = appraisee.cycle.rules.objection_days
    around = Period(appraisee.told_on, appraisee.told_on + timedelta(days=2 * days + A_LONG_HOLIDAY))
    rows = holidays_between(access, period=around, office=appraisee.cycle.office.code)
    return working_days(appraisee.told_on, days, {row.date for row in rows})


def _appraised(access: Access, found: Appraisee) -> Appraised:
    instrument = found.cycle.rules
    scores = list(Score.objects.filter(appraisee=found).select_related("appraiser").order_by("component", "part"))
    adjustments = list(Adjustment.objects.filter(appraisee=found).select_related("by").order_by("pk"))
    attendance = getattr(found, "attendance", None)
    record = _record(found, scores, adjustments, attendance)
    outcome = outcome_of(instrument, record)
    decision, result = _judged(found)
    points = result.points if result else outcome.points if isinstance(outcome, Outcome) else None
    return Appraised(
        appraisee=found,
        components=[_stands(item, record, scores, adjustments) for item in instrument.components],
        attendance=attendance,
        points=points,
        verdict=step_at(instrument.bands, points).title if points is not None else "",
        recommendation=Recommendation(step_at(instrument.advice, points).key) if points is not None else None,
        # Who is excused is told nothing, and who was told nothing objects to nothing.
        excuse=None if found.told_on else _excuse(found),
        objections=_objections(found) if found.told_on else (),
        decision=decision,
        anew=decision is not None and decision.result_id != (result.pk if result else None),
        last_day=objection_last_day(access=access, appraisee=found) if found.told_on else None,
        stands=quoted(decision, result),
    )


def _excuse(found: Appraisee) -> Excuse | None:
    return Excuse.objects.filter(appraisee=found, withdrawn_at__isnull=True).select_related("by").first()


def _objections(found: Appraisee) -> list[Objection]:
    return list(Objection.objects.filter(appraisee=found).select_related("decided_by").order_by("-pk"))


def _judged(found: Appraisee) -> tuple[Decision | None, Result | None]:
    """The decision and the result that stand, once the cycle is closed."""
    if found.cycle.state == Cycle.State.OPEN:
        return None, None
    decision = Decision.objects.filter(appraisee=found).select_related("decided_by").order_by("-version").first()
    return decision, Result.objects.filter(appraisee=found).order_by("-version").first()


def _record(
    found: Appraisee, scores: Sequence[Score], adjustments: Sequence[Adjustment], attendance: Attendance | None
) -> Record:
    tallies = {}
    for item in found.cycle.rules.components:
        given = [score.points for score in scores if score.component == item.key]
        peers = found.appraisers.filter(component=item.key).count() if item.kind is Kind.PEERS else 0
        tallies[item.key] = Tally(sum(given), len(given), peers)
    adjusted = {row.component: row.to_points for row in adjustments}
    months = months_to_score(found.cycle.period, found.since)
    return Record(months, tallies, attendance.sums if attendance else None, adjusted)


def _stands(
    item: Component, record: Record, scores: Sequence[Score], adjustments: Sequence[Adjustment]
) -> ComponentStands:
    points = component_points(item, record)
    return ComponentStands(
        component=item,
        points=points if isinstance(points, int) else None,
        missing=None if isinstance(points, int) else points,
        scores=[score for score in scores if score.component == item.key],
        adjustments=[row for row in adjustments if row.component == item.key],
    )
