"""Empty workbooks to be filled in, and the copy of rows that were not taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext

from malaqbiq.intake.models import Upload
from malaqbiq.intake.rules.asides import LEFT_OUT
from malaqbiq.intake.rules.employees import STATUS_NAMES
from malaqbiq.intake.rules.kinds import EMPLOYEES, KINDS, kind_named
from malaqbiq.intake.selectors import incomplete
from malaqbiq.intake.selectors.mended import mended_list
from malaqbiq.intake.services.importing import Outcome
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.identity import mask_nik
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.workbooks.mended import MendedHeadings, mended_write
from malaqbiq.kernel.workbooks.rejects import Fault, RejectHeadings, rejects_write
from malaqbiq.kernel.workbooks.templates import Guide, template_write
from malaqbiq.kernel.workbooks.writing import Heading, place_require, workbook_write
from malaqbiq.organization.selectors import units_on
from malaqbiq.people.rules import EDUCATION_LABELS
from malaqbiq.people.selectors import competency_kinds
from malaqbiq.regulations.selectors import job_families


def template_make(*, access: Access, kind: str, path: Path, day: date) -> None:
    """Write an empty workbook of a kind: its headers, what may stand in each column, and lists to choose from.

    UserError for a kind that there isn't, or a place that can't be written.
    """
    found = kind_named(kind)
    place_require(path)
    choices = _choices(access, found.name, day)
    headings = [
        Heading(
            field.column.header,
            field.kind,
            field.width,
            note=gettext(field.note),
            choices=choices.get(field.column.key, ()),
        )
        for field in found.fields
    ]
    guide = Guide(
        title=gettext("Guide"),
        column=gettext("Column"),
        explanation=gettext("What stands in it"),
        lines=[gettext(found.guide)],
    )
    template_write(path, found.title, headings, guide)


def rejects_make(*, outcome: Outcome, path: Path) -> None:
    """Write the rows that were not taken into a workbook, each with the reason beside the cell.

    Of a list that takes the place of an earlier one the whole list, with these marked, and those that were left out by
    hand: mended, it comes in instead.
    """
    faults: dict[int, list[Fault]] = {}
    for fault in outcome.faults:
        faults.setdefault(fault.row, []).append(Fault(outcome.table.places.get(fault.key), said(fault.words)))
    table, is_whole = outcome.table, KINDS[outcome.kind].is_replaced
    if is_whole:
        by_hand = {aside.row: aside.words for aside in outcome.asides if aside.words.message == LEFT_OUT}
        skipped = {aside.row for aside in outcome.asides} - by_hand.keys()
        faults |= {number: [Fault(None, said(words))] for number, words in by_hand.items()}
        rows = {row.number: row for row in (*table.rows, *outcome.left) if row.number not in skipped}
        table = replace(table, rows=tuple(row for _number, row in sorted(rows.items())))
    headings = RejectHeadings(gettext("Rejected rows"), gettext("Row"), gettext("Reason"))
    rejects_write(path, table, faults, headings, whole=is_whole)


def mended_make(*, upload: Upload, path: Path) -> None:
    """Write an upload's list with what was mended of it, each such cell coloured and told on a second sheet.

    WorkbookRefused if its file can't be read.
    """
    mended = mended_list(upload)
    headings = MendedHeadings(
        title=gettext("Mended cells"),
        row=gettext("Row"),
        column=gettext("Column"),
        before=gettext("What stood there"),
        after=gettext("What stands there now"),
        stood=gettext("Mended at the import. Stood there: %(text)s"),
        empty=gettext("nothing"),
    )
    mended_write(path, mended.table, mended.cells, headings)


def incomplete_make(*, access: Access, path: Path, day: date, rows: Mapping[UUID, int] | None = None) -> int:
    """Write the list "data belum lengkap" into a workbook, and give how many people are in it.

    One row a person, with the headers of the columns that are missing; what a list said that could not be used stands
    beside them. `rows` says in which row of the list that was just taken somebody stands. A NIK is masked.
    """
    people = incomplete(access, day)
    headings = [
        Heading(gettext("Work unit"), width=12),
        Heading(gettext("Row in the list"), "whole", width=10),
        Heading(gettext("Name"), width=34),
        Heading("NIK", width=20),
        Heading("NIP", width=22),
        Heading(gettext("Status"), width=18),
        Heading(gettext("Still missing"), width=70),
        Heading(gettext("What the list says"), width=40),
    ]
    headers = EMPLOYEES.headers
    lines = (
        (
            person.unit_code,
            (rows or {}).get(person.person),
            person.name,
            mask_nik(person.nik or ""),
            person.nip or "",
            person.status.upper().replace("_", " "),
            ", ".join(headers[key] for key in person.missing),
            ", ".join(f"{headers[key]}: {text}" for key, text in person.said.items() if text),
        )
        for person in people
    )
    workbook_write(path, gettext("Incomplete data"), headings, lines)
    return len(people)


def _choices(access: Access, kind: str, day: date) -> dict[str, Sequence[str]]:
    if kind == "competencies":
        return {"kind": [item.name for item in competency_kinds(access)]}
    units = [unit for unit in units_on(access, day=day) if access.covers(unit.code, Role.SDM_OFFICER)]
    found: dict[str, Sequence[str]] = {"unit": [f"{unit.code} {unit.name}" for unit in units]}
    if kind == "employees":
        found["status"] = STATUS_NAMES.split(", ")
        found["sex"] = ["L", "P"]
        found["education"] = list(EDUCATION_LABELS.values())
        found["position"] = [family.name for family in job_families(access, day=day)]
    return found if kind != "attendance" else {}
