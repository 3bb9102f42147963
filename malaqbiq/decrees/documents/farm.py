"""Workers that render on all cores. Two processes are nearly twice as fast as one; threads of one are not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from malaqbiq.decrees.documents.jobs import Done, Job
from malaqbiq.decrees.documents.process import environment
from malaqbiq.decrees.documents.worker import Orders
from malaqbiq.kernel.words import Words, gettext_noop, unpacked

MOST = 8
"""Workers at most: each holds fonts, templates and layouts of its own, about 80 MiB."""


class WorkersRefused(Exception):
    """The workers can't start: the key can't be had or may not sign, or they die twice at the same job."""

    def __init__(self, words: Words, remedy: str = "") -> None:
        self.words, self.remedy = words, remedy
        super().__init__(str(words))


class Farm:
    """Some workers, for as long as the context lasts. Jobs come back in their order."""

    def __init__(self, orders: Orders, workers: int = 1) -> None:
        self._orders = orders
        self._count = max(1, min(workers, MOST))
        self._idle: SimpleQueue[subprocess.Popen[str]] = SimpleQueue()
        self._all: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        for _ in range(self._count):
            self._idle.put(self._start())
        self._threads = ThreadPoolExecutor(self._count)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._threads.shutdown(wait=error is None, cancel_futures=True)
        for process in self._all:
            _end(process)

    def run(self, jobs: Iterable[Job]) -> Iterator[Done]:
        """What comes of each job, in their order; they are begun at once. WorkersRefused if no worker can do any."""
        return self._threads.map(self._do, jobs)

    def _do(self, job: Job) -> Done:
        process = self._idle.get()
        try:
            line = json.dumps(job.packed())
            answer = _ask(process, line)
            if answer is None:
                # Killed, by a person or for want of memory: the job is safe to repeat, once.
                process = self._start()
                answer = _ask(process, line)
        finally:
            self._idle.put(process)
        if answer is None:
            raise WorkersRefused(Words(gettext_noop("a worker died twice at the same paper")))
        found = json.loads(answer)
        if "refused" in found:
            raise WorkersRefused(unpacked(found["refused"]), found["remedy"])
        return Done.unpacked(found)

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(  # noqa: S603 - our own module, our own orders
            [sys.executable, "-m", "malaqbiq.decrees.documents.worker", self._orders.packed()],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment(),
        )
        self._all.append(process)
        return process


def workers_for(jobs: int) -> int:
    """How many workers so many jobs are worth: starting one costs as much as some thirty papers."""
    return max(1, min(os.cpu_count() or 1, MOST, jobs // 30))


def _ask(process: subprocess.Popen[str], line: str) -> str | None:
    assert process.stdin  # noqa: S101 - opened as pipes above
    assert process.stdout  # noqa: S101
    try:
        process.stdin.write(line + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        # It may have said why before it ended.
        return process.stdout.readline() or None
    return process.stdout.readline() or None


def _end(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe:
            try:
                pipe.close()
            except BrokenPipeError:
                continue
    process.wait()
