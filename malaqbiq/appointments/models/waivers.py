"""Waivers: that what somebody lacks of a rule doesn't stand against him in a phase."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from malaqbiq.appointments.models.rounds import Phase
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.regulations.rules.rows import Criterion

CRITERIA = [(one.value, one.value) for one in Criterion]


class Waiver(models.Model):
    """That a rule of eligibility is waived for somebody in a phase: proposed with a reason, decided by another.

    `kind` names the posts for which it is (structure and unit), empty for all of the phase. It counts once it is
    granted, until it is withdrawn. The database refuses that one person does both, and that anybody does it for
    himself.
    """

    class Outcome(models.TextChoices):
        GRANTED = "granted"
        REFUSED = "refused"

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="waivers")
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    criterion = models.CharField(max_length=16, choices=CRITERIA)
    kind = models.CharField(max_length=64, blank=True)
    reason = models.TextField()
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    proposer = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    decided_by = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True)
    decider = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", null=True, related_name="+")
    withdrawn_by = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="appointments_waiver_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="appointments_waiver_by_two",
                condition=Q(decided_by="") | ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="appointments_waiver_by_two_people",
                condition=Q(decider=None) | Q(proposer=None) | ~Q(decider=F("proposer")),
            ),
            models.CheckConstraint(
                name="appointments_waiver_not_ones_own",
                condition=(Q(proposer=None) | ~Q(proposer=F("person"))) & (Q(decider=None) | ~Q(decider=F("person"))),
            ),
            models.CheckConstraint(
                name="appointments_waiver_decided_whole",
                condition=Q(decided_by="", decided_at=None, decider=None, outcome="")
                | Q(~Q(decided_by=""), decided_at__isnull=False, outcome__in=["granted", "refused"]),
            ),
            models.CheckConstraint(
                name="appointments_waiver_withdrawn_whole",
                condition=Q(withdrawn_by="", withdrawn_at=None) | Q(~Q(withdrawn_by=""), withdrawn_at__isnull=False),
            ),
            models.UniqueConstraint(
                name="appointments_waiver_once",
                fields=["phase", "person", "criterion", "kind"],
                condition=Q(outcome__in=["", "granted"], withdrawn_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.outcome or 'proposed'}"

    @property
    def is_waiting(self) -> bool:
        """Whether it is to be decided."""
        return not self.decided_by and not self.withdrawn_by

    @property
    def counts(self) -> bool:
        """Whether it lets somebody through."""
        return self.outcome == self.Outcome.GRANTED and not self.withdrawn_by
