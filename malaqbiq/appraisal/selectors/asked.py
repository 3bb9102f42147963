"""What appraisals ask of somebody: counts for the page of the day, a statement each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from malaqbiq.appraisal.models import Appraisee, Appraiser, Cycle, Decision, Draft, Excuse, Objection, Score
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors.contracts import decreed_since
from malaqbiq.appraisal.selectors.persons import objection_last_day
from malaqbiq.appraisal.selectors.seen import KEEPERS
from malaqbiq.appraisal.selectors.standing import decisions_resting
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period

EXTENDED = (Recommendation.EXTEND, Recommendation.EXTEND_WITH_COACHING)


@dataclass(frozen=True, slots=True)
class CycleAsks:
    """A cycle that the asker keeps: people who weren't told, open objections, and once closed who isn't decided on.

    `undecided` are those on whom nothing was decided yet, `anew` those whose result changed after it was, `undrafted`
    those whose service goes on by what is decided, whose work unit has no decree of it, not even a draft, and whom no
    other decree of ours keeps on since the period's day.
    """

    uid: UUID
    title: str
    office: str
    is_open: bool
    untold: int
    objecting: int
    undecided: int
    anew: int
    undrafted: int

    @property
    def may_close(self) -> bool:
        """Whether it is open, and nothing that is counted here holds it up."""
        return self.is_open and not (self.untold or self.objecting)


def cycles_asking(*, access: Access) -> Sequence[CycleAsks]:
    """The cycles over the asker's work units in which something is left to do, newest first."""
    units = access.units(*KEEPERS)
    if units is not None and not units:
        return ()
    excused = Excuse.objects.filter(appraisee=OuterRef("pk"), withdrawn_at__isnull=True)
    objecting = Objection.objects.filter(appraisee=OuterRef("pk"), state=Objection.State.OPEN)
    people = Appraisee.objects.filter(in_service=True)
    if units is not None:
        people = people.filter(cycle__office__code__in=units)
    resting = decisions_resting().filter(appraisee=OuterRef("pk"))
    drafted = Draft.objects.filter(cycle=OuterRef("cycle"), work_unit=OuterRef("work_unit"))
    marked = people.annotate(
        is_excused=Exists(excused),
        is_objecting=Exists(objecting),
        is_decided=Exists(Decision.objects.filter(appraisee=OuterRef("pk"))),
        is_current=Exists(resting),
        outcome=Subquery(resting.order_by("-version").values("outcome")[:1]),
        is_drafted=Q(Exists(drafted)) | Q(Exists(decreed_since())),
    )
    is_open = Q(cycle__state=Cycle.State.OPEN)
    # Years of people with whom nothing is left are passed by, before anything is counted of them.
    asks = is_open | Q(is_objecting=True) | Q(is_current=False) | Q(is_drafted=False)
    counted = (
        marked.filter(asks)
        .order_by("-cycle__service_on", "cycle")
        .values_list("cycle__uid", "cycle__title", "cycle__office__code", "cycle__state")
        .annotate(
            untold=Count("pk", filter=is_open & Q(told_on__isnull=True, is_excused=False)),
            objecting=Count("pk", filter=Q(is_objecting=True)),
            undecided=Count("pk", filter=~is_open & Q(is_decided=False)),
            anew=Count("pk", filter=~is_open & Q(is_decided=True, is_current=False)),
            undrafted=Count("pk", filter=~is_open & Q(outcome__in=EXTENDED, is_drafted=False)),
        )
    )
    found = [
        CycleAsks(uid, title, office, state == Cycle.State.OPEN, *counts)
        for uid, title, office, state, *counts in counted
    ]
    return [one for one in found if one.is_open or one.objecting or one.undecided or one.anew or one.undrafted]


def people_waiting(*, access: Access) -> int:
    """How many people in open cycles have no score yet of a component that is the appraiser's to give."""
    if access.person is None or not access.roles.get(Role.APPRAISER):
        return 0
    given = Score.objects.filter(appraisee=OuterRef("appraisee"), component=OuterRef("component"))
    excused = Excuse.objects.filter(appraisee=OuterRef("appraisee"), withdrawn_at__isnull=True)
    mine = Appraiser.objects.filter(
        ~Exists(given.filter(appraiser=F("appraiser"))),
        ~Exists(excused),
        person__uid=access.person,
        appraisee__in_service=True,
        appraisee__told_on__isnull=True,
        appraisee__cycle__state=Cycle.State.OPEN,
    )
    return mine.values("appraisee").distinct().count()


def unread_result(*, access: Access) -> tuple[UUID, date] | None:
    """The cycle of a member of staff's own result that was told last and that they haven't said to have read, and the
    last day to object to it.

    Who objected has read it: the objection has cards and notices of its own.
    """
    if access.person is None or not access.roles.get(Role.STAFF):
        return None
    objected = Objection.objects.filter(appraisee=OuterRef("pk"))
    rows = Appraisee.objects.filter(
        ~Exists(objected), person__uid=access.person, told_on__isnull=False, read_at__isnull=True
    )
    found = rows.select_related("cycle__office").order_by("-told_on", "-pk").first()
    return (found.cycle.uid, objection_last_day(access=access, appraisee=found)) if found else None


def cycles_ending(units: Collection[str], period: Period) -> list[Cycle]:
    """The cycles of the work units whose appraised days end in a period. The caller has found that they may be read."""
    found = Cycle.objects.filter(office__code__in=units, period_end__gt=period.start).select_related("office")
    return list(found.filter(period_end__lte=period.end) if period.end else found)
