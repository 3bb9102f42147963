"""Every page that somebody can reach: from the URL table on along links and forms, each with its statements and size.

Nothing is named by hand, so that no page is forgotten. Of pages that differ in their figures only a few are visited.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from malaqbiq.accounts.models import User
from malaqbiq.home.bench.links import links_of
from malaqbiq.ui.audience import audience_of

HOST = "localhost"
WHO = ("sdm.pusat", "auditor.pusat", "sdm", "sdm.7601", "sekretaris", "penilai", "komisioner", "staf", "admin")
"""Of the demo's accounts: who keeps and who audits the nation's staff, an SDM officer of province and kabupaten, and
who sees other pages than they.
"""

MOST_OF_A_ROUTE = 8
MOST_OF_A_KIND = 2
"""How many addresses of a route are visited, and of those that ask the same questions."""

PICKED = {"pick", "col"}
LAST_PAGE = "99999999"
"""A number that lists take as their last page."""


@dataclass
class Seen:
    """What one user has been shown: pages by address, and how many of each kind have been looked for."""

    pages: list[dict[str, Any]] = field(default_factory=list)
    routes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[tuple[str, ...]] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)

    def wants(self, address: str) -> bool:
        """Whether an address is one more to visit."""
        kind = _kind(address)
        if kind is None or address in self.known or self.routes[kind[0]] >= MOST_OF_A_ROUTE:
            return False
        if self.kinds[kind] >= (1 if len(kind) > 2 else MOST_OF_A_KIND):
            return False
        self.known.add(address)
        self.routes[kind[0]] += 1
        self.kinds[kind] += 1
        return True


def pages_visited(users: Iterable[str] = WHO) -> list[dict[str, Any]]:
    """The pages of those of the users who are there: user, route, address, statements, bytes and assets of each."""
    return [page for user in User.objects.filter(username__in=list(users)).order_by("pk") for page in _visited(user)]


def _visited(user: User) -> list[dict[str, Any]]:
    client = Client(HTTP_HOST=HOST)
    client.force_login(user)
    client.get("/today")  # What a process reads once in its life is read now.
    seen, waiting = Seen(), deque(_starts())
    while waiting:
        address = waiting.popleft()
        if not seen.wants(address):
            continue
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        text = answer.content.decode()
        links, assets, parts = links_of(text)
        page: dict[str, Any] = {
            "user": user.username,
            "route": _route(address),
            "address": address,
            "assets": sorted(assets),
        }
        page["is_part"] = "<html" not in text or address in seen.parts
        seen.pages.append({**page, "statements": len(captured), "bytes": len(answer.content)})
        seen.parts.update(_followed(address, parts))
        waiting.extend(_followed(address, links))
    return seen.pages


def _starts() -> list[str]:
    """The addresses of our own routes that need no argument."""
    return sorted(f"/{path}" for path, view in _routes(get_resolver()) if "<" not in path and _is_ours(view))


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield path, entry.callback
        else:
            yield from _routes(entry, path)


def _is_ours(view: Any) -> bool:
    """Whether it says for whom it is, and isn't the way in or out."""
    return audience_of(view) is not None and not view.__module__.startswith("malaqbiq.accounts.views.signing_in")


def _followed(address: str, links: Iterable[str]) -> Iterator[str]:
    """Links as addresses of this site; where a list has a second page, its last one too. Exports are left out."""
    for link in links:
        parts = urlsplit(urljoin(address, link))
        asked = [(key, value) for key, value in parse_qsl(parts.query) if key != "next"]
        if parts.netloc or ("format", "xlsx") in asked or "drawer" in dict(asked):
            continue
        yield _address(parts.path, asked)
        if ("page", "2") in asked:
            yield _address(parts.path, [(key, LAST_PAGE if key == "page" else value) for key, value in asked])


def _address(path: str, asked: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(asked)}" if asked else path


def _route(address: str) -> str:
    return str(resolve(urlsplit(address).path).url_name)


@cache
def _kind(address: str) -> tuple[str, ...] | None:
    """The route and the names of what is asked, a view by its value; None where it is no page of ours."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    if not _is_ours(match.func):
        return None
    asked = {
        key if key in PICKED or not re.fullmatch(r"[a-z-]{1,20}", value) else f"{key}={value}"
        for key, value in parse_qsl(parts.query)
    }
    return (str(match.url_name), *sorted(asked))
