"""The signature board as an asker sees it on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from malaqbiq.appraisal.models import Cycle, Excuse, Result
from malaqbiq.appraisal.rules.drafting import DecreeKind
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors import appraisees_seen
from malaqbiq.appraisal.selectors.seen import end_of
from malaqbiq.appraisal.selectors.standing import decisions_resting
from malaqbiq.decrees.models import Decree, Document, Entry, SignatureEvidence
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.home.rules.board import Board, Cell, Line, Stance, Step, lines_together
from malaqbiq.home.selectors.steps import alike, cells_of, steps_seen
from malaqbiq.kernel.access import Access
from malaqbiq.pay.selectors import wage_check
from malaqbiq.pay.selectors.limits import wages_of_day


def board(access: Access, cycle: Cycle, day: date) -> Board:
    """Everybody of a cycle whom the asker sees, with what is done for each by the end of a day.

    Two statements and those of the wage check, whatever the number of people.
    """
    rows = list(_appraised(access, cycle, day))
    units = {row.unit_code for row in rows}
    fine = {row.person for row in wage_check(access, day, units=units).rows if row.shortfall == 0}
    papers = _papers(cycle, {row.person for row in rows}, day)
    return Board([_stance(row, papers, fine) for row in rows])


def board_lines(access: Access, cycle: Cycle, day: date) -> tuple[list[Line], Line]:
    """The board's figures by work unit, and all of them together: as `board` tells them, counted by the database.

    Four statements: the units, the day's floors in two, the figures.
    """
    seen = appraisees_seen(access=access, cycle=cycle, on=day).filter(in_service=True)
    codes = set(seen.order_by().values_list("work_unit__code", flat=True).distinct())
    covered = access.units()
    lines = steps_seen(seen, cycle, day, wages_of_day(access, day), codes if covered is None else codes & covered)
    return lines, lines_together(lines)


def counts(access: Access, cycle: Cycle, day: date) -> dict[Step, Cell]:
    """How many of those on the board have come how far, by step; without pay at the floor. One statement."""
    seen = appraisees_seen(access=access, cycle=cycle, on=day).filter(in_service=True)
    return cells_of(alike(seen, cycle, day))


class _Appraised(NamedTuple):
    """Somebody of the cycle; `outcome` is what was decided on the result that stands, empty before."""

    person: UUID
    name: str
    unit_code: str
    unit_name: str
    is_scored: bool
    is_excused: bool
    outcome: str


def _appraised(access: Access, cycle: Cycle, day: date) -> Iterator[_Appraised]:
    columns = ("person__uid", "person__name", "work_unit__code", "work_unit__name")
    marked = _marked(access, cycle, day).values_list(*columns, "is_scored", "is_excused", "outcome")
    return map(_Appraised._make, marked)


def _marked(access: Access, cycle: Cycle, day: date) -> QuerySet[Any, Any]:
    """Those of the cycle in service whom the asker sees, each with what was scored, excused and decided by then."""
    until, own = end_of(day, cycle.office.zone), {"appraisee": OuterRef("pk")}
    decided = decisions_resting(until).filter(**own).order_by("-version").values("outcome")
    return (
        appraisees_seen(access=access, cycle=cycle, on=day)
        .filter(in_service=True)
        .annotate(
            is_scored=Exists(Result.objects.filter(made_at__lt=until, **own)) | Q(told_on__lte=day),
            is_excused=Exists(Excuse.objects.filter(withdrawn_at__isnull=True, **own)),
            outcome=Coalesce(Subquery(decided[:1]), Value("")),
        )
    )


def _stance(row: _Appraised, papers: dict[UUID, tuple[set[Step], bool]], fine: set[UUID]) -> Stance:
    steps, ended = papers.get(row.person, (set(), False))
    done = set(steps)
    if row.is_scored or row.is_excused:
        done.add(Step.APPRAISED)
    if row.outcome:
        done.add(Step.DECIDED)
    if row.person in fine:
        done.add(Step.AT_FLOOR)
    ends = ended or row.outcome == Recommendation.DO_NOT_EXTEND
    return Stance(row.person, row.name, row.unit_code, row.unit_name, frozenset(done), ends)


def _papers(cycle: Cycle, people: set[UUID], day: date) -> dict[UUID, tuple[set[Step], bool]]:
    """By person: which steps their decree of the cycle has passed by the end of a day, and whether it ends service."""
    entries, agreed = _entries(cycle, day)
    marked = entries.annotate(
        is_signed=Exists(_signed(day)), is_agreed=Exists(agreed.filter(person=OuterRef("person")))
    )
    found: defaultdict[UUID, tuple[set[Step], bool]] = defaultdict(lambda: (set(), False))
    columns = ("person", "decree__kind", "decree__decided_on", "decree__place", "is_signed", "is_agreed")
    for person, kind, decided_on, place, is_signed, is_agreed in marked.values_list(*columns).distinct():
        if person not in people:
            continue
        steps = found[person][0] | {Step.DRAFTED}
        if place is not None and decided_on is not None and decided_on <= day:
            steps |= {Step.ISSUED} | ({Step.SIGNED} if is_signed else set())
            steps |= {Step.CONTRACTED} if is_agreed else set()
        found[person] = (steps, found[person][1] or kind == DecreeKind.END)
    return dict(found)


def _entries(cycle: Cycle, day: date) -> tuple[QuerySet[Entry, Any], QuerySet[Document, Any]]:
    """Entries on people in the decrees that were drafted from the cycle by a day, and agreements made by then."""
    drafts = cycle.drafts.filter(drafted_at__date__lte=day)
    decrees = Decree.objects.filter(uid__in=drafts.values("decree"))
    agreed = Document.objects.filter(
        decree__in=decrees, kind=Kind.CONTRACT, file__isnull=False, rendered_at__date__lte=day
    )
    return Entry.objects.filter(decree__in=decrees, person__isnull=False), agreed


def _signed(day: date) -> QuerySet[SignatureEvidence, Any]:
    """Evidence by a day that an entry's decree was signed."""
    return SignatureEvidence.objects.filter(
        Q(signed_on__isnull=True) | Q(signed_on__lte=day),
        document__decree=OuterRef("decree"),
        document__kind=Kind.DECREE,
        withdrawn_at__isnull=True,
    )
