"""Which scores somebody is still to give, cycle by cycle, and which of them another can give in his place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Value

from malaqbiq.appraisal.models import Appraiser, Cycle, Excuse, Score
from malaqbiq.appraisal.rules.conduct import Around, Judge, why_not_appraise
from malaqbiq.appraisal.rules.instrument import Kind
from malaqbiq.appraisal.selectors.around import judges
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Words, gettext_noop


@dataclass(frozen=True, slots=True)
class SheetKept:
    """Somebody's part of a cycle: namings that pass, how many people they are about, and who is left, with the reason.

    A peer's naming of whom he has scored already isn't among them: the score is his.
    """

    cycle: Cycle
    passing: Sequence[Appraiser]
    left: Sequence[Words]

    @property
    def people(self) -> int:
        """How many people the taker is to appraise."""
        return len({row.appraisee_id for row in self.passing})


def namings_open(person: UUID) -> QuerySet[Appraiser]:
    """Where a person is named to appraise somebody whose scores can still change."""
    excused = Excuse.objects.filter(appraisee=OuterRef("appraisee"), withdrawn_at__isnull=True)
    return Appraiser.objects.filter(
        ~Exists(excused),
        person__uid=person,
        appraisee__in_service=True,
        appraisee__told_on__isnull=True,
        appraisee__cycle__state=Cycle.State.OPEN,
    )


def sheets_kept(*, giver: Access, taker: Access) -> list[SheetKept]:
    """The giver's part of each open cycle, oldest first, and what of it the taker can do; nothing for who is nobody."""
    if giver.person is None:
        return []
    rows = namings_open(giver.person).select_related("appraisee__cycle__office", "appraisee__work_unit")
    same = {"appraisee": OuterRef("appraisee"), "component": OuterRef("component")}
    named = Exists(Appraiser.objects.filter(person__uid=taker.person, **same)) if taker.person else Value(value=False)
    rows = rows.annotate(has_scored=Exists(_given()), is_takers=named)
    by_cycle: defaultdict[Cycle, list[Any]] = defaultdict(list)
    for row in rows.order_by("appraisee__cycle", "appraisee", "pk"):
        by_cycle[row.appraisee.cycle].append(row)
    return [_kept(cycle, found, taker) for cycle, found in by_cycle.items()]


def _given() -> QuerySet[Score]:
    mine = {"appraisee": OuterRef("appraisee"), "component": OuterRef("component"), "appraiser": OuterRef("person")}
    return Score.objects.filter(**mine)


def _kept(cycle: Cycle, rows: Sequence[Any], taker: Access) -> SheetKept:
    judge = judges([taker.person], clock.today(cycle.office.zone))[taker.person] if taker.person else None
    peers = {component.key for component in cycle.rules.components if component.kind is Kind.PEERS}
    passing, left = [], []
    for row in rows:
        if row.component in peers and row.has_scored:
            continue
        why = _why_not(row, taker, judge)
        if why is None:
            passing.append(row)
        elif why not in left:
            left.append(why)
    return SheetKept(cycle, passing, left)


def _why_not(row: Any, taker: Access, judge: Judge | None) -> Words | None:
    if judge is None:
        return Words(gettext_noop("it is not known which person the successor is"))
    if not taker.covers(row.appraisee.work_unit.code):
        return Words(gettext_noop("the successor has no role on the work unit of some people"))
    if row.is_takers:
        return Words(gettext_noop("the successor appraises some people already"))
    return why_not_appraise(judge, Around(row.appraisee.person_id))
