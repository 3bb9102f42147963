"""Empty workbooks to be filled in, and the copy of rows that were not taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.utils.translation import gettext

from malaqbiq.intake.rules.employees import STATUS_NAMES
from malaqbiq.intake.rules.kinds import EMPLOYEES, KINDS
from malaqbiq.intake.selectors import incomplete
from malaqbiq.intake.services.importing import Outcome
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.kernel.workbooks.rejects import Fault, RejectHeadings, rejects_write
from malaqbiq.kernel.workbooks.templates import Guide, template_write
from malaqbiq.kernel.workbooks.writing import Heading, workbook_write
from malaqbiq.organization.selectors import units_on
from malaqbiq.people.rules import EDUCATION_LABELS
from malaqbiq.people.selectors import competency_kinds
from malaqbiq.regulations.selectors import job_families


def template_make(*, access: Access, kind: str, path: Path, day: date) -> None:
    """Write an empty workbook of a kind: its headers, what may stand in each column, and lists to choose from.

    UserError for a kind that there isn't, or a place that can't be written.
    """
    if kind not in KINDS:
        words = Words(gettext_noop("there is no kind of list called %(kind)s"), {"kind": kind})
        raise UserError(words, Words(gettext_noop("choose one of: %(kinds)s"), {"kinds": ", ".join(KINDS)}))
    choices = _choices(access, kind, day)
    headings = [
        Heading(
            field.column.header,
            field.kind,
            field.width,
            note=gettext(field.note),
            choices=choices.get(field.column.key, ()),
        )
        for field in KINDS[kind].fields
    ]
    guide = Guide(
        title=gettext("Guide"),
        column=gettext("Column"),
        explanation=gettext("What stands in it"),
        lines=[gettext("Fill in the first sheet, one row a person. What is not known stays empty.")],
    )
    template_write(path, KINDS[kind].title, headings, guide)


def rejects_make(*, outcome: Outcome, path: Path) -> None:
    """Write the rows that were not taken into a workbook, each with the reason beside the cell."""
    faults: dict[int, list[Fault]] = {}
    for fault in outcome.faults:
        faults.setdefault(fault.row, []).append(Fault(outcome.table.places.get(fault.key), said(fault.words)))
    headings = RejectHeadings(gettext("Rejected rows"), gettext("Row"), gettext("Reason"))
    rejects_write(path, outcome.table, faults, headings)


def incomplete_make(*, access: Access, path: Path, day: date) -> int:
    """Write the list "data belum lengkap" into a workbook, and give how many people are in it.

    One row a person, with the headers of the columns that are missing; what a list said that could not be used stands
    beside them.
    """
    people = incomplete(access, day)
    headings = [
        Heading(gettext("Work unit"), width=12),
        Heading(gettext("Name"), width=34),
        Heading(gettext("Status"), width=18),
        Heading(gettext("Still missing"), width=70),
        Heading(gettext("What the list says"), width=40),
    ]
    headers = EMPLOYEES.headers
    rows = (
        (
            person.unit_code,
            person.name,
            person.status.upper().replace("_", " "),
            ", ".join(headers[key] for key in person.missing),
            ", ".join(f"{headers[key]}: {text}" for key, text in person.said.items() if text),
        )
        for person in people
    )
    workbook_write(path, gettext("Incomplete data"), headings, rows)
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
