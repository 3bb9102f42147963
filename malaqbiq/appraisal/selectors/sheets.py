"""The sheet of an appraiser: a line for each of their people, a cell for each score that is theirs to give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from malaqbiq.appraisal.models import Adjustment, Appraiser, Cycle, Score
from malaqbiq.appraisal.rules.conduct import Around, why_not_appraise
from malaqbiq.appraisal.rules.instrument import Kind
from malaqbiq.appraisal.rules.scoring import months_to_score
from malaqbiq.appraisal.selectors.around import judges
from malaqbiq.appraisal.selectors.seen import cycle_seen
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Words, gettext_noop

CELLS_A_PAGE = 500
"""Cells that one page of a sheet holds at most: its HTML stays small, and a phone can scroll it."""

Slot = tuple[UUID, str, str]
"""A person, a component, and the month that it is scored for, if by month."""


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A component, of one month where it is scored by month (``2021-07``)."""

    component: str
    title: str
    weight: int
    month: str = ""

    @property
    def key(self) -> str:
        """What names the column in forms and workbooks."""
        return f"{self.component}:{self.month}"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A score to give: what stands there in hundredths (None: nothing yet), its version, and why it can't be given."""

    column: SheetColumn
    points: int | None = None
    version: int = 0
    why: Words | None = None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A person with their cells, one for each column of the sheet."""

    person: UUID
    name: str
    unit_code: str
    unit_name: str
    cells: Sequence[SheetCell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """An appraiser's sheet: its columns, the lines of the page that is asked for, and how far all of it is.

    `given` of `asked` scores are there. `units` are the work units of all lines, by code and name.
    """

    cycle: Cycle
    columns: Sequence[SheetColumn]
    lines: Sequence[SheetLine]
    units: Sequence[tuple[str, str]]
    page: int
    pages: int
    people: int
    given: int
    asked: int


@dataclass(frozen=True, slots=True)
class Given:
    """A score as it stands now: in hundredths, its version, and who gave it when."""

    points: int
    version: int
    by: str
    at: datetime


def sheet_of(*, access: Access, cycle: UUID, unit: str = "", page: int | None = None) -> Sheet:
    """The asker's own sheet in a cycle, of one work unit if its code is given; all lines at once without a page.

    Cycle.DoesNotExist if there is no such cycle for them, Appraiser.DoesNotExist if they score nobody in it (or there).
    """
    seen = cycle_seen(access=access, cycle=cycle)
    if access.person is None:
        raise Appraiser.DoesNotExist
    named = _named(seen, access.person)
    units = sorted({(one.unit_code, one.unit_name) for one in named.values()})
    chosen = [one for one in named.values() if not unit or one.unit_code == unit]
    if not chosen:
        raise Appraiser.DoesNotExist
    columns = _columns(seen, chosen)
    size = max(1, CELLS_A_PAGE // len(columns))
    pages = -(-len(chosen) // size)
    page = min(max(page, 1), pages) if page is not None else None
    lines = _lines(seen, access.person, columns, chosen)
    cells = [cell for line in lines for cell in line.cells if cell.why is None or cell.points is not None]
    return Sheet(
        cycle=seen,
        columns=columns,
        lines=lines if page is None else lines[(page - 1) * size : page * size],
        units=units,
        page=page or 1,
        pages=pages,
        people=len(lines),
        given=sum(cell.points is not None for cell in cells),
        asked=len(cells),
    )


def scores_given(*, access: Access, cycle: UUID, slots: Collection[Slot]) -> Mapping[Slot, Given]:
    """How some of the scores that are the asker's to give stand now; others are left out."""
    if access.person is None or not slots:
        return {}
    mine = Appraiser.objects.filter(
        appraisee=OuterRef("appraisee"), component=OuterRef("component"), person__uid=access.person
    )
    rows = Score.objects.filter(
        Exists(mine), appraisee__cycle__uid=cycle, appraisee__person__uid__in={person for person, *_rest in slots}
    )
    facts = ("points", "version", "appraiser__name", "entered_at")
    own = str(access.person)
    found = {
        (person, component, "" if part == own else part): Given(*rest)
        for person, component, part, *rest in rows.values_list("appraisee__person__uid", "component", "part", *facts)
    }
    return {slot: found[slot] for slot in slots if slot in found}


