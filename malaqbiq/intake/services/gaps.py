"""Filling in what is not known of one person, a column at a time, as a list would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from malaqbiq.intake.rules.employees import SEXES, address_read, schooling_read
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop, joined
from malaqbiq.kernel.workbooks.cells import Cell, CellRefused, choice_read, email_read, number_read, phone_read
from malaqbiq.kernel.workbooks.dates import Window, date_read
from malaqbiq.people.services import EducationDraft, IdentityRefused, educations_record, person_update

FIELDS: Mapping[str, str] = {
    "nik": "nik",
    "nip": "nip",
    "sex": "sex",
    "birth": "birth_date",
    "phone": "phone",
    "email": "email",
    "address": "address",
}
"""Columns of an employees' list that are fields of a person."""

FILLABLE = (*FIELDS, "education")
"""Columns that an officer fills in. What else may be missing only a decree says, or the opening's list."""


class GapRefused(UserError):
    """What was typed can't be taken; its words say why."""


@transaction.atomic
def gap_fill(*, access: Access, day: date, person: UUID, column: str, text: str, source: str) -> None:
    """What was typed for a person in a column is known from now on, read as a list's cell would be.

    GapRefused says what is wrong with it; LookupError for a column that isn't filled in here; Person.DoesNotExist for
    who is not in the asker's work units that day as SDM officer.
    """
    read = _readers(day)[column]
    try:
        value = read(text.strip())
    except CellRefused as error:
        raise GapRefused(error.words) from error
    if value is None:
        raise GapRefused(Words(gettext_noop("nothing was typed")))
    if column == "education":
        level, field = value
        draft = EducationDraft(person=person, level=level, field=field[:120], source=source)
        educations_record(access=access, day=day, drafts=[draft])
        return
    try:
        person_update(access=access, day=day, uid=person, changes={FIELDS[column]: value})  # type: ignore[misc]
    except IdentityRefused as error:
        problems = [problem.words for found in error.problems.values() for problem in found]
        raise GapRefused(joined(problems, "; ")) from error


def _readers(day: date) -> Mapping[str, Callable[[Cell], Any]]:
    births = Window(date(day.year - 100, 1, 1), date(day.year - 15, 1, 1))
    return {
        "nik": number_read,
        "nip": number_read,
        "sex": lambda value: choice_read(value, SEXES, allowed="L, P"),
        "birth": lambda value: date_read(value, births),
        "phone": phone_read,
        "email": email_read,
        "address": address_read,
        "education": schooling_read,
    }
