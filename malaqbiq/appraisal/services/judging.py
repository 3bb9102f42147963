"""What others than the appraiser say: moderation, excuses, objections. Nothing of it erases what was entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from malaqbiq.appraisal.errors import NotAllowed, NotPossible, Stale
from malaqbiq.appraisal.models import Adjustment, Appraisee, Cycle, Excuse, Objection, Result
from malaqbiq.appraisal.rules.conduct import (
    Judge,
    why_not_appraise,
    why_not_decide,
    why_not_moderate,
)
from malaqbiq.appraisal.rules.points import points_of
from malaqbiq.appraisal.rules.scoring import component_points, outcome_from
from malaqbiq.appraisal.selectors.around import around
from malaqbiq.appraisal.selectors.persons import objection_last_day
from malaqbiq.appraisal.selectors.records import records_of
from malaqbiq.appraisal.selectors.seen import KEEPERS
from malaqbiq.appraisal.services.cycles import result_of
from malaqbiq.appraisal.services.holding import acting, appraisee_held, require_not_told, require_open
from malaqbiq.appraisal.services.telling import objected_tell, objection_decided_tell
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.people.selectors import own_close_family

REJECTED_ONCE = gettext_noop(
    "an objection to this result was rejected on %(day)s, and a result is objected to once (Malaqbiq's own default, "
    "not a KPU rule)"
)


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A component's score as it was seen, and what it is to be."""

    component: str
    seen: Decimal | str | int
    to: Decimal | str | int


@transaction.atomic
def score_moderate(
    *, access: Access, cycle: UUID, person: UUID, change: ScoreChange, reason: str, moderator: UUID | None = None
) -> Adjustment:
    """Set a component's score to another, with the reason; the scores that were entered stay.

    NotAllowed for oneself, close family and what one scored; Stale if the score isn't the one that was seen; ResultTold
    once the person knows the result.
    """
    appraisee = appraisee_held(access=access, cycle=cycle, person=person, roles=KEEPERS)
    require_open(cycle=appraisee.cycle)
    require_not_told(appraisee=appraisee)
    judge = acting(access=access, cycle=appraisee.cycle, named=moderator)
    _refuse(why_not_moderate(judge, around({appraisee.pk: person})[appraisee.pk]))
    adjustment = _adjust(access, appraisee, change, _reason(reason), judge)
    _record(access, "appraisal.moderate", appraisee, {"component": change.component})
    return adjustment


@transaction.atomic
def excuse_give(
    *, access: Access, cycle: UUID, person: UUID, reason: str, file: UUID | None = None, giver: UUID | None = None
) -> Excuse:
    """Excuse somebody from the cycle in writing; NotPossible if they are excused already or know their result."""
    appraisee = appraisee_held(access=access, cycle=cycle, person=person, roles=KEEPERS)
    require_open(cycle=appraisee.cycle)
    require_not_told(appraisee=appraisee)
    judge = acting(access=access, cycle=appraisee.cycle, named=giver)
    _refuse(why_not_appraise(judge, around({appraisee.pk: person})[appraisee.pk]))
    if appraisee.excuses.filter(withdrawn_at__isnull=True).exists():
        raise NotPossible(gettext_noop("the person is excused already"))
    excuse = Excuse.objects.create(
        appraisee=appraisee,
        person_id=person,
        reason=_reason(reason),
        file_uid=file,
        by_id=judge.person,
        actor=access.actor,
        at=clock.now(),
    )
    _record(access, "appraisal.excuse", appraisee, {})
    return excuse


@transaction.atomic
def excuse_withdraw(*, access: Access, cycle: UUID, person: UUID) -> Excuse:
    """Withdraw the excuse of somebody, who is then to be appraised; Excuse.DoesNotExist if there is none.

    NotAllowed for oneself and close family, as in giving one.
    """
    appraisee = appraisee_held(access=access, cycle=cycle, person=person, roles=KEEPERS)
    require_open(cycle=appraisee.cycle)
    if access.person is not None:
        judge = acting(access=access, cycle=appraisee.cycle, named=None)
        _refuse(why_not_appraise(judge, around({appraisee.pk: person})[appraisee.pk]))
    excuse = appraisee.excuses.get(withdrawn_at__isnull=True)
    excuse.withdrawn_at, excuse.withdrawn_by = clock.now(), access.actor
    excuse.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record(access, "appraisal.unexcuse", appraisee, {})
    return excuse


