"""A payment list (DPP) of the treasury's payroll program, as it stands, to be compared with the decrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from malaqbiq.intake.rules.asides import LEFT_OUT
from malaqbiq.intake.rules.rows import Fault, Reader, cells_read, fault_at, remembering
from malaqbiq.intake.rules.units import Unit
from malaqbiq.intake.selectors import lookups
from malaqbiq.intake.services.taken import Given, Taken
from malaqbiq.kernel.identity import nik_read
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.progress import tracked
from malaqbiq.kernel.words import Named, Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import number_read, plain, rupiah_read, shown, text_read
from malaqbiq.kernel.workbooks.dates import Window, month_read
from malaqbiq.kernel.workbooks.reading import Row
from malaqbiq.pay.rules.listed import Difference
from malaqbiq.pay.selectors.dpp import UNSEEN, dpp_comparison, dpp_lines
from malaqbiq.pay.services.dpp import DppRow, DppStray, dpp_record

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
    listed, faults, strays = _read(given)
    if faults and not given.partial:
        return Taken(0, 0, tuple(faults))
    changed = unchanged = 0
    warnings: list[Fault] = []
    lists = _by_list(listed)
    beside = _by_place(strays, list(lists))
    for (unit, first_day), own in lists.items():
        lines, left = [item.line for item in own], beside.get((unit, first_day), [])
        warnings += _replaced(given, own, unit, first_day)
        done = dpp_record(access=given.access, unit=unit, month=first_day, rows=lines, source=given.source, strays=left)
        changed += done.changed
        unchanged += done.unchanged
        warnings += _paid_elsewhere(given, own, unit, first_day)
    named = tuple((unit, f"{first_day:%Y-%m}") for unit, first_day in lists)
    return Taken(changed, unchanged, tuple(faults), warnings=tuple(warnings), lists=named)


def _replaced(given: Given, own: Sequence[Listed], unit: str, first_day: date) -> Iterator[Fault]:
    """A doubt where a list takes the place of a longer one: it may be only the rows that were mended."""
    had = dpp_lines(given.access, unit=unit, month=first_day)
    if had > len(own):
        message = _("takes the place of the list brought in before, which has %(had)s rows: this one has %(rows)s")
        yield fault_at(given.table, own[0].row, "month", message, had=had, rows=len(own))


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


@dataclass(frozen=True, slots=True)
class _Left:
    """A row that is no line, and the unit and month that it tells, if it does."""

    unit: str | None
    month: date | None
    stray: DppStray


def _read(given: Given) -> tuple[list[Listed], list[Fault], list[_Left]]:
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
    strays: list[_Left] = []
    for row in tracked(given.table.rows, given.progress):
        values, found = cells_read(given.table, row, readers, REQUIRED)
        if values["nik"]:
            wrong = [problem.words for problem in nik_read(values["nik"])[1] if not problem.warning]
            found += [Fault(row.number, "nik", shown(given.table.cell(row, "nik")), words) for words in wrong[:1]]
        faults += found
        if not found:
            line = DppRow(values["nik"] or "", values["name"], values["gross"])
            listed.append(Listed(values["unit"], values["month"], line, row))
        else:
            strays.append(_left(given, row, values, found[0].words))
    by_hand = ((row, cells_read(given.table, row, readers, ())[0]) for row in given.left)
    strays += [_left(given, row, values, Words(LEFT_OUT)) for row, values in by_hand]
    return listed, faults, strays


def _left(given: Given, row: Row, values: Mapping[str, Any], why: Words) -> _Left:
    text = {key: plain(shown(given.table.cell(row, key))) for key in ("nik", "name")}
    stray = DppStray(row.number, text["nik"][:40], text["name"][:120], values["gross"], why)
    unit, month = values["unit"], values["month"]
    return _Left(unit.code if unit else None, month.start if month else None, stray)


def _by_place(strays: Sequence[_Left], lists: Sequence[tuple[str, date]]) -> dict[tuple[str, date], list[DppStray]]:
    """Beside which lists each stray row stands: the one that it names as far as it does so, if there is no other.

    A row that names none, or several, stands beside each list of its month (of the file, if none is), so that it is
    counted wherever it may be paid: without name and NIK, since it may be of somebody of another work unit.
    """
    found: dict[tuple[str, date], list[DppStray]] = {}
    for left in strays:
        meant = [(unit, month) for unit, month in lists if left.unit in {None, unit} and left.month in {None, month}]
        if len(meant) == 1:
            found.setdefault(meant[0], []).append(left.stray)
            continue
        bare = replace(left.stray, name="", nik="")
        for place in meant or [one for one in lists if one[1] == left.month] or lists:
            found.setdefault(place, []).append(bare)
    return found


def _by_list(listed: Sequence[Listed]) -> dict[tuple[str, date], list[Listed]]:
    found: dict[tuple[str, date], list[Listed]] = {}
    for item in listed:
        found.setdefault((item.unit.code, item.month.start), []).append(item)
    return found
