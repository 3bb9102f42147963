"""The first administrator of a live office: whoever can read the server's own folder."""

from __future__ import annotations

import hmac
import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import transaction

from malaqbiq.accounts.models import User
from malaqbiq.accounts.services.grants import grant_give
from malaqbiq.accounts.services.users import user_create
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.entropy import new_code
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.models import Installation
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.models import WorkUnit

FIRST = Access.system("first-administrator")
"""Who makes the first user: nobody has signed in yet."""


class NotFirst(UserError):
    """There is an administrator already."""


class WrongCode(UserError):
    """Not the code that stands in the server's folder."""


def first_code() -> str:
    """The code that lets its reader become the first administrator, made now if there is none yet.

    It stands in ``MALAQBIQ_HOME/first-administrator``, readable by its owner only. Of two that start at once both read
    the same.
    """
    path = _path()
    with suppress(FileExistsError):
        aside = path.with_name(f"{path.name}.{new_code()}")
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(new_code())
        try:
            os.link(aside, path)
        finally:
            aside.unlink()
    return path.read_text()


@transaction.atomic
def first_administrator_make(
    *, access: Access, code: str, username: str, name: str, password: str, work_unit: WorkUnit
) -> User:
    """The first user, who administers the work unit and all below it. The code is used up.

    Raises NotFirst if there is a user or the database is a demo, WrongCode, and ValidationError for a weak password.
    """
    # Locked: of two who do this at once the second waits, and finds the first one's user.
    installation = Installation.objects.select_for_update().get()
    if installation.kind != Installation.Kind.LIVE or User.objects.exists():
        raise NotFirst(gettext_noop("this office has an administrator already"), gettext_noop("sign in"))
    if not _is_the_code(code):
        raise WrongCode(gettext_noop("this is not the code"), gettext_noop("it is printed by: malaqbiq serve"))
    user = user_create(access=access, username=username, name=name, password=password)
    today = clock.today(work_unit.zone)
    grant_give(access=access, user=user, work_unit=work_unit, role=Role.ADMINISTRATOR, valid_from=today)
    activity_record(
        access=access, action="accounts.first_administrator", unit_code=work_unit.code, subject_uid=user.uid
    )
    transaction.on_commit(lambda: _path().unlink(missing_ok=True))
    return user


def _is_the_code(said: str) -> bool:
    try:
        code = _path().read_text()
    except FileNotFoundError:
        return False
    return bool(code) and hmac.compare_digest(said.strip().upper().encode(), code.encode())


def _path() -> Path:
    return Path(settings.HOME) / "first-administrator"
