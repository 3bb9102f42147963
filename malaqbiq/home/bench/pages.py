"""Every page of the whole nation, five years of decrees in: how fast, with how many statements, of what size."""

from __future__ import annotations

import gzip
import math
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urljoin

from malaqbiq.accounts.rules import DEMO_PASSWORD
from malaqbiq.home.bench.measures import Figure, Home, thrown_away_home
from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.words import gettext_noop

REQUESTS = 20
PATIENCE = 20.0
"""Seconds after which a page that is far too slow isn't asked for again."""

KILO = 1000
READY_IN = 60.0


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised of each page: milliseconds, SQL statements, and bytes before compression."""

    median: float = 100
    p95: float = 250
    statements: int = 12
    bytes: int = 100 * KILO


PROMISE = Promise()


@dataclass(frozen=True, slots=True)
class PageSpeed:
    """One page as one user meets it: milliseconds over so many `requests`, SQL statements, bytes of HTML."""

    user: str
    route: str
    address: str
    median: float
    p95: float
    requests: int
    statements: int
    bytes: int

    @property
    def missed(self) -> tuple[str, ...]:
        """Which promises it breaks."""
        return tuple(name for name, share in self.shares.items() if share > 1)

    @property
    def worst(self) -> float:
        """How many times the promise that it keeps worst is used up."""
        return max(self.shares.values())

    @property
    def shares(self) -> dict[str, float]:
        """Of each promise how much is used up: 1 is all of it."""
        return {
            "median": self.median / PROMISE.median,
            "p95": self.p95 / PROMISE.p95,
            "statements": self.statements / PROMISE.statements,
            "bytes": self.bytes / PROMISE.bytes,
        }


@dataclass(frozen=True, slots=True)
class PagesMeasured:
    """All pages, the worst first, and the bytes of the files that pages bring along, as they are sent."""

    pages: Sequence[PageSpeed]
    assets: dict[str, int]

    @property
    def figures(self) -> list[Figure]:
        """What came of it in all, beside what is promised of each page."""
        return [
            Figure(gettext_noop("pages measured"), len(self.pages), ""),
            Figure(
                gettext_noop("pages that break a promise"), sum(bool(one.missed) for one in self.pages), "", at_most=0
            ),
            Figure(gettext_noop("slowest page, median"), self._most("median"), "ms", at_most=PROMISE.median),
            Figure(gettext_noop("slowest page, 95 of 100 requests"), self._most("p95"), "ms", at_most=PROMISE.p95),
            Figure(
                gettext_noop("most SQL statements of a page"), self._most("statements"), "", at_most=PROMISE.statements
            ),
            Figure(gettext_noop("largest page before compression"), self._most("bytes") / KILO, "kB", at_most=100),
            Figure(
                gettext_noop("styles, scripts and fonts as sent"), sum(self.assets.values()) / KILO, "kB", at_most=150
            ),
        ]

    def _most(self, name: str) -> float:
        return max((float(getattr(one, name)) for one in self.pages), default=0)


def pages_measured(progress: Progress) -> PagesMeasured:
    """Measure every page that demo users reach in a national home with the decrees of 2022 to 2026."""
    progress.stage(gettext_noop("five years of decrees, national"))
    with thrown_away_home() as home:
        home.run("malaqbiq", "demo", "--scale", "national", "--no-documents", "--json")
        home.run("malaqbiq.home.bench.inside", "rounds")
        home.run("malaqbiq.home.bench.inside", "waiting")
        return pages_of(home, progress)


def pages_of(home: Home, progress: Progress) -> PagesMeasured:
    """Find the pages of a demo home, then ask a server of one process for each."""
    progress.stage(gettext_noop("finding all pages"))
    found = home.run("malaqbiq.home.bench.inside", "pages").said
    progress.stage(gettext_noop("pages"), len(found))
    with _server(home) as port:
        measured, cookies = [], dict[str, str]()
        for one in found:
            user = one["user"]
            if user not in cookies:
                cookies[user] = _signed_in(port, user)
            measured.append(_measured(port, one, cookies[user]))
            progress.advance()
        sent = {
            asset: _asked(port, asset, "").sent for asset in sorted({name for one in found for name in one["assets"]})
        }
        sent |= _named_within(port, sent)
    return PagesMeasured(sorted(measured, key=lambda one: -one.worst), sent)


def _named_within(port: int, sent: dict[str, int]) -> dict[str, int]:
    """The fonts that style sheets name."""
    found = {}
    for sheet in (name for name in sent if name.endswith(".css")):
        for name in re.findall(r'url\("([^"]+)"\)', _asked(port, sheet, "").text):
            address = urljoin(sheet, name)
            found[address] = _asked(port, address, "").sent
    return found


@contextmanager
def _server(home: Home) -> Iterator[int]:
    """The web server of the home, one process, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "malaqbiq", "serve", f"--bind=127.0.0.1:{port}", "--workers=1"]
    with (home.folder / "server.log").open("w") as log:
        process = subprocess.Popen(command, env=home.environment, stdout=log, stderr=log)  # noqa: S603 - ourselves
        try:
            _wait_for(port)
            yield port
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int) -> None:
    until = time.monotonic() + READY_IN
    while True:
        try:
            _asked(port, "/health", "")
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


@dataclass(frozen=True, slots=True)
class _Answer:
    seconds: float
    status: int
    cookies: dict[str, str]
    body: bytes
    sent: int

    @property
    def text(self) -> str:
        return self.body.decode()


def _asked(port: int, address: str, cookie: str, form: dict[str, str] | None = None) -> _Answer:
    """One request as a browser makes it, on a connection of its own."""
    headers = {"Accept-Encoding": "gzip", "Cookie": cookie, "Host": f"127.0.0.1:{port}"}
    if form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    start = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=300)
    connection.request("GET" if form is None else "POST", address, urlencode(form) if form else None, headers)
    response = connection.getresponse()
    sent = response.read()
    seconds = time.perf_counter() - start
    connection.close()
    jar: SimpleCookie = SimpleCookie()
    for value in response.headers.get_all("Set-Cookie", ()):
        jar.load(value)
    body = gzip.decompress(sent) if response.headers["Content-Encoding"] == "gzip" else sent
    return _Answer(seconds, response.status, {name: item.value for name, item in jar.items()}, body, len(sent))


def _signed_in(port: int, user: str) -> str:
    """The cookie of a demo user who has signed in by the page for it."""
    login = "/accounts/login/"
    page = _asked(port, login, "")
    token = page.cookies["csrftoken"]
    form = {"login": user, "password": DEMO_PASSWORD, "csrfmiddlewaretoken": token}
    answer = _asked(port, login, f"csrftoken={token}", form)
    if "sessionid" not in answer.cookies:
        raise RuntimeError(f"{user} can't sign in: {answer.status}")
    return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


def _measured(port: int, found: Mapping[str, Any], cookie: str) -> PageSpeed:
    """A page asked for once unmeasured, then often enough."""
    taken: list[float] = []
    began = time.perf_counter()
    answer = _asked(port, found["address"], cookie)
    if answer.status != HTTPStatus.OK:
        raise RuntimeError(f"{found['user']} {found['address']}: {answer.status}")
    while len(taken) < REQUESTS and not (taken and time.perf_counter() - began > PATIENCE):
        taken.append(_asked(port, found["address"], cookie).seconds * 1000)
    return PageSpeed(
        user=found["user"],
        route=found["route"],
        address=found["address"],
        median=statistics.median(taken),
        p95=sorted(taken)[math.ceil(0.95 * len(taken)) - 1],
        requests=len(taken),
        statements=found["statements"],
        bytes=found["bytes"],
    )
