"""Where one sees to what is remarked of service in decrees."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.registry import COMPOSER, OTHER
from malaqbiq.service.confirmations import DECREED_AHEAD, MIXED, OTHER_STATUS, RUNS_ANYWAY
from malaqbiq.service.rivals import RIVALS, RIVALS_MORE

REMARKS = {words: (_("Set other days in the draft"), COMPOSER) for words in (RUNS_ANYWAY, DECREED_AHEAD)}
REMARKS |= {words: (_("Open the other decree"), OTHER) for words in (RIVALS, RIVALS_MORE)}
REMARKS |= {words: (_("See to its people in the draft"), COMPOSER) for words in (OTHER_STATUS, MIXED)}
