"""Structures that take effect, as they were received."""

from __future__ import annotations

from django.db import models

from malaqbiq.kernel.entropy import new_uid


class Change(models.Model):
    """A regulation's structure that takes effect in an office and work units below it. No office adopts it: its
    regulation, and what fixes a province's type, are recorded as received. A draft until its decree is recorded.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    office = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    regime = models.CharField(max_length=40, help_text="the structure's key, such as pkpu-14-2020")
    since = models.DateField(help_text="the day from which it is in force here")
    authority = models.CharField(max_length=40, help_text="who issued the regulation")
    number = models.CharField(max_length=120)
    decided_on = models.DateField()
    type_number = models.CharField(max_length=120, blank=True, help_text="of the decision that fixes the type")
    type_decided_on = models.DateField(null=True)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    decree = models.OneToOneField("decrees.Decree", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.CharField(max_length=64)
    drafted_at = models.DateTimeField()

    class Meta:
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.regime} {self.since}"

    @property
    def is_recorded(self) -> bool:
        """Whether its decree is recorded: nothing of it changes then."""
        return self.decree_id is not None


class ChangeUnit(models.Model):
    """A work unit in which the structure takes effect, and the type that it has of it."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="units")
    unit = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    typology = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["unit__code"]
        constraints = [models.UniqueConstraint(name="appointments_change_unit_once", fields=["change", "unit"])]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.typology}"


class ChangePair(models.Model):
    """Which unit of the new structure goes on with the work of which old one; from the law table, and edited."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="pairs")
    old = models.CharField(max_length=16)
    new = models.CharField(max_length=16)
    carries = models.BooleanField(default=False, help_text="who leads the old one leads the new one")

    class Meta:
        ordering = ["old", "new"]
        constraints = [
            models.UniqueConstraint(name="appointments_change_pair_once", fields=["change", "old", "new"]),
        ]

    def __str__(self) -> str:
        return f"{self.old} to {self.new}"
