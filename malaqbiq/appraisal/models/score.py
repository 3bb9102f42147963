"""What is entered on an appraised person."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from malaqbiq.appraisal.models.cycle import Appraisee
from malaqbiq.appraisal.rules.points import HIGHEST, score_of
from malaqbiq.appraisal.rules.scoring import AttendanceSums


class Score(models.Model):
    """What an appraiser gave for a component, or for one part of it: a month, or one peer's view."""

    appraisee = models.ForeignKey(Appraisee, models.PROTECT, related_name="scores")
    component = models.CharField(max_length=32)
    part = models.CharField(max_length=36, blank=True, help_text="a month (2021-07), a peer's uid, or empty")
    points = models.PositiveSmallIntegerField(help_text="hundredths of a point")
    appraiser = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField(default=1, help_text="counts each change; a stale write is refused")
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="appraisal_score_once", fields=["appraisee", "component", "part"]),
            models.CheckConstraint(name="appraisal_score_in_bounds", condition=Q(points__gte=0, points__lte=HIGHEST)),
        ]

    def __str__(self) -> str:
        return f"{self.component} {self.part} {self.value}"

    @property
    def value(self) -> Decimal:
        """The score with two places."""
        return score_of(self.points)


class Attendance(models.Model):
    """Days by the attendance records of the appraised months."""

    appraisee = models.OneToOneField(Appraisee, models.PROTECT, related_name="attendance")
    months = models.PositiveSmallIntegerField()
    working_days = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    leave = models.PositiveSmallIntegerField(default=0)
    sick = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveSmallIntegerField(default=1)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="appraisal_attendance_adds_up",
                condition=Q(working_days__gte=F("present") + F("leave") + F("sick")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.present}+{self.leave}+{self.sick} of {self.working_days} days"

    @property
    def sums(self) -> AttendanceSums:
        """The days as the rules take them."""
        return AttendanceSums(self.months, self.working_days, self.present, self.leave, self.sick)
