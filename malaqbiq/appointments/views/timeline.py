"""Posts over time: a round's, one line each with how many are filled from day to day; and one post alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from malaqbiq.appointments.charts import HEIGHT, areas, marks, strips
from malaqbiq.appointments.labels import HELD, HELD_KEYS, HELD_TONES
from malaqbiq.appointments.models import Seat
from malaqbiq.appointments.rules.rounds import LEVELS, Held
from malaqbiq.appointments.rules.timeline import Hold, Line, Stretch, counts_by_day, line_of
from malaqbiq.appointments.selectors.phases import seat_title
from malaqbiq.appointments.selectors.rounds import SEERS, round_seen
from malaqbiq.appointments.selectors.timeline import Filling, Sworn, filling_over_time, pasts_of, post_seen
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.rules.names import post_title
from malaqbiq.service.selectors.chart import READERS
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, ListSource, Shown, dated, table, workbook_response

MOST_DAYS = 60
"""Days with a change that stand in the table beside the picture: the last ones where there are more."""


BESIDE = '<rect class="beside" x="{}" width="{}"/>'


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post of a round, and how it was held."""

    seat: Seat
    line: Line

    @property
    def now(self) -> Held | None:
        """How it is held on the last day that is shown."""
        return self.line.now.state if self.line.now else None


@audience(*SEERS)
@require_safe
@theirs
def timeline(request: PageRequest, uid: UUID) -> HttpResponse:
    """A round's posts over its time, narrowed to a work unit (``?unit=``), a phase (``?level=``) or a state
    (``?held=``).
    """
    found = round_seen(request.access, uid)
    filling = filling_over_time(found, request.day)
    rows = _rows(filling)
    units = {row.seat.post.work_unit.code: row.seat.post.work_unit.name for row in rows}
    listed = table(request.GET, _columns(filling), ListSource(_narrowed(request, rows), ORDERS))
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(found.title, request.day), _("Timeline"), listed)
    context = {
        "round": found,
        "table": listed,
        "units": sorted(units.items()),
        "levels": [level for level in LEVELS if any(row.seat.phase.level == level for row in rows)],
        "states": [(state.value, HELD[state]) for state in Held],
        **_progress(filling, rows),
    }
    return page(request, "appointments/timeline.html", context, region="list")


@audience(*READERS)
@require_safe
@theirs
def post(request: PageRequest, uid: UUID) -> HttpResponse:
    """One post over all the time that is known of it and of those that it goes on from."""
    found = post_seen(request.access, uid)
    past = pasts_of([found], request.day)[found.uid]
    first, end = min([*past.turns, request.day]), request.day + DAY
    line = line_of(past, first, end)
    context = {
        "post": found,
        "title": post_title(found.position_name, found.work_unit.name),
        "line": line,
        "strips": strips(line),
        "keys": _keys(one.state for one in line.stretches),
        "stretches": [
            (one, HELD[one.state], HELD_TONES[one.state], [beside_told(each) for each in one.beside])
            for one in reversed(line.stretches)
        ],
        "first": first,
        "last": request.day,
    }
    return page(request, "appointments/post.html", context, region="drawer-body")


def _rows(filling: Filling) -> list[PostLine]:
    seats = sorted(
        filling.seats,
        key=lambda seat: (seat.phase.ordinal, seat.post.work_unit.code, seat.post.unit_code, seat.post.ordinal),
    )
    return [PostLine(seat, line_of(filling.pasts[seat.post_id], filling.first, filling.end)) for seat in seats]


def _narrowed(request: PageRequest, rows: Sequence[PostLine]) -> list[PostLine]:
    unit, level, held = (request.GET.get(name, "") for name in ("unit", "level", "held"))
    return [
        row
        for row in rows
        if (not unit or row.seat.post.work_unit.code == unit)
        and (not level or row.seat.phase.level == level)
        and (held not in set(Held) or row.now == held)
    ]


ORDERS = {
    "post": lambda row: row.seat.post.position_name,
    "unit": lambda row: row.seat.post.work_unit.code,
    "level": lambda row: row.seat.phase.ordinal,
    "state": lambda row: row.now,
}


