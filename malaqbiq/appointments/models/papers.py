"""What an office adds to the papers of an inauguration: numbers of its own book, an invitation's facts, petikan."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from malaqbiq.appointments.models.inauguration import Appointment, Inauguration
from malaqbiq.kernel.entropy import new_uid


class Petikan(models.Model):
    """The petikan for one person of a decree of appointment, as received."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="petikan")
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    received_by = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.appointment_id)


class MendingScan(models.Model):
    """The decree that took an appointment back after the oath, as received; which it is, the ledger says."""

    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="mending_scan")
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, related_name="+")
    received_by = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.appointment_id)


class OathChoice(models.Model):
    """Which oath somebody swears, as an officer chose it where his record names no religion, or another is asked for.

    It is kept for the papers alone, and erased with the person's data.
    """

    appointment = models.OneToOneField(Appointment, models.PROTECT, related_name="oath_choice")
    faith = models.SlugField(max_length=40, help_text="as the law table oath_words names it")
    chosen_by = models.CharField(max_length=64)
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.appointment_id)


class Invitation(models.Model):
    """What only the invitation to an inauguration says. What is empty is left as dots, to be written in by hand."""

    inauguration = models.OneToOneField(Inauguration, models.PROTECT, related_name="invitation")
    number = models.CharField(max_length=120, blank=True, help_text="as it stands in the office's own book")
    dated_on = models.DateField(null=True)
    time = models.CharField(max_length=40, blank=True)
    attire = models.CharField(max_length=120, blank=True)
    guests = models.JSONField(default=list, help_text="who is invited besides those appointed, each a name and a post")
    written_by = models.CharField(max_length=64)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class PaperNumber(models.Model):
    """The number, of the office's own book, of somebody's paper at an inauguration; `keeper` is who hands over, where
    several kept the post before and each hands over with a paper of his own.
    """

    inauguration = models.ForeignKey(Inauguration, models.PROTECT, related_name="paper_numbers")
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="paper_numbers")
    paper = models.CharField(max_length=12)
    number = models.CharField(max_length=120)
    keeper = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="appointments_paper_number_once",
                fields=["inauguration", "appointment", "paper"],
                condition=Q(keeper=None),
            ),
            models.UniqueConstraint(
                name="appointments_paper_number_once_a_keeper",
                fields=["inauguration", "appointment", "paper", "keeper"],
            ),
            models.CheckConstraint(name="appointments_paper_number_not_blank", condition=~Q(number="")),
        ]

    def __str__(self) -> str:
        return self.number
