"""Which workers live: each says so in the database, and holds a lock on a file of its own for as long as it lives.

A heartbeat alone would be wrong on SQLite, where a worker that writes a long transaction can't say anything meanwhile.
The lock is the operating system's: it ends with the process, however that ends, and no clock is asked.
"""

from __future__ import annotations

import fcntl
import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import IO
from uuid import UUID

from django.conf import settings

from malaqbiq.kernel import clock
from malaqbiq.kernel.models import JobWorker

SILENT_FOR = timedelta(seconds=30)
"""A worker on another machine that was not heard of for so long is dead."""


def worker_enter(uid: UUID) -> IO[bytes]:
    """A worker begins to live: the file that it holds locked until it leaves."""
    path = _path(uid)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("wb")
    # Locked before anybody can know of it.
    fcntl.flock(file, fcntl.LOCK_EX)
    worker_beat(uid)
    return file


def worker_leave(uid: UUID, file: IO[bytes]) -> None:
    """A worker's orderly end."""
    JobWorker.objects.filter(uid=uid).delete()
    _path(uid).unlink(missing_ok=True)
    file.close()


def worker_beat(uid: UUID) -> None:
    """Say that a worker, this very process, lives. Its row is new if it is the first time, or if all was replaced."""
    now = clock.real_now()
    if not JobWorker.objects.filter(uid=uid).update(seen_at=now):
        JobWorker.objects.create(uid=uid, host=_host(), pid=os.getpid(), started_at=now, seen_at=now)


def lives(worker: JobWorker | None) -> bool:
    """Whether a worker is alive; one that nobody knows is not."""
    if worker is None:
        return False
    held = _held(_path(worker.uid))
    if held or (held is False and worker.host == _host()):
        return held
    return clock.real_now() - worker.seen_at < SILENT_FOR


def workers_living() -> list[JobWorker]:
    """The workers that take jobs now."""
    return [worker for worker in JobWorker.objects.order_by("pk") if lives(worker)]


def dead_forget() -> None:
    """Remove what dead workers left; their jobs were taken back before."""
    for worker in JobWorker.objects.all():
        if not lives(worker):
            worker.delete()
            _path(worker.uid).unlink(missing_ok=True)


def _held(path: Path) -> bool | None:
    """Whether a living process holds the file locked; None where there is no file that could tell."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return None
    return False


def _path(uid: UUID) -> Path:
    # Hidden, so that a backup, which takes the folders of a home along, leaves the marks of living processes out.
    return Path(settings.HOME) / ".workers" / f"{uid}.lock"


def _host() -> str:
    return socket.gethostname()[:255]
