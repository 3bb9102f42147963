"""Whom an administrator administers."""

from __future__ import annotations

from datetime import date

from malaqbiq.accounts.models import User
from malaqbiq.accounts.selectors import users_administered
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.words import gettext_noop


def administrator_required(access: Access) -> None:
    """Raise Forbidden unless the asker administers some work unit."""
    if not access.everything and not access.roles.get(Role.ADMINISTRATOR):
        raise Forbidden(gettext_noop("only an administrator manages users"))


def user_locked(access: Access, day: date, user: User) -> User:
    """The user, locked; User.DoesNotExist for one who isn't the administrator's (`users_administered`)."""
    administrator_required(access)
    # Locked first: what is granted to the user elsewhere meanwhile waits, or is seen here.
    User.objects.select_for_update().get(pk=user.pk)
    return users_administered(access, day).get(pk=user.pk)


def refuse_self(access: Access, user: User) -> None:
    """Raise Forbidden for what an administrator would do to his own account."""
    if access.actor == str(user.uid):
        raise Forbidden(
            gettext_noop("nobody gives or takes anything from themselves"), gettext_noop("ask another administrator")
        )


def unit_code_of(user: User) -> str:
    """The code of the work unit in whose log an act upon the user stands: of the oldest grant; empty without any."""
    codes = user.grants.order_by("valid_until", "pk").values_list("work_unit__code", flat=True)
    return codes.first() or ""
