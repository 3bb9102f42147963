"""Every page of the whole nation, five years of decrees in: how fast, with how many statements, of what size."""

from __future__ import annotations

import math
import re
import statistics
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from malaqbiq.home.bench.measures import Figure, Home
from malaqbiq.home.bench.national import national_home
from malaqbiq.home.bench.server import Server, serving
from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.words import gettext_noop

REQUESTS = 20
PATIENCE = 20.0
"""Seconds after which a page that is far too slow isn't asked for again."""

KILO = 1000


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
    """One page as one user meets it: milliseconds over so many `requests`, SQL statements, bytes of HTML.

    `is_part`: of a part that a page fetches by itself once it stands. `processor`: milliseconds of the server's
    processor a request, which others on the machine lengthen little; None where the system doesn't tell.
    """

    user: str
    route: str
    address: str
    median: float
    p95: float
    requests: int
    statements: int
    bytes: int
    processor: float | None = None
    is_part: bool = False

    @property
    def missed(self) -> tuple[str, ...]:
        """Which promises it breaks; nothing is promised of a part that comes after its page."""
        return () if self.is_part else tuple(name for name, share in self.shares.items() if share > 1)

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
        whole = [one for one in self.pages if not one.is_part]
        parts = [one for one in self.pages if one.is_part]
        largest, sent = _most(whole, "bytes") / KILO, sum(self.assets.values()) / KILO
        broken = sum(bool(one.missed) for one in whole)
        slow = gettext_noop("slowest page, 95 of 100 requests")
        asked = gettext_noop("most SQL statements of a page")
        return [
            Figure(gettext_noop("pages measured"), len(whole), ""),
            Figure(gettext_noop("pages that break a promise"), broken, "", at_most=0),
            Figure(gettext_noop("slowest page, median"), _most(whole, "median"), "ms", at_most=PROMISE.median),
            Figure(slow, _most(whole, "p95"), "ms", at_most=PROMISE.p95),
            Figure(asked, _most(whole, "statements"), "", at_most=PROMISE.statements),
            Figure(gettext_noop("largest page before compression"), largest, "kB", at_most=100),
            Figure(gettext_noop("parts that pages fetch by themselves"), len(parts), ""),
            Figure(gettext_noop("slowest of these parts, median"), _most(parts, "median"), "ms"),
            Figure(gettext_noop("styles, scripts and fonts as sent"), sent, "kB", at_most=150),
        ]


def _most(pages: Sequence[PageSpeed], name: str) -> float:
    return max((float(getattr(one, name)) for one in pages), default=0)


def pages_measured(progress: Progress, folder: Path | None = None) -> PagesMeasured:
    """Measure every page that demo users reach in a national home with the decrees of 2022 to 2026.

    `folder`: where that home is kept, and taken from again.
    """
    with national_home(progress, folder) as home:
        return pages_of(home, progress)


def pages_of(home: Home, progress: Progress) -> PagesMeasured:
    """Find the pages of a demo home, then ask a server of one process for each."""
    progress.stage(gettext_noop("finding all pages"))
    found = home.run("malaqbiq.home.bench.inside", "pages").said
    progress.stage(gettext_noop("pages"), len(found))
    with serving(home) as server:
        measured, cookies = [], dict[str, str]()
        for one in found:
            user = one["user"]
            if user not in cookies:
                cookies[user] = server.signed_in(user)
            measured.append(_measured(server, one, cookies[user]))
            progress.advance()
        names = sorted({name for one in found for name in one["assets"]})
        sent = {name: server.asked(name).sent for name in names}
        sent |= _named_within(server, sent)
    return PagesMeasured(sorted(measured, key=lambda one: -one.worst), sent)


def _named_within(server: Server, sent: Mapping[str, int]) -> dict[str, int]:
    """The fonts that style sheets name."""
    found = {}
    for sheet in (name for name in sent if name.endswith(".css")):
        for name in re.findall(r'url\("([^"]+)"\)', server.asked(sheet).text):
            address = urljoin(sheet, name)
            found[address] = server.asked(address).sent
    return found


def _measured(server: Server, found: Mapping[str, Any], cookie: str) -> PageSpeed:
    """A page asked for once unmeasured, then often enough."""
    taken: list[float] = []
    began = time.perf_counter()
    answer = server.asked(found["address"], cookie)
    if answer.status != HTTPStatus.OK:
        raise RuntimeError(f"{found['user']} {found['address']}: {answer.status}")
    before = server.processor_ms()
    while len(taken) < REQUESTS and not (taken and time.perf_counter() - began > PATIENCE):
        taken.append(server.asked(found["address"], cookie).seconds * 1000)
    after = server.processor_ms()
    return PageSpeed(
        user=found["user"],
        route=found["route"],
        address=found["address"],
        median=statistics.median(taken),
        p95=sorted(taken)[math.ceil(0.95 * len(taken)) - 1],
        requests=len(taken),
        statements=found["statements"],
        bytes=found["bytes"],
        is_part=found["is_part"],
        processor=None if before is None or after is None else (after - before) / len(taken),
    )
