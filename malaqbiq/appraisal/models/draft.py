"""Which decrees were drafted from a cycle."""

from __future__ import annotations

from django.db import models

from malaqbiq.appraisal.models.cycle import Cycle


class Draft(models.Model):
    """That a work unit's decree of a kind was drafted from a cycle, and from which decisions: up to the last one then.

    One row for a unit and kind, however many units share the decree, so that a second run drafts nothing twice.
    Discarding the decree takes the row with it, so that the unit can be drafted anew.
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="drafts")
    work_unit = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    kind = models.CharField(max_length=40)
    decree = models.ForeignKey("decrees.Decree", models.CASCADE, to_field="uid", related_name="+")
    last_decision = models.PositiveBigIntegerField(help_text="key of the cycle's last decision when it was drafted")
    drafted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="appraisal_draft_once", fields=["cycle", "work_unit", "kind"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.work_unit_id}"
