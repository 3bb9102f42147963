"""What was written about people while they were appraised, and of whom it was erased by law."""

from __future__ import annotations

from uuid import UUID

from malaqbiq.appraisal.models import Adjustment, Decision, Excuse, Objection
from malaqbiq.kernel.models import Activity

ERASED_REASONS = "appraisal.erase"

TEXTS = (
    (Adjustment, "appraisee__person__uid", "reason"),
    (Excuse, "person__uid", "reason"),
    (Objection, "person__uid", "reason"),
    (Objection, "person__uid", "decision"),
    (Decision, "person__uid", "reason"),
)
"""Free texts about a person: where the person stands, and the column."""


def erased_by_law() -> frozenset[UUID]:
    """People of whom the log says that what was written about them was erased."""
    rows = Activity.objects.filter(action=ERASED_REASONS, subject_uid__isnull=False)
    return frozenset(uid for uid in rows.values_list("subject_uid", flat=True) if uid)
