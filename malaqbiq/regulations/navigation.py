"""The law in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [Item(Group.SETTINGS, 30, _("Rules and sources"), "law", "law", Audience(everyone=True))]
