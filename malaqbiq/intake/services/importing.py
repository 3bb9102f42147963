"""Taking a workbook in: the same for all kinds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.models import Decree
from malaqbiq.intake.models import Import
from malaqbiq.intake.rules.asides import Aside, without_asides
from malaqbiq.intake.rules.kinds import Kind, kind_named
from malaqbiq.intake.rules.remarks import Remarks, Told, remarks_packed, told_of
from malaqbiq.intake.rules.rows import Fault
from malaqbiq.intake.rules.sheets import sheets_told
from malaqbiq.intake.services.attendance import attendance_take
from malaqbiq.intake.services.competencies import competencies_take
from malaqbiq.intake.services.dpp import dpp_take
from malaqbiq.intake.services.employees import employees_take
from malaqbiq.intake.services.taken import Given, Taken
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json, digest
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.kernel.workbooks.cells import shown
from malaqbiq.kernel.workbooks.guards import WorkbookRefused
from malaqbiq.kernel.workbooks.reading import Amendment, Row, Table, workbook_read

Taker = Callable[..., Taken]

TAKERS: Mapping[str, Taker] = {
    "employees": employees_take,
    "competencies": competencies_take,
    "attendance": attendance_take,
    "dpp": dpp_take,
}


@dataclass(frozen=True, slots=True)
class Terms:
    """How a workbook is taken in. A dry run tells what would happen, and nothing is kept.

    With `partial` good rows are taken though others are not; without it, all or none. `amendment` is what somebody said
    of the list beside its file, `name` what the file is called, if not as its path; `uid` and `unit` are those of its
    upload, if it has one.
    """

    dry_run: bool = False
    partial: bool = False
    amendment: Amendment | None = None
    name: str = ""
    uid: UUID | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a workbook: what was taken of it, and the faults of rows that were not, by row."""

    kind: str
    faults: tuple[Fault, ...]
    table: Table
    taken: Taken
    asides: tuple[Aside, ...] = ()
    """Rows that tell of nobody, or stand twice."""
    left: tuple[Row, ...] = ()
    """Rows that somebody left out by hand, where they are no rows of the table."""

    @property
    def accepted(self) -> int:
        """How many rows changed something."""
        return self.taken.accepted

    @property
    def unchanged(self) -> int:
        """How many rows said nothing new."""
        return self.taken.unchanged

    @property
    def decree(self) -> UUID | None:
        """The opening decree that tells what was in force."""
        return self.taken.decree

    @property
    def sheets(self) -> tuple[Words, ...]:
        """What is to be told of the workbook's other sheets."""
        return tuple(sheets_told(self.table))

    @property
    def rejected(self) -> frozenset[int]:
        """Numbers of the rows that were not taken."""
        return frozenset(fault.row for fault in self.faults)

    @property
    def remarks(self) -> Remarks:
        """What is to be told of the list beside how many rows it has."""
        taken = self.taken
        return Remarks(
            left=list(told_of(self.faults)),
            doubtful=list(told_of(taken.warnings)),
            skipped=[Told(aside.row, aside.words) for aside in self.asides],
            sheets=self.sheets,
            notes=taken.notes,
            unplaced=taken.unplaced,
            new=taken.new,
            lists=taken.lists,
        )


def workbook_import(
    *,
    access: Access,
    kind: str,
    path: Path,
    day: date,
    terms: Terms = Terms(),
    progress: Progress = SILENT,
) -> Outcome:
    """Take in a workbook of a kind, as it is true on a day. The same workbook again changes nothing.

    WorkbookRefused if it can't be read at all, or holds no row; UserError for a kind that there isn't.
    """
    found = kind_named(kind)
    progress.stage(gettext_noop("opening the workbook"))
    # Read before the transaction begins: on SQLite it holds the one write lock, and others would wait for a file.
    said = terms.amendment or Amendment()
    whole = table_read(found, path, terms.amendment)
    table, asides = without_asides(found, whole, said.left)
    if not table.rows:
        words = Words(gettext_noop("no filled row stands below the headers in row %(row)s"), {"row": table.header_row})
        remedy = gettext_noop("fill the list in on the first sheet, right below its headers, and save the workbook")
        raise WorkbookRefused(words, remedy)
    name = terms.name or path.name
    file = _File(found.name, name, digest(path.read_bytes()), terms.uid or new_uid(), asides)
    rows = {row.number: row for row in table.rows}
    # All that is written is a part of bringing in this one list.
    within = replace(access, within=str(file.uid))
    left = [row for row in whole.rows if row.number in said.left]
    given = Given(within, table, rows, day, name[:120], terms.partial, progress, left=left)
    return _take(access, file, given, terms)


