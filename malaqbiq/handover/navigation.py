"""The page of handovers in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.handover.selectors.parties import HANDING
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [Item(Group.SETTINGS, 60, _("Handover"), "handovers", "handover", Audience(roles=frozenset(HANDING)))]
