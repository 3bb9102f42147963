"""An instrument: what is scored, how much it weighs, and what a score means. Data only; nothing in it is evaluated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from malaqbiq.appraisal.rules.points import HIGHEST, ScoreRefused, points_of
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop, joined

KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
LONGEST_OBJECTION = 60
WHOLE = 100
"""What the weights of an instrument add up to."""


class Kind(StrEnum):
    """Where a component's score comes from."""

    MONTHLY = "monthly"
    ATTENDANCE = "attendance"
    DIRECT_SUPERIOR = "direct_superior"
    INDIRECT_SUPERIOR = "indirect_superior"
    PEERS = "peers"
    WRITTEN_TEST = "written_test"
    INTERVIEW = "interview"


class Recommendation(StrEnum):
    """What a result recommends. A person decides."""

    EXTEND = "extend"
    EXTEND_WITH_COACHING = "extend_with_coaching"
    DO_NOT_EXTEND = "do_not_extend"


@dataclass(frozen=True, slots=True)
class Component:
    """One thing that is scored from 0 to 100, with its weight in percent."""

    key: str
    title: str
    kind: Kind
    weight: int


@dataclass(frozen=True, slots=True)
class Step:
    """A meaning that holds from a score on, in hundredths of a point."""

    start: int
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A checked instrument. `bands` give the verdict (MS and TMS are two bands), `advice` the recommendation."""

    key: str
    title: str
    label: str
    components: tuple[Component, ...]
    bands: tuple[Step, ...]
    advice: tuple[Step, ...]
    objection_days: int

    def component(self, key: str) -> Component | None:
        """The component of that key, or None."""
        return next((component for component in self.components if component.key == key), None)


class InstrumentRefused(UserError):
    """The data is not an instrument; `problems` says all that is wrong with it."""

    def __init__(self, problems: Sequence[Words]) -> None:
        super().__init__(joined(problems, "; "))
        self.problems = tuple(problems)


def instrument_read(data: Mapping[str, Json]) -> Instrument:
    """The instrument that plain data describes; raises InstrumentRefused with every problem found.

    Weights are whole numbers above 0 that add up to 100; steps fall strictly and end at 0. No formula is understood.
    """
    if problems := list(_problems(data)):
        raise InstrumentRefused(problems)
    return Instrument(
        key=str(data["key"]),
        title=str(data["title"]),
        label=str(data.get("label") or ""),
        components=tuple(
            Component(str(item["key"]), str(item["title"]), Kind(str(item["kind"])), _whole(item["weight"]) or 0)
            for item in _rows(data, "components")
        ),
        bands=tuple(_steps(data, "bands")),
        advice=tuple(_steps(data, "advice")),
        objection_days=_whole(data.get("objection_days")) or 0,
    )


def step_at(steps: Sequence[Step], points: int) -> Step:
    """The step that a score in hundredths stands on: the highest that starts at or below it."""
    return next(step for step in steps if points >= step.start)


def _problems(data: Mapping[str, Json]) -> Iterator[Words]:
    for name in ("key", "title"):
        if not data.get(name) or not isinstance(data[name], str):
            yield Words(gettext_noop("the instrument has no %(name)s"), {"name": name})
    days = _whole(data.get("objection_days"))
    if days is None or not 1 <= days <= LONGEST_OBJECTION:
        yield Words(
            gettext_noop("objection_days must be a whole number from 1 to %(most)s"), {"most": LONGEST_OBJECTION}
        )
    yield from _component_problems(_rows(data, "components"))
    yield from _step_problems("bands", _rows(data, "bands"))
    yield from _step_problems("advice", _rows(data, "advice"))
    for row in _rows(data, "advice"):
        if str(row.get("key")) not in set(Recommendation):
            yield Words(gettext_noop("advice: %(key)s is not a recommendation"), {"key": str(row.get("key"))})


def _component_problems(rows: Sequence[Mapping[str, Json]]) -> Iterator[Words]:
    if not rows:
        yield Words(gettext_noop("the instrument has no components"))
        return
    for row in rows:
        yield from _one_component(row)
    counted = Counter(str(row.get("key")) for row in rows)
    for key in sorted(key for key, count in counted.items() if count > 1):
        yield Words(gettext_noop("component %(key)s stands more than once"), {"key": key})
    if sum(row.get("kind") == Kind.ATTENDANCE for row in rows) > 1:
        yield Words(gettext_noop("attendance can be only one component"))
    weights = [_whole(row.get("weight")) for row in rows]
    total = sum(weight for weight in weights if weight is not None)
    if None not in weights and total != WHOLE:
        yield Words(gettext_noop("the weights add up to %(total)s, not to 100"), {"total": total})


def _one_component(row: Mapping[str, Json]) -> Iterator[Words]:
    key = str(row.get("key"))
    if not KEY.fullmatch(key):
        yield Words(gettext_noop("component key %(key)s: small letters, digits and underscores only"), {"key": key})
    if not row.get("title") or not isinstance(row["title"], str):
        yield Words(gettext_noop("component %(key)s has no title"), {"key": key})
    if str(row.get("kind")) not in set(Kind):
        yield Words(
            gettext_noop("component %(key)s: kind %(kind)s is not known"), {"key": key, "kind": str(row.get("kind"))}
        )
    weight = _whole(row.get("weight"))
    if weight is None or not 1 <= weight <= WHOLE:
        yield Words(gettext_noop("component %(key)s: the weight must be a whole number from 1 to 100"), {"key": key})


def _step_problems(name: str, rows: Sequence[Mapping[str, Json]]) -> Iterator[Words]:
    starts = [_points(row.get("from")) for row in rows]
    if None in starts:
        yield Words(gettext_noop("%(name)s: every step must start at a score from 0 to 100"), {"name": name})
    elif not starts or starts[-1] != 0:
        yield Words(gettext_noop("%(name)s: the last step must start at 0"), {"name": name})
    elif any(upper is None or lower is None or upper <= lower for upper, lower in pairwise(starts)):
        yield Words(gettext_noop("%(name)s: the steps must fall from the highest to 0"), {"name": name})
    for row in rows:
        if not isinstance(row.get("key"), str) or not row["key"]:
            yield Words(gettext_noop("%(name)s: a step has no key"), {"name": name})


def _steps(data: Mapping[str, Json], name: str) -> Iterator[Step]:
    for row in _rows(data, name):
        yield Step(_points(row["from"]) or 0, str(row["key"]), str(row.get("title") or row["key"]))


def _rows(data: Mapping[str, Json], name: str) -> Sequence[Mapping[str, Json]]:
    rows = data.get(name)
    if not isinstance(rows, list | tuple):
        return ()
    return [row if isinstance(row, Mapping) else {} for row in rows]


def _whole(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _points(value: Json) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    try:
        points = points_of(Decimal(value) if isinstance(value, int) else value)
    except ScoreRefused:
        return None
    return points if 0 <= points <= HIGHEST else None
