"""Attendance sums, from the attendance records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from malaqbiq.appraisal.errors import EntryProblem, NotPossible
from malaqbiq.appraisal.models import Adjustment, Appraisee, Attendance, Cycle
from malaqbiq.appraisal.rules.conduct import Around, Judge, why_not_appraise
from malaqbiq.appraisal.rules.instrument import Kind
from malaqbiq.appraisal.rules.scoring import AttendanceSums, attendance_problem
from malaqbiq.appraisal.selectors.around import judges
from malaqbiq.appraisal.selectors.attended import recorded_attendance
from malaqbiq.appraisal.selectors.seen import cycle_seen
from malaqbiq.appraisal.services.rounds import ROWS_AT_ONCE, UNKNOWN, Round, Taking, entries_take
from malaqbiq.appraisal.services.scoring import STALE
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import Words, gettext_noop

NO_COMPONENT = Words(gettext_noop("the instrument has no attendance component"))


@dataclass(frozen=True, slots=True)
class AttendanceEntry:
    """A person's days over the appraised months; `version` as it was seen, 0 for the first."""

    person: UUID
    sums: AttendanceSums
    version: int = 0


@transaction.atomic
def attendance_enter(
    *, access: Access, cycle: UUID, entries: Sequence[AttendanceEntry], progress: Progress = SILENT
) -> int:
    """Enter attendance sums, all or none; the number of them that changed something. For SDM officers of the unit.

    EntriesRefused names every entry that doesn't add up, is one's own, comes too late or was changed by another.
    """
    seen = cycle_seen(access=access, cycle=cycle)
    return _enter(access, seen, entries, progress)


@transaction.atomic
def attendance_take(*, access: Access, cycle: UUID, progress: Progress = SILENT) -> int:
    """Take attendance sums from the records of service, for everybody in the SDM officer's work units.

    The number of them that changed. Left alone: the officer's own and close family's, and attendance that stands as
    it was moderated or the result was told. NotPossible if the instrument has no attendance component.
    """
    seen = cycle_seen(access=access, cycle=cycle)
    if not (component := _component(seen)):
        raise NotPossible(NO_COMPONENT)
    appraisees = seen.appraisees.filter(told_on__isnull=True, in_service=True)
    units = access.units(Role.SDM_OFFICER)
    if units is not None:
        appraisees = appraisees.filter(work_unit__code__in=units)
    appraisees = appraisees.exclude(adjustments__component=component)
    judge = _judge(access, seen)
    kept = judge.family | {judge.person} if judge else frozenset()
    recorded = recorded_attendance(cycle=seen, appraisees=appraisees)
    there = Attendance.objects.filter(appraisee__in=appraisees.values("pk"))
    versions = dict(there.values_list("appraisee__person__uid", "version"))
    entries = [
        AttendanceEntry(person, sums, versions.get(person, 0))
        for person, sums in recorded.items()
        if person not in kept
    ]
    return _enter(access, seen, entries, progress)


def _enter(access: Access, seen: Cycle, entries: Sequence[AttendanceEntry], progress: Progress) -> int:
    judge, component = _judge(access, seen), _component(seen)

    def checked(batch: Round[AttendanceEntry]) -> tuple[list[Attendance], list[EntryProblem]]:
        for code in {row.work_unit.code for row in batch.people.values()}:
            access.require(code, Role.SDM_OFFICER)
        return _checked(batch, component, judge, access.actor)

    progress.stage(gettext_noop("entering attendance"), len(entries))
    taking = Taking("appraisal.attendance", checked, _write, narrowed=True)
    return entries_take(access=access, cycle=seen, entries=entries, taking=taking, progress=progress)


def _judge(access: Access, cycle: Cycle) -> Judge | None:
    if access.person is None:
        return None
    return judges([access.person], clock.today(cycle.office.zone))[access.person]


def _component(cycle: Cycle) -> str:
    return next((item.key for item in cycle.rules.components if item.kind is Kind.ATTENDANCE), "")


def _checked(
    batch: Round[AttendanceEntry], component: str, judge: Judge | None, actor: str
) -> tuple[list[Attendance], list[EntryProblem]]:
    there = {row.appraisee_id: row for row in Attendance.objects.filter(appraisee__in=batch.keys)}
    adjusted = Adjustment.objects.filter(appraisee__in=batch.keys, component=component)
    moderated = set(adjusted.values_list("appraisee", flat=True))
    rows: dict[int, Attendance] = {}
    problems = []
    for position, entry in batch.entries:
        appraisee = batch.people.get(entry.person)
        before = there.get(appraisee.pk) if appraisee else None
        if before is not None and before.sums == entry.sums:
            continue
        why = _why_not(entry, appraisee, component, judge)
        if why is None and appraisee is not None and (appraisee.pk in moderated or appraisee.pk in rows):
            why = Words(gettext_noop("attendance was moderated, or stands among the entries twice"))
        if why is None and entry.version != (before.version if before else 0):
            why = STALE
        if why is not None or appraisee is None:
            problems.append(EntryProblem(position, entry.person, component, why or UNKNOWN, why is STALE))
        else:
            rows[appraisee.pk] = _row(appraisee, entry, actor)
    return list(rows.values()), problems


def _why_not(entry: AttendanceEntry, appraisee: Appraisee | None, component: str, judge: Judge | None) -> Words | None:
    if appraisee is None:
        return UNKNOWN
    if not component:
        return NO_COMPONENT
    if appraisee.told_on is not None:
        return Words(gettext_noop("the result was told already: only an objection changes it"))
    return (why_not_appraise(judge, Around(entry.person)) if judge else None) or attendance_problem(entry.sums)


def _row(appraisee: Appraisee, entry: AttendanceEntry, actor: str) -> Attendance:
    days = entry.sums
    return Attendance(
        appraisee=appraisee,
        months=days.months,
        working_days=days.working_days,
        present=days.present,
        leave=days.leave,
        sick=days.sick,
        version=entry.version + 1,
        entered_by=actor,
    )


def _write(rows: Sequence[Attendance]) -> int:
    now = clock.now()
    for row in rows:
        row.entered_at = now
    Attendance.objects.bulk_create(
        rows,
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["appraisee"],
        update_fields=[
            "months",
            "working_days",
            "present",
            "leave",
            "sick",
            "version",
            "entered_at",
            "entered_by",
        ],
    )
    return len(rows)
