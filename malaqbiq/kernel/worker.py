"""Taking jobs and doing them: one at a time, each by one worker, again if that one died."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType
from typing import Any
from uuid import UUID

from django.db import DatabaseError, close_old_connections, connection, connections, transaction

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.blobs import BlobDamaged
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import leftovers_remove
from malaqbiq.kernel.installation import standing_clock
from malaqbiq.kernel.jobs import Task, Work, asker, chores_daily, error_packed, over_tell, result_packed, task_named
from malaqbiq.kernel.models import Installation, Job, JobWorker
from malaqbiq.kernel.presence import dead_forget, lives, worker_beat, worker_enter, worker_leave
from malaqbiq.kernel.trouble import trouble_told
from malaqbiq.kernel.words import Words, gettext_noop

LOG = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
KEPT_FOR = timedelta(days=90)
"""How long a job that is over can be looked at."""
LOOKED_EVERY = 0.5
"""Seconds between two looks for work, and between two words about progress."""
BEAT_EVERY = 5.0
SWEPT_EVERY = 3600.0
HOUSE_KEPT_EVERY = 24 * 3600.0
WRITTEN_WITHIN = 2000
"""Milliseconds that a word about progress waits for SQLite's write lock, which the task itself may hold."""


class GivenBack(BaseException):
    """The worker is told to stop: the job goes back to the queue. No task may catch it as an error of its own."""


class Lost(Exception):
    """The job is not this worker's any more: whatever it did in this transaction must not stand."""


class Told:
    """How far a job is, kept in memory: a task never waits for somebody who looks on. Ends the task if it must stop."""

    def __init__(self) -> None:
        self.title = ""
        self.done = 0
        self.total: int | None = None
        self.stopping = False

    def stage(self, title: str, total: int | None = None) -> None:
        """A new stage begins, of `total` steps where known."""
        self.title, self.done, self.total = title, 0, total
        self._stop()

    def advance(self, steps: int = 1) -> None:
        """So many steps of the stage are done."""
        self.done += steps
        self._stop()

    def written(self) -> dict[str, Any]:
        """The columns that say so."""
        return {"stage": self.title[:200], "done": self.done, "total": self.total}

    def _stop(self) -> None:
        if self.stopping:
            raise GivenBack


def job_claim(worker: UUID) -> Job | None:
    """The oldest job that waits, now this worker's. Of two that claim at once each gets another one.

    PostgreSQL leaves out rows that another has locked. SQLite has no such locks: there the transaction takes the one
    write lock as it begins (see settings), so that of two the second looks when the first is done.
    """
    if not Job.objects.filter(state=Job.State.WAITING).exists():
        return None
    with transaction.atomic():
        waiting = Job.objects.filter(state=Job.State.WAITING).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        job.state, job.worker, job.started_at = Job.State.RUNNING, worker, clock.real_now()
        job.attempts += 1
        job.stage, job.done, job.total = "", 0, None
        job.save(update_fields=["state", "worker", "started_at", "attempts", "stage", "done", "total"])
        return job


def job_carry_out(job: Job, told: Told) -> None:
    """Do a claimed job to its end and write down what came of it; GivenBack if it was told to stop."""
    with standing_clock(Installation.objects.first()):
        try:
            _do(_known(job.name), job, told)
        except GivenBack:
            _mine(job).update(state=Job.State.WAITING, worker=None, attempts=job.attempts - 1)
            raise
        except Lost:
            LOG.warning("job %s was taken by another worker meanwhile", job.uid)
        except UserError as error:
            _fail(job, told, error)
        except Exception as error:
            LOG.exception("job %s (%s) failed", job.uid, job.name)
            _fail(job, told, _explained(error))


def jobs_take_back(me: UUID | None = None) -> int:
    """Jobs whose worker died wait again, or have failed after three attempts; how many. `me` is doing none just now."""
    running = list(Job.objects.filter(state=Job.State.RUNNING))
    workers = {row.uid: row for row in JobWorker.objects.filter(uid__in={job.worker for job in running})}
    dead = [job for job in running if job.worker and (job.worker == me or not lives(workers.get(job.worker)))]
    for job in dead:
        LOG.warning("the worker of job %s (%s) died at attempt %s", job.uid, job.name, job.attempts)
        if job.attempts < MOST_ATTEMPTS:
            _mine(job).update(state=Job.State.WAITING, worker=None)
        else:
            error = UserError(
                Words(gettext_noop("the worker died at this %(times)s times"), {"times": job.attempts}),
                gettext_noop("ask the operator what its log says (memory is the usual reason), then run it again"),
            )
            _end(job, {"state": Job.State.FAILED, "error": error_packed(error)})
    return len(dead)


def jobs_sweep() -> None:
    """Forget jobs that were over 90 days ago, and dead workers, whose jobs wait again."""
    jobs_take_back()
    Job.objects.filter(finished_at__lt=clock.real_now() - KEPT_FOR).delete()
    dead_forget()


def house_keep() -> None:
    """Remove contents that no row names, and do what rooms want done once a day; a failure stops nothing else."""
    access = Access.system("worker")
    with standing_clock(Installation.objects.first()):
        for chore in (lambda access: leftovers_remove(access=access), *chores_daily()):
            try:
                chore(access)
            except DatabaseError:
                raise
            except Exception:
                LOG.exception("housekeeping failed")


def run_waiting() -> int:
    """Do all jobs that wait, here and now, in this very process and connection; how many. For tests."""
    worker, count = new_uid(), 0
    while job := job_claim(worker):
        job_carry_out(job, Told())
        count += 1
    return count


