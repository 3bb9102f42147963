"""Pictures of the dashboard: what is counted of a work unit as bars and dots, each part with who is behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from malaqbiq.appraisal.models import Cycle
from malaqbiq.home.rules.board import Part, Step
from malaqbiq.home.selectors.province import Province, UnitLine
from malaqbiq.pay.rules.wages import View
from malaqbiq.service.effects import Holding
from malaqbiq.service.rules.chart import VACANT
from malaqbiq.ui.charts import Bar, Dots, Fill, Key, Span, bar, dots, span_of

APPRAISED, NOT_YET = Key(Fill.DONE, _("appraised")), Key(Fill.NONE, _("not yet appraised"))
SIGNED, ISSUED = Key(Fill.DONE, _("signed")), Key(Fill.NEAR, _("issued"))
DRAFTED, NO_DRAFT = Key(Fill.BEGUN, _("drafted")), Key(Fill.NONE, _("no draft"))
HELD, BELOW, UNKNOWN = (
    Key(Fill.DONE, _("at or above it")),
    Key(Fill.BAD, _("below it")),
    Key(Fill.UNSURE, _("not known")),
)
POSTS: Mapping[str, Key] = {
    Holding.DEFINITIVE: Key(Fill.DONE, _("definitive")),
    "plt": Key(Fill.NEAR, "Plt."),
    "plh": Key(Fill.NEAR, "Plh."),
    Holding.DEMISIONER: Key(Fill.BEGUN, _("demisioner")),
    VACANT: Key(Fill.BAD, _("vacant")),
}
KEYS = {
    "appraised": (APPRAISED, NOT_YET),
    "decreed": (SIGNED, ISSUED, DRAFTED, NO_DRAFT),
    "paid": (HELD, BELOW, UNKNOWN),
    "posts": tuple(key for state, key in POSTS.items() if state != "plh"),
}
"""What each column's parts are called and how they are drawn."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line of the dashboard as it is drawn; nothing where nothing is counted."""

    line: UnitLine
    appraised: Bar | None
    decreed: Bar | None
    paid: Bar | None
    dots: Dots | None
    posts: Bar


def pay_span(found: Province) -> Span | None:
    """The one scale of all that is paid and its floors; None where the asker is told no amount."""
    values = [amount for one in found.lines for amount in one.pay.amounts]
    return span_of([*values, *(one.floor for one in found.lines if one.floor and values)])


def drawn(found: Province, span: Span | None) -> Sequence[Drawn]:
    """Every work unit's line, the pay of all on one scale."""
    return [_drawn(found, one, span) for one in found.lines]


def drawn_together(found: Province) -> Drawn:
    """All work units as one line."""
    return _drawn(found, found.together, None)


def _drawn(found: Province, line: UnitLine, span: Span | None) -> Drawn:
    paid = [
        (HELD, line.pay.held, _pay(found, line, View.HELD)),
        (BELOW, line.pay.below, _pay(found, line, View.BELOW)),
        (UNKNOWN, line.pay.unknown, _pay(found, line, View.UNKNOWN)),
    ]
    return Drawn(
        line=line,
        appraised=_appraised(found.cycle, line),
        decreed=_decreed(found.cycle, line),
        paid=bar(paid) if line.pay.staff else None,
        dots=dots(line.pay.amounts, line.pay.below_at, line.floor, span) if span and line.pay.amounts else None,
        posts=bar((key, line.posts.get(state, 0), _posts(found, line, state)) for state, key in POSTS.items()),
    )


def _appraised(cycle: Cycle | None, line: UnitLine) -> Bar | None:
    if cycle is None or line.steps is None:
        return None
    cell = line.steps.cells[Step.APPRAISED]
    return bar(
        [
            (APPRAISED, cell.done, _behind(cycle, line, Step.APPRAISED, Part.DONE)),
            (NOT_YET, cell.missing, _behind(cycle, line, Step.APPRAISED, Part.OPEN)),
        ]
    )


def _decreed(cycle: Cycle | None, line: UnitLine) -> Bar | None:
    if cycle is None or line.steps is None:
        return None
    signed, issued, drafted = (line.steps.done(step) for step in (Step.SIGNED, Step.ISSUED, Step.DRAFTED))
    return bar(
        [
            (SIGNED, signed, _behind(cycle, line, Step.SIGNED, Part.LAST)),
            (ISSUED, issued - signed, _behind(cycle, line, Step.ISSUED, Part.LAST)),
            (DRAFTED, drafted - issued, _behind(cycle, line, Step.DRAFTED, Part.LAST)),
            (NO_DRAFT, line.steps.people - drafted, _behind(cycle, line, Step.DRAFTED, Part.OPEN)),
        ]
    )


def _behind(cycle: Cycle, line: UnitLine, step: Step, part: Part) -> str:
    if not line.names:
        return ""
    asked = {"unit": line.code, "part": part.value} if line.code else {"part": part.value}
    return f"{reverse('board-behind', args=[cycle.uid, step])}?{urlencode(asked)}"


def _pay(found: Province, line: UnitLine, view: View) -> str:
    if not line.pays:
        return ""
    return f"{reverse('pay-limits')}?{urlencode({'unit': line.code or f'{found.code}.', 'view': view.value})}"


def _posts(found: Province, line: UnitLine, state: str) -> str:
    lines = [one.code for one in found.lines]
    code = line.code or (lines[0] if len(lines) == 1 else found.code)
    if code not in lines:
        # Some work units of a province that is not the asker's: no one list holds them.
        return ""
    asked = {"unit": code, "state": state, **({"only": "1"} if line.code or len(lines) == 1 else {})}
    return f"{reverse('chart-posts')}?{urlencode(asked)}"
