"""What the planner advised for the posts of a phase."""

from __future__ import annotations

from django.db import models

from malaqbiq.appointments.models.rounds import Phase
from malaqbiq.kernel.entropy import new_uid


class Assignment(models.Model):
    """The best assignment over a phase's posts as it was reckoned then: advice, which never changes. The latest counts.

    `told` is an `Explanation` of the planner; people and posts stand in it by uid, units by code.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="assignments")
    weights = models.JSONField(help_text="what weighed how much")
    value = models.BigIntegerField()
    bound = models.BigIntegerField(help_text="no assignment that fills as many posts is worth more")
    fillable = models.PositiveIntegerField(help_text="no assignment fills more posts")
    told = models.JSONField()
    reckoned_by = models.CharField(max_length=64)
    reckoned_at = models.DateTimeField()

    class Meta:
        ordering = ["-reckoned_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.phase_id} {self.value}"
