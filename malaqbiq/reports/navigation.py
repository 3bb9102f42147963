"""Monthly reports in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.reports.selectors.board import READERS
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [Item(Group.REPORTS, 10, _("Monthly report"), "reports", "report", Audience(roles=frozenset(READERS)))]
"""The room's page in the rail."""
