"""How the command line speaks: results on stdout, everything else on stderr."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

import click
from django.utils.translation import gettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars

from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import gettext_noop

QUIET_SECONDS = 2.0
"""Work that is done sooner shows no progress."""

LINE_SECONDS = 10.0
"""How often a log, which can't be drawn over, is told how far the work is."""


class Day(click.ParamType[date]):
    """A day, written in any way that a cell of a workbook may be: 2022-01-11, 11/01/2022, 11 Januari 2022."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a usage error that says how to write one."""
        from malaqbiq.kernel.workbooks.cells import CellRefused
        from malaqbiq.kernel.workbooks.dates import NO_DATE, Window, date_read

        try:
            day = date_read(value, Window(date(1945, 8, 17), date(2145, 8, 17)))
        except CellRefused as refused:
            self.fail(f"'{value}' {said(refused.words)}", param, ctx)
        return day or self.fail(f"'{value}' {gettext(NO_DATE)}", param, ctx)


PLACES = {
    "TEXT": gettext_noop("TEXT"),
    "DATE": gettext_noop("DATE"),
    "KIND": gettext_noop("KIND"),
    "FILE.xlsx": gettext_noop("FILE.xlsx"),
    "FILE.zip": gettext_noop("FILE.zip"),
    "CODE": gettext_noop("CODE"),
}
"""What stands in help where somebody writes a value."""


def put_in_words(command: click.Command) -> None:
    """Say in our language what the library writes in English only, of a command and those that it holds."""
    if command.options_metavar:
        command.options_metavar = gettext("[OPTIONS]")
    if isinstance(command, click.Group):
        command.subcommand_metavar = gettext("COMMAND [ARGUMENTS]...")
        for part in command.commands.values():
            put_in_words(part)
    for parameter in command.params:
        if isinstance(parameter.type, click.IntRange):
            # It is told in errors too. Each option has a type of its own.
            parameter.type.name = gettext("whole number")
        place = parameter.metavar or ("TEXT" if parameter.type is click.STRING else "")
        if place in PLACES:
            parameter.metavar = gettext(PLACES[place])


json_option = click.option("--json", "as_json", is_flag=True, help=gettext("print one JSON object"))


def print_json(result: Mapping[str, Json]) -> None:
    """The one JSON object of a command."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def print_error(error: UserError) -> None:
    """What is wrong and what to do next, on stderr."""
    click.echo(f"malaqbiq: {said(error.words)}", err=True)
    if remedy := said(error.remedy):
        click.echo(f"  {remedy}", err=True)


class TerminalProgress:
    """Shows on stderr how far a work is once it takes over two seconds: a bar on a terminal, lines in a log."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._lock = threading.Lock()
        self._timer = threading.Timer(QUIET_SECONDS, self._show)
        self._timer.daemon = True
        self._shown = False
        self._told = 0.0
        self._untold = False

    def stage(self, title: str, total: int | None = None) -> None:
        """A new stage begins: the one before is done. Its title is translated here: services know no language."""
        with self._lock:
            for task in self._bars.task_ids:
                self._bars.remove_task(task)
            self._bars.add_task(gettext(title), total=total)
            self._tell(new=True)

    def advance(self, steps: int = 1) -> None:
        """So many steps of the stage are done."""
        with self._lock:
            if task_ids := self._bars.task_ids:
                self._bars.advance(task_ids[-1], steps)
            self._tell(new=False)

    def start(self) -> None:
        """The work begins; nothing is shown yet."""
        self._timer.start()

    def stop(self) -> None:
        """The work is over: a bar is wiped away."""
        self._timer.cancel()
        with self._lock:
            if self._shown and self._console.is_terminal:
                self._bars.stop()
            self._shown = False

    def _show(self) -> None:
        with self._lock:
            self._shown = True
            if self._console.is_terminal:
                self._bars.start()
            self._tell(new=True)

    def _tell(self, *, new: bool) -> None:
        """Write a line into a log: of a new stage, if the last line is two seconds old; of the same, every ten."""
        if not self._shown or self._console.is_terminal or not self._bars.tasks:
            return
        self._untold |= new
        if time.monotonic() - self._told > (QUIET_SECONDS if self._untold else LINE_SECONDS):
            self._told, self._untold = time.monotonic(), False
            task = self._bars.tasks[-1]
            count = f" {task.completed:.0f}/{task.total:.0f}" if task.total else ""
            self._console.print(f"{task.description}{count}", markup=False, highlight=False)


@contextmanager
def shown_progress() -> Iterator[TerminalProgress]:
    """A progress that is shown on stderr while the block runs."""
    progress = TerminalProgress(Console(stderr=True))
    progress.start()
    try:
        yield progress
    finally:
        progress.stop()
