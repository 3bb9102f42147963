"""A cycle is opened for those in service, told, and closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from malaqbiq.appraisal.errors import CycleClosed, NotPossible, PeopleInTheWay
from malaqbiq.appraisal.models import Appraisee, Cycle, Result
from malaqbiq.appraisal.rules.closing import obstacles
from malaqbiq.appraisal.rules.instrument import instrument_read
from malaqbiq.appraisal.rules.scoring import Outcome
from malaqbiq.appraisal.selectors.records import Standing, standings
from malaqbiq.appraisal.selectors.seen import KEEPERS
from malaqbiq.appraisal.selectors.staff import HOUSE, InService, contract_staff, contract_staff_uids
from malaqbiq.appraisal.services.holding import cycle_held
from malaqbiq.appraisal.services.telling import results_told_tell
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.bulk import rows_insert
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.progress import SILENT, Progress, batches
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.selectors import instrument as instrument_on

DEFAULT = "malaqbiq"
"""The instrument that is taken if none is named."""

RESULT = ("appraisee_id", "version", "points", "verdict", "recommendation", "components", "objection_id", "made_at")

BATCH = 2000
"""People whom one statement writes."""


@transaction.atomic
def cycle_open(
    *, access: Access, office: UUID, title: str, period: Period, service_on: date, instrument: str = DEFAULT
) -> Cycle:
    """The opened cycle: everybody of the contract staff in service on the day, and the instrument as it stands today.

    NotPossible if the law table has no such instrument, if the period has no end, or while one of the same days by the
    same instrument is open there already.
    """
    unit = WorkUnit.objects.get(uid=office)
    if not access.covers(unit.code):
        raise WorkUnit.DoesNotExist
    access.require(unit.code, *KEEPERS)
    days_require(service_on, period.start, period.end)
    if period.end is None:
        raise NotPossible(gettext_noop("the appraised period has no end"))
    copy = _instrument(access, instrument, unit)
    # Locked, so that of two who press at once the second finds what the first has opened.
    WorkUnit.objects.select_for_update().get(pk=unit.pk)
    _refuse_twice(unit, period.start, period.end, service_on, copy["key"])
    cycle = Cycle.objects.create(
        office=unit,
        title=title,
        period_start=period.start,
        period_end=period.end,
        service_on=service_on,
        instrument_key=copy["key"],
        instrument=copy,
        opened_at=clock.now(),
        opened_by=access.actor,
    )
    added = _add(cycle, contract_staff(access=HOUSE, office=unit.code, day=service_on))
    _record(access, "appraisal.open", cycle, {"staff": added, "instrument": cycle.instrument_key})
    return cycle


@transaction.atomic
def cycle_refresh(*, access: Access, cycle: UUID) -> int:
    """Bring an open cycle up to what service says now of its day; the number of people for whom something changed.

    Who turns out not to have been in service stays with what was entered, but no longer counts.
    """
    held = _open_cycle(access, cycle)
    staff = contract_staff(access=HOUSE, office=held.office.code, day=held.service_on)
    there = {row.person_id: row for row in held.appraisees.all()}
    changed = [row for one in staff if (row := there.get(one.person)) and _brought_up(row, one)]
    serving = {one.person for one in staff}
    for row in there.values():
        if row.in_service and row.person_id not in serving:
            row.in_service = False
            changed.append(row)
    added = _add(held, [one for one in staff if one.person not in there])
    columns = ["work_unit", "job_family", "since", "contract_end", "in_service"]
    Appraisee.objects.bulk_update(changed, columns, batch_size=BATCH // 10)
    _record(access, "appraisal.refresh", held, {"added": added, "changed": len(changed)})
    return added + len(changed)


@transaction.atomic
def results_tell(*, access: Access, cycle: UUID, people: Collection[UUID] | None = None) -> int:
    """Tell those with a complete record (of the people, or all) their result; the number of people told.

    From that day scores stand, and the days for an objection run.
    """
    held = _open_cycle(access, cycle)
    untold = held.appraisees.filter(told_on__isnull=True, in_service=True)
    if people is not None:
        untold = untold.filter(person__uid__in=list(people))
    ready = [one.appraisee for one in standings(held, _locked(untold)) if _has_result(one)]
    _tell(access, held, ready)
    _record(access, "appraisal.tell", held, {"told": len(ready)})
    return len(ready)


@transaction.atomic
def cycle_close(*, access: Access, cycle: UUID, progress: Progress = SILENT) -> Cycle:
    """The cycle, closed, with a frozen result for everybody but the excused.

    PeopleInTheWay, naming all, while somebody in service has neither a result nor a written excuse, isn't in the cycle,
    or objects without a decision.
    """
    held = _open_cycle(access, cycle)
    found = standings(held, _locked(held.appraisees.order_by("work_unit__code", "pk")))
    _refuse_unfinished(found, contract_staff_uids(office=held.office.code, day=held.service_on))
    now = clock.now()
    results = [_result(one, now) for one in found if one.in_service and _has_result(one)]
    progress.stage(gettext_noop("freezing results"), len(results))
    for batch in batches(results, BATCH):
        rows_insert(Result, RESULT, ([getattr(row, name) for name in RESULT] for row in batch))
        progress.advance(len(batch))
    untold = set(held.appraisees.filter(told_on__isnull=True).values_list("pk", flat=True))
    _tell(access, held, [one.appraisee_id for one in results if one.appraisee_id in untold])
    held.state, held.closed_at, held.closed_by = Cycle.State.CLOSED, now, access.actor
    held.save(update_fields=["state", "closed_at", "closed_by"])
    excused = sum(one.excused for one in found if one.in_service)
    _record(access, "appraisal.close", held, {"results": len(results), "excused": excused})
    return held


def result_of(*, appraisee: int, outcome: Outcome, now: datetime) -> Result:
    """An unsaved result row."""
    return Result(
        appraisee_id=appraisee,
        points=outcome.points,
        verdict=outcome.verdict,
        recommendation=outcome.recommendation.value,
        components=dict(outcome.components),
        made_at=now,
    )


def _result(one: Standing, now: datetime) -> Result:
    assert isinstance(one.outcome, Outcome)  # noqa: S101 - the caller chose those who have one
    return result_of(appraisee=one.appraisee, outcome=one.outcome, now=now)


def _has_result(one: Standing) -> bool:
    return isinstance(one.outcome, Outcome) and not one.excused


def _refuse_unfinished(found: Sequence[Standing], serving: Sequence[UUID]) -> None:
    inside = [one for one in found if one.in_service]
    in_the_way = obstacles(
        serving,
        {one.person: one.outcome for one in inside},
        {one.person for one in inside if one.excused},
        {one.person for one in inside if one.objecting},
    )
    if in_the_way:
        raise PeopleInTheWay(in_the_way, gettext_noop("enter what is missing, or excuse them in writing"))


def _locked(appraisees: QuerySet[Appraisee]) -> QuerySet[Appraisee]:
    # Locked in one order: who is writing about one of them finishes first, who comes later sees what was done.
    list(appraisees.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
    return appraisees


def _tell(access: Access, cycle: Cycle, appraisees: Sequence[int]) -> None:
    today = clock.today(cycle.office.zone)
    for batch in batches(appraisees, BATCH):
        told = Appraisee.objects.filter(pk__in=batch)
        told.update(told_on=today)
        results_told_tell(access=access, people=list(told.values_list("person__uid", flat=True)), cycle=cycle)


def _instrument(access: Access, name: str, unit: WorkUnit) -> dict[str, Any]:
    """A copy of an instrument as the law table has it today, for the unit."""
    row = instrument_on(access, instrument=name, day=clock.today(unit.zone), office=unit.code)
    if isinstance(row, Missing):
        raise NotPossible(row.words)
    copy = {"key": row.key, **row.model_dump(mode="json", by_alias=True, exclude={"office"})}
    instrument_read(copy)
    return copy


def _refuse_twice(unit: WorkUnit, start: date, end: date, service_on: date, instrument: str) -> None:
    same = Cycle.objects.filter(office=unit, state=Cycle.State.OPEN, instrument_key=instrument, service_on=service_on)
    there = same.filter(period_start=start, period_end=end).first()
    if there is not None:
        words = gettext_noop("the period “%(title)s” of the same days is open already")
        raise NotPossible(Words(words, {"title": there.title}), gettext_noop("go on with that one"))


def _open_cycle(access: Access, cycle: UUID) -> Cycle:
    held = cycle_held(access=access, cycle=cycle, roles=KEEPERS)
    if held.state == Cycle.State.CLOSED:
        raise CycleClosed
    return held


def _record(access: Access, action: str, cycle: Cycle, detail: Mapping[str, Json]) -> None:
    activity_record(access=access, action=action, unit_code=cycle.office.code, subject_uid=cycle.uid, detail=detail)


def _add(cycle: Cycle, staff: Sequence[InService]) -> int:
    rows = [
        Appraisee(
            cycle=cycle,
            person_id=one.person,
            work_unit_id=one.work_unit,
            job_family=one.job_family,
            since=one.since,
            contract_end=one.contract_end,
        )
        for one in staff
    ]
    Appraisee.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _brought_up(row: Appraisee, one: InService) -> bool:
    new = (one.work_unit, one.job_family, one.since, one.contract_end, True)
    changed = new != (row.work_unit_id, row.job_family, row.since, row.contract_end, row.in_service)
    row.work_unit_id, row.job_family, row.since, row.contract_end, row.in_service = new
    return changed
