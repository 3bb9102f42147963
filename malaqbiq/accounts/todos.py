"""What an account asks of whom it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.accounts.selectors import has_resting_role, users_waiting
from malaqbiq.kernel.access import Access, Role
from malaqbiq.ui.todos import Card


def person_unsaid(access: Access, day: date) -> Iterator[Card]:
    """A role that rests, since nobody has said which person the account belongs to: without it the menu stays short."""
    if has_resting_role(access, day):
        why = _("an administrator says so on your account's page, under Users; until then the role does nothing")
        yield Card(_("Your role waits: nobody has said who you are"), why, _("What this means"), reverse("help"))


def people_to_say(access: Access, day: date) -> Iterator[Card]:
    """Roles that rest until this administrator says who holds them."""
    if not access.roles.get(Role.ADMINISTRATOR):
        return
    waiting = list(users_waiting(access, day).order_by("pk").values_list("uid", flat=True))
    if count := len(waiting):
        what = ngettext("%(count)s person's role waits for you", "%(count)s people's roles wait for you", count)
        why = _("say who each of them is, on the user's page: until then the role does nothing")
        address = reverse("user", args=waiting) if count == 1 else f"{reverse('users')}?waiting=1"
        yield Card(what % {"count": count}, why, _("Say who it is"), address)


TODOS = [person_unsaid, people_to_say]
