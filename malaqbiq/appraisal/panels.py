"""What appraisal shows on a person's page: the last results."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors.person import results_of
from malaqbiq.appraisal.selectors.seen import READERS
from malaqbiq.kernel.access import Access
from malaqbiq.ui.panels import Panel

ADVICE = {
    Recommendation.EXTEND.value: _("extend"),
    Recommendation.EXTEND_WITH_COACHING.value: _("extend, with coaching"),
    Recommendation.DO_NOT_EXTEND.value: _("do not extend"),
}


def results(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The last results and what was decided on them."""
    found = results_of(access, day, uid)
    lines = [(one, ADVICE[one.recommendation], ADVICE.get(one.decided, "")) for one in found]
    return {"results": lines}


PANELS = [Panel("person", 30, _("Appraisal"), "appraisal/panel_results.html", results, roles=frozenset(READERS))]
