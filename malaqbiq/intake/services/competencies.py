"""A list of competencies becomes assessments."""

from __future__ import annotations

import difflib
from collections.abc import Callable

from django.utils.translation import gettext

from malaqbiq.intake.rules.rows import remembering
from malaqbiq.intake.services.people import Named, rows_named, rows_once
from malaqbiq.intake.services.taken import Given, Taken
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Cell, CellRefused, key_of, text_read, whole_read
from malaqbiq.kernel.workbooks.dates import Window, date_read
from malaqbiq.people.selectors import competency_kinds
from malaqbiq.people.services import CompetencyDraft, competencies_record

FIRST_YEAR = 1980


def competencies_take(*, given: Given) -> Taken:
    """Take a list of competencies in. Another level for the same person, competency and day corrects the earlier."""
    given.progress.stage(gettext("reading rows"), len(given.table.rows))
    window = Window(given.day.replace(year=FIRST_YEAR, day=1), given.day, given.table.from_1904)
    readers = {
        "kind": remembering(_kind_reader(given)),
        "level": lambda value: whole_read(value, highest=4),
        "source": text_read,
        "day": remembering(lambda value: date_read(value, window)),
    }
    named, faults = rows_named(given=given, readers=readers, required=("kind", "level", "day"))
    named, twice = rows_once(given=given, named=named, keys=("kind", "day"))
    faults += twice
    if faults and not given.partial:
        return Taken(0, 0, tuple(faults))
    drafts = [_draft(given, row) for row in named]
    changed = competencies_record(access=given.access, day=given.day, drafts=drafts, progress=given.progress)
    return Taken(changed, len(named) - changed, tuple(faults))


def _draft(given: Given, named: Named) -> CompetencyDraft:
    values = named.values
    return CompetencyDraft(
        person=named.person.uid,
        kind=values["kind"],
        level=values["level"],
        assessed_on=values["day"],
        source=values["source"] or given.source,
    )


def _kind_reader(given: Given) -> Callable[[Cell], str | None]:
    """A reader of the catalogue's codes and names, which says what is near an unknown one."""
    kinds = list(competency_kinds(given.access))
    codes = {key_of(name): kind.code for kind in kinds for name in (kind.code, kind.name)}
    names = {key_of(kind.name): kind.name for kind in kinds}

    def read(value: Cell) -> str | None:
        text = text_read(value)
        if text is None or key_of(text) in codes:
            return codes[key_of(text)] if text else None
        if near := difflib.get_close_matches(key_of(text), names, n=1):
            raise CellRefused(_("is not in the catalogue of competencies; near it is: %(name)s"), name=names[near[0]])
        raise CellRefused(_("is not in the catalogue of competencies"))

    return read
