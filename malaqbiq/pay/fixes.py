"""How what holds decrees up in this room is mended, and where one sees to what is remarked of pay in them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.registry import COMPOSER
from malaqbiq.pay.confirmations import CEILING_UNKNOWN, DOUBTED, NO_CEILING
from malaqbiq.pay.confirmations.rises import RISES

RECALCULATE = (_("Recalculate the pay"), "decree-recalculation")

FIXES = {
    "pay.floor_not_confirmed": RECALCULATE,
    "pay.ceiling_not_confirmed": RECALCULATE,
    "pay.floor_unknown": RECALCULATE,
}

LAW = {"pay.floor_unknown": "wage_floors"}

REMARKS = {
    CEILING_UNKNOWN: (_("See who, and which ceiling is missing"), "pay-limits"),
    NO_CEILING: (_("See who, and which ceiling is missing"), "pay-limits"),
    DOUBTED: (_("Set other pay in the draft"), COMPOSER),
    RISES: (_("Set other days or other pay in the draft"), COMPOSER),
}
