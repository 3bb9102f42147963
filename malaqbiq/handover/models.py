"""Handovers: who gave what to whom, as the berita acara says it. Rows are added and never change (triggers)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from malaqbiq.kernel.entropy import new_uid


class Handover(models.Model):
    """One handover of a work unit. Names stand as they were that day; erasing by law puts its mark in their place."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    work_unit = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    giver = models.CharField(max_length=64, help_text="a user's uid")
    taker = models.CharField(max_length=64, help_text="a user's uid")
    acted_by = models.CharField(max_length=64, help_text="the giver, or who acted for somebody who has left")
    giver_person = models.UUIDField(null=True)
    taker_person = models.UUIDField(null=True)
    actor_person = models.UUIDField(null=True)
    giver_name = models.CharField(max_length=200)
    giver_number = models.CharField(max_length=40, blank=True, help_text="NIP")
    giver_roles = models.JSONField(default=list, help_text="pairs of a role and the name of its work unit")
    taker_name = models.CharField(max_length=200)
    taker_number = models.CharField(max_length=40, blank=True, help_text="NIP")
    taker_roles = models.JSONField(default=list)
    actor_name = models.CharField(max_length=200, blank=True, help_text="who acted, if not the giver")
    knower = models.JSONField(help_text="who knows of it: lines of the title, name, number")
    letterhead = models.JSONField(help_text="lines, address and place of the office")
    reason = models.TextField(blank=True, help_text="why another acted for the giver")
    number = models.CharField(max_length=80, blank=True, help_text="as it stands in the office's own book")
    dated_on = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="handover_two_people", condition=~Q(giver=F("taker"))),
            models.CheckConstraint(
                name="handover_for_another_with_a_reason",
                condition=Q(acted_by=F("giver"), reason="", actor_name="") | ~Q(reason="") & ~Q(actor_name=""),
            ),
            models.CheckConstraint(
                name="handover_not_to_oneself_for_another",
                condition=Q(acted_by=F("giver")) | ~Q(acted_by=F("taker")),
            ),
        ]
        indexes = [models.Index(fields=["work_unit", "-id"]), models.Index(fields=["giver"])]

    def __str__(self) -> str:
        return f"{self.giver} to {self.taker}"

    @property
    def is_own(self) -> bool:
        """Whether the giver himself handed over."""
        return self.acted_by == self.giver


class Item(models.Model):
    """One thing that passed, as it was called that day; or how many of a kind that papers don't name one by one."""

    handover = models.ForeignKey(Handover, models.PROTECT, related_name="items")
    ordinal = models.PositiveIntegerField()
    part = models.CharField(max_length=40, help_text="key of the kind of things, as a passing.py registered it")
    subject_uid = models.UUIDField(null=True)
    unit_code = models.CharField(max_length=8, blank=True)
    label = models.TextField(blank=True)
    count = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="handover_item_order", fields=["handover", "ordinal"]),
            models.CheckConstraint(name="handover_item_counts", condition=Q(count__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.label}"
