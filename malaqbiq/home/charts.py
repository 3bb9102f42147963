"""Pictures of the dashboard: what is counted of a work unit as bars and dots, each part with who is behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from malaqbiq.home.rules.board import OF_DECREES, Part, Step
from malaqbiq.home.selectors.province import Province, UnitLine
from malaqbiq.home.selectors.roster import View as Ready
from malaqbiq.pay.rules.wages import View
from malaqbiq.service.effects import Holding
from malaqbiq.service.rules.chart import VACANT
from malaqbiq.ui.charts import Bar, Dots, Fill, Key, Span, bar, dots, span_of

APPRAISED, NOT_YET = Key(Fill.DONE, _("scored or excused")), Key(Fill.NONE, _("not yet scored"))
SIGNED, ISSUED = Key(Fill.DONE, _("signed")), Key(Fill.NEAR, _("issued"))
DRAFTED, NO_DRAFT = Key(Fill.BEGUN, _("drafted")), Key(Fill.NONE, _("no draft"))
SERVES, CITED, UNDECREED = (
    Key(Fill.DONE, _("by a decree")),
    Key(Fill.BEGUN, _("old decree, by a list")),
    Key(Fill.BAD, _("no decree yet")),
)
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
    "served": (SERVES, CITED, UNDECREED),
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
    """Every work unit's line, the pay of all on one scale; then all of them as one line."""
    lists = _Lists(found)
    return [*(_drawn(lists, one, span) for one in found.lines), _drawn(lists, found.together, None)]


class _Lists:
    """Where those behind a figure are listed, if it is for the asker. Addresses are made once for all lines."""

    def __init__(self, found: Province) -> None:
        steps = (Step.APPRAISED, *OF_DECREES) if found.cycle else ()
        uid = found.cycle.uid if found.cycle else None
        self._behind = {step: reverse("board-behind", args=[uid, step]) for step in steps}
        self._pay, self._posts = reverse("pay-limits"), reverse("chart-posts")
        self._staff = reverse("staff")
        self.has_cycle = found.cycle is not None
        self._codes, self._province = [one.code for one in found.lines], found.code

    def people(self, line: UnitLine, step: Step, part: Part) -> str:
        """Of a part of those behind a figure of the cycle."""
        if not line.names:
            return ""
        return f"{self._behind[step]}?{f'unit={line.code}&' if line.code else ''}part={part.value}"

    def pay(self, line: UnitLine, view: View) -> str:
        """Of those whose pay stands so."""
        return f"{self._pay}?unit={line.code or f'{self._province}.'}&view={view.value}" if line.pays else ""

    def staff(self, line: UnitLine, view: Ready) -> str:
        """Of contract staff in a ready view of the staff list; all together by their province."""
        alone = bool(line.code) or len(self._codes) == 1
        code = line.code or (self._codes[0] if alone else self._province)
        return f"{self._staff}?unit={code}{'&only=1' if alone else ''}&view={view.value}"

    def posts(self, line: UnitLine, state: str) -> str:
        """Of posts held so; of some work units of a province that is not the asker's there is no one list."""
        alone = bool(line.code) or len(self._codes) == 1
        code = line.code or (self._codes[0] if alone else self._province)
        return f"{self._posts}?unit={code}&state={state}{'&only=1' if alone else ''}" if code in self._codes else ""


def _drawn(lists: _Lists, line: UnitLine, span: Span | None) -> Drawn:
    paid = [
        (HELD, line.pay.held, lists.pay(line, View.HELD)),
        (BELOW, line.pay.below, lists.pay(line, View.BELOW)),
        (UNKNOWN, line.pay.unknown, lists.pay(line, View.UNKNOWN)),
    ]
    return Drawn(
        line=line,
        appraised=_appraised(lists, line),
        decreed=_decreed(lists, line) if lists.has_cycle else _served(lists, line),
        paid=bar(paid) if line.pay.staff else None,
        dots=dots(line.pay.amounts, line.pay.below_at, line.floor, span) if span and line.pay.amounts else None,
        posts=bar((key, line.posts.get(state, 0), lists.posts(line, state)) for state, key in POSTS.items()),
    )


def _appraised(lists: _Lists, line: UnitLine) -> Bar | None:
    if line.steps is None:
        return None
    cell = line.steps.cells[Step.APPRAISED]
    return bar(
        [
            (APPRAISED, cell.done, lists.people(line, Step.APPRAISED, Part.DONE)),
            (NOT_YET, cell.missing, lists.people(line, Step.APPRAISED, Part.OPEN)),
        ]
    )


def _served(lists: _Lists, line: UnitLine) -> Bar | None:
    """Before any appraisal period: by what contract staff serve."""
    if not line.decrees.staff:
        return None
    return bar(
        [
            (SERVES, line.decrees.decreed, ""),
            (CITED, line.decrees.cited, lists.staff(line, Ready.CITED)),
            (UNDECREED, line.decrees.undecreed, lists.staff(line, Ready.UNDECREED)),
        ]
    )


def _decreed(lists: _Lists, line: UnitLine) -> Bar | None:
    if line.steps is None:
        return None
    signed, issued, drafted = (line.steps.done(step) for step in (Step.SIGNED, Step.ISSUED, Step.DRAFTED))
    return bar(
        [
            (SIGNED, signed, lists.people(line, Step.SIGNED, Part.LAST)),
            (ISSUED, issued - signed, lists.people(line, Step.ISSUED, Part.LAST)),
            (DRAFTED, drafted - issued, lists.people(line, Step.DRAFTED, Part.LAST)),
            (NO_DRAFT, line.steps.people - drafted, lists.people(line, Step.DRAFTED, Part.OPEN)),
        ]
    )
