"""A recap of attendance becomes each person's months."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from django.utils.translation import gettext

from malaqbiq.intake.rules.rows import Fault, fault_at, remembering
from malaqbiq.intake.selectors import homes_on
from malaqbiq.intake.services.people import Named, rows_named, rows_once
from malaqbiq.intake.services.taken import Given, Taken
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Cell, whole_read
from malaqbiq.kernel.workbooks.dates import Window, month_read
from malaqbiq.kernel.workbooks.reading import Row
from malaqbiq.service.services import AttendanceRow, attendance_record

COUNTED = ("working_days", "present", "late", "leave", "sick", "absent")
COUNTED_KEYS = frozenset(COUNTED)
MOST_DAYS = 31


def attendance_take(*, given: Given) -> Taken:
    """Take a recap of attendance in. A month that was recorded before is replaced."""
    given.progress.stage(gettext("reading rows"), len(given.table.rows))
    window = Window(date(given.day.year - 10, 1, 1), given.day, given.table.from_1904)
    days = remembering(_days)
    readers = {"month": remembering(lambda value: month_read(value, window)), **dict.fromkeys(COUNTED, days)}
    named, faults = rows_named(
        given=given,
        readers=readers,
        required=("month", "working_days", "present"),
        check=lambda row, values, bad: () if bad & COUNTED_KEYS else _unsound(given, row, values),
    )
    named, twice = rows_once(given=given, named=named, keys=("month",))
    faults += twice
    by_unit, unfit = _by_unit(given, named)
    faults += unfit
    if faults and not given.partial:
        return Taken(0, 0, tuple(faults))
    changed = sum(
        attendance_record(access=given.access, unit=unit, rows=rows, source=given.source)
        for unit, rows in by_unit.items()
    )
    return Taken(changed, sum(map(len, by_unit.values())) - changed, tuple(faults))


def _days(value: Cell) -> int | None:
    return whole_read(value, highest=MOST_DAYS)


def _by_unit(given: Given, named: list[Named]) -> tuple[dict[UUID, list[AttendanceRow]], list[Fault]]:
    """Rows by the home unit of their person in their month; a fault for those that had none."""
    months = {row.values["month"] for row in named}
    homes = {
        month.start: homes_on(given.access, month.last_day or month.start, [row.person.uid for row in named])
        for month in months
    }
    found: dict[UUID, list[AttendanceRow]] = {}
    faults: list[Fault] = []
    for row in named:
        month = row.values["month"]
        home = homes[month.start].get(row.person.uid)
        counts = {key: row.values[key] or 0 for key in COUNTED}
        if home is None:
            message = _("was in none of your work units at the end of that month")
            faults.append(fault_at(given.table, row.row, "month", message))
        else:
            found.setdefault(home, []).append(AttendanceRow(row.person.uid, month.start, **counts))
    return found, faults


def _unsound(given: Given, row: Row, values: Mapping[str, int | None]) -> Iterator[Fault]:
    """What doesn't add up in a row's days, all of them read or left empty."""
    counts = {key: values[key] or 0 for key in COUNTED}
    total = sum(counts[key] for key in ("present", "leave", "sick", "absent"))
    if total != counts["working_days"]:
        message = _("present, leave, sick and absent add up to %(total)s days")
        yield fault_at(given.table, row, "working_days", message, total=total)
    if counts["late"] > counts["present"]:
        yield fault_at(given.table, row, "late", _("more days late than present"))