class Worker:
    """A process that does jobs until it is told to stop (SIGTERM, SIGINT), or until its parent is gone."""

    def __init__(self, parent: int | None = None) -> None:
        self.uid = new_uid()
        self._parent = parent
        self._stopping = False
        self._over = threading.Event()
        self._told: Told | None = None
        self._job: Job | None = None

    def run(self, *, once: bool = False) -> int:
        """Do jobs, all that wait if `once`; how many were begun."""
        count, swept, kept = 0, -SWEPT_EVERY, -HOUSE_KEPT_EVERY
        with self._alive():
            while not self._stopping:
                try:
                    if time.monotonic() - swept > SWEPT_EVERY:
                        jobs_sweep()
                        swept = time.monotonic()
                    if time.monotonic() - kept > HOUSE_KEPT_EVERY:
                        house_keep()
                        kept = time.monotonic()
                    if self._next():
                        count += 1
                    elif once:
                        break
                    else:
                        self._rest(LOOKED_EVERY)
                except DatabaseError as error:
                    if once:
                        raise
                    LOG.warning("the database failed, work goes on when it is back: %s", error)
                    connections.close_all()
                    self._rest(BEAT_EVERY)
        return count

    def stop(self) -> None:
        """Take no more jobs, and give the one at hand back at its next step."""
        self._stopping = True
        if self._told is not None:
            self._told.stopping = True

    def _next(self) -> bool:
        """Do one job; whether there was one."""
        close_old_connections()
        jobs_take_back(self.uid)
        job = job_claim(self.uid)
        if job is None:
            return False
        self._told, self._job = Told(), job
        self._told.stopping = self._stopping
        try:
            job_carry_out(job, self._told)
        except GivenBack:
            LOG.warning("job %s was given back to the queue", job.uid)
        finally:
            self._told = self._job = None
        return True

    def _rest(self, seconds: float) -> None:
        # Short naps and a plain mark: a signal's handler must not take the lock of an event that waits.
        until = time.monotonic() + seconds
        while not self._stopping and time.monotonic() < until:
            time.sleep(0.1)

    @contextmanager
    def _alive(self) -> Iterator[None]:
        file = worker_enter(self.uid)
        before = {number: signal.signal(number, self._signalled) for number in (signal.SIGTERM, signal.SIGINT)}
        beat = threading.Thread(target=self._beat, daemon=True)
        beat.start()
        try:
            yield
        finally:
            self._over.set()
            beat.join()
            for number, handler in before.items():
                signal.signal(number, handler)
            worker_leave(self.uid, file)

    def _signalled(self, number: int, frame: FrameType | None) -> None:
        self.stop()

    def _beat(self) -> None:
        """Beside the work, on a connection of its own: say that the worker lives and how far it is."""
        said: dict[str, Any] = {}
        beaten = time.monotonic()
        while not self._over.wait(LOOKED_EVERY):
            if self._parent is not None and os.getppid() != self._parent:
                self.stop()
            try:
                _write_or_leave()
                told, job = self._told, self._job
                if told is not None and job is not None and said != (now := {"pk": job.pk, **told.written()}):
                    _mine(job).update(**told.written())
                    said = now
                if time.monotonic() - beaten > BEAT_EVERY:
                    worker_beat(self.uid)
                    beaten = time.monotonic()
            except DatabaseError:
                # Busy with the work itself, or gone: the work will tell. What is said next is newer anyway.
                connection.close()
        connection.close()


def _known(name: str) -> Task:
    if (found := task_named(name)) is None:
        raise UserError(
            Words(gettext_noop("this release knows no work called %(name)s"), {"name": name}),
            gettext_noop("let web server and workers run the same release, then run it again"),
        )
    return found


def _do(found: Task, job: Job, told: Told) -> None:
    work = Work(asker(job), told)
    if found.atomic:
        with transaction.atomic():
            _settle(job, told, found.run(work, **job.arguments))
    else:
        _settle(job, told, found.run(work, **job.arguments))


def _settle(job: Job, told: Told, result: Any) -> None:
    if not _end(job, {"state": Job.State.DONE, "result": result_packed(result), **told.written()}):
        raise Lost


def _fail(job: Job, told: Told, error: UserError) -> None:
    _end(job, {"state": Job.State.FAILED, "error": error_packed(error), **told.written()})


def _end(job: Job, ended: dict[str, Any]) -> bool:
    """Write down that the job is over, and tell it; False if it isn't this attempt's any more."""
    with transaction.atomic():
        if not _mine(job).update(finished_at=clock.real_now(), **ended):
            return False
        job.state = ended["state"]
        over_tell(job)
    return True


def _mine(job: Job) -> Any:
    """The row, as long as it is this attempt's of this worker."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, worker=job.worker, attempts=job.attempts)


def _write_or_leave() -> None:
    """Have this thread's connection wait for SQLite's one write lock for a moment only."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout={WRITTEN_WITHIN}")


def _explained(error: Exception) -> UserError:
    """What to tell of an error that no service foresaw."""
    if isinstance(error, DatabaseError) and (told := trouble_told(error)):
        return told
    if isinstance(error, BlobDamaged):
        return UserError(error.words, gettext_noop("restore the file from a backup, then run it again"))
    return UserError(
        Words(gettext_noop("the program failed: %(kind)s"), {"kind": type(error).__name__}),
        gettext_noop("run it again; if it fails again, tell the operator the number of this work: the log has it"),
    )
