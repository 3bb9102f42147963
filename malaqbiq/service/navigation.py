"""The room's pages in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.service.selectors.chart import READERS
from malaqbiq.service.selectors.structures import OPENERS
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [
    Item(Group.STRUCTURE, 10, _("Chart and posts"), "chart", "tree", Audience(roles=frozenset(READERS))),
    Item(Group.STRUCTURE, 90, _("Open a structure"), "structure-opening", "plus", Audience(roles=frozenset(OPENERS))),
]
