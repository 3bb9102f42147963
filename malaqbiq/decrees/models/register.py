"""Registers: every number of a series accounted for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Register(models.Model):
    """A series of numbers: of an office, an authority, a kind of paper and a year."""

    office = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    authority = models.CharField(max_length=40, help_text="ketua, sekretaris or kpa")
    kind = models.CharField(max_length=40, help_text="series, such as keputusan")
    year = models.PositiveSmallIntegerField()
    first_number = models.PositiveIntegerField(default=1)
    shape = models.CharField(max_length=8, blank=True, help_text="long, year or region; the preferred one if empty")
    exclusive = models.BooleanField(default=False, help_text="no other decrees share the series, so a gap is an error")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="decrees_register_once", fields=["office", "authority", "kind", "year"])
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.authority} {self.year}"


class RegisterNumber(models.Model):
    """One number of a register, and what became of it."""

    class Use(models.TextChoices):
        HERE = "here"
        ELSEWHERE = "elsewhere"
        VOID = "void"
        RESERVED = "reserved"

    register = models.ForeignKey(Register, models.PROTECT, related_name="numbers")
    value = models.PositiveIntegerField()
    use = models.CharField(max_length=9, choices=Use)
    decree = models.OneToOneField("decrees.Decree", models.PROTECT, null=True, related_name="registered")
    title = models.TextField(blank=True, help_text="what the other decree is about")
    dated_on = models.DateField(null=True, help_text="the other decree's date")
    reason = models.TextField(blank=True, help_text="why it is void, or for whom it is reserved")
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="decrees_register_number_once", fields=["register", "value"]),
            models.CheckConstraint(
                name="decrees_number_accounted_for",
                condition=Q(use="here", decree__isnull=False)
                | Q(use="elsewhere", decree__isnull=True, dated_on__isnull=False) & ~Q(title="")
                | Q(use__in=("void", "reserved"), decree__isnull=True) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.value} {self.use}"
