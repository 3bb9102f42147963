"""What the Sekretaris Jenderal decided, and the inaugurations by which it takes effect."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from malaqbiq.appointments.models.rounds import Phase, Seat
from malaqbiq.appointments.models.withdrawing import Withdrawable, withdrawn_whole
from malaqbiq.kernel.entropy import new_uid


class Decision(Withdrawable):
    """The Sekretaris Jenderal's decree of appointment, as received. Taken back while nobody was sworn in by it."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="decisions")
    authority = models.CharField(max_length=40)
    number = models.CharField(max_length=120)
    decided_on = models.DateField()
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    received_by = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        ordering = ["decided_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="appointments_decision_once",
                fields=["phase", "authority", "number"],
                condition=Q(withdrawn_at__isnull=True),
            ),
            withdrawn_whole("decision"),
        ]

    def __str__(self) -> str:
        return self.number


class Inauguration(models.Model):
    """A day on which those appointed are sworn in (pelantikan). Closed, it has its decree in the ledger."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="inaugurations")
    held_on = models.DateField()
    place = models.CharField(max_length=120)
    online = models.BooleanField(default=False)
    led_by = models.CharField(max_length=160)
    witnesses = models.JSONField(default=list, help_text="two, each a name and a post, of the same or a higher rank")
    guide = models.CharField(max_length=160, blank=True, help_text="spiritual guide (rohaniwan)")
    planned_by = models.CharField(max_length=64)
    planned_at = models.DateTimeField()
    closed_by = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="appointments_inauguration_closed_by_somebody",
                condition=Q(closed_at__isnull=True, closed_by="") | Q(closed_at__isnull=False) & ~Q(closed_by=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on}"


class Appointment(models.Model):
    """Who is appointed to which post by a decision; sworn in at an inauguration, from whose day he holds it.

    `decree` is the received decree in the ledger that says so: one for each decision and inauguration. Who was absent
    has none, and stays as he was.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="appointments")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="appointments")
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    inauguration = models.ForeignKey(Inauguration, models.PROTECT, null=True, related_name="sworn_in")
    decree = models.ForeignKey("decrees.Decree", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["seat_id"]
        constraints = [
            models.UniqueConstraint(name="appointments_seat_in_a_decision_once", fields=["decision", "seat"]),
            models.UniqueConstraint(name="appointments_person_in_a_decision_once", fields=["decision", "person"]),
            models.CheckConstraint(
                name="appointments_sworn_in_by_decree",
                condition=Q(inauguration__isnull=True, decree__isnull=True)
                | Q(inauguration__isnull=False, decree__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.person_id}"
