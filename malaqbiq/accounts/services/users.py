"""Users: made, closed and opened again, and how they get in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from malaqbiq.accounts.authority import administrator_required, refuse_self, unit_code_of, user_locked
from malaqbiq.accounts.models import User
from malaqbiq.accounts.services.grants import grant_give, no_person_say
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.entropy import new_code
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit


class NameTaken(UserError):
    """Another user signs in under that name."""


@dataclass(frozen=True, slots=True)
class UserDraft:
    """A user to be, and the first role: what he may do is known as soon as he is."""

    username: str
    name: str
    work_unit: WorkUnit
    role: Role
    valid_from: date
    last_day: date | None = None
    no_person_reason: str = ""


@transaction.atomic
def user_create(*, access: Access, username: str, name: str = "", email: str = "", password: str | None = None) -> User:
    """A new user without any grant; without a password nobody can sign in with one.

    Raises Forbidden unless `access` administers some work unit, NameTaken, and ValidationError for a weak password.
    """
    administrator_required(access)
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
def user_admit(*, access: Access, draft: UserDraft) -> tuple[User, str]:
    """A new user with a first role, and the password for the first sign-in, which must be changed then.

    Raises as `user_create` and `grant_give` do.
    """
    user = user_create(access=access, username=draft.username, name=draft.name)
    grant_give(
        access=access,
        user=user,
        work_unit=draft.work_unit,
        role=draft.role,
        valid_from=draft.valid_from,
        last_day=draft.last_day,
    )
    if draft.no_person_reason:
        no_person_say(access=access, day=draft.valid_from, user=user, reason=draft.no_person_reason)
        user.refresh_from_db()
    return user, _temporary_password(user)


@transaction.atomic
def user_deactivate(*, access: Access, day: date, user: User) -> None:
    """The user can't sign in any more, and is signed out at once; what he did stays his.

    Raises User.DoesNotExist for one of another's, Forbidden for oneself.
    """
    _set_active(access, day, user, active=False)
    activity_record(
        access=access, action="accounts.user_deactivate", unit_code=unit_code_of(user), subject_uid=user.uid
    )


@transaction.atomic
def user_reactivate(*, access: Access, day: date, user: User) -> None:
    """The user may sign in again, with what is granted to him still. Raises as `user_deactivate` does."""
    _set_active(access, day, user, active=True)
    activity_record(
        access=access, action="accounts.user_reactivate", unit_code=unit_code_of(user), subject_uid=user.uid
    )


@transaction.atomic
def password_reset(*, access: Access, day: date, user: User) -> str:
    """A new password for the user, who must change it at the next sign-in; he is signed out everywhere.

    Raises User.DoesNotExist for one of another's, Forbidden for oneself, UserError for a demo's account.
    """
    refuse_self(access, user)
    found = user_locked(access, day, user)
    if found.is_demo:
        raise UserError(gettext_noop("the password of a demo's account stays as it is"))
    password = _temporary_password(found)
    activity_record(access=access, action="accounts.password_reset", unit_code=unit_code_of(user), subject_uid=user.uid)
    return password


@transaction.atomic
def password_change(*, user: User, password: str) -> None:
    """The user's own choice, found strong enough already; the user's sessions elsewhere end."""
    user.set_password(password)
    user.password_is_temporary = False
    user.save(update_fields=["password", "password_is_temporary"])
    access = Access(str(user.uid))
    activity_record(
        access=access, action="accounts.password_change", unit_code=unit_code_of(user), subject_uid=user.uid
    )


@transaction.atomic
def second_factor_reset(*, access: Access, day: date, user: User) -> None:
    """The user signs in by password alone until he sets a second factor again; passkeys and recovery codes are gone.

    Raises User.DoesNotExist for one of another's, Forbidden for oneself.
    """
    refuse_self(access, user)
    user_locked(access, day, user)
    Authenticator.objects.filter(user=user).delete()
    activity_record(
        access=access, action="accounts.second_factor_reset", unit_code=unit_code_of(user), subject_uid=user.uid
    )


def _set_active(access: Access, day: date, user: User, *, active: bool) -> None:
    refuse_self(access, user)
    user_locked(access, day, user)
    User.objects.filter(pk=user.pk).update(is_active=active)
    user.is_active = active


def _temporary_password(user: User) -> str:
    """Eighty random bits, easy to read out: known to two people until it is changed."""
    password = new_code()
    user.set_password(password)
    user.password_is_temporary = True
    user.save(update_fields=["password", "password_is_temporary"])
    return password
