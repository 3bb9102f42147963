"""Work units in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.organization.views import READERS
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [Item(Group.SETTINGS, 10, _("Work units and DIPA"), "units", "office", Audience(roles=frozenset(READERS)))]