@transaction.atomic
def objection_raise(
    *,
    access: Access,
    cycle: UUID,
    person: UUID,
    reason: str,
    raised_on: date | None = None,
    file: UUID | None = None,
) -> Objection:
    """Object to one's own result, or record somebody's paper that does (for keepers of the cycle in the work unit).

    Only who records the paper of another, not of close family, may say that it was raised on an earlier day:
    NotAllowed. NotPossible before the result was told, after the last day, while another objection is open, or once one
    to the same result was rejected: that is Malaqbiq's own default, no rule of KPU was found.
    """
    own = access.person == person
    appraisee = appraisee_held(access=access, cycle=cycle, person=person, roles=() if own else KEEPERS)
    today = clock.today(appraisee.cycle.office.zone)
    day = raised_on or today
    if day < today:
        _refuse_dating_back(access, person, today)
    if appraisee.told_on is None:
        raise NotPossible(gettext_noop("there is no result yet to which one could object"))
    _refuse_again(appraisee)
    last_day = objection_last_day(access=access, appraisee=appraisee)
    _require_in_time(appraisee.told_on, day, today, last_day)
    objection = Objection.objects.create(
        appraisee=appraisee,
        person_id=person,
        reason=_reason(reason),
        file_uid=file,
        raised_on=day,
        last_day=last_day,
        recorded_by=access.actor,
        recorded_at=clock.now(),
    )
    objected_tell(access=access, objection=objection, cycle=appraisee.cycle)
    _record(access, "appraisal.object", appraisee, {"objection": str(objection.uid)})
    return objection


def own_objection_raise(*, access: Access, cycle: UUID, reason: str) -> Objection:
    """Object to one's own result today, as `objection_raise`; Appraisee.DoesNotExist for who isn't in the cycle."""
    if access.person is None:
        raise Appraisee.DoesNotExist
    return objection_raise(access=access, cycle=cycle, person=access.person, reason=reason)


@transaction.atomic
def objection_decide(
    *,
    access: Access,
    objection: UUID,
    changes: Sequence[ScoreChange],
    reason: str,
    decider: UUID | None = None,
) -> Objection:
    """Uphold an objection with changes of scores, or reject it with none; always with the reason.

    For the Sekretaris over the cycle's office, who is neither the person, nor close family, nor appraised or moderated
    them. After closing, changes make a new version of the result; the earlier stays.
    """
    found = Objection.objects.select_related("appraisee__cycle").get(uid=objection)
    appraisee = appraisee_held(access=access, cycle=found.appraisee.cycle.uid, person=found.person_id)
    access.require(appraisee.cycle.office.code, Role.SECRETARY)
    found = Objection.objects.get(pk=found.pk)  # read again: another may have decided before the lock was ours
    if found.state != Objection.State.OPEN:
        raise NotPossible(gettext_noop("the objection is decided already"))
    judge = acting(access=access, cycle=appraisee.cycle, named=decider)
    _refuse(why_not_decide(judge, around({appraisee.pk: found.person_id})[appraisee.pk]))
    for change in changes:
        _adjust(access, appraisee, change, _reason(reason), judge, found)
    if changes and appraisee.cycle.state == Cycle.State.CLOSED:
        _next_result(appraisee, found)
    found.state = Objection.State.UPHELD if changes else Objection.State.REJECTED
    found.decided_by_id, found.decided_at, found.decision = judge.person, clock.now(), _reason(reason)
    found.save(update_fields=["state", "decided_by", "decided_at", "decision"])
    if changes:
        # The result is another now: what the person has read no longer stands.
        Appraisee.objects.filter(pk=appraisee.pk).update(read_at=None)
    objection_decided_tell(access=access, objection=found, cycle=appraisee.cycle)
    _record(access, "appraisal.decide_objection", appraisee, {"objection": str(found.uid), "state": found.state})
    return found


