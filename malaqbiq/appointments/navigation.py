"""The room's pages in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.appointments.selectors import eligibility
from malaqbiq.appointments.selectors.changes import READERS
from malaqbiq.appointments.selectors.rounds import SEERS
from malaqbiq.service.selectors.chart import READERS as CHART_READERS
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [
    Item(Group.STRUCTURE, 30, _("Eligibility"), "eligibility", "check", Audience(roles=frozenset(eligibility.READERS))),
    Item(Group.STRUCTURE, 15, _("Filling posts"), "rounds", "people", Audience(roles=frozenset(SEERS))),
    Item(Group.STRUCTURE, 12, _("Plt and Plh"), "acting", "people", Audience(roles=frozenset(CHART_READERS))),
    Item(Group.STRUCTURE, 20, _("A new structure"), "structure-changes", "tree", Audience(roles=frozenset(READERS))),
]
