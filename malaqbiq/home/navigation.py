"""The front door's pages in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [Item(Group.TODAY, 10, _("Today"), "today", "today", Audience(everyone=True))]
