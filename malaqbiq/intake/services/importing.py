"""Taking a workbook in: the same for all kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from malaqbiq.intake.models import Import
from malaqbiq.intake.rules.kinds import KINDS
from malaqbiq.intake.rules.rows import Fault
from malaqbiq.intake.services.attendance import attendance_take
from malaqbiq.intake.services.competencies import competencies_take
from malaqbiq.intake.services.dpp import dpp_take
from malaqbiq.intake.services.employees import employees_take
from malaqbiq.intake.services.taken import Given, Taken
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import digest
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.kernel.workbooks.reading import Table, workbook_read

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

    With `partial` good rows are taken though others are not; without it, all or none.
    """

    dry_run: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a workbook: rows that changed something, that said nothing new, and faults of those not taken."""

    kind: str
    accepted: int
    unchanged: int
    faults: tuple[Fault, ...]
    table: Table
    decree: UUID | None

    @property
    def rejected(self) -> frozenset[int]:
        """Numbers of the rows that were not taken."""
        return frozenset(fault.row for fault in self.faults)


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

    WorkbookRefused if it can't be read at all; UserError for a kind that there isn't.
    """
    if kind not in TAKERS:
        words = Words(gettext_noop("there is no kind of list called %(kind)s"), {"kind": kind})
        raise UserError(words, Words(gettext_noop("choose one of: %(kinds)s"), {"kinds": ", ".join(TAKERS)}))
    progress.stage(gettext("opening the workbook"))
    # Read before the transaction begins: on SQLite it holds the one write lock, and others would wait for a file.
    table = workbook_read(path, KINDS[kind].columns, KINDS[kind].needed)
    file = _File(kind, path.name, digest(path.read_bytes()))
    rows = {row.number: row for row in table.rows}
    taken = _take(file, Given(access, table, rows, day, path.name[:120], terms.partial, progress), terms)
    faults = tuple(sorted(_one_a_cell(taken.faults), key=lambda fault: fault.row))
    return Outcome(kind, taken.accepted, taken.unchanged, faults, table, taken.decree)


@dataclass(frozen=True, slots=True)
class _File:
    kind: str
    name: str
    digest: str


@transaction.atomic
def _take(file: _File, given: Given, terms: Terms) -> Taken:
    taken = TAKERS[file.kind](given=given)
    if terms.dry_run:
        transaction.set_rollback(True)
    else:
        _record(given.access, file, taken)
    return taken


def _record(access: Access, file: _File, taken: Taken) -> None:
    rejected = len({fault.row for fault in taken.faults})
    Import.objects.create(
        kind=file.kind,
        file_name=file.name[:255],
        file_digest=file.digest,
        at=clock.now(),
        actor=access.actor,
        accepted=taken.accepted,
        unchanged=taken.unchanged,
        rejected=rejected,
        decree_id=taken.decree,
    )
    counts = {"accepted": taken.accepted, "unchanged": taken.unchanged, "rejected": rejected}
    activity_record(access=access, action="intake.import", detail={"kind": file.kind, **counts})


def _one_a_cell(faults: tuple[Fault, ...]) -> list[Fault]:
    """The first fault of each cell: what else is wrong with it follows from that, or is told the next time."""
    return list({(fault.row, fault.key): fault for fault in reversed(faults)}.values())[::-1]
