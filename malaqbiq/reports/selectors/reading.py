"""One work unit's month: as it would be sent now, or a version as it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.decrees.selectors.sheets import ERASED
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.selectors.seen import unit_read
from malaqbiq.people.models import Person
from malaqbiq.regulations.selectors import terms
from malaqbiq.reports.models import Report
from malaqbiq.reports.rules.content import Content, Line
from malaqbiq.reports.rules.stages import Stage, is_late, may_send
from malaqbiq.reports.selectors.board import CHECKERS, report_due, stage_now
from malaqbiq.reports.selectors.composing import content_named
from malaqbiq.reports.selectors.owing import owing_on


@dataclass(frozen=True, slots=True)
class Named:
    """A line of a report with the name that the person has now, and his place in the list."""

    number: int
    name: str
    line: Line


@dataclass(frozen=True, slots=True)
class Version:
    """A version as it was sent and reviewed, by name."""

    report: Report
    stage: Stage
    sender: str
    reviewer: str
    reason: str


@dataclass(frozen=True, slots=True)
class MonthOfUnit:
    """What the page of a unit's month shows. `chosen` is the version shown; None: what would be sent now."""

    unit: WorkUnit
    month: Period
    content: Content
    lines: Sequence[Named]
    versions: Sequence[Version]
    chosen: Version | None
    stage: Stage
    due: date | None
    late: bool
    may_send: bool
    may_review: bool
    sent_own: bool


def month_of_unit(access: Access, *, unit: str, of: Period, day: date, version: int | None = None) -> MonthOfUnit:
    """A unit's month (by code) on a day: the version asked for (0: what would be sent now), else the last one.

    Where the last was returned, what would be sent now. WorkUnit.DoesNotExist outside what the asker reads;
    Report.DoesNotExist for a version that there isn't.
    """
    found = unit_read(access, unit)
    rows = Report.objects.filter(work_unit=found, month=of.start).select_related("review", "review__enclosure")
    reports = list(rows.order_by("version"))
    last = reports[-1] if reports else None
    stage, due = stage_now(last), report_due(terms(access), unit, of)
    versions = _versions(reports)
    chosen = _chosen(versions, version, stage)
    content, names = (Content.unpacked(chosen.report.content), None) if chosen else content_named(found, of)
    sends = access.covers(unit, Role.SDM_OFFICER) and may_send(stage) and (of.last_day or of.start) < day
    waits = stage is Stage.SENT and access.covers(unit_tree(access, day=day).province_of(unit) or unit, *CHECKERS)
    own = last is not None and last.sent_by == access.actor
    return MonthOfUnit(
        unit=found,
        month=of,
        content=content,
        lines=named(content, names),
        versions=versions,
        chosen=chosen,
        stage=stage,
        due=due,
        late=is_late(stage, due, day, begun=True) and owing_on(day, {(unit, of.start) for _ in reports}).asks(unit, of),
        may_send=sends,
        may_review=waits and not own,
        sent_own=waits and own,
    )


def named(content: Content, known: Mapping[UUID, str] | None = None) -> list[Named]:
    """The lines of who serves, then of who has left, with the names that people have now.

    One statement, and none where what they are called is `known`.
    """
    if known is None:
        uids = {UUID(line.person) for line in content.lines}
        known = {person.uid: person.full_name for person in Person.objects.filter(uid__in=uids)}
    names = {str(uid): name or ERASED for uid, name in known.items()}
    ordered = sorted(content.lines, key=lambda line: not line.serves)
    return [Named(number, names.get(line.person, ""), line) for number, line in enumerate(ordered, start=1)]


def report_read(access: Access, uid: UUID) -> Report:
    """A version as it was sent; Report.DoesNotExist outside what the asker reads."""
    found = Report.objects.select_related("work_unit", "review", "review__enclosure").get(uid=uid)
    try:
        unit_read(access, found.work_unit.code)
    except WorkUnit.DoesNotExist:
        raise Report.DoesNotExist from None
    return found


def _versions(reports: Sequence[Report]) -> list[Version]:
    reviews = {report.pk: getattr(report, "review", None) for report in reports}
    actors = {report.sent_by for report in reports} | {one.reviewed_by for one in reviews.values() if one}
    names = actor_names(actors)
    return [
        Version(
            report,
            stage_now(report),
            names.get(report.sent_by, report.sent_by),
            names.get(review.reviewed_by, review.reviewed_by) if review else "",
            review.reason if review else "",
        )
        for report in reports
        for review in [reviews[report.pk]]
    ]


def _chosen(versions: Sequence[Version], version: int | None, stage: Stage) -> Version | None:
    if version is None:
        return versions[-1] if versions and stage is not Stage.RETURNED else None
    if version == 0:
        return None
    for one in versions:
        if one.report.version == version:
            return one
    raise Report.DoesNotExist
