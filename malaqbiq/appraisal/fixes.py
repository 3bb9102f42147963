"""How what holds decrees up in this room is mended."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.appraisal.confirmations import DAYS_TO_OBJECT

FIXES = {
    "appraisal.objection_open": (_("Decide on the objection"), "appraisal-objections"),
    "appraisal.decide_anew": (_("Decide anew on the person in the period"), "appraisal-cycles"),
    "appraisal.decided_otherwise": (_("Discard the draft and have it drafted anew from the period."), ""),
    "appraisal.days_to_object": (_("Issue it after that day; the contract ends on its last day by itself."), ""),
}

REMARKS = {DAYS_TO_OBJECT: (_("See the objections"), "appraisal-objections")}
