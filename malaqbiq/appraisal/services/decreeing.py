"""From a closed cycle one action drafts the decrees for all units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from malaqbiq.appraisal.errors import CycleOpen, NotPossible
from malaqbiq.appraisal.models import Cycle, Decision, Draft
from malaqbiq.appraisal.rules.closing import Obstacle
from malaqbiq.appraisal.rules.drafting import DecreeKind, Extend
from malaqbiq.appraisal.selectors.plan import Place, Plan, draft_plan
from malaqbiq.appraisal.selectors.seen import KEEPERS
from malaqbiq.appraisal.services.holding import cycle_held
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.selectors.issuers import Issuer
from malaqbiq.decrees.services import DecreeDraft, EntryDraft, decrees_draft
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.names import Authority, authority_title, long_name, secretariat_name
from malaqbiq.pay.errors import PayUnknown
from malaqbiq.pay.services import ContractOrder, EndOrder, contract_entries, end_entries, entries_by_unit
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.texts import TextRefused, fill
from malaqbiq.regulations.selectors import decree_words

BATCH = 500
REASON = "appraisal"
"""The code of why service ends."""

Share = tuple[Issuer, DecreeKind, tuple[str, ...]]
"""A decree to be: whose, of which kind, and the units in its annex."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of drafting.

    `decrees` are all decrees drafted from the cycle so far, in order of work unit. `waiting` are units whose decree
    isn't drafted, with those who are in the way. `left` are people about whom there is nothing to draft. `notes` are
    people whose decree was drafted before and no longer says what is decided.
    """

    decrees: tuple[Decree, ...]
    waiting: Mapping[str, Sequence[Obstacle]]
    left: Sequence[Obstacle]
    notes: Sequence[Obstacle]

    @property
    def is_whole(self) -> bool:
        """Whether there is a draft of everybody, to be submitted next: nobody waits, is left or stands otherwise."""
        drafts = all(decree.state == Decree.State.DRAFT for decree in self.decrees)
        return bool(self.decrees) and drafts and not (self.waiting or self.left or self.notes)


@transaction.atomic
def cycle_draft_decrees(
    *, access: Access, cycle: UUID, term: Period, together: bool = False, progress: Progress = SILENT
) -> Drafted:
    """Draft the decrees that the decisions of a closed cycle ask for: extensions into a term, and ends.

    One decree for each work unit and kind, or with `together` one for each issuing office and kind with its annex in
    order of work units. A contract goes on from the day after its last to the term's last day, paid at the floor, or as
    before if that is more. A unit is drafted once everybody in it is settled; what was drafted before stays as it is.

    CycleOpen before closing; NotPossible if the term has no end.
    """
    held = cycle_held(access=access, cycle=cycle, roles=KEEPERS)
    if held.state != Cycle.State.CLOSED:
        raise CycleOpen
    if term.end is None:
        raise NotPossible(gettext_noop("the new term has no end"))
    progress.stage(gettext_noop("drafting decrees"))
    plan, entries = _composed(access, draft_plan(cycle=held, term=term))
    _draft(access, held, term, _shares(plan, together=together), entries)
    drafted = held.drafts.select_related("decree").order_by("work_unit__code", "kind")
    decrees = {row.decree_id: row.decree for row in drafted}
    activity_record(
        access=access,
        action="appraisal.draft",
        unit_code=held.office.code,
        subject_uid=held.uid,
        detail={"decrees": len(decrees), "units_waiting": len(plan.waiting)},
    )
    return Drafted(tuple(decrees.values()), plan.waiting, plan.left, plan.notes)


def _composed(access: Access, plan: Plan) -> tuple[Plan, dict[Place, list[EntryDraft]]]:
    """The entries of each unit's part, and the plan without units in which somebody's pay can't be told."""
    try:
        contracts = contract_entries(access=access, orders=_extensions(plan))
    except PayUnknown as unknown:
        plan = plan.without(_by_unit(plan, unknown))
        contracts = contract_entries(access=access, orders=_extensions(plan))
    ends = end_entries(access=access, orders=_ends(plan))
    codes = {step.serving.work_unit: code for (code, _kind), steps in plan.steps.items() for step in steps}
    found: dict[Place, list[EntryDraft]] = {}
    for kind, entries in ((DecreeKind.EXTENSION, contracts), (DecreeKind.END, ends)):
        found |= {(codes[unit], kind): own for unit, own in entries_by_unit(entries=entries).items()}
    return plan, found


