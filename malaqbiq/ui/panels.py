"""What a page about somebody or something shows from rooms above it: each registers panels in its ``panels.py``."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.rooms import modules_named


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a page on one subject (``person``, ``work_unit``; a dash and a word name a further page on it).

    `load(access, day, uid)` gives the template's context, or None where there is nothing that the asker may see.
    `roles` narrows who is shown it; whoever the page is about always is, unless `own` says no.
    """

    subject: str
    order: int
    title: Promise | str
    template: str
    load: Callable[[Access, date, UUID], Mapping[str, Any] | None]
    roles: frozenset[Role] = field(default_factory=lambda: frozenset(Role))
    own: bool = True
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A panel with what stands in it."""

    title: Promise | str
    template: str
    context: Mapping[str, Any]
    wide: bool


def panels(access: Access, day: date, subject: str, uid: UUID) -> Sequence[Filled]:
    """All panels on a subject that the asker may see and that say something, in their order."""
    found = []
    for panel in _panels(subject):
        if not (any(access.roles.get(role) for role in panel.roles) or (panel.own and access.person == uid)):
            continue
        context = panel.load(access, day, uid)
        if context is not None:
            found.append(Filled(panel.title, panel.template, context, panel.wide))
    return found


@cache
def _panels(subject: str) -> tuple[Panel, ...]:
    listed = (panel for module in modules_named("panels") if module.__name__ != __name__ for panel in module.PANELS)
    return tuple(sorted((panel for panel in listed if panel.subject == subject), key=lambda panel: panel.order))
