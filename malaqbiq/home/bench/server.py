"""The running server of a measured home: one process, asked as a browser asks."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from malaqbiq.accounts.rules import DEMO_PASSWORD
from malaqbiq.home.bench.measures import Home

READY_IN = 60.0
PROC = Path("/proc")
USER_TIME, SYSTEM_TIME = 11, 12
"""Where in a line of ``/proc/PID/stat`` they stand, counted from after the command's name (see proc(5))."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server answered, after so many `seconds`; `sent`: bytes as they came, `body` unpacked."""

    seconds: float
    status: int
    cookies: dict[str, str]
    body: bytes
    sent: int

    @property
    def text(self) -> str:
        """The body read as UTF-8."""
        return self.body.decode()


@dataclass(frozen=True, slots=True)
class Server:
    """A web server at a port of this machine, and the process that started it."""

    port: int
    pid: int

    def asked(self, address: str, cookie: str = "", form: dict[str, str] | None = None) -> Answer:
        """One request as a browser makes it, on a connection of its own."""
        headers = {"Accept-Encoding": "gzip", "Cookie": cookie, "Host": f"127.0.0.1:{self.port}"}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        start = time.perf_counter()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=300)
        connection.request("GET" if form is None else "POST", address, urlencode(form) if form else None, headers)
        response = connection.getresponse()
        sent = response.read()
        seconds = time.perf_counter() - start
        connection.close()
        jar: SimpleCookie = SimpleCookie()
        for value in response.headers.get_all("Set-Cookie", ()):
            jar.load(value)
        body = gzip.decompress(sent) if response.headers["Content-Encoding"] == "gzip" else sent
        return Answer(seconds, response.status, {name: item.value for name, item in jar.items()}, body, len(sent))

    def signed_in(self, user: str) -> str:
        """The cookie of a demo user who has signed in by the page for it."""
        login = "/accounts/login/"
        page = self.asked(login)
        token = page.cookies["csrftoken"]
        form = {"login": user, "password": DEMO_PASSWORD, "csrfmiddlewaretoken": token}
        answer = self.asked(login, f"csrftoken={token}", form)
        if "sessionid" not in answer.cookies:
            raise RuntimeError(f"{user} can't sign in: {answer.status}")
        return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())

    def processor_ms(self) -> float | None:
        """Milliseconds of processor that its serving processes have used, in steps of a tick (10 ms); None where the
        system doesn't tell.
        """
        if not PROC.is_dir():
            return None
        ticks = sum(used for parent, used in map(_parent_and_ticks, _serving_beside(self.pid)) if parent == self.pid)
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")


def _serving_beside(pid: int) -> Iterator[Path]:
    """Processes of the same command: those that a server starts to serve, not its worker's."""
    command = (PROC / str(pid) / "cmdline").read_bytes()
    for path in PROC.glob("[0-9]*"):
        try:
            if (path / "cmdline").read_bytes() == command:
                yield path
        except OSError:
            continue


def _parent_and_ticks(process: Path) -> tuple[int, int]:
    said = (process / "stat").read_text().rpartition(")")[2].split()
    return int(said[1]), int(said[USER_TIME]) + int(said[SYSTEM_TIME])


@contextmanager
def serving(home: Home) -> Iterator[Server]:
    """The web server of the home, one process, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "malaqbiq", "serve", f"--bind=127.0.0.1:{port}", "--workers=1"]
    with (home.folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=home.environment, stdout=log, stderr=log)  # noqa: S603 - ourselves
        server = Server(port, process.pid)
        try:
            _wait_for(server)
            yield server
        finally:
            process.terminate()
            process.wait()


def _wait_for(server: Server) -> None:
    until = time.monotonic() + READY_IN
    while True:
        try:
            server.asked("/health")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return
