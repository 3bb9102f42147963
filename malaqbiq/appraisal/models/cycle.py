"""A cycle, who is appraised in it, and by whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from malaqbiq.appraisal.rules.instrument import Instrument, instrument_read
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.kernel.periods import Period


class Cycle(models.Model):
    """One appraisal of the contract staff of a work unit and all below it, by the instrument as it was on opening."""

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    office = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    title = models.CharField(max_length=200)
    period_start = models.DateField(help_text="first day that is appraised")
    period_end = models.DateField(help_text="first day that is no longer appraised")
    service_on = models.DateField(help_text="day on which it is asked who is in service")
    instrument_key = models.CharField(max_length=60, help_text="key in regulations")
    instrument = models.JSONField(help_text="the instrument as it was when the cycle was opened")
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=64)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["office", "state"])]
        constraints = [
            models.CheckConstraint(
                name="appraisal_cycle_ends_after_it_starts", condition=Q(period_end__gt=F("period_start"))
            ),
            models.CheckConstraint(
                name="appraisal_cycle_closed_by_somebody",
                condition=Q(state="open", closed_at__isnull=True, closed_by="")
                | Q(state="closed", closed_at__isnull=False) & ~Q(closed_by=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def period(self) -> Period:
        """The days that are appraised."""
        return Period(self.period_start, self.period_end)

    @property
    def rules(self) -> Instrument:
        """The instrument as it was when the cycle was opened."""
        return instrument_read(self.instrument)


class Appraisee(models.Model):
    """Somebody whom a cycle appraises, as service had them on the cycle's day."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="appraisees")
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    work_unit = models.ForeignKey(
        "organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+", help_text="home unit on the day"
    )
    job_family = models.CharField(max_length=60, blank=True)
    since = models.DateField(null=True, help_text="first day of unbroken service, where known")
    contract_end = models.DateField(null=True, help_text="first day on which the contract no longer stands")
    in_service = models.BooleanField(default=True, help_text="false if service later told that they weren't")
    told_on = models.DateField(
        null=True, help_text="day on which the result was told: from then on only objections change it"
    )
    read_at = models.DateTimeField(null=True, help_text="when the person said that they have read the result")

    class Meta:
        indexes = [models.Index(fields=["cycle", "work_unit"]), models.Index(fields=["person"])]
        constraints = [models.UniqueConstraint(name="appraisal_appraisee_once", fields=["cycle", "person"])]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.cycle_id}"


class Appraiser(models.Model):
    """Who scores a component of somebody. Peers may be many, else there is one."""

    appraisee = models.ForeignKey(Appraisee, models.CASCADE, related_name="appraisers")
    component = models.CharField(max_length=32)
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person"])]
        constraints = [
            models.UniqueConstraint(name="appraisal_appraiser_once", fields=["appraisee", "component", "person"])
        ]

    def __str__(self) -> str:
        return f"{self.component} of {self.appraisee_id} by {self.person_id}"
