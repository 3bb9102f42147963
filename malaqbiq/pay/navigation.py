"""Pay in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Role
from malaqbiq.pay.selectors.seen import READERS
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

WHO = Audience(roles=frozenset(READERS))

ITEMS = [
    Item(Group.PAY, 10, _("Limits and differences"), "pay-limits", "scale", WHO),
    Item(Group.PAY, 20, _("Plan of raises"), "pay-raises", "raise", WHO),
    Item(Group.PAY, 30, _("This month"), "pay-month", "month", WHO),
    Item(Group.MINE, 30, _("Slip"), "pay-slip-own", "pay", Audience(roles=frozenset({Role.STAFF}))),
]
