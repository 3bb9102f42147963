"""The pages of this room in the rail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.appraisal.selectors.seen import READERS
from malaqbiq.kernel.access import Role
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.navigation import Group, Item

_READERS = Audience(roles=frozenset(READERS))
_APPRAISERS = Audience(roles=frozenset({Role.APPRAISER, Role.SDM_OFFICER, Role.SECRETARY}))

ITEMS = [
    Item(Group.APPRAISAL, 10, _("Periods"), "appraisal-cycles", "period", _READERS),
    Item(Group.APPRAISAL, 20, _("Score sheet"), "appraisal-sheets", "score", _APPRAISERS, ends="/sheet"),
    Item(Group.APPRAISAL, 30, _("Moderation"), "appraisal-moderations", "scale", _READERS, ends="/moderation"),
    Item(Group.APPRAISAL, 40, _("Objections"), "appraisal-objections", "objection", _READERS),
    Item(Group.MINE, 40, _("My appraisal"), "appraisal-mine", "score", Audience(roles=frozenset({Role.STAFF}))),
]
