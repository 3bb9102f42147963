"""What the opening said of one person, mended in an ordinary form: a list of one row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from malaqbiq.intake.rules.rows import Fault
from malaqbiq.intake.services.employees import employees_take
from malaqbiq.intake.services.taken import Given, Taken
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.progress import SILENT
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.kernel.workbooks.reading import Row, Table
from malaqbiq.people.models import Person

ROW = 1


@transaction.atomic
def opening_mend(
    *, access: Access, day: date, person: Person, cells: Mapping[str, str], dry_run: bool = False
) -> Taken:
    """Bring what the opening says of a person to what the cells say; other columns stay as they stand.

    A correction of the opening while it isn't locked, and only of what the opening itself said: else the faults say, by
    column, that a decree is needed. A dry run writes nothing.
    """
    taken = employees_take(given=_given(access, day, {**cells, "name": person.full_name}, meant=person.uid))
    if dry_run:
        transaction.set_rollback(True)
    elif taken.accepted:
        activity_record(access=access, action="intake.mend", subject_uid=person.uid, detail={"columns": sorted(cells)})
    return taken


@transaction.atomic
def opening_add(*, access: Access, day: date, cells: Mapping[str, str], dry_run: bool = False) -> Taken:
    """Take in somebody whom the opening's list forgot. Somebody who is known already is a fault of the name.

    `Taken.people` names whom the cells mean.
    """
    taken = employees_take(given=_given(access, day, cells))
    known = bool(taken.people) and not taken.new and not taken.faults
    if known:
        words = Words(gettext_noop("stands in the register already: mend it there"))
        taken = replace(taken, faults=(Fault(ROW, "name", cells.get("name", ""), words),))
    if dry_run or known:
        transaction.set_rollback(True)
    elif taken.accepted:
        (uid,) = taken.people
        activity_record(access=access, action="intake.add", subject_uid=uid)
    return taken


def _given(access: Access, day: date, cells: Mapping[str, str], meant: UUID | None = None) -> Given:
    row = Row(ROW, tuple(cells.values()))
    table = Table(0, tuple(cells), {key: place for place, key in enumerate(cells)}, (row,))
    return Given(access, table, {ROW: row}, day, gettext("stated to the office"), False, SILENT, meant)
