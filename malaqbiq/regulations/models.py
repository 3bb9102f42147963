"""The law as facts: one table, since a new kind of law is a new row model and a file, not a new table."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts by what is known now and by the days on which they hold."""

    def current(self) -> FactQuerySet:
        """Those that no later loading or edit has superseded."""
        return self.filter(superseded_at__isnull=True)

    def on(self, day: date) -> FactQuerySet:
        """Those that hold on the day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_until__isnull=True) | Q(valid_until__gt=day)
        )


class Fact(models.Model):
    """A row of a file of law, or an office's own. It is superseded, never changed: a trigger refuses it.

    `office_code` is empty for what the national files say. `valid_from` and `valid_until` are half open.
    """

    table = models.CharField(max_length=32)
    key = models.CharField(max_length=120, help_text="what payloads quote, such as ump:76:2022")
    slot = models.CharField(max_length=120, help_text="what it is about, such as ump:76")
    office_code = models.CharField(max_length=8, blank=True)
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    value = models.JSONField(help_text="the row, its source and trust included")
    digest = models.CharField(max_length=64, help_text="of the value and the file's name")
    file = models.CharField(max_length=200, blank=True)
    edited_by = models.CharField(max_length=64, blank=True, help_text="who stated an office's own row")
    loaded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="regulations_one_current_fact_a_key",
                fields=["table", "key", "office_code"],
                condition=Q(superseded_at__isnull=True),
            ),
            models.CheckConstraint(
                name="regulations_fact_ends_after_it_starts",
                condition=Q(valid_from__isnull=True) | Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
            ),
            models.CheckConstraint(
                name="regulations_fact_has_an_origin",
                condition=~Q(file="", edited_by="") & (Q(file="") | Q(edited_by="")),
            ),
        ]
        indexes = [models.Index(fields=["table", "slot", "superseded_at"]), models.Index(fields=["key"])]

    def __str__(self) -> str:
        return self.key
