"""Bringing lists in, in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Role
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [Item(Group.STAFF, 40, _("Import"), "import", "upload", Audience(roles=frozenset({Role.SDM_OFFICER})))]