def table_read(kind: Kind, path: Path, amendment: Amendment | None) -> Table:
    """The list in a workbook. With an amendment, that may say where columns stand whose headers are not understood.

    WorkbookRefused if it can't be read, or a column that is needed is nowhere.
    """
    if amendment is None:
        return workbook_read(path, kind.columns, kind.needed)
    table = workbook_read(path, kind.columns, kind.needed, any_headers=True).amended(amendment)
    missing = [group[0] for group in kind.needed if not set(group) & table.places.keys()]
    if missing:
        names = ", ".join(kind.headers[key] for key in missing)
        words = Words(gettext_noop("no column is said to be: %(names)s"), {"names": names})
        without = [text for key, text in kind.without if key in missing]
        raise WorkbookRefused(words, without[0] if without else gettext_noop("say in which column each of them stands"))
    return table


@dataclass(frozen=True, slots=True)
class _File:
    kind: str
    name: str
    digest: str
    uid: UUID
    asides: tuple[Aside, ...]


@transaction.atomic
def _take(access: Access, file: _File, given: Given, terms: Terms) -> Outcome:
    taken = TAKERS[file.kind](given=given)
    faults = tuple(sorted(_one_a_cell(taken.faults), key=lambda fault: fault.row))
    taken = replace(taken, warnings=(*taken.warnings, *_confirmed(given, terms, {fault.row for fault in faults})))
    outcome = Outcome(file.kind, faults, given.table, taken, file.asides, tuple(given.left))
    if terms.dry_run:
        transaction.set_rollback(True)
    else:
        _record(access, file, outcome, terms.unit)
    return outcome


CONFIRMED = gettext_noop("stood as a number in the workbook; that its digits are right was confirmed by hand")


def _confirmed(given: Given, terms: Terms, bad: Collection[int]) -> Iterator[Fault]:
    """The cells that were taken as numbers because somebody is sure of their digits."""
    sure = terms.amendment.sure if terms.amendment else {}
    for (number, key), text in sorted(sure.items()):
        row = given.rows.get(number)
        if row and number not in bad and shown(given.table.cell(row, key)) == text:
            yield Fault(number, key, text, Words(CONFIRMED))


def _record(access: Access, file: _File, outcome: Outcome, unit: str) -> None:
    taken, rejected = outcome.taken, len(outcome.rejected)
    where = unit
    if taken.decree and not unit:
        where = Decree.objects.values_list("office__code", flat=True).get(uid=taken.decree)
    Import.objects.create(
        uid=file.uid,
        kind=file.kind,
        file_name=file.name[:255],
        file_digest=file.digest,
        at=clock.now(),
        actor=access.actor,
        accepted=taken.accepted,
        unchanged=taken.unchanged,
        rejected=rejected,
        decree_id=taken.decree,
        unit_code=unit,
        remarks=remarks_packed(outcome.remarks),
    )
    counts: dict[str, Json] = {"accepted": taken.accepted, "unchanged": taken.unchanged, "rejected": rejected}
    detail = {"kind": file.kind, **counts}
    activity_record(access=access, action="intake.import", unit_code=where, subject_uid=file.uid, detail=detail)


def _one_a_cell(faults: tuple[Fault, ...]) -> list[Fault]:
    """The first fault of each cell: what else is wrong with it follows from that, or is told the next time."""
    return list({(fault.row, fault.key): fault for fault in reversed(faults)}.values())[::-1]
