"""`malaqbiq import`: an office's workbook becomes people, records and the opening decree."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import json_option, print_error, print_json, shown_progress
from malaqbiq.intake.rules.kinds import KIND_NAMES
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Words, gettext_noop

if TYPE_CHECKING:
    from malaqbiq.intake.rules.rows import Fault
    from malaqbiq.intake.services import Outcome

REJECTED = 3
"""Exit code if rows were not taken."""

MOST_SHOWN = 20
"""Faults that are told one by one on the terminal; the workbook of rejected rows has them all."""


@click.command("import", help=_("Take in an office's workbook. KIND: %(kinds)s.") % {"kinds": KIND_NAMES})
@click.argument("kind", metavar="KIND")
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("tell what would happen, and keep nothing"))
@click.option("--partial", is_flag=True, help=_("take good rows though others are rejected (without it: all or none)"))
@click.option(
    "--rejects", metavar="F.xlsx", type=click.Path(path_type=Path), help=_("write the rejected rows here, with reasons")
)
@click.option(
    "--incomplete",
    metavar="F.xlsx",
    type=click.Path(path_type=Path),
    help=_("then write here what is still missing of people in service"),
)
@json_option
def command(
    *, kind: str, file: Path, dry_run: bool, partial: bool, rejects: Path | None, incomplete: Path | None, as_json: bool
) -> None:
    """Take the workbook in and tell the outcome; exit 3 if rows were rejected.

    A report that can't be written after all is told last, when the outcome stands on stdout: what was taken is taken.
    """
    # What is read lives to the end: the collector would look through all of it again and again, and find nothing.
    gc.disable()
    from django.conf import settings

    from malaqbiq.intake.services import Terms, workbook_import
    from malaqbiq.kernel import clock

    _tell_demo()
    _require_places(file, [path for path in (rejects, incomplete) if path])
    access, day = Access.system("cli"), clock.today(settings.TIME_ZONE)
    with shown_progress() as progress:
        outcome = workbook_import(
            access=access,
            kind=kind,
            path=file,
            day=day,
            terms=Terms(dry_run=dry_run, partial=partial),
            progress=progress,
        )
        reports = _Reports(outcome, rejects, incomplete)
        reports.write(access, day)
    _warn(outcome)
    if as_json:
        _note(outcome, err=True)
        print_json(_as_data(outcome))
    else:
        _print(outcome, dry_run=dry_run)
    reports.tell(as_json=as_json)
    sys.exit(REJECTED if outcome.faults else 1 if reports.unwritten else 0)


def _tell_demo() -> None:
    """Say on stderr that the office's own list is about to go into the demo: MALAQBIQ_HOME is forgotten easily."""
    from django.conf import settings

    from malaqbiq.kernel.installation import is_demo

    if is_demo():
        told = _("warning: %(home)s is the demo; the data of your own office belong into another MALAQBIQ_HOME")
        click.echo(told % {"home": settings.HOME}, err=True)


def _require_places(file: Path, reports: Sequence[Path]) -> None:
    """Refuse reports that would take the place of the workbook or of each other, or that can't be written at all."""
    from malaqbiq.kernel.workbooks.writing import place_require

    for number, report in enumerate(reports):
        for other in (file, *reports[:number]):
            if _same(report, other):
                words = Words(gettext_noop("%(path)s would take the place of %(other)s"), _paths(report, other))
                raise UserError(words, gettext_noop("choose another name for the report"))
        place_require(report)


def _same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by whatever links."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.realpath(one) == os.path.realpath(other)


def _paths(report: Path, other: Path) -> dict[str, str | int]:
    return {"path": str(report), "other": str(other)}


class _Reports:
    """The workbooks that tell what was not taken and what is missing: written, then told of."""

    def __init__(self, outcome: Outcome, rejects: Path | None, incomplete: Path | None) -> None:
        self._outcome = outcome
        self._rejects = rejects if outcome.faults else None
        self._incomplete = incomplete
        self._missing = 0
        self.unwritten: list[UserError] = []

    def write(self, access: Access, day: date) -> None:
        """Write both; one that can't be written is kept in mind."""
        from malaqbiq.intake.services import incomplete_make, rejects_make

        if self._rejects:
            try:
                rejects_make(outcome=self._outcome, path=self._rejects)
            except UserError as error:
                self.unwritten.append(error)
                self._rejects = None
        if self._incomplete:
            try:
                self._missing = incomplete_make(
                    access=access, path=self._incomplete, day=day, rows=self._outcome.taken.people
                )
            except UserError as error:
                self.unwritten.append(error)
                self._incomplete = None

    def tell(self, *, as_json: bool) -> None:
        """Say where each stands, and on stderr which could not be written."""
        if self._rejects and not as_json:
            click.echo(_("The rejected rows stand in %(path)s.") % {"path": self._rejects})
        if self._incomplete:
            told = {"count": self._missing, "path": self._incomplete}
            click.echo(_("%(count)s people with incomplete data stand in %(path)s.") % told, err=as_json)
        for error in self.unwritten:
            print_error(error)


