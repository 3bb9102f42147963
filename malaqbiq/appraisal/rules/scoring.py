"""From what was entered on one person to a result, or to the names of what is missing.

The score of a component is rounded to two places before it is weighed, so that whoever recomputes a result from the
printed form comes to the same figure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from malaqbiq.appraisal.rules.instrument import Component, Instrument, Kind, Recommendation, step_at
from malaqbiq.appraisal.rules.points import HIGHEST, half_up
from malaqbiq.kernel.periods import Period, month
from malaqbiq.kernel.words import Words, gettext_noop


@dataclass(frozen=True, slots=True)
class Tally:
    """The scores of one component: their sum in hundredths, how many there are, and how many appraisers are named."""

    total: int = 0
    count: int = 0
    appraisers: int = 0


@dataclass(frozen=True, slots=True)
class AttendanceSums:
    """Days by the attendance records of some months."""

    months: int
    working_days: int
    present: int
    leave: int = 0
    sick: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """All that was entered on one person.

    `months` are those to be scored; `adjusted` is what moderation or an objection set a component to.
    """

    months: tuple[str, ...]
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    attendance: AttendanceSums | None = None
    adjusted: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result: the score in hundredths, its verdict and recommendation, and each component's score."""

    points: int
    verdict: str
    recommendation: Recommendation
    components: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there is no result: each component that lacks something, with words on what."""

    components: Mapping[str, Words]


class AttendanceRefused(ValueError):
    """The days do not add up."""


def attendance_problem(sums: AttendanceSums) -> Words | None:
    """What is impossible about the days, or None."""
    if min(sums.months, sums.working_days, sums.present, sums.leave, sums.sick) < 0:
        return Words(gettext_noop("days and months can't be below 0"))
    if sums.present + sums.leave + sums.sick > sums.working_days:
        return Words(
            gettext_noop("%(counted)s days present, on leave and sick are more than %(working)s working days"),
            {"counted": sums.present + sums.leave + sums.sick, "working": sums.working_days},
        )
    return None


def attendance_points(sums: AttendanceSums) -> int:
    """Days present, with leave and sickness, per working day, in hundredths; AttendanceRefused if impossible.

    Malaqbiq's own default ("bawaan Malaqbiq, bukan ketentuan KPU"): no rule for this formula was found.
    """
    problem = attendance_problem(sums)
    if problem or not sums.working_days:
        raise AttendanceRefused(str(problem or "no working days"))
    return half_up((sums.present + sums.leave + sums.sick) * HIGHEST, sums.working_days)


def months_to_score(period: Period, since: date | None) -> tuple[str, ...]:
    """The months (``2021-07``) of the appraised period that ask for a score from somebody in service since a day.

    Those served in full; if there is none, those served in part. The period must have an end.
    """
    if period.end is None:
        raise ValueError("the appraised period has no end")
    served = Period(period.start, period.end).intersection(Period(since or period.start))
    if served is None:
        return ()
    touched = [one for one in _months(period.start, period.end) if one.intersection(served)]
    full = [one for one in touched if one.intersection(served) == one]
    return tuple(f"{one.start:%Y-%m}" for one in full or touched)


def component_points(component: Component, record: Record) -> int | Words:
    """The score of a component in hundredths, or words on what is missing."""
    if component.key in record.adjusted:
        return record.adjusted[component.key]
    if component.kind is Kind.ATTENDANCE:
        return _attendance(record)
    tally = record.tallies.get(component.key, Tally())
    needed = _needed(component.kind, record, tally)
    if tally.count < needed:
        return Words(gettext_noop("%(given)s of %(needed)s scores are there"), {"given": tally.count, "needed": needed})
    return half_up(tally.total, tally.count)


def outcome_of(instrument: Instrument, record: Record) -> Outcome | Missing:
    """The result of a person, or all components that lack something. A missing one is never taken as 0."""
    values = {component.key: component_points(component, record) for component in instrument.components}
    scored = {key: value for key, value in values.items() if isinstance(value, int)}
    if len(scored) < len(values):
        return Missing({key: value for key, value in values.items() if isinstance(value, Words)})
    return outcome_from(instrument, scored)


def outcome_from(instrument: Instrument, scored: Mapping[str, int]) -> Outcome:
    """The result that complete component scores give."""
    points = weighted(instrument.components, scored)
    return Outcome(
        points=points,
        verdict=step_at(instrument.bands, points).key,
        recommendation=Recommendation(step_at(instrument.advice, points).key),
        components=dict(scored),
    )


def weighted(components: Sequence[Component], scored: Mapping[str, int]) -> int:
    """The sum of the components' scores by their weights in percent, in hundredths, half up."""
    return half_up(sum(component.weight * scored[component.key] for component in components), 100)


def _needed(kind: Kind, record: Record, tally: Tally) -> int:
    if kind is Kind.MONTHLY:
        return max(len(record.months), 1)
    return max(tally.appraisers, 1) if kind is Kind.PEERS else 1


def _attendance(record: Record) -> int | Words:
    sums = record.attendance
    if sums is None or not sums.working_days:
        return Words(gettext_noop("no attendance is recorded"))
    if sums.months < len(record.months):
        return Words(
            gettext_noop("attendance is recorded for %(given)s of %(needed)s months"),
            {"given": sums.months, "needed": len(record.months)},
        )
    return attendance_points(sums)


def _months(start: date, end: date) -> list[Period]:
    found, year, number = [], start.year, start.month
    while date(year, number, 1) < end:
        found.append(month(year, number))
        year, number = year + number // 12, number % 12 + 1
    return found
