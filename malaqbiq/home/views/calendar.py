"""Kalender: what falls due in a year, whose duty it is, and where it is dealt with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from malaqbiq.home.rules.ics import Event
from malaqbiq.home.rules.ics import calendar as ics_calendar
from malaqbiq.home.selectors.year import READERS, Month, Wanted, Year, year_of
from malaqbiq.home.views.staff import unit_choices_of
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import ROLES, Role
from malaqbiq.kernel.downloads import made_response
from malaqbiq.kernel.media import ICS
from malaqbiq.kernel.periods import EARLIEST, LATEST
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Words
from malaqbiq.ui.audience import audience
from malaqbiq.ui.deadlines import Due, State
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, ListSource, table, workbook_response

MOST_OF_A_KIND = 3
"""More different things of a kind than this on a day are one line."""


@audience(*READERS)
@require_safe
def calendar(request: PageRequest) -> HttpResponse:
    """The year, as a page, a workbook or an iCalendar file."""
    found = year_of(request.access, day=request.day, wanted=wanted_of(request.GET, request.day.year))
    title = f"{_('Calendar')} {found.wanted.year}"
    if request.GET.get("format") == "xlsx":
        listed = table(request.GET, _columns(found), ListSource(found.dues, {}))
        return workbook_response(title, title, listed)
    if request.GET.get("format") == "ics":
        events = [_event(request, found, due) for due in found.dues]
        return made_response(ics_calendar(title, events, clock.now()), title, ICS)
    return page(request, "home/calendar.html", _context(found))


def wanted_of(params: QueryDict, this_year: int) -> Wanted:
    """What an address asks of the year; what it gets wrong is taken as not said."""
    text = params.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else this_year
    short = {name: params.get(name, "")[:40] for name in ("unit", "kind", "owner")}
    return Wanted(
        year if EARLIEST.year < year < LATEST.year else this_year, short["unit"], short["kind"], short["owner"]
    )


def _context(found: Year) -> dict[str, Any]:
    wanted = found.wanted
    kept = {name: value for name, value in _query(wanted).items() if name != "year"}
    return {
        "found": found,
        "lists": [(one, _rows(found, one)) for one in found.months],
        "units": unit_choices_of(found.tree, found.covered, wanted.unit),
        "owners": [(f"{code}:{role}", _named(found, code, role)) for code, role in found.owners],
        "total": len(found.dues),
        "address": urlencode(_query(wanted)),
        "kept": urlencode(kept),
        "is_filtered": bool(wanted.matter or wanted.owner or (wanted.unit and not found.is_narrowed)),
    }


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page: one thing with all work units that owe it on the same day, or many things of a kind."""

    first: Due
    duty: str
    units: Sequence[tuple[str, Due]]
    is_kind: bool

    @property
    def done(self) -> int:
        """How many of them are done."""
        return sum(due.state is State.DONE for _, due in self.units)

    @property
    def late(self) -> int:
        """How many of them are late."""
        return sum(due.state is State.LATE for _, due in self.units)


def _rows(found: Year, month: Month) -> list[Row]:
    """The month's lines: what several units owe on a day is one, so that a province's year can be looked over.

    So are more than a few things of a kind on a day, unless that kind alone was asked for.
    """
    most = len(month.dues) if found.wanted.matter else MOST_OF_A_KIND
    groups: list[tuple[list[Due], bool]] = []
    for dues in _alike(month.dues, lambda due: (due.day, due.matter.name, due.fact, _duty(found, due))):
        things = _alike(dues, lambda due: (str(due.what),))
        groups += [(dues, True)] if len(things) > most else [(thing, False) for thing in things]
    return [
        Row(group[0], _duty(found, group[0]), [(_unit(found, due), due) for due in group], is_kind)
        for group, is_kind in groups
    ]


def _alike(dues: Sequence[Due], key: Callable[[Due], tuple[Any, ...]]) -> list[list[Due]]:
    return [list(group) for _, group in groupby(sorted(dues, key=key), key=key)]


def _query(wanted: Wanted) -> dict[str, str | int]:
    named = {"unit": wanted.unit, "kind": wanted.matter, "owner": wanted.owner}
    return {"year": wanted.year, **{name: value for name, value in named.items() if value}}


def _unit(found: Year, due: Due) -> str:
    return found.tree.names.get(due.unit, due.unit)


def _duty(found: Year, due: Due) -> str:
    """Whose duty it is, beside the work unit's name: that is said again only where another's is meant."""
    return capfirst(said(Words(ROLES[due.role])) if due.owner == due.unit else _owner(found, due))


def _owner(found: Year, due: Due) -> str:
    return _named(found, due.owner, due.role)


def _named(found: Year, code: str, role: Role) -> str:
    return f"{said(Words(ROLES[role]))}, {found.tree.names.get(code, code)}"


def _columns(found: Year) -> Sequence[Column[Due]]:
    return [
        Column[Due]("what", gettext_lazy("What"), lambda due: str(due.what), width=48),
        Column[Due]("day", gettext_lazy("Day"), lambda due: due.day, kind="date"),
        Column[Due]("kind", gettext_lazy("Kind"), lambda due: str(due.matter.label), width=26),
        Column[Due]("unit", gettext_lazy("Work unit"), lambda due: _unit(found, due), width=34),
        Column[Due]("owner", gettext_lazy("Whose duty"), lambda due: _owner(found, due), width=44),
        Column[Due]("ground", gettext_lazy("On what ground"), _ground, width=60),
        Column[Due]("state", gettext_lazy("State"), lambda due: str(due.state.value)),
    ]


def _ground(due: Due) -> str:
    ground, mark = (said(one) if isinstance(one, Words) else str(one) for one in (due.ground, due.mark))
    return f"{ground} ({mark})" if mark else ground


def _event(request: PageRequest, found: Year, due: Due) -> Event:
    name = f"{due.matter.name} {due.unit} {due.day} {due.address} {due.what}"
    lines = [_owner(found, due), _ground(due), str(due.state.value)]
    title = f"{due.matter.label}: {due.what}"
    return Event(name, due.day, title, "\n".join(filter(None, lines)), request.build_absolute_uri(due.address))
