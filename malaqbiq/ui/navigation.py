"""The left rail. Each room lists its pages in a ``navigation.py`` of its own, as ``ITEMS``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.rooms import modules_named
from malaqbiq.ui.audience import Audience


class Group(Enum):
    """The groups of the rail, in their order."""

    TODAY = _("Today")
    STAFF = _("Staff")
    STRUCTURE = _("Structure")
    APPRAISAL = _("Appraisal")
    DECREES = _("Decrees")
    PAY = _("Pay")
    REPORTS = _("Reports")
    SETTINGS = _("Settings")
    MINE = _("Mine")


@dataclass(frozen=True, slots=True)
class Item:
    """One page in the rail: `url` is a route's name without arguments, `icon` the name of a symbol in icons.svg.

    `ends`: how addresses end that belong to it though they stand under another page's.
    """

    group: Group
    order: int
    label: Promise | str
    url: str
    icon: str
    audience: Audience
    ends: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An item as the rail shows it."""

    label: Promise | str
    address: str
    icon: str
    current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the rail with what this user may open."""

    label: Promise | str
    links: Sequence[Link]


def sections(access: Access, path: str) -> list[Section]:
    """The rail of a user, groups without a page left out. Current is the page to which `path` belongs by its end, else
    the one whose address begins it.
    """
    seen = [item for item in _items() if item.audience.includes(access)]
    addresses = {item.url: reverse(item.url) for item in seen}
    by_end = [addresses[item.url] for item in seen if item.ends and path.endswith(item.ends)]
    current = max(
        by_end or (address for address in addresses.values() if _stands_in(path, address)), key=len, default=""
    )
    found = []
    for group in Group:
        links = [
            Link(item.label, addresses[item.url], item.icon, addresses[item.url] == current)
            for item in seen
            if item.group is group
        ]
        if links:
            found.append(Section(group.value, links))
    return found


def pages_of(access: Access) -> frozenset[str]:
    """The routes of all pages in a user's rail."""
    return frozenset(item.url for item in _items() if item.audience.includes(access))


@cache
def _items() -> tuple[Item, ...]:
    items = [item for module in modules_named("navigation") if module.__name__ != __name__ for item in module.ITEMS]
    return tuple(sorted(items, key=lambda item: item.order))


def _stands_in(path: str, address: str) -> bool:
    return path == address or (address != "/" and path.startswith(address.rstrip("/") + "/"))