def _extensions(plan: Plan) -> list[ContractOrder]:
    return [
        ContractOrder.extending(step.serving, step.course.last_day)
        for steps in plan.steps.values()
        for step in steps
        if isinstance(step.course, Extend)
    ]


def _ends(plan: Plan) -> list[EndOrder]:
    return [
        EndOrder(step.serving.person, step.serving.work_unit, step.course.start, REASON)
        for (_code, kind), steps in plan.steps.items()
        for step in steps
        if kind is DecreeKind.END
    ]


def _by_unit(plan: Plan, unknown: PayUnknown) -> dict[str, list[Obstacle]]:
    units = {step.serving.person: code for (code, _kind), steps in plan.steps.items() for step in steps}
    found: defaultdict[str, list[Obstacle]] = defaultdict(list)
    for problem in unknown.problems:
        if problem.subject is not None:
            found[units[problem.subject.uid]].append(Obstacle(problem.subject.uid, problem.words))
    return found


def _shares(plan: Plan, *, together: bool) -> list[Share]:
    """Which units share a decree: each stands alone, or all of an office and authority go together."""
    places = sorted(plan.steps)
    if not together:
        return [(plan.issuers[code, kind], kind, (code,)) for code, kind in places]
    shared: defaultdict[tuple[Issuer, DecreeKind], list[str]] = defaultdict(list)
    for code, kind in places:
        shared[plan.issuers[code, kind], kind].append(code)
    return [(issuer, kind, tuple(codes)) for (issuer, kind), codes in shared.items()]


def _draft(
    access: Access, cycle: Cycle, term: Period, shares: Sequence[Share], entries: Mapping[Place, list[EntryDraft]]
) -> None:
    codes = {code for issuer, _kind, of in shares for code in (issuer.office, *of)}
    units = {unit.code: unit for unit in WorkUnit.objects.filter(code__in=codes)}
    titles = _Titles(access, term)
    drafts = [
        DecreeDraft(
            office=units[issuer.office].uid,
            kind=kind,
            authority=issuer.authority,
            title=titles.of(kind, issuer, units[issuer.office], units[of[0] if len(of) == 1 else issuer.office]),
            entries=_annex([entries[code, kind] for code in of]),
            effective_on=term.start,
            source_key=f"appraisal:{cycle.uid}:{of[0]}{'+' if len(of) > 1 else ''}:{kind}",
        )
        for issuer, kind, of in shares
    ]
    decrees = decrees_draft(access=access, drafts=drafts)
    pairs = zip(decrees, shares, strict=True)
    _remember(cycle, [(decree, units[code], kind) for decree, (_issuer, kind, of) in pairs for code in of])


def _annex(parts: Sequence[list[EntryDraft]]) -> list[EntryDraft]:
    """The units' parts one after the other, their lines numbered through."""
    if len(parts) == 1:
        return parts[0]
    found: list[EntryDraft] = []
    for part in parts:
        before = found[-1].row if found else 0
        found += [replace(entry, row=before + entry.row) for entry in part]
    return found


def _remember(cycle: Cycle, drafted: Sequence[tuple[Decree, WorkUnit, DecreeKind]]) -> None:
    decided = Decision.objects.filter(appraisee__cycle=cycle)
    last = decided.aggregate(last=Max("pk"))["last"] or 0
    now = clock.now()
    rows = [
        Draft(cycle=cycle, work_unit=unit, kind=kind, decree=decree, last_decision=last, drafted_at=now)
        for decree, unit, kind in drafted
    ]
    Draft.objects.bulk_create(rows, batch_size=BATCH)


class _Titles:
    """What decrees are about, in the words of the law table, read once for each kind and issuing office."""

    def __init__(self, access: Access, term: Period) -> None:
        self.access, self.term = access, term
        self.subjects: dict[Place, str] = {}

    def of(self, kind: DecreeKind, issuer: Issuer, office: WorkUnit, unit: WorkUnit) -> str:
        """The subject of a kind of decree, with the unit that it is about in its place."""
        place = (issuer.office, kind)
        if place not in self.subjects:
            self.subjects[place] = self._subject(*place)
        values = {
            "unit": long_name(secretariat_name(unit.name)),
            "authority": authority_title(Authority(issuer.authority), office.name),
            "year": str(self.term.start.year),
        }
        try:
            return fill(self.subjects[place], values)
        except TextRefused as error:
            raise NotPossible(error.words) from error

    def _subject(self, office: str, kind: DecreeKind) -> str:
        words = decree_words(self.access, kind=kind, day=self.term.start, office=office)
        if isinstance(words, Missing):
            raise NotPossible(words.words)
        return words.subject
