"""What people change, excuse, object to, and decide. Rows here are added and never rewritten: triggers refuse it."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from malaqbiq.appraisal.models.cycle import Appraisee
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.rules.points import HIGHEST, score_of
from malaqbiq.kernel.entropy import new_uid

ADVICE = [(item.value, item.value) for item in Recommendation]


class Objection(models.Model):
    """Somebody's objection to their own result, and what was decided on it."""

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        REJECTED = "rejected"

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    appraisee = models.ForeignKey(Appraisee, models.PROTECT, related_name="objections")
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    reason = models.TextField()
    file_uid = models.UUIDField(null=True, help_text="the paper that holds it, if one")
    raised_on = models.DateField()
    last_day = models.DateField(help_text="last day on which it was in time")
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(blank=True, help_text="the reason of what was decided")

    class Meta:
        constraints = [
            models.CheckConstraint(name="appraisal_objection_in_time", condition=Q(raised_on__lte=F("last_day"))),
            models.CheckConstraint(name="appraisal_objection_gives_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="appraisal_objection_decided_with_reason",
                condition=Q(state="open", decided_by__isnull=True, decided_at__isnull=True, decision="")
                | ~Q(state="open") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decision=""),
            ),
            models.CheckConstraint(
                name="appraisal_objection_decided_by_another",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("person")),
            ),
            models.UniqueConstraint(
                name="appraisal_one_open_objection", fields=["appraisee"], condition=Q(state="open")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appraisee_id} {self.state}"


class Adjustment(models.Model):
    """A component's score as somebody else than its appraiser set it, with the reason. What was entered stays."""

    class Cause(models.TextChoices):
        MODERATION = "moderation"
        OBJECTION = "objection"

    appraisee = models.ForeignKey(Appraisee, models.PROTECT, related_name="adjustments")
    component = models.CharField(max_length=32)
    cause = models.CharField(max_length=10, choices=Cause)
    objection = models.ForeignKey(Objection, models.PROTECT, to_field="uid", null=True, related_name="adjustments")
    from_points = models.PositiveSmallIntegerField(help_text="hundredths of a point")
    to_points = models.PositiveSmallIntegerField(help_text="hundredths of a point")
    reason = models.TextField()
    by = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    actor = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["appraisee", "component"])]
        constraints = [
            models.CheckConstraint(
                name="appraisal_adjustment_in_bounds", condition=Q(to_points__gte=0, to_points__lte=HIGHEST)
            ),
            models.CheckConstraint(name="appraisal_adjustment_gives_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="appraisal_adjustment_names_its_objection",
                condition=Q(cause="moderation", objection__isnull=True) | Q(cause="objection", objection__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} {score_of(self.from_points)} to {score_of(self.to_points)}"


class Excuse(models.Model):
    """Why somebody is not appraised in this cycle, in writing. It may be withdrawn, never rewritten."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    appraisee = models.ForeignKey(Appraisee, models.PROTECT, related_name="excuses")
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    reason = models.TextField()
    file_uid = models.UUIDField(null=True, help_text="the paper that holds it, if one")
    by = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    actor = models.CharField(max_length=64)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="appraisal_excuse_gives_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="appraisal_nobody_excuses_themselves", condition=~Q(by=F("person"))),
            models.UniqueConstraint(
                name="appraisal_one_excuse", fields=["appraisee"], condition=Q(withdrawn_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appraisee_id} excused"


class Result(models.Model):
    """A frozen result. An objection that changes it after closing makes the next version; the highest one counts."""

    appraisee = models.ForeignKey(Appraisee, models.PROTECT, related_name="results")
    version = models.PositiveSmallIntegerField(default=1)
    points = models.PositiveSmallIntegerField(help_text="hundredths of a point")
    verdict = models.CharField(max_length=40)
    recommendation = models.CharField(max_length=24, choices=ADVICE)
    components = models.JSONField(help_text="each component's score in hundredths of a point")
    objection = models.ForeignKey(Objection, models.PROTECT, to_field="uid", null=True, related_name="results")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="appraisal_result_version_once", fields=["appraisee", "version"]),
            models.CheckConstraint(name="appraisal_result_in_bounds", condition=Q(points__gte=0, points__lte=HIGHEST)),
            models.CheckConstraint(
                name="appraisal_result_changes_by_objection",
                condition=Q(version=1, objection__isnull=True) | Q(version__gt=1, objection__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} {self.verdict}"

    @property
    def score(self) -> Decimal:
        """The score with two places."""
        return score_of(self.points)


class Decision(models.Model):
    """What a person decided on a result (or on somebody excused). A later one takes its place, the earlier stays."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    appraisee = models.ForeignKey(Appraisee, models.PROTECT, related_name="decisions")
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    version = models.PositiveSmallIntegerField(default=1)
    result = models.ForeignKey(Result, models.PROTECT, null=True, related_name="decisions")
    outcome = models.CharField(max_length=24, choices=ADVICE)
    differs = models.BooleanField(help_text="whether it is not what the result recommends")
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    actor = models.CharField(max_length=64)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="appraisal_decision_version_once", fields=["appraisee", "version"]),
            models.CheckConstraint(
                name="appraisal_differing_gives_a_reason",
                condition=Q(differs=False, result__isnull=False) | ~Q(reason=""),
            ),
            models.CheckConstraint(name="appraisal_nobody_decides_on_themselves", condition=~Q(decided_by=F("person"))),
        ]

    def __str__(self) -> str:
        return f"{self.appraisee_id} {self.outcome}"
