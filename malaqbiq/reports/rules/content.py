"""What a monthly report on contract staff says: who is in service, what changed, pay, attendance, what is missing.

It holds people by uid and no names, so that it can stay for good: names are read where it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self
from uuid import UUID

from malaqbiq.kernel.canonical import Json, canonical, digest
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.pay.rules.months import Change

DAYS = ("working_days", "present", "late", "leave", "sick", "absent")
"""Attendance in days, in the order in which it is shown."""


@dataclass(frozen=True, slots=True)
class Job:
    """That somebody serves as contract staff over some days; `undecreed`: by what the opening told alone, without
    naming a decree.
    """

    period: Period
    status: str
    family: str
    undecreed: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of somebody around a month: days with his home here, jobs, pay by the month, attendance."""

    person: UUID
    homes: Sequence[Period]
    jobs: Sequence[Job]
    pays: Sequence[tuple[Period, int]]
    attendance: Mapping[str, int] | None = None


LACKED = ("attendance", "pay", "decree")
"""What may be missing of somebody in a report."""


@dataclass(frozen=True, slots=True)
class Line:
    """One person in the month: as what, from and to which day of it, until when by contract, pay, changes, attendance.

    Days as ISO text. `first` and `last` are empty for who has left with the month's first day.
    """

    person: str
    status: str
    family: str
    first: str
    last: str
    until: str
    amount: int | None
    changes: Sequence[str] = ()
    attendance: Mapping[str, int] | None = None
    undecreed: bool = False

    @property
    def serves(self) -> bool:
        """Whether the person serves here on any day of the month."""
        return bool(self.first)

    @property
    def missing(self) -> frozenset[str]:
        """What is missing of the person, of `LACKED`; nothing of who has left."""
        lacks = {"attendance": self.attendance is None, "pay": self.amount is None, "decree": self.undecreed}
        return frozenset(key for key in LACKED if self.serves and lacks[key])


@dataclass(frozen=True, slots=True)
class Content:
    """A report: the month as ``2022-01``, its lines, and whether the month's changes were closed for payroll."""

    month: str
    unit: str
    closed: bool
    lines: Sequence[Line] = field(default_factory=tuple)

    @property
    def serving(self) -> list[Line]:
        """Who serves in the month."""
        return [line for line in self.lines if line.serves]

    @property
    def changed(self) -> list[Line]:
        """Who came, left, or is paid otherwise."""
        return [line for line in self.lines if line.changes]

    @property
    def total(self) -> int:
        """Rupiah a month of all in service whose pay is known."""
        return sum(line.amount or 0 for line in self.serving)

    @property
    def missing(self) -> dict[str, int]:
        """What is missing, each with of how many: attendance, pay, decree, and the closing of the month (of one)."""
        serving = self.serving
        found = {key: sum(key in line.missing for line in serving) for key in LACKED}
        found["closing"] = int(not self.closed and bool(serving))
        return {name: count for name, count in found.items() if count}

    def packed(self) -> dict[str, Any]:
        """The report as JSON."""
        packed = asdict(self)
        return {**packed, "lines": [{**line, "changes": list(line["changes"])} for line in packed["lines"]]}

    @property
    def digest(self) -> str:
        """What the content comes to: another digest, another content."""
        packed: Json = self.packed()
        return digest(canonical(packed))

    @classmethod
    def unpacked(cls, packed: Mapping[str, Any]) -> Self:
        """The report that was packed."""
        lines = tuple(Line(**{**line, "changes": tuple(line["changes"])}) for line in packed["lines"])
        return cls(packed["month"], packed["unit"], packed["closed"], lines)


def composed(unit: str, of: Period, people: Iterable[Facts], *, closed: bool) -> Content:
    """The report of a unit (code) on a calendar month, its lines in the order of the people."""
    lines = (line_of(one, of) for one in people)
    return Content(f"{of.start:%Y-%m}", unit, closed, tuple(line for line in lines if line))


def line_of(facts: Facts, of: Period) -> Line | None:
    """The person's line; None for who served here neither in the month nor on the day before it."""
    here = _here(facts)
    in_month = [(days, job) for span, job in here if (days := span.intersection(of))]
    before = of.start - DAY
    was = next((job for span, job in here if before in span), None)
    if not in_month and was is None:
        return None
    last_day = of.last_day or of.start
    job = in_month[-1][1] if in_month else was
    assert job is not None  # noqa: S101 - one of the two is there
    first = in_month[0][0].start if in_month else None
    last = in_month[-1][0].last_day if in_month else before
    amount = _amount(facts.pays, last or last_day)
    changes = [
        *_coming(facts, first, was),
        *([_change_of_pay(_amount(facts.pays, before), amount)] if was and in_month else []),
        *_leaving(facts, last or last_day, last_day),
    ]
    return Line(
        person=str(facts.person),
        status=job.status,
        family=job.family,
        first=first.isoformat() if first else "",
        last=last.isoformat() if first and last else "",
        until=job.period.last_day.isoformat() if job.period.last_day else "",
        amount=amount if in_month else None,
        changes=tuple(change for change in changes if change),
        attendance=dict(facts.attendance) if facts.attendance else None,
        undecreed=job.undecreed,
    )


def _here(facts: Facts) -> list[tuple[Period, Job]]:
    """The days on which somebody serves with his home here, in order, each stretch with the job."""
    found = [(days, job) for home in facts.homes for job in facts.jobs if (days := home.intersection(job.period))]
    return sorted(found, key=lambda item: item[0].start)


def _serves(facts: Facts, day: date) -> bool:
    return any(day in job.period for job in facts.jobs)


def _coming(facts: Facts, first: date | None, was: Job | None) -> list[str]:
    if first is None or was is not None:
        return []
    return [Change.MOVED_IN if _serves(facts, first - DAY) else Change.NEW]


def _leaving(facts: Facts, last: date, last_day: date) -> list[str]:
    if last >= last_day:
        return []
    return [Change.MOVED_OUT if _serves(facts, last + DAY) else Change.ENDED]


def _change_of_pay(before: int | None, now: int | None) -> str:
    if before is None or now is None or before == now:
        return ""
    return Change.RAISED if now > before else Change.LOWERED


def _amount(pays: Sequence[tuple[Period, int]], day: date) -> int | None:
    return next((amount for period, amount in pays if day in period), None)
