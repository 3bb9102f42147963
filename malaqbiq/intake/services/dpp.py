"""A payment list (DPP) of the treasury's payroll program, as it stands, to be compared with the decrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from malaqbiq.intake.rules.rows import Fault, Reader, cells_read, fault_at, remembering
from malaqbiq.intake.rules.units import Unit
from malaqbiq.intake.selectors import lookups
from malaqbiq.intake.services.taken import Given, Taken
from malaqbiq.kernel.identity import nik_read
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.progress import tracked
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import number_read, rupiah_read, text_read
from malaqbiq.kernel.workbooks.dates import Window, month_read
from malaqbiq.pay.services.dpp import DppRow, dpp_record

REQUIRED = ("name", "unit", "month", "gross")


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a payment list: which unit's, of which month."""

    unit: Unit
    month: Period
    line: DppRow


def dpp_take(*, given: Given) -> Taken:
    """Take payment lists in, for each work unit and month instead of the one brought in before. Nobody is paid by it.

    Who is unknown or stands twice is not rejected: that is what comparing the list with the decrees tells.
    """
    given.progress.stage(gettext("reading rows"), len(given.table.rows))
    listed, faults = _read(given)
    if faults and not given.partial:
        return Taken(0, 0, tuple(faults))
    changed = unchanged = 0
    for (unit, first_day), lines in _by_list(listed).items():
        done = dpp_record(access=given.access, unit=unit, month=first_day, rows=lines, source=given.source)
        changed += done.changed
        unchanged += done.unchanged
    return Taken(changed, unchanged, tuple(faults))


def _read(given: Given) -> tuple[list[Listed], list[Fault]]:
    window = Window(date(given.day.year - 10, 1, 1), date(given.day.year + 1, 12, 31))
    readers: dict[str, Reader] = {
        "nik": number_read,
        "name": text_read,
        "unit": remembering(lookups(given.access, given.day).units.read),
        "month": remembering(lambda value: month_read(value, window)),
        "gross": remembering(rupiah_read),
    }
    listed: list[Listed] = []
    faults: list[Fault] = []
    for row in tracked(given.table.rows, given.progress):
        values, found = cells_read(given.table, row, readers, REQUIRED)
        if values["nik"] and nik_read(values["nik"])[0] is None and not found:
            found = [fault_at(given.table, row, "nik", _("is no NIK"))]
        faults += found
        if not found:
            line = DppRow(values["nik"] or "", values["name"], values["gross"])
            listed.append(Listed(values["unit"], values["month"], line))
    return listed, faults


def _by_list(listed: Sequence[Listed]) -> dict[tuple[str, date], list[DppRow]]:
    found: dict[tuple[str, date], list[DppRow]] = {}
    for item in listed:
        found.setdefault((item.unit.code, item.month.start), []).append(item.line)
    return found
