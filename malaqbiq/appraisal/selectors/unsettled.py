"""What is still unsettled about people in decrees that were drafted from a cycle and aren't issued yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from malaqbiq.appraisal.models import Appraisee, Cycle, Decision, Draft, Objection, Result
from malaqbiq.appraisal.rules.drafting import DecreeKind
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors.persons import A_LONG_HOLIDAY, objection_last_day
from malaqbiq.appraisal.selectors.staff import HOUSE
from malaqbiq.decrees.models import Decree
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.reading import ahead, once

BATCH = 500


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A person in a closed cycle: whether an objection is open, what is decided, and if on the result that stands.

    `outcome` is empty and `current` False if nothing is decided.
    """

    cycle: int
    objecting: bool
    outcome: str
    current: bool
    told_on: date | None
    rejected: bool

    @property
    def may_object(self) -> bool:
        """Whether the person may object while the days run: nobody does so again after it was rejected."""
        return self.told_on is not None and not self.rejected


@ahead
def cycles_of(decrees: Collection[UUID]) -> Mapping[UUID, int]:
    """The cycle (by key) of each of the decrees that was drafted from one; a statement."""
    return dict(Draft.objects.filter(decree__uid__in=decrees).values_list("decree__uid", "cycle"))


@ahead
def unsettled_of(people: Collection[UUID]) -> Mapping[UUID, Sequence[Unsettled]]:
    """What stands about people in each closed cycle that they were told in; a statement for each batch of them."""
    found: defaultdict[UUID, list[Unsettled]] = defaultdict(list)
    mine = {"appraisee": OuterRef("pk")}
    decided = Decision.objects.filter(**mine).order_by("-version")
    for batch in batches(sorted(people), BATCH):
        rows = Appraisee.objects.filter(person__uid__in=batch, cycle__state=Cycle.State.CLOSED).annotate(
            objecting=Exists(Objection.objects.filter(**mine, state=Objection.State.OPEN)),
            rejected=Exists(Objection.objects.filter(**mine, state=Objection.State.REJECTED)),
            outcome=Subquery(decided.values("outcome")[:1]),
            decided_result=Subquery(decided.values("result")[:1]),
            last_result=Subquery(Result.objects.filter(**mine).order_by("-version").values("pk")[:1]),
        )
        fields = (
            "person__uid",
            "cycle",
            "objecting",
            "outcome",
            "decided_result",
            "last_result",
            "told_on",
            "rejected",
        )
        for person, cycle, objecting, outcome, decided_result, last, *told in rows.values_list(*fields):
            current = bool(outcome) and decided_result == last
            found[person].append(Unsettled(cycle, objecting, outcome or "", current, *told))
    return {person: tuple(found[person]) for person in people}


@once
def objection_until(cycle: int, told_on: date) -> date:
    """The last day on which an objection in a cycle (by key) is in time for who was told on a day, whoever asks."""
    return _last_day(Cycle.objects.select_related("office").get(pk=cycle), told_on)


def objections_until(*, cycle: Cycle, told_on: Mapping[date, int], today: date) -> tuple[int, date | None]:
    """How many of those who were told (counted by day) may still object, and until when at the latest.

    0 and no day if nobody.
    """
    # Of who was told so long ago nobody asks for holidays: his days are over, whatever they were.
    longest = timedelta(days=2 * (cycle.rules.objection_days + A_LONG_HOLIDAY))
    recent = [(day, count) for day, count in told_on.items() if day + longest >= today]
    running = [(last, count) for day, count in recent if (last := _last_day(cycle, day)) >= today]
    return sum(count for _last, count in running), max((last for last, _count in running), default=None)


def objection_until_if_told(*, cycle: Cycle, today: date) -> date:
    """The last day on which who is told today may object."""
    return _last_day(cycle, today)


def _last_day(cycle: Cycle, told_on: date) -> date:
    return objection_last_day(access=HOUSE, appraisee=Appraisee(cycle=cycle, told_on=told_on))


@dataclass(frozen=True, slots=True)
class Carried:
    """A decree on a person that was drafted from a cycle; `agrees` if it does what is decided now."""

    decree: Decree
    agrees: bool

    @property
    def is_issued(self) -> bool:
        """Whether it is in effect, so that only another decree mends it."""
        return self.decree.state == Decree.State.ISSUED


def what_follows(*, cycle: Cycle, person: UUID) -> tuple[bool, list[Carried]]:
    """Whether what is decided on a person rests on the result that stands, and the decrees drafted on them."""
    one = next((row for row in unsettled_of([person])[person] if row.cycle == cycle.pk), None)
    found = Decree.objects.filter(uid__in=cycle.drafts.values("decree"), entries__person__uid=person).distinct()
    ends = one is not None and one.outcome == Recommendation.DO_NOT_EXTEND
    carried = [Carried(decree, (decree.kind == DecreeKind.END) == ends) for decree in found.order_by("pk")]
    return one is not None and one.current, carried
