"""The front door's pages in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.appraisal.selectors import READERS
from malaqbiq.home.selectors.activity import READERS as ACTIVITY_READERS
from malaqbiq.home.selectors.packing import READERS as PACKERS
from malaqbiq.home.selectors.province import READERS as PROVINCE_READERS
from malaqbiq.home.selectors.roster import LISTERS
from malaqbiq.home.selectors.year import READERS as YEAR_READERS
from malaqbiq.kernel.access import Role
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

ITEMS = [
    Item(Group.TODAY, 10, _("Today"), "today", "today", Audience(everyone=True)),
    Item(Group.TODAY, 30, _("Calendar"), "calendar", "calendar", Audience(roles=frozenset(YEAR_READERS))),
    Item(Group.STAFF, 10, _("Staff list"), "staff", "people", Audience(roles=frozenset(LISTERS))),
    Item(Group.STAFF, 20, _("Incomplete data"), "gaps", "gap", Audience(roles=frozenset({Role.SDM_OFFICER}))),
    Item(Group.REPORTS, 90, _("Activity"), "activity", "activity", Audience(roles=frozenset(ACTIVITY_READERS))),
    Item(Group.REPORTS, 50, _("Audit pack"), "audit-pack", "shield", Audience(roles=frozenset(PACKERS))),
    Item(Group.SETTINGS, 90, _("Background work"), "jobs", "jobs", Audience(everyone=True)),
    Item(Group.MINE, 10, _("My decrees"), "mine", "paper", Audience(roles=frozenset({Role.STAFF}))),
    Item(Group.TODAY, 15, _("Dashboard"), "province", "chart", Audience(roles=frozenset(PROVINCE_READERS))),
    Item(Group.TODAY, 20, _("Signature board"), "board", "cloth", Audience(roles=frozenset(READERS))),
]
