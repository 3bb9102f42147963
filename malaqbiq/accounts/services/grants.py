"""What is granted to users, and who they are."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from malaqbiq.accounts.authority import refuse_self, unit_code_of, user_locked
from malaqbiq.accounts.models import Grant, PersonLink, User
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import person_visible


@transaction.atomic
def grant_give(
    *, access: Access, user: User, work_unit: WorkUnit, role: Role, valid_from: date, last_day: date | None = None
) -> Grant:
    """The user holds the role on the work unit and all below it, from a day through a last one (open without).

    Raises Forbidden unless `access` administers that work unit, and for a grant to oneself; UserError for a last day
    before the first, and for what was granted already from that day.
    """
    access.require(work_unit.code, Role.ADMINISTRATOR)
    refuse_self(access, user)
    days_require(valid_from, last_day)
    if last_day is not None and last_day < valid_from:
        raise UserError(gettext_noop("the last day is before the first"))
    period = Period.through(valid_from, last_day)
    try:
        with transaction.atomic():
            grant = Grant.objects.create(
                user=user, work_unit=work_unit, role=role, valid_from=period.start, valid_until=period.end
            )
    except IntegrityError as error:
        raise UserError(gettext_noop("the user holds this role there from that day already")) from error
    _record(access, "accounts.grant_give", grant, work_unit.code)
    return grant


@transaction.atomic
def grant_end(*, access: Access, grant: Grant, last_day: date) -> None:
    """The grant holds through a last day and no longer; one that had not begun by then is taken away altogether.

    Raises Forbidden unless `access` administers the grant's work unit, and for a grant of one's own.
    """
    days_require(last_day)
    # Locked: two who end the same grant leave the earlier end of one of them, not a mixture.
    grant = Grant.objects.select_for_update(of=("self",)).select_related("work_unit", "user").get(pk=grant.pk)
    access.require(grant.work_unit.code, Role.ADMINISTRATOR)
    refuse_self(access, grant.user)
    _record(access, "accounts.grant_end", grant, grant.work_unit.code)
    if last_day < grant.valid_from:
        grant.delete()
        return
    grant.valid_until = Period.through(grant.valid_from, last_day).end
    grant.save(update_fields=["valid_until"])


@transaction.atomic
def person_link(*, access: Access, day: date, user: User, person: Person) -> PersonLink:
    """The user is that person. Raises Forbidden for oneself; User.DoesNotExist and Person.DoesNotExist for another's.

    UserError if the person is another user already.
    """
    refuse_self(access, user)
    user_locked(access, day, user)
    person_visible(access, day, person.uid, Role.ADMINISTRATOR)
    if PersonLink.objects.filter(person=person).exclude(user=user).exists():
        raise UserError(gettext_noop("this person is another user already"))
    link, _ = PersonLink.objects.update_or_create(user=user, defaults={"person": person})
    User.objects.filter(pk=user.pk).update(no_person_reason="")
    activity_record(access=access, action="accounts.person_link", unit_code=unit_code_of(user), subject_uid=user.uid)
    return link


@transaction.atomic
def no_person_say(*, access: Access, day: date, user: User, reason: str) -> None:
    """The user is none of the people here, and why: then roles that propose and decide count for him all the same.

    Raises Forbidden for oneself, User.DoesNotExist for another's, UserError without a reason or for who is a person.
    """
    refuse_self(access, user)
    user_locked(access, day, user)
    text = " ".join(reason.split())
    if not text:
        raise UserError(gettext_noop("say why the user is none of the people here"))
    if PersonLink.objects.filter(user=user).exists():
        raise UserError(gettext_noop("it is known already which person the user is"))
    User.objects.filter(pk=user.pk).update(no_person_reason=text)
    activity_record(access=access, action="accounts.no_person", unit_code=unit_code_of(user), subject_uid=user.uid)


def _record(access: Access, action: str, grant: Grant, unit_code: str) -> None:
    detail = {"role": str(grant.role), "grant": str(grant.uid)}
    activity_record(access=access, action=action, unit_code=unit_code, subject_uid=grant.user.uid, detail=detail)