def sheets_waiting(*, access: Access) -> list[Cycle]:
    """The open cycles in which the asker scores somebody, newest first."""
    if access.person is None:
        return []
    mine = Appraiser.objects.filter(appraisee__cycle=OuterRef("pk"), person__uid=access.person)
    return list(Cycle.objects.filter(Exists(mine), state=Cycle.State.OPEN).order_by("-service_on", "pk"))


@dataclass(slots=True)
class _Named:
    """One of the appraiser's people, with the components that are theirs and whether each was moderated."""

    pk: int
    person: UUID
    name: str
    unit_code: str
    unit_name: str
    since: date | None
    is_told: bool
    components: dict[str, bool]


def _named(cycle: Cycle, person: UUID) -> dict[int, _Named]:
    """The appraiser's people by their row's key, in order of work unit and name."""
    moderated = Adjustment.objects.filter(appraisee=OuterRef("appraisee"), component=OuterRef("component"))
    rows = Appraiser.objects.filter(appraisee__cycle=cycle, person__uid=person, appraisee__in_service=True)
    found: dict[int, _Named] = {}
    facts = ("person__uid", "person__name", "work_unit__code", "work_unit__name", "since", "told_on")
    ordered = rows.order_by("appraisee__work_unit__code", "appraisee__person__name", "appraisee")
    named = ordered.values_list("appraisee", *(f"appraisee__{fact}" for fact in facts), "component", Exists(moderated))
    for pk, uid, name, code, unit, since, told_on, component, is_moderated in named:
        one = found.setdefault(pk, _Named(pk, uid, name, code, unit, since, told_on is not None, {}))
        one.components[component] = is_moderated
    return found


def _columns(cycle: Cycle, named: Iterable[_Named]) -> list[SheetColumn]:
    """A column for each component that is the appraiser's for anybody, for each month where it is scored by month."""
    own = {component for one in named for component in one.components}
    columns = []
    for item in cycle.rules.components:
        if item.key in own:
            months = months_to_score(cycle.period, None) if item.kind is Kind.MONTHLY else ("",)
            columns += [SheetColumn(item.key, item.title, item.weight, month) for month in months]
    return columns


def _lines(cycle: Cycle, person: UUID, columns: Sequence[SheetColumn], named: Sequence[_Named]) -> list[SheetLine]:
    judge = judges([person], clock.today(cycle.office.zone))[person]
    scores = _scores(cycle, person, [one.pk for one in named])
    monthly = {item.key for item in cycle.rules.components if item.kind is Kind.MONTHLY}
    months: dict[date | None, frozenset[str]] = {}
    lines = []
    for one in named:
        served = months.setdefault(one.since, frozenset(months_to_score(cycle.period, one.since)))
        general = _why_not(cycle, one) or why_not_appraise(judge, Around(one.person))
        cells = []
        for column in columns:
            points, version = scores[one.pk].get((column.component, column.month), (None, 0))
            why = general or _why_not_here(one, column, served if column.component in monthly else None)
            cells.append(SheetCell(column, points if column.component in one.components else None, version, why))
        lines.append(SheetLine(one.person, one.name, one.unit_code, one.unit_name, cells))
    return lines


def _scores(
    cycle: Cycle, person: UUID, keys: Sequence[int]
) -> defaultdict[int, dict[tuple[str, str], tuple[int, int]]]:
    peers = {item.key for item in cycle.rules.components if item.kind is Kind.PEERS}
    found: defaultdict[int, dict[tuple[str, str], tuple[int, int]]] = defaultdict(dict)
    rows = Score.objects.filter(appraisee__in=keys).values_list("appraisee", "component", "part", "points", "version")
    for pk, component, part, points, version in rows:
        if component not in peers:
            found[pk][component, part] = (points, version)
        elif part == str(person):
            found[pk][component, ""] = (points, version)
    return found


def _why_not(cycle: Cycle, one: _Named) -> Words | None:
    if cycle.state == Cycle.State.CLOSED:
        return Words(gettext_noop("the cycle is closed"))
    if one.is_told:
        return Words(gettext_noop("the result was told already: only an objection changes it"))
    return None


def _why_not_here(one: _Named, column: SheetColumn, served: frozenset[str] | None) -> Words | None:
    if column.component not in one.components:
        return Words(gettext_noop("another appraiser gives this score"))
    if served is not None and column.month not in served:
        return Words(gettext_noop("not in service in this month"))
    if one.components[column.component]:
        return Words(gettext_noop("this score was moderated: it can only be moderated again"))
    return None
