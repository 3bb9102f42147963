from __future__ import annotations

import json
import os
import signal
import socket
import time
from datetime import date
from pathlib import Path

import pytest
from django.test import override_settings

from malaqbiq.config.cli import serve
from malaqbiq.kernel.installation import installation_record
from malaqbiq.kernel.models import Installation
from tests import builders as make
from tests.process import LONG_ENOUGH, Malaqbiq, fetch, free_port

pytestmark = pytest.mark.process


def test_server_answers_health_and_stops_when_told(ready_malaqbiq: Malaqbiq) -> None:
    port = free_port()
    with ready_malaqbiq.started("serve", f"--bind=127.0.0.1:{port}", "--workers=1") as server:
        facts = json.loads(fetch(f"http://127.0.0.1:{port}/health"))
        assert facts["ok"] is True
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=LONG_ENOUGH) == 0


def test_a_worker_stands_beside_the_server_and_ends_with_it_even_if_that_is_killed(ready_malaqbiq: Malaqbiq) -> None:
    port = free_port()
    server = ready_malaqbiq.start("serve", f"--bind=127.0.0.1:{port}", "--workers=1")
    try:
        while (facts := json.loads(fetch(f"http://127.0.0.1:{port}/health"))["background"])["workers"] != 1:
            time.sleep(0.1)
        assert facts == {"workers": 1, "waiting": 0, "running": 0}
        assert len(locks(ready_malaqbiq)) == 1
    finally:
        server.kill()
        # Its streams are the worker's too: they end when that has ended.
        server.communicate(timeout=LONG_ENOUGH)
    assert locks(ready_malaqbiq) == []


def test_a_worker_that_is_killed_is_followed_by_another(ready_malaqbiq: Malaqbiq) -> None:
    port = free_port()
    with ready_malaqbiq.started("serve", f"--bind=127.0.0.1:{port}", "--workers=1") as server:
        first = working(server.pid)
        os.kill(first, signal.SIGKILL)
        assert working(server.pid, besides=first) != first
        while json.loads(fetch(f"http://127.0.0.1:{port}/health"))["background"]["workers"] != 1:
            time.sleep(0.1)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=LONG_ENOUGH) == 0


def working(server: int, besides: int = 0) -> int:
    """The process of the worker beside a server, awaited: the child of its keeper."""
    while True:
        parents = dict(filter(None, (_process_and_parent(path) for path in Path("/proc").glob("[0-9]*/stat"))))
        keepers = {pid for pid, parent in parents.items() if parent == server}
        for pid, parent in parents.items():
            if parent in keepers and pid != besides:
                return pid
        time.sleep(0.1)


def _process_and_parent(path: Path) -> tuple[int, int] | None:
    """By /proc, see proc(5); None for a process that has ended, be it that nobody has asked for its exit code yet."""
    try:
        state, parent, *_others = path.read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if state == "Z" else (int(path.parent.name), int(parent))


def test_without_a_worker_the_server_says_so_and_a_worker_beside_a_stranger_does_nothing(
    ready_malaqbiq: Malaqbiq,
) -> None:
    port = free_port()
    with ready_malaqbiq.started("serve", f"--bind=127.0.0.1:{port}", "--workers=1", "--no-worker"):
        assert json.loads(fetch(f"http://127.0.0.1:{port}/health"))["background"]["workers"] == 0
    # Its parent, which it was started beside, is gone already.
    assert ready_malaqbiq.run("worker", "--beside=999999999").stdout == ""


def locks(house: Malaqbiq) -> list[str]:
    """The marks of living workers."""
    return sorted(path.name for path in (house.home / ".workers").glob("*.lock"))


def test_a_port_that_is_taken_is_said_with_another_to_choose(ready_malaqbiq: Malaqbiq) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        for arguments in ((f"--bind=127.0.0.1:{port}",), ("--port", str(port))):
            done = ready_malaqbiq.run("serve", *arguments, check=False)
            assert (done.returncode, done.stdout) == (1, "")
            assert done.stderr.splitlines() == [
                f"malaqbiq: port {port} is taken: another program listens at 127.0.0.1:{port}",
                "  stop that program, or choose another port: malaqbiq serve --port 8001",
            ]


@pytest.mark.parametrize("bind", ["192.0.2.1:8000", "no-such-host.invalid:8000", "127.0.0.1:99999"])
def test_an_address_that_is_not_ours_is_said(ready_malaqbiq: Malaqbiq, bind: str) -> None:
    done = ready_malaqbiq.run("serve", f"--bind={bind}", check=False)
    assert done.returncode == 1
    assert f"malaqbiq: nothing can be served at {bind}: " in done.stderr
    assert "--bind" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_host_without_a_port_is_asked_for_at_port_8000(ready_malaqbiq: Malaqbiq) -> None:
    done = ready_malaqbiq.run("serve", "--bind=no-such-host.invalid", check=False)
    assert "malaqbiq: nothing can be served at no-such-host.invalid:8000: " in done.stderr


@pytest.mark.django_db
def test_a_live_office_without_a_public_address_is_told_as_it_is_served(capsys: pytest.CaptureFixture[str]) -> None:
    installation_record()
    serve._tell_of_address()
    told = capsys.readouterr()
    assert "MALAQBIQ_BASE_URL" in told.err and told.out == ""
    with override_settings(BASE_URL="https://sdm.example.go.id"):
        serve._tell_of_address()
    Installation.objects.update(kind="demo", clock_at=make.noon(date(2022, 1, 11)))
    serve._tell_of_address()
    assert capsys.readouterr().err == ""
