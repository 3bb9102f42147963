"""The pages of accounts in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Role
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [Item(Group.SETTINGS, 50, _("Users"), "users", "users", Audience(roles=frozenset({Role.ADMINISTRATOR})))]
