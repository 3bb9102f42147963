"""Who had a hand in a decree before it was issued, beside who drafted it and who submitted it last."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from malaqbiq.decrees.models.decree import Decree


class Hand(models.Model):
    """That somebody changed a draft, kept it from then on, had submitted it, or gave it back with a reason.

    Rows are added and never rewritten: a trigger refuses it. Who changed, kept or had submitted it does not approve it,
    nor does who drafted it: another trigger refuses that.
    """

    class Part(models.TextChoices):
        CHANGED = "changed"
        KEPT = "kept"
        SUBMITTED = "submitted"
        RETURNED = "returned"

    decree = models.ForeignKey(Decree, models.CASCADE, related_name="hands")
    actor = models.CharField(max_length=64)
    part = models.CharField(max_length=9, choices=Part)
    reason = models.TextField(blank=True, help_text="why it was given back")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="decrees_hand_is_somebodys", condition=~Q(actor="")),
            models.CheckConstraint(
                name="decrees_hand_part", condition=Q(part__in=["changed", "kept", "submitted", "returned"])
            ),
            models.CheckConstraint(name="decrees_hand_reason_of_a_return", condition=Q(reason="") | Q(part="returned")),
        ]
        indexes = [models.Index(fields=["actor"])]

    def __str__(self) -> str:
        return f"{self.decree_id} {self.part} by {self.actor}"
