"""Accounts of a demo. Everybody knows their password, so they exist in a demo's database only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from malaqbiq.accounts.models import Grant, PersonLink, User
from malaqbiq.accounts.rules import DEMO_PASSWORD
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.installation import is_demo
from malaqbiq.kernel.words import gettext_noop

NOBODY = "peraga"
"""Why an account of a demo is none of its people: it is there to look around with."""


@dataclass(frozen=True, slots=True)
class DemoDraft:
    """An account of a demo: a role on a work unit, and which of the demo's people it is, if any."""

    username: str
    name: str
    role: Role
    work_unit: UUID
    person: UUID | None = None


@transaction.atomic
def demo_accounts_make(*, access: Access, drafts: Sequence[DemoDraft], valid_from: date) -> None:
    """Accounts that a demo's sign-in page offers. UserError unless the database is a demo's."""
    if not is_demo():
        raise UserError(gettext_noop("accounts whose password everybody knows are for a demo only"))
    # One hash for all: it is slow by intent, and there is nothing to protect.
    password = make_password(DEMO_PASSWORD)
    for draft in drafts:
        user = User.objects.create(
            username=draft.username,
            name=draft.name,
            password=password,
            is_demo=True,
            no_person_reason=NOBODY if draft.person is None else "",
        )
        Grant.objects.create(user=user, work_unit_id=draft.work_unit, role=draft.role, valid_from=valid_from)
        if draft.person is not None:
            PersonLink.objects.create(user=user, person_id=draft.person)
        activity_record(access=access, action="accounts.user_create", subject_uid=user.uid)