def _as_data(outcome: Outcome) -> dict[str, Json]:
    rejected: list[Json] = [
        {"row": fault.row, "column": _header(outcome, fault.key), "value": fault.value, "message": said(fault.words)}
        for fault in outcome.faults
    ]
    counts: dict[str, Json] = {"accepted": outcome.accepted, "unchanged": outcome.unchanged}
    return {"kind": outcome.kind, **counts, "rejected": rejected}


def _header(outcome: Outcome, key: str) -> str:
    """The column's header as the workbook has it, else as a template would."""
    from malaqbiq.intake.rules.kinds import KINDS

    place = outcome.table.places.get(key)
    return KINDS[outcome.kind].headers[key] if place is None else outcome.table.headers[place]


def _warn(outcome: Outcome) -> None:
    """Tell on stderr, with --json too, what other sheets hold, which rows are no person's, and what is doubtful."""
    for words in outcome.sheets:
        click.echo(_("warning: %(fault)s") % {"fault": f"{said(words)}."}, err=True)
    for aside in outcome.asides[:MOST_SHOWN]:
        click.echo(_("row %(row)s was skipped: %(why)s") % {"row": aside.row, "why": said(aside.words)}, err=True)
    if (more := len(outcome.asides) - MOST_SHOWN) > 0:
        click.echo(_("… and %(count)s more rows were skipped.") % {"count": more}, err=True)
    warnings = outcome.taken.warnings
    for fault in warnings[:MOST_SHOWN]:
        click.echo(_("warning: %(fault)s") % {"fault": _told(outcome, fault)}, err=True)
    if (more := len(warnings) - MOST_SHOWN) > 0:
        click.echo(_("… and %(count)s more warnings.") % {"count": more}, err=True)


def _note(outcome: Outcome, *, err: bool) -> None:
    """Tell what nobody knows of people in the list even so."""
    for words in outcome.taken.notes:
        click.echo(_("warning: %(fault)s") % {"fault": f"{said(words)}."}, err=err)


def _told(outcome: Outcome, fault: Fault) -> str:
    told = {"row": fault.row, "column": _header(outcome, fault.key), "message": said(fault.words)}
    return _("row %(row)s, %(column)s: %(message)s") % told


def _print(outcome: Outcome, *, dry_run: bool) -> None:
    for fault in outcome.faults[:MOST_SHOWN]:
        click.echo(_told(outcome, fault), err=True)
    if (more := len(outcome.faults) - MOST_SHOWN) > 0:
        click.echo(_("… and %(count)s more; --rejects F.xlsx writes them all.") % {"count": more}, err=True)
    if outcome.table.unread:
        click.echo(_("Columns that are not read: %(names)s") % {"names": ", ".join(outcome.table.unread)}, err=True)
    counts = {"accepted": outcome.accepted, "unchanged": outcome.unchanged, "rejected": len(outcome.rejected)}
    click.echo(_("%(accepted)s rows taken, %(unchanged)s unchanged, %(rejected)s rejected.") % counts)
    if outcome.kind == "employees":
        people = {"new": outcome.taken.new, "changed": outcome.accepted - outcome.taken.new}
        told = _("People: %(new)s new, %(changed)s changed, %(unchanged)s unchanged.")
        click.echo(told % (people | {"unchanged": outcome.unchanged}))
        if unplaced := outcome.taken.unplaced:
            click.echo(
                _("%(count)s positions are no structural post and are kept as open questions.") % {"count": unplaced}
            )
    _note(outcome, err=False)
    if outcome.faults and not outcome.accepted and not outcome.unchanged:
        if others := len(outcome.table.rows) - len(outcome.rejected):
            told = _("Nothing was taken: mend the rejected rows, or use --partial to take the %(count)s others.")
            click.echo(told % {"count": others})
        else:
            click.echo(_("Nothing was taken: mend the rejected rows."))
    if dry_run:
        click.echo(_("Nothing was kept: this was a dry run."))
