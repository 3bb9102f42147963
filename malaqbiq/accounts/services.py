"""Users, what is granted to them, and who they are."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q

from malaqbiq.accounts.models import Grant, PersonLink, User
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import people_visible, person_visible


class NameTaken(UserError):
    """Another user signs in under that name."""


@transaction.atomic
def user_create(*, access: Access, username: str, name: str = "", email: str = "", password: str | None = None) -> User:
    """A new user without any grant; without a password nobody can sign in with one.

    Raises Forbidden unless `access` administers some work unit, NameTaken, and ValidationError for a weak password.
    """
    _require_administrator(access)
    if User.objects.filter(username__iexact=username).exists():
        raise NameTaken(Words(gettext_noop("the user name %(name)s is taken"), {"name": username}))
    user = User(username=username, name=name, email=email)
    if password is not None:
        validate_password(password, user)
    user.set_password(password)
    user.save()
    activity_record(access=access, action="accounts.user_create", subject_uid=user.uid)
    return user


@transaction.atomic
def user_deactivate(*, access: Access, day: date, user: User) -> None:
    """The user can't sign in any more; what he did stays his. Raises User.DoesNotExist for one of another's."""
    _require_own(access, day, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    activity_record(access=access, action="accounts.user_deactivate", subject_uid=user.uid)


@transaction.atomic
def grant_give(
    *, access: Access, user: User, work_unit: WorkUnit, role: Role, valid_from: date, last_day: date | None = None
) -> Grant:
    """The user holds the role on the work unit and all below it, from a day through a last one (open without).

    Raises Forbidden unless `access` administers that work unit, and for a grant to oneself.
    """
    access.require(work_unit.code, Role.ADMINISTRATOR)
    _refuse_self(access, user)
    period = Period.through(valid_from, last_day)
    grant = Grant.objects.create(
        user=user, work_unit=work_unit, role=role, valid_from=period.start, valid_until=period.end
    )
    _record(access, "accounts.grant_give", grant, work_unit.code)
    return grant


@transaction.atomic
def grant_end(*, access: Access, grant: Grant, last_day: date) -> None:
    """The grant holds through a last day and no longer; one that had not begun by then is taken away altogether.

    Raises Forbidden unless `access` administers the grant's work unit.
    """
    # Locked: two who end the same grant leave the earlier end of one of them, not a mixture.
    grant = Grant.objects.select_for_update(of=("self",)).select_related("work_unit", "user").get(pk=grant.pk)
    access.require(grant.work_unit.code, Role.ADMINISTRATOR)
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
    _refuse_self(access, user)
    _require_own(access, day, user)
    person_visible(access, day, person.uid, Role.ADMINISTRATOR)
    if PersonLink.objects.filter(person=person).exclude(user=user).exists():
        raise UserError(gettext_noop("this person is another user already"))
    link, _ = PersonLink.objects.update_or_create(user=user, defaults={"person": person})
    activity_record(access=access, action="accounts.person_link", subject_uid=user.uid)
    return link


def _require_administrator(access: Access) -> None:
    if not access.everything and not access.roles.get(Role.ADMINISTRATOR):
        raise Forbidden(gettext_noop("only an administrator manages users"))


def _require_own(access: Access, day: date, user: User) -> None:
    """Raise User.DoesNotExist for a user who isn't the administrator's: as if there were none.

    His are those all of whose grants that have not ended by the day, and whose person, lie in the work units that he
    administers. A user who was granted nothing yet and is nobody is every administrator's: he can do nothing.
    """
    _require_administrator(access)
    # Locked: what is granted to the user elsewhere meanwhile waits, or is seen here.
    found = User.objects.select_for_update().get(pk=user.pk)
    granted = found.grants.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    units = granted.values_list("work_unit__code", flat=True)
    person = PersonLink.objects.filter(user=found).values_list("person__uid", flat=True).first()
    outside = person is not None and not people_visible(access, day, Role.ADMINISTRATOR).filter(uid=person).exists()
    if outside or not all(access.covers(code, Role.ADMINISTRATOR) for code in units):
        raise User.DoesNotExist


def _refuse_self(access: Access, user: User) -> None:
    if access.actor == str(user.uid):
        raise Forbidden(gettext_noop("nobody grants anything to themselves"), gettext_noop("ask another administrator"))


def _record(access: Access, action: str, grant: Grant, unit_code: str) -> None:
    detail = {"role": str(grant.role), "grant": str(grant.uid)}
    activity_record(access=access, action=action, unit_code=unit_code, subject_uid=grant.user.uid, detail=detail)