@transaction.atomic
def result_read(*, access: Access, cycle: UUID) -> None:
    """The asker says that they have read their own result; saying so again changes nothing.

    Appraisee.DoesNotExist without a row of one's own, NotPossible before the result was told.
    """
    if access.person is None:
        raise Appraisee.DoesNotExist
    appraisee = appraisee_held(access=access, cycle=cycle, person=access.person)
    if appraisee.told_on is None:
        raise NotPossible(gettext_noop("the result was not told yet"))
    if appraisee.read_at is None:
        Appraisee.objects.filter(pk=appraisee.pk).update(read_at=clock.now())
        _record(access, "appraisal.read", appraisee, {})


def _adjust(
    access: Access,
    appraisee: Appraisee,
    change: ScoreChange,
    reason: str,
    judge: Judge,
    objection: Objection | None = None,
) -> Adjustment:
    component = appraisee.cycle.rules.component(change.component)
    if component is None:
        raise NotPossible(Words(gettext_noop("the instrument has no component %(key)s"), {"key": change.component}))
    record = records_of(appraisee.cycle, Appraisee.objects.filter(pk=appraisee.pk))[appraisee.pk]
    stands = component_points(component, record)
    if not isinstance(stands, int):
        raise NotPossible(stands, gettext_noop("a score that is not there can't be changed: enter it first"))
    if points_of(change.seen) != stands:
        raise Stale
    return Adjustment.objects.create(
        appraisee=appraisee,
        component=component.key,
        cause=Adjustment.Cause.OBJECTION if objection else Adjustment.Cause.MODERATION,
        objection=objection,
        from_points=stands,
        to_points=points_of(change.to),
        reason=reason,
        by_id=judge.person,
        actor=access.actor,
        at=clock.now(),
    )


def _next_result(appraisee: Appraisee, objection: Objection) -> None:
    """The result with what the objection changed, as the next version after the one that stands."""
    stands = appraisee.results.order_by("-version")[0]
    changed = {row.component: row.to_points for row in objection.adjustments.order_by("pk")}
    outcome = outcome_from(appraisee.cycle.rules, {**stands.components, **changed})
    result = result_of(appraisee=appraisee.pk, outcome=outcome, now=clock.now())
    result.version, result.objection = stands.version + 1, objection
    Result.objects.bulk_create([result])


def _refuse_dating_back(access: Access, person: UUID, today: date) -> None:
    if person in own_close_family(access, today):
        words = gettext_noop("nobody dates back an objection of their own or of close family")
        raise NotAllowed(words, gettext_noop("somebody else must do it"))


def _refuse_again(appraisee: Appraisee) -> None:
    if appraisee.objections.filter(state=Objection.State.OPEN).exists():
        raise NotPossible(gettext_noop("an objection is open already"))
    rejected = appraisee.objections.filter(state=Objection.State.REJECTED).order_by("pk").last()
    if rejected is not None and rejected.decided_at is not None:
        day = rejected.decided_at.astimezone(ZoneInfo(appraisee.cycle.office.zone)).date()
        raise NotPossible(
            Words(REJECTED_ONCE, {"day": day}), gettext_noop("what was decided, and why, stands with that objection")
        )


def _require_in_time(told_on: date, day: date, today: date, last_day: date) -> None:
    if day > today or day < told_on:
        raise NotPossible(gettext_noop("an objection is raised on a day from the telling of the result to today"))
    if day > last_day:
        raise NotPossible(Words(gettext_noop("the last day for an objection was %(day)s"), {"day": last_day}))


def _refuse(why: Words | None) -> None:
    if why is not None:
        raise NotAllowed(why, gettext_noop("somebody else must do it"))


def _reason(text: str) -> str:
    if not text.strip():
        raise NotPossible(gettext_noop("a reason is needed"))
    return text.strip()


def _record(access: Access, action: str, appraisee: Appraisee, detail: dict[str, Json]) -> None:
    activity_record(
        access=access,
        action=action,
        unit_code=appraisee.work_unit.code,
        subject_uid=appraisee.person_id,
        detail={"cycle": str(appraisee.cycle.uid), **detail},
    )