def _columns(filling: Filling) -> list[Column[PostLine]]:
    def name(row: PostLine) -> Shown:
        return Shown(row.seat.post.position_name, reverse("post", args=[row.seat.post_id]))

    def told(row: PostLine) -> str:
        return "; ".join(stretch_told(one, filling.first) for one in row.line.stretches)

    def drawn(row: PostLine) -> Shown:
        return Shown(_drawn(row.line))

    def state(row: PostLine) -> str:
        return str(HELD[row.now]) if row.now else "–"

    def badge(row: PostLine) -> Shown:
        return Shown(state(row), tone=HELD_TONES[row.now] if row.now else "")

    span = f"{date_format(filling.first, 'j M')} – {date_format(filling.end - DAY, 'j M Y')}"
    return [
        Column("post", _("Post"), lambda row: seat_title(row.seat), show=name, sort=True, width=40),
        Column("unit", _("Work unit"), lambda row: row.seat.post.work_unit.name, sort=True, width=32),
        Column("line", _("Who, how, since when (%(days)s)") % {"days": span}, told, show=drawn, width=80, plain=True),
        Column("state", _("Held as"), state, show=badge, sort=True, width=16),
        Column("level", _("Phase"), lambda row: row.seat.phase.level, sort=True, chosen=False),
    ]


def _drawn(line: Line) -> SafeString:
    """The line, and below it the same in words."""
    words = format_html_join(
        "",
        '<span class="{}">{}</span>',
        ((f"p-{HELD_KEYS[one.state].fill}", stretch_told(one, line.first)) for one in line.stretches),
    )
    return format_html('{}<span class="stretches">{}</span>', svg_line(line), words)


def svg_line(line: Line) -> SafeString:
    """The line of a post, for the eye: the words beside it say the same."""
    drawn = strips(line)
    rects = format_html_join("", '<rect class="f-{}" x="{}" width="{}"/>', ((s.key.fill, s.x, s.width) for s in drawn))
    beside = format_html_join("", BESIDE, (span for one in drawn for span in one.beside))
    return format_html(
        '<svg class="bar line" viewBox="0 0 1000 20" preserveAspectRatio="none" aria-hidden="true">{}{}</svg>',
        rects,
        beside,
    )


def stretch_told(one: Stretch, first: date) -> str:
    """``definitive: Name, since 3 Jan 2022``; from before the first day that is shown: since when if that is known."""
    names = ", ".join(hold.name for hold in one.holds)
    since = min((hold.days.start for hold in one.holds), default=one.start) if one.start == first else one.start
    exact = one.start != first or all(hold.exact for hold in one.holds)
    words = _("%(state)s: %(names)s, since %(day)s") if names else _("%(state)s since %(day)s")
    if not exact:
        words = _("%(state)s: %(names)s, since before %(day)s") if names else words
    held = words % {"state": HELD[one.state], "names": names, "day": date_format(since, "j M Y")}
    return "; ".join([str(held), *(beside_told(each) for each in one.beside)])


def beside_told(one: Hold) -> str:
    """``with Plh. Name, 3 Jan 2022 – 5 Jan 2022``: who stood in beside a definitive holder, and when."""
    told = {"name": f"{one.title} {one.name}", "first": date_format(one.days.start, "j M Y")}
    if one.days.end is None:
        return _("with %(name)s beside, since %(first)s") % told
    return _("with %(name)s beside, %(first)s – %(last)s") % {
        **told,
        "last": date_format(one.days.end - DAY, "j M Y"),
    }


def _progress(filling: Filling, rows: Sequence[PostLine]) -> dict[str, Any]:
    """The picture of all posts from day to day, and the table beside it."""
    counts = counts_by_day([row.line for row in rows], filling.first, filling.end)
    drawn = areas(counts, filling.end, len(rows))
    sworn: dict[date, list[Sworn]] = {}
    for one in filling.sworn:
        sworn.setdefault(one.day, []).append(one)
    figures = {day: [one[state] for state in Held] for day, one in counts}
    for day in sworn:
        # A day on which nothing else changed has the figures of the day before.
        figures.setdefault(day, figures[max(start for start in figures if start <= day)])
    every = sorted(figures.items())
    table_rows = [(day, numbers, sworn.get(day, ())) for day, numbers in every][-MOST_DAYS:]
    return {
        "areas": drawn,
        "height": HEIGHT,
        "keys": _keys(state for _day, one in counts for state in one),
        "states_named": [HELD[state] for state in Held],
        "counts": table_rows,
        "left_out": len(every) - len(table_rows),
        "total": len(rows),
        "first": filling.first,
        "last": filling.end - DAY,
        "sworn": filling.sworn,
        "marks": marks(list(sworn), filling.first, filling.end),
    }


def _keys(states: Iterable[Held]) -> list[Any]:
    there = set(states)
    return [HELD_KEYS[state] for state in Held if state in there]
