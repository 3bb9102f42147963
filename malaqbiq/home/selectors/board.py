"""The signature board as an asker sees it on a day."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import Q

from malaqbiq.appraisal.models import Cycle, Excuse
from malaqbiq.appraisal.rules.drafting import DecreeKind
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors import appraisees_seen, decisions_standing, results_standing
from malaqbiq.decrees.models import Decree, Document, Entry, SignatureEvidence
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.home.rules.board import Board, Stance, Step
from malaqbiq.kernel.access import Access
from malaqbiq.pay.selectors import wage_check


def board(access: Access, cycle: Cycle, day: date) -> Board:
    """Everybody of a cycle whom the asker sees, with what is done for each by the end of a day.

    Nine statements and those of the wage check, whatever the number of people.
    """
    seen = appraisees_seen(access=access, cycle=cycle, on=day).filter(in_service=True)
    rows = list(seen.values_list("pk", "person__uid", "person__name", "work_unit__code", "work_unit__name"))
    scored = set(results_standing(access=access, cycle=cycle, on=day).values_list("appraisee", flat=True))
    excused = Excuse.objects.filter(appraisee__in=seen, withdrawn_at__isnull=True)
    scored |= set(excused.values_list("appraisee", flat=True))
    decided = dict(decisions_standing(access=access, cycle=cycle, on=day).values_list("appraisee", "outcome"))
    papers = _papers(cycle, {person for _, person, *_ in rows}, day)
    units = {code for *_, code, _name in rows}
    fine = {row.person for row in wage_check(access, day, units=units).rows if row.shortfall == 0}
    return Board([_stance(row, scored, decided, papers, fine) for row in rows])


def _stance(
    row: tuple[int, UUID, str, str, str],
    scored: set[int],
    decided: dict[int, str],
    papers: dict[UUID, tuple[set[Step], bool]],
    fine: set[UUID],
) -> Stance:
    appraisee, person, name, code, unit_name = row
    steps, ended = papers.get(person, (set(), False))
    done = set(steps)
    if appraisee in scored:
        done.add(Step.APPRAISED)
    if appraisee in decided:
        done.add(Step.DECIDED)
    # What is paid by the old contract says nothing of the new one.
    if person in fine and Step.ISSUED in done:
        done.add(Step.AT_FLOOR)
    ends = ended or decided.get(appraisee) == Recommendation.DO_NOT_EXTEND
    return Stance(person, name, code, unit_name, frozenset(done), ends)


def _papers(cycle: Cycle, people: set[UUID], day: date) -> dict[UUID, tuple[set[Step], bool]]:
    """By person: which steps their decree of the cycle has passed by the end of a day, and whether it ends service."""
    drafts = cycle.drafts.filter(drafted_at__date__lte=day)
    decrees = Decree.objects.filter(uid__in=drafts.values("decree"))
    entries = Entry.objects.filter(decree__in=decrees, person__isnull=False)
    signed = set(
        SignatureEvidence.objects.filter(document__decree__in=decrees, withdrawn_at__isnull=True)
        .filter(Q(signed_on__isnull=True) | Q(signed_on__lte=day))
        .filter(document__kind=Kind.DECREE)
        .values_list("document__decree", flat=True)
    )
    agreed = set(
        Document.objects.filter(decree__in=decrees, kind=Kind.CONTRACT, file__isnull=False)
        .filter(rendered_at__date__lte=day)
        .values_list("person", flat=True)
    )
    found: defaultdict[UUID, tuple[set[Step], bool]] = defaultdict(lambda: (set(), False))
    columns = ("person", "decree", "decree__kind", "decree__decided_on", "decree__place")
    for person, decree, kind, decided_on, place in entries.values_list(*columns).distinct():
        if person not in people:
            continue
        steps = found[person][0] | {Step.DRAFTED}
        if place is not None and decided_on is not None and decided_on <= day:
            steps |= {Step.ISSUED} | ({Step.SIGNED} if decree in signed else set())
            steps |= {Step.CONTRACTED} if person in agreed else set()
        found[person] = (steps, found[person][1] or kind == DecreeKind.END)
    return dict(found)
