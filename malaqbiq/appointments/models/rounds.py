"""Rounds in which the posts of an office are filled, phase after phase."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from malaqbiq.kernel.entropy import new_uid


class Round(models.Model):
    """A filling of posts (pengisian jabatan) in an office and the work units below it."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    office = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    title = models.CharField(max_length=160)
    begun_by = models.CharField(max_length=64)
    begun_at = models.DateTimeField()

    class Meta:
        ordering = ["-begun_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def ended(self) -> RoundEnd | None:
        """Why and when it was ended before all of its posts were filled, if it was."""
        return getattr(self, "ending", None)


class RoundEnd(models.Model):
    """That a round was given up by the Sekretaris, with a reason: nothing more is done in it, and its posts are free
    for another. Rows never change, but for a reason that is erased as the law may ask.
    """

    round = models.OneToOneField(Round, models.PROTECT, related_name="ending")
    ended_on = models.DateField()
    reason = models.TextField()
    ended_by = models.CharField(max_length=64)
    ended_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="appointments_round_end_has_a_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return f"{self.ended_on}"


class Phase(models.Model):
    """The posts of one level, filled together. It opens once the phases before it are inaugurated, or each of these is
    expressly released, with a reason; the database itself refuses any other order.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="phases")
    ordinal = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=24, help_text="JPT Pratama, Administrator, Pengawas, Fungsional")
    opened_on = models.DateField(null=True)
    opened_by = models.CharField(max_length=64, blank=True)
    released_on = models.DateField(null=True, help_text="the later ones need not wait for it from then on")
    released_by = models.CharField(max_length=64, blank=True)
    reason = models.TextField(blank=True, help_text="why it was released")
    inaugurated_on = models.DateField(null=True, help_text="the last of its posts was filled by an inauguration")

    class Meta:
        ordering = ["round_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(name="appointments_phase_once", fields=["round", "ordinal"]),
            models.UniqueConstraint(name="appointments_phase_of_a_level_once", fields=["round", "level"]),
            models.CheckConstraint(
                name="appointments_released_with_a_reason",
                condition=Q(released_on__isnull=True, released_by="", reason="")
                | Q(released_on__isnull=False) & ~Q(released_by="") & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="appointments_inaugurated_once_open",
                condition=Q(inaugurated_on__isnull=True) | Q(opened_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ordinal} {self.level}"

    @property
    def holds_up(self) -> bool:
        """Whether later phases wait for it."""
        return self.inaugurated_on is None and self.released_on is None


class Seat(models.Model):
    """A post that a round is to fill."""

    round = models.ForeignKey(Round, models.PROTECT, related_name="seats")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="seats")
    post = models.ForeignKey("organization.Post", models.PROTECT, to_field="uid", related_name="+")
    reason = models.TextField(blank=True, help_text="why the panel places another than the best assignment does")

    class Meta:
        constraints = [models.UniqueConstraint(name="appointments_seat_once", fields=["round", "post"])]

    def __str__(self) -> str:
        return str(self.post_id)
