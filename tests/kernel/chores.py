"""Tasks for the tests of background work. Those that wait do so for a file in the home folder, never for a time."""

from __future__ import annotations

import os
import time
from pathlib import Path

from django.conf import settings

from malaqbiq.kernel.access import Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.jobs import Link, Result, Work, task
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.words import Words

MARK = "tests.chore"
"""What a chore writes into the activity log: once for each time that it was done."""


@task("tests.note", title="Note", atomic=True, roles=(Role.SDM_OFFICER,), back=lambda _: Link("Back", "today"))
def note(work: Work, *, number: int) -> Result:
    work.progress.stage("noting", 1)
    activity_record(access=work.access, action=MARK, detail={"number": number})
    work.progress.advance()
    return Result([Words("noted: %(number)s", {"number": number})], [Link("On", "help", query=[("q", "x")])])


@task("tests.refuse", title="Refuse")
def refuse(work: Work, *, words: str, remedy: str = "") -> Result:
    raise UserError(Words("refused: %(words)s", {"words": words}), remedy)


@task("tests.break", title="Break", atomic=True)
def broken(work: Work) -> Result:
    activity_record(access=work.access, action=MARK)
    raise RuntimeError("a fault of the program")


@task("tests.lose", title="Lose", atomic=True)
def lose(work: Work) -> Result:
    activity_record(access=work.access, action=MARK)
    # What another worker writes that takes the job up meanwhile; here it is undone with the rest.
    Job.objects.filter(name="tests.lose").update(attempts=2)
    return Result([])


@task("tests.gate", title="Gate")
def gate(work: Work) -> Result:
    work.progress.stage("waiting", 10)
    work.progress.advance(5)
    _wait(work)
    activity_record(access=work.access, action=MARK)
    return Result([])


@task("tests.gate_atomic", title="Gate in a transaction", atomic=True)
def gate_atomic(work: Work) -> Result:
    work.progress.stage("waiting", 10)
    activity_record(access=work.access, action=MARK)
    work.progress.advance(5)
    _wait(work)
    return Result([])


def _wait(work: Work) -> None:
    home = Path(settings.HOME)
    (home / f"begun-{os.getpid()}").touch()
    while not (home / "go").exists():
        work.progress.advance(0)
        time.sleep(0.01)
