"""The attendance of 2021, month by month, as the offices recorded it. Made up, from how each person did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from django.db import transaction

from malaqbiq.home.story.plan import APPRAISED, CONTRACT_YEAR
from malaqbiq.home.story.population import Conduct
from malaqbiq.home.story.stage import TELLER, Member, Province, Stage
from malaqbiq.kernel.entropy import lots
from malaqbiq.kernel.periods import Period, month
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.regulations.rules.calendar import working_days_in
from malaqbiq.regulations.selectors import holidays_between
from malaqbiq.service.services import AttendanceRow, attendance_record

SOURCE = "Rekap presensi 2021, dibuat-buat (demo)"
LEAVE, SICK, LATE = 20, 15, 60
"""Of a thousand working days: on leave, sick, and of those present late."""


def attendance_until_november(stage: Stage) -> None:
    """The months that are appraised."""
    assert APPRAISED.end is not None  # noqa: S101 - it has one
    _recorded(stage, [month(2021, number) for number in range(1, APPRAISED.end.month)])


def attendance_of_december(stage: Stage) -> None:
    """The year's last month, once it is over."""
    _recorded(stage, [month(2021, 12)])


def _recorded(stage: Stage, months: Sequence[Period]) -> None:
    lot = lots(f"attendance:{stage.seed}:{months[0].start}")
    off = {row.date for row in holidays_between(TELLER, period=CONTRACT_YEAR)}
    days = {one.start: working_days_in(one, off) for one in months}
    stage.progress.stage(gettext_noop("attendance"), len(stage.provinces))
    for province in stage.provinces:
        with transaction.atomic():
            for code, unit in sorted(province.units.items()):
                rows = [row for member in _staff(province, code) for row in _months(lot, member, days)]
                attendance_record(access=TELLER, unit=unit, rows=rows, source=SOURCE)
        stage.progress.advance()


def _staff(province: Province, code: str) -> list[Member]:
    return [member for member in province.contract_staff if member.who.unit == code]


def _months(lot: Random, member: Member, days: dict[date, int]) -> Iterator[AttendanceRow]:
    contract, conduct = member.who.contract, member.who.conduct
    if contract is None or conduct is None:
        raise LookupError("only contract staff have attendance in the story")
    for first, working in days.items():
        if first >= contract.term.start:
            yield _month(lot, member, first, working, conduct)


def _month(lot: Random, member: Member, first: date, working: int, conduct: Conduct) -> AttendanceRow:
    limits = [conduct.missed, conduct.missed + LEAVE, conduct.missed + LEAVE + SICK]
    drawn = [sum(figure < limit for limit in limits) for figure in (lot.randrange(1000) for _ in range(working))]
    absent, leave, sick = drawn.count(3), drawn.count(2), drawn.count(1)
    present = working - absent - leave - sick
    late = sum(lot.randrange(1000) < LATE for _ in range(present))
    return AttendanceRow(member.uid, first, working, present, late, leave, sick, absent)
