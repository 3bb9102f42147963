"""What an account asks of whom it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from malaqbiq.accounts.selectors import has_resting_role
from malaqbiq.kernel.access import Access
from malaqbiq.ui.todos import Card


def person_unsaid(access: Access, day: date) -> Iterator[Card]:
    """A role that rests, since nobody has said which person the account belongs to: without it the menu stays short."""
    if has_resting_role(access, day):
        why = _("an administrator says so on your account's page, under Users; until then the role does nothing")
        yield Card(_("Your role waits: nobody has said who you are"), why, _("What this means"), reverse("help"))


TODOS = [person_unsaid]
