"""The room's pages in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.regulations.services import STATERS
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [
    Item(Group.DECREES, 10, _("Decree desk"), "decrees", "desk", Audience(frozenset(READERS))),
    Item(Group.DECREES, 30, _("Register"), "register", "register", Audience(frozenset(READERS))),
    Item(Group.DECREES, 40, _("Texts and legal bases"), "words", "pen", Audience(frozenset(STATERS))),
]
