"""Workers as real processes: none takes another's job, and what one leaves behind dying is done by the next."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

MANY = 60

WORK = """
import sys
from tests.kernel import chores
from malaqbiq.kernel.worker import Worker
print(Worker().run(once="once" in sys.argv))
"""

ASK = """
import sys
from tests.kernel import chores
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.jobs import job_enqueue
for number in range(int(sys.argv[2])):
    arguments = {"number": number} if sys.argv[1] == "tests.note" else {}
    job_enqueue(access=Access.system("tests"), name=sys.argv[1], arguments=arguments)
"""

SEE = """
import json
from malaqbiq.kernel.models import Activity, Job, JobWorker
columns = ("state", "attempts", "done", "total", "stage", "error")
marks = [row.detail.get("number") for row in Activity.objects.filter(action="tests.chore")]
print(json.dumps({"jobs": list(Job.objects.order_by("pk").values(*columns)), "marks": marks,
                  "workers": [row.pid for row in JobWorker.objects.all()]}))
"""


def done(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 0, err
    return out


def ask(house: Malaqbiq, name: str, many: int = 1) -> None:
    done(house.python(ASK, name, str(many)))


def seen(house: Malaqbiq) -> Any:
    return json.loads(done(house.python(SEE)))


def wait_for(what: Callable[[], object]) -> None:
    until = time.monotonic() + LONG_ENOUGH
    while not what():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


def begun(house: Malaqbiq, worker: subprocess.Popen[str]) -> Path:
    """The mark that a chore which waits has begun in a worker."""
    mark = house.home / f"begun-{worker.pid}"
    wait_for(lambda: mark.exists() or worker.poll() is not None)
    assert mark.exists(), worker.communicate()
    return mark


def test_of_several_workers_none_takes_what_another_has(ready_malaqbiq: Malaqbiq) -> None:
    ask(ready_malaqbiq, "tests.note", MANY)
    workers = [ready_malaqbiq.python(WORK, "once") for _ in range(3)]
    assert sum(int(done(worker)) for worker in workers) == MANY
    found = seen(ready_malaqbiq)
    assert sorted(found["marks"]) == list(range(MANY))
    assert {(job["state"], job["attempts"]) for job in found["jobs"]} == {("done", 1)}
    assert found["workers"] == []


@pytest.mark.parametrize("chore", ["tests.gate", "tests.gate_atomic"])
def test_what_a_killed_worker_was_at_is_done_by_the_next(ready_malaqbiq: Malaqbiq, chore: str) -> None:
    ask(ready_malaqbiq, chore)
    first = ready_malaqbiq.python(WORK)
    begun(ready_malaqbiq, first)
    first.kill()
    first.communicate()
    (ready_malaqbiq.home / "go").touch()
    assert done(ready_malaqbiq.python(WORK, "once")).strip() == "1"
    found = seen(ready_malaqbiq)
    assert [(job["state"], job["attempts"]) for job in found["jobs"]] == [("done", 2)]
    assert len(found["marks"]) == 1
    assert found["workers"] == []


def test_a_job_that_kills_three_workers_has_failed(ready_malaqbiq: Malaqbiq) -> None:
    ask(ready_malaqbiq, "tests.gate_atomic")
    for _ in range(3):
        worker = ready_malaqbiq.python(WORK)
        begun(ready_malaqbiq, worker)
        worker.kill()
        worker.communicate()
    assert done(ready_malaqbiq.python(WORK, "once")).strip() == "0"
    found = seen(ready_malaqbiq)
    assert (found["jobs"][0]["state"], found["marks"]) == ("failed", [])
    assert "died" in found["jobs"][0]["error"]["words"]["message"]


def test_a_living_worker_keeps_its_job_though_another_looks_for_lost_ones(ready_malaqbiq: Malaqbiq) -> None:
    ask(ready_malaqbiq, "tests.gate")
    worker = ready_malaqbiq.python(WORK)
    begun(ready_malaqbiq, worker)
    assert done(ready_malaqbiq.python(WORK, "once")).strip() == "0"
    (ready_malaqbiq.home / "go").touch()
    wait_for(lambda: seen(ready_malaqbiq)["jobs"][0]["state"] == "done")
    worker.terminate()
    assert done(worker).strip() == "1"
    assert seen(ready_malaqbiq)["jobs"][0]["attempts"] == 1


@pytest.mark.parametrize(("chore", "told"), [("tests.gate", signal.SIGINT), ("tests.gate_atomic", signal.SIGTERM)])
def test_a_worker_that_is_told_to_stop_gives_its_job_back(ready_malaqbiq: Malaqbiq, chore: str, told: int) -> None:
    ask(ready_malaqbiq, chore)
    worker = ready_malaqbiq.python(WORK)
    begun(ready_malaqbiq, worker)
    worker.send_signal(told)
    done(worker)
    found = seen(ready_malaqbiq)
    assert [(job["state"], job["attempts"]) for job in found["jobs"]] == [("waiting", 0)]
    assert (found["marks"], found["workers"]) == ([], [])


def test_how_far_it_is_can_be_read_meanwhile(ready_malaqbiq: Malaqbiq) -> None:
    ask(ready_malaqbiq, "tests.gate")
    worker = ready_malaqbiq.python(WORK)
    begun(ready_malaqbiq, worker)
    wait_for(lambda: seen(ready_malaqbiq)["jobs"][0]["done"] == 5)
    job = seen(ready_malaqbiq)["jobs"][0]
    assert (job["state"], job["stage"], job["total"]) == ("running", "waiting", 10)
    worker.terminate()
    done(worker)


def test_telling_how_far_it_is_never_holds_up_a_task_that_writes(ready_malaqbiq: Malaqbiq) -> None:
    """On SQLite the task's transaction holds the write lock that the word about progress would need."""
    ask(ready_malaqbiq, "tests.gate_atomic")
    worker = ready_malaqbiq.python(WORK)
    begun(ready_malaqbiq, worker)
    # Its progress has changed and can't be written, or has been, while this is read.
    assert seen(ready_malaqbiq)["jobs"][0]["state"] == "running"
    (ready_malaqbiq.home / "go").touch()
    wait_for(lambda: seen(ready_malaqbiq)["jobs"][0]["state"] == "done")
    assert seen(ready_malaqbiq)["jobs"][0]["done"] == 5
    worker.terminate()
    done(worker)


def test_a_worker_that_starts_removes_what_a_killed_process_left(ready_malaqbiq: Malaqbiq) -> None:
    orphan = ready_malaqbiq.home / "files" / "ab" / f"{'ab' * 32}.pdf"
    orphan.parent.mkdir(parents=True)
    orphan.write_bytes(b"erased")
    os.utime(orphan, (0, orphan.stat().st_mtime - 2 * 24 * 60 * 60))
    ready_malaqbiq.run("worker", "--once")
    assert not orphan.exists()
