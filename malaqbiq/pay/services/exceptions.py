"""Exceptions from a floor or a ceiling: one proposes with a reason and an end, another approves."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.pay.errors import ExceptionRefused, OwnCase
from malaqbiq.pay.models import PayException
from malaqbiq.pay.services.telling import approved_tell, proposed_tell
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import own_close_family, person_visible

ERASED_REASONS = "pay.exception_erase"


@transaction.atomic
def exception_propose(*, access: Access, person: UUID, limit: str, reason: str, last_day: date) -> PayException:
    """A proposed exception from a person's ``floor`` or ``ceiling`` until its last day, counted.

    It opens nothing before another has approved it. Proposed twice alike, such as by a second press, it is one.
    Person.DoesNotExist for somebody whom the asker may not see as an SDM officer; OwnCase if it is about the proposer
    or close family.
    """
    today = _allowed(access, person, Role.SDM_OFFICER)
    if not reason.strip():
        raise ExceptionRefused(gettext_noop("an exception needs a reason"))
    if limit not in PayException.Limit.values:
        raise ExceptionRefused(
            Words(gettext_noop("an exception is from the floor or the ceiling, not %(limit)s"), {"limit": limit})
        )
    days_require(last_day)
    _refuse_over(last_day, today)
    Person.objects.select_for_update().get(uid=person)
    alike = {"person_id": person, "limit": limit, "reason": reason.strip(), "last_day": last_day}
    waiting = PayException.objects.filter(**alike, proposed_by=access.actor, approved_by="").first()
    if waiting is not None:
        return waiting
    found = PayException.objects.create(
        person_id=person,
        limit=limit,
        reason=reason.strip(),
        last_day=last_day,
        proposed_by=access.actor,
        proposed_at=clock.now(),
    )
    proposed_tell(access=access, exception=found, day=today)
    activity_record(access=access, action="pay.exception_propose", subject_uid=person)
    return found


@transaction.atomic
def exception_approve(*, access: Access, exception: UUID) -> PayException:
    """The exception, approved; from then on a decree may name it, and nobody can change it.

    OwnCase if the approver proposed it, or if it is about the approver or close family; ExceptionRefused if it is
    approved already, or over.
    """
    # Locked, so that of two who approve at once the second sees that it is done.
    found = PayException.objects.select_for_update().get(uid=exception)
    today = _allowed(access, found.person_id, Role.SECRETARY)
    if found.proposed_by == access.actor:
        raise OwnCase(gettext_noop("who proposes an exception does not approve it"))
    if found.approved_by:
        raise ExceptionRefused(gettext_noop("the exception is approved already"))
    _refuse_over(found.last_day, today)
    found.approved_by, found.approved_at = access.actor, clock.now()
    found.save(update_fields=["approved_by", "approved_at"])
    approved_tell(access=access, exception=found)
    activity_record(access=access, action="pay.exception_approve", subject_uid=found.person_id)
    return found


@transaction.atomic
def exception_reasons_erase(*, access: Access, person: UUID) -> int:
    """Put the mark of erasing in the place of why a person's exceptions were asked for (UU 27/2022); how many.

    Forbidden for all but a system user. What was approved, by whom and until when, stays.
    """
    access.require("", Role.ADMINISTRATOR)
    erased = PayException.objects.filter(person__uid=person).exclude(reason=ERASED).update(reason=ERASED)
    activity_record(access=access, action=ERASED_REASONS, subject_uid=person, detail={"reasons": erased})
    return erased


def _allowed(access: Access, person: UUID, role: Role) -> date:
    """Today, if the asker may decide on the person."""
    today = clock.today(settings.TIME_ZONE)
    person_visible(access, today, person, role)
    if person in own_close_family(access, today):
        raise OwnCase(gettext_noop("nobody decides on themselves or on close family"))
    return today


def _refuse_over(last_day: date, today: date) -> None:
    if last_day < today:
        raise ExceptionRefused(
            Words(gettext_noop("the exception would have ended on %(day)s already"), {"day": last_day})
        )
