"""The lists of this room: which columns they have."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from malaqbiq.appraisal.labels import OBJECTIONS, RECOMMENDATIONS, STAGES
from malaqbiq.appraisal.models import Cycle, Objection
from malaqbiq.appraisal.rules.closing import Stage, stage_of
from malaqbiq.appraisal.rules.points import score_of
from malaqbiq.appraisal.rules.scoring import Outcome
from malaqbiq.appraisal.selectors.objections import OPEN_FIRST
from malaqbiq.appraisal.selectors.records import Standing
from malaqbiq.appraisal.templatetags.appraisal import score
from malaqbiq.kernel.periods import DAY
from malaqbiq.ui.tables import Column, ListSource, QuerySource, Shown, Table, table

CYCLE_TONES = {Cycle.State.OPEN: "info", Cycle.State.CLOSED: ""}
STAGE_TONES = {Stage.SCORED: "good", Stage.EXCUSED: "", Stage.MISSING: "warn"}
OBJECTION_TONES = {Objection.State.OPEN: "warn", Objection.State.UPHELD: "good", Objection.State.REJECTED: ""}


def cycles_table(params: QueryDict, cycles: QuerySet[Cycle]) -> Table[Any]:
    """Cycles, newest first."""
    columns: list[Column[Any]] = [
        Column("title", gettext_lazy("Period"), lambda row: row.title, _cycle_shown, sort=True, width=40),
        Column("office", gettext_lazy("Work unit"), lambda row: row.office.name, sort=True, width=32),
        Column("from", gettext_lazy("From"), lambda row: row.period_start, kind="date"),
        Column("through", gettext_lazy("Through"), lambda row: row.period_end - DAY, kind="date"),
        Column("people", gettext_lazy("People"), lambda row: row.people, kind="whole"),
        Column("told", gettext_lazy("Told"), lambda row: row.told, kind="whole"),
        Column("objections", gettext_lazy("Open objections"), lambda row: row.objecting or 0, kind="whole"),
        Column(
            "state",
            gettext_lazy("State"),
            _cycle_state,
            lambda row: Shown(_cycle_state(row), tone=CYCLE_TONES[row.state]),
        ),
    ]
    orders = {"": ("-service_on", "pk"), "title": ("title", "pk"), "office": ("office__code", "-service_on", "pk")}
    return table(params, columns, QuerySource(cycles, orders, list))


def _cycle_shown(row: Any) -> Shown:
    return Shown(row.title, reverse("appraisal-cycle", args=[row.uid]))


def _cycle_state(row: Any) -> str:
    return _("open") if row.state == Cycle.State.OPEN else _("closed")


def people_table(params: QueryDict, cycle: Cycle, people: list[Standing]) -> Table[Standing]:
    """The people of a cycle, each with how far they are."""
    columns: list[Column[Standing]] = [
        Column(
            "name",
            gettext_lazy("Name"),
            lambda one: one.name,
            lambda one: _person_shown(cycle, one),
            sort=True,
            width=32,
        ),
        Column("unit", gettext_lazy("Work unit"), lambda one: one.unit_name, sort=True, width=32),
        Column("score", gettext_lazy("Score"), _score, _score_shown, sort=True, kind="decimal"),
        Column("advice", gettext_lazy("Recommendation"), _advice),
        Column(
            "stage",
            gettext_lazy("Appraisal"),
            _stage,
            lambda one: Shown(_stage(one), note=_missing(cycle, one), tone=STAGE_TONES[_stage_of(one)]),
        ),
        Column("told", gettext_lazy("Told"), lambda one: one.told),
        Column("read", gettext_lazy("Read"), lambda one: one.read),
        Column("objection", gettext_lazy("Objection open"), lambda one: one.objecting),
        Column("decided", gettext_lazy("Decided on"), lambda one: one.decided),
    ]
    return table(
        params,
        columns,
        ListSource(people, {"name": lambda one: one.name, "unit": lambda one: one.unit_code, "score": _score}),
    )


def _person_shown(cycle: Cycle, one: Standing) -> Shown:
    return Shown(one.name, reverse("appraisal-person", args=[cycle.uid, one.person]))


def _score(one: Standing) -> float | None:
    return float(score_of(one.outcome.points)) if isinstance(one.outcome, Outcome) and not one.excused else None


def _score_shown(one: Standing) -> Shown:
    points = one.outcome.points if isinstance(one.outcome, Outcome) and not one.excused else None
    return Shown(score(points))


def _advice(one: Standing) -> str:
    return (
        str(RECOMMENDATIONS[one.outcome.recommendation])
        if _score(one) is not None and isinstance(one.outcome, Outcome)
        else ""
    )


def _stage_of(one: Standing) -> Stage:
    return stage_of(one.outcome, excused=one.excused)


def _stage(one: Standing) -> str:
    return str(STAGES[_stage_of(one)])


def _missing(cycle: Cycle, one: Standing) -> str:
    if isinstance(one.outcome, Outcome) or one.excused:
        return ""
    titles = {item.key: item.title for item in cycle.rules.components}
    return ", ".join(titles[key] for key in one.outcome.components)


def objections_table(params: QueryDict, objections: QuerySet[Objection]) -> Table[Any]:
    """Objections, those that wait first."""
    columns: list[Column[Any]] = [
        Column("name", gettext_lazy("Name"), lambda row: row.person.full_name, _objection_shown, width=32),
        Column("unit", gettext_lazy("Work unit"), lambda row: row.appraisee.work_unit.name, width=32),
        Column("cycle", gettext_lazy("Period"), lambda row: row.appraisee.cycle.title, width=32),
        Column("raised", gettext_lazy("Raised"), lambda row: row.raised_on, kind="date", sort=True),
        Column("last", gettext_lazy("Last day to object"), lambda row: row.last_day, kind="date", sort=True),
        Column(
            "state",
            gettext_lazy("State"),
            _objection_state,
            lambda row: Shown(_objection_state(row), tone=OBJECTION_TONES[row.state]),
        ),
        Column(
            "by",
            gettext_lazy("Decided by"),
            lambda row: row.decided_by.full_name if row.decided_by else "",
            chosen=False,
        ),
    ]
    orders = {"": OPEN_FIRST, "raised": ("raised_on", "pk"), "last": ("last_day", "pk")}
    return table(params, columns, QuerySource(objections, orders, list))


def _objection_shown(row: Any) -> Shown:
    return Shown(row.person.full_name, reverse("appraisal-objection", args=[row.uid]))


def _objection_state(row: Any) -> str:
    return str(OBJECTIONS[row.state])
