"""A result recommends; a person decides."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from malaqbiq.appraisal.errors import CycleOpen, NotPossible, PeopleInTheWay
from malaqbiq.appraisal.models import Appraisee, Cycle, Decision, Objection, Result
from malaqbiq.appraisal.rules.closing import Obstacle
from malaqbiq.appraisal.rules.conduct import EXCUSED, OBJECTING, Around, Judge, why_not_decide
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors.around import around
from malaqbiq.appraisal.selectors.standing import latest, quoted
from malaqbiq.appraisal.services.holding import acting, appraisees_held, cycle_held
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activities_record, activity_record
from malaqbiq.kernel.bulk import rows_insert
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.progress import SILENT, Progress, batches
from malaqbiq.kernel.words import Words, gettext_noop

DECISION = (
    *("uid", "appraisee_id", "person_id", "version", "result_id", "outcome"),
    *("differs", "reason", "decided_by_id", "actor", "decided_at"),
)

PEOPLE_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Taken:
    """How many recommendations became decisions, and whom they were left for, each with the reason."""

    decided: int
    left: tuple[Obstacle, ...]


@transaction.atomic
def decisions_take(
    *,
    access: Access,
    cycle: UUID,
    decider: UUID | None = None,
    people: Collection[UUID] | None = None,
    progress: Progress = SILENT,
) -> Taken:
    """Decide as the results recommend, for everybody (or the people) on whose standing result nothing is decided yet.

    For the Sekretaris over the cycle's office. Left for another, or for later: the decider's own and close family's,
    those whom the decider appraised or moderated, the excused, and those whose objection is open. What follows from an
    objection that the decider upheld is decided too, with the reason given there, and has its own line in the log.
    """
    held = _closed(access, cycle)
    judge = acting(access=access, cycle=held, named=decider)
    rows = held.appraisees.filter(in_service=True).order_by("pk")
    waiting = list(
        (rows if people is None else rows.filter(person__uid__in=list(people))).values_list("person__uid", flat=True)
    )
    progress.stage(gettext_noop("deciding"), len(waiting))
    decided, left, ruled = 0, list[Obstacle](), list[Activity]()
    for batch in batches(waiting, PEOPLE_AT_ONCE):
        table = _Table.of(held, batch)
        new, found = table.taken(judge, access.actor)
        rows_insert(Decision, DECISION, ([getattr(row, name) for name in DECISION] for row in new))
        decided += len(new)
        left.extend(found)
        ruled.extend(_made(access, held, one, ruling) for one in new if (ruling := table.ruling(judge, one.appraisee)))
        progress.advance(len(batch))
    activities_record(ruled)
    activity_record(
        access=access,
        action="appraisal.decide",
        unit_code=held.office.code,
        subject_uid=held.uid,
        detail={"decided": decided, "left": len(left)},
    )
    return Taken(decided, tuple(left))


@transaction.atomic
def decision_make(
    *,
    access: Access,
    cycle: UUID,
    person: UUID,
    outcome: Recommendation,
    reason: str = "",
    decider: UUID | None = None,
    seen: str | None = None,
) -> Decision:
    """Decide on one person, as in `decisions_make`; Appraisee.DoesNotExist if they aren't in the cycle.

    `seen` quotes what stood when the decider looked (`quoted`): NotPossible if that is another decision or result
    by now, such as by a second press.
    """
    held = _closed(access, cycle)
    if seen is not None:
        _require_seen(held, person, seen)
    made = decisions_make(access=access, cycle=cycle, people=[person], outcome=outcome, reason=reason, decider=decider)
    return made[0]


@transaction.atomic
def decisions_make(
    *,
    access: Access,
    cycle: UUID,
    people: Collection[UUID],
    outcome: Recommendation,
    reason: str = "",
    decider: UUID | None = None,
) -> list[Decision]:
    """Decide the same on several people, all or none, such as on everybody excused.

    What differs from a recommendation needs the reason (NotPossible without), and so does deciding on the excused.
    PeopleInTheWay names those on whom the decider may not decide, or not yet. Earlier decisions stay; the new count.
    Who upheld somebody's objection may decide anew on them: the reason given there stands where none is given here.
    """
    held = _closed(access, cycle)
    judge = acting(access=access, cycle=held, named=decider)
    made: list[Decision] = []
    ruled: dict[UUID, Objection] = {}
    in_the_way: list[Obstacle] = []
    for batch in batches(sorted(set(people)), PEOPLE_AT_ONCE):
        table = _Table.of(held, batch)
        if len(table.people) < len(batch):
            raise Appraisee.DoesNotExist
        for uid, row in table.people.items():
            if why := table.why_not(judge, row):
                in_the_way.append(Obstacle(uid, why))
            if ruling := table.ruling(judge, row):
                ruled[uid] = ruling
            made.append(table.decision(row, judge, access.actor, outcome, reason.strip()))
    if in_the_way:
        raise PeopleInTheWay(in_the_way, gettext_noop("somebody else must decide, or the objection first"))
    if not reason.strip() and any(one.differs for one in made):
        raise NotPossible(gettext_noop("a reason is needed"))
    Decision.objects.bulk_create(made, batch_size=PEOPLE_AT_ONCE)
    activities_record(_made(access, held, one, ruled.get(one.person_id)) for one in made)
    return made


def _require_seen(cycle: Cycle, person: UUID, seen: str) -> None:
    table = _Table.of(cycle, [person])
    for row in table.people.values():
        if seen != quoted(table.decisions.get(row.pk), table.results.get(row.pk)):
            raise NotPossible(
                gettext_noop(
                    "since you opened the page somebody has decided on this person, or the result has changed"
                ),
                gettext_noop("look at what stands now, then decide"),
            )


def _made(access: Access, cycle: Cycle, one: Decision, ruling: Objection | None) -> Activity:
    detail: dict[str, Json] = {"cycle": str(cycle.uid), "differs": one.differs}
    return Activity(
        at=one.decided_at,
        actor=access.actor,
        action="appraisal.decide_own_ruling" if ruling else "appraisal.decide",
        unit_code=one.appraisee.work_unit.code,
        subject_uid=one.person_id,
        detail=detail | {"objection": str(ruling.uid)} if ruling else detail,
    )


def _closed(access: Access, cycle: UUID) -> Cycle:
    held = cycle_held(access=access, cycle=cycle, roles=(Role.SECRETARY,))
    if held.state != Cycle.State.CLOSED:
        raise CycleOpen
    return held


@dataclass(frozen=True, slots=True)
class _Table:
    """Some people with what stands about each, by their rows' keys."""

    people: Mapping[UUID, Appraisee]
    results: Mapping[int, Result]
    decisions: Mapping[int, Decision]
    objecting: Collection[int]
    upheld: Mapping[int, Objection]
    judged: Mapping[int, Around]

    @classmethod
    def of(cls, cycle: Cycle, people: Collection[UUID]) -> _Table:
        held = appraisees_held(cycle=cycle, people=people)
        keys = [row.pk for row in held.values()]
        inside = {"appraisee__in": keys}
        objections = list(Objection.objects.filter(**inside).exclude(state=Objection.State.REJECTED).order_by("pk"))
        return cls(
            held,
            {row.appraisee_id: row for row in latest(Result.objects.filter(**inside))},
            {row.appraisee_id: row for row in latest(Decision.objects.filter(**inside))},
            {one.appraisee_id for one in objections if one.state == Objection.State.OPEN},
            {one.appraisee_id: one for one in objections if one.state == Objection.State.UPHELD},
            around({row.pk: uid for uid, row in held.items()}),
        )

    def taken(self, judge: Judge, actor: str) -> tuple[list[Decision], list[Obstacle]]:
        """New decisions that follow the recommendations, and who is left, with the reason."""
        new, left = [], []
        for uid, row in self.people.items():
            result, before = self.results.get(row.pk), self.decisions.get(row.pk)
            if before is not None and before.result_id == (result.pk if result else None):
                continue
            why = self.why_not(judge, row)
            if why is not None or result is None:
                left.append(Obstacle(uid, why or EXCUSED))
            else:
                new.append(self.decision(row, judge, actor, Recommendation(result.recommendation), ""))
        return new, left

    def why_not(self, judge: Judge, row: Appraisee) -> Words | None:
        """Why nothing can be decided on somebody by the judge now."""
        if row.pk in self.objecting:
            return OBJECTING
        return why_not_decide(judge, self.judged[row.pk])

    def ruling(self, judge: Judge, row: Appraisee) -> Objection | None:
        """The objection that the standing result follows from, if it was the judge who upheld it."""
        found = self.upheld.get(row.pk)
        return found if found is not None and found.decided_by_id == judge.person else None

    def decision(self, row: Appraisee, judge: Judge, actor: str, outcome: Recommendation, reason: str) -> Decision:
        """An unsaved decision, the next version of the person's."""
        result, before = self.results.get(row.pk), self.decisions.get(row.pk)
        ruling = self.ruling(judge, row)
        return Decision(
            appraisee=row,
            person_id=row.person_id,
            version=before.version + 1 if before else 1,
            result=result,
            outcome=outcome.value,
            differs=result is None or result.recommendation != outcome,
            reason=reason or (ruling.decision if ruling else ""),
            decided_by_id=judge.person,
            actor=actor,
            decided_at=clock.now(),
        )
