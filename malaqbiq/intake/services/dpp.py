"""A payment list (DPP) of the treasury's payroll program, as it stands, to be compared with the decrees."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from malaqbiq.kernel.words import Named, Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import number_read, rupiah_read, shown, text_read
from malaqbiq.kernel.workbooks.dates import Window, month_read
from malaqbiq.kernel.workbooks.reading import Row
from malaqbiq.pay.rules.listed import Difference
from malaqbiq.pay.selectors.dpp import UNSEEN, dpp_comparison
from malaqbiq.pay.services.dpp import DppRow, dpp_record

REQUIRED = ("name", "unit", "month", "gross")


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a payment list: which unit's, of which month."""

    unit: Unit
    month: Period
    line: DppRow
    row: Row


def dpp_take(*, given: Given) -> Taken:
    """Take payment lists in, for each work unit and month instead of the one brought in before. Nobody is paid by it.

    Who is unknown or stands twice is not rejected: that is what comparing the list with the decrees tells.
    """
    given.progress.stage(gettext("reading rows"), len(given.table.rows))
    listed, faults = _read(given)
    if faults and not given.partial:
        return Taken(0, 0, tuple(faults))
    changed = unchanged = 0
    warnings: list[Fault] = []
    for (unit, first_day), own in _by_list(listed).items():
        lines = [item.line for item in own]
        done = dpp_record(access=given.access, unit=unit, month=first_day, rows=lines, source=given.source)
        changed += done.changed
        unchanged += done.unchanged
        warnings += _paid_elsewhere(given, own, unit, first_day)
    return Taken(changed, unchanged, tuple(faults), warnings=tuple(warnings))


def _paid_elsewhere(given: Given, own: Sequence[Listed], unit: str, first_day: date) -> Iterator[Fault]:
    """A doubt for each line of somebody whom another work unit pays that month: which one, if the asker covers it."""
    found = dpp_comparison(given.access, unit=unit, month=first_day).findings
    payers = {(item.name, item.listed): item.unit_code for item in found if item.kind is Difference.OTHER_UNIT}
    for item in own:
        payer = payers.get((item.line.name, item.line.gross))
        if payer == UNSEEN:
            yield fault_at(given.table, item.row, "unit", _("by the decrees another work unit pays this person"))
        elif payer:
            message = _("by the decrees %(unit)s pays this person")
            yield Fault(item.row.number, "unit", unit, Words(message, {"unit": Named("work_unit", payer)}))


def _read(given: Given) -> tuple[list[Listed], list[Fault]]:
    window = Window(date(given.day.year - 10, 1, 1), date(given.day.year + 1, 12, 31), given.table.from_1904)
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
        if values["nik"]:
            wrong = [problem.words for problem in nik_read(values["nik"])[1] if not problem.warning]
            found += [Fault(row.number, "nik", shown(given.table.cell(row, "nik")), words) for words in wrong[:1]]
        faults += found
        if not found:
            line = DppRow(values["nik"] or "", values["name"], values["gross"])
            listed.append(Listed(values["unit"], values["month"], line, row))
    return listed, faults


def _by_list(listed: Sequence[Listed]) -> dict[tuple[str, date], list[Listed]]:
    found: dict[tuple[str, date], list[Listed]] = {}
    for item in listed:
        found.setdefault((item.unit.code, item.month.start), []).append(item)
    return found
