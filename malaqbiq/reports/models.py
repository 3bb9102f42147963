"""Monthly reports as they were sent, their reviews, and the covering letters that name them. None of them changes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from malaqbiq.kernel.entropy import new_uid


class Report(models.Model):
    """A work unit's report on a month as it was sent; a correction is the next version."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    work_unit = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    month = models.DateField(help_text="its first day")
    version = models.PositiveSmallIntegerField()
    content = models.JSONField(help_text="people by uid, no names")
    digest = models.CharField(max_length=64)
    people = models.PositiveIntegerField(help_text="in service in the month")
    note = models.TextField(blank=True, help_text="what the unit adds for who checks it")
    sent_by = models.CharField(max_length=64)
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reports_version_once", fields=["work_unit", "month", "version"]),
            models.CheckConstraint(name="reports_version_from_one", condition=Q(version__gte=1)),
        ]
        indexes = [models.Index(fields=["month", "work_unit"])]

    def __str__(self) -> str:
        return f"{self.work_unit_id} {self.month:%Y-%m} v{self.version}"


class Review(models.Model):
    """What another person of the province found of a report: checked, or returned with a reason."""

    class Outcome(models.TextChoices):
        CHECKED = "checked"
        RETURNED = "returned"

    report = models.OneToOneField(Report, models.PROTECT, related_name="review")
    outcome = models.CharField(max_length=8, choices=Outcome)
    reason = models.TextField(blank=True)
    sent_by = models.CharField(max_length=64, help_text="who had sent the report")
    reviewed_by = models.CharField(max_length=64)
    reviewed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="reports_review_two_people", condition=~Q(reviewed_by=F("sent_by"))),
            models.CheckConstraint(name="reports_review_known", condition=Q(outcome__in=("checked", "returned"))),
            models.CheckConstraint(
                name="reports_returned_with_a_reason", condition=Q(outcome="checked") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.outcome


class Letter(models.Model):
    """The province's covering letter (surat pengantar) to KPU RI over the checked reports of a month."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    office = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    month = models.DateField(help_text="its first day")
    number = models.CharField(max_length=80, help_text="as it stands in the office's own book")
    dated_on = models.DateField()
    content = models.JSONField(help_text="what the letter says")
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="reports_letter_number_once", fields=["office", "number"]),
            models.CheckConstraint(name="reports_letter_has_a_number", condition=~Q(number="")),
        ]

    def __str__(self) -> str:
        return self.number


class Enclosure(models.Model):
    """A checked report that a letter encloses; none is enclosed twice."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="enclosures")
    review = models.OneToOneField(Review, models.PROTECT, related_name="enclosure")

    def __str__(self) -> str:
        return f"{self.letter_id} {self.review_id}"
