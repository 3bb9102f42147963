"""Selection by the Tim Penilai Kinerja: who takes part, what was scored, who is proposed."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from malaqbiq.appointments.models.rounds import Phase, Seat
from malaqbiq.appointments.models.withdrawing import Withdrawable, withdrawn_whole
from malaqbiq.kernel.entropy import new_uid


class Participant(models.Model):
    """Somebody who takes part in a phase, as a member of the panel or as a candidate: never as both."""

    class Part(models.TextChoices):
        MEMBER = "member"
        CANDIDATE = "candidate"

    class Seating(models.TextChoices):
        CHAIR = "chair"
        SECRETARY = "secretary"
        MEMBER = "member"

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="participants")
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    part = models.CharField(max_length=9, choices=Part)
    seating = models.CharField(max_length=9, choices=Seating, blank=True, help_text="of a member")
    named_by = models.CharField(max_length=64)
    named_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="appointments_takes_part_once", fields=["phase", "person"]),
            models.CheckConstraint(
                name="appointments_member_has_a_seating",
                condition=Q(part="member") & ~Q(seating="") | Q(part="candidate", seating=""),
            ),
            models.UniqueConstraint(
                name="appointments_one_chair", fields=["phase"], condition=Q(part="member", seating="chair")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.person_id}"


class Conflict(models.Model):
    """That a member doesn't judge a candidate: close family, or declared by the member."""

    member = models.ForeignKey(Participant, models.CASCADE, related_name="conflicts")
    candidate = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    reason = models.TextField()
    declared_by = models.CharField(max_length=64)
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(name="appointments_conflict_once", fields=["member", "candidate"])]

    def __str__(self) -> str:
        return f"{self.member_id} {self.candidate_id}"


class Criterion(models.Model):
    """What members score in a phase, on which axis of the nine boxes, and how much it counts."""

    class Axis(models.TextChoices):
        PERFORMANCE = "performance"
        POTENTIAL = "potential"

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="criteria")
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    axis = models.CharField(max_length=11, choices=Axis)
    weight = models.PositiveSmallIntegerField(help_text="of a hundred on its axis")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="appointments_criterion_once", fields=["phase", "key"]),
            models.CheckConstraint(name="appointments_weight_of_a_hundred", condition=Q(weight__range=(1, 100))),
        ]

    def __str__(self) -> str:
        return self.title


class Score(models.Model):
    """What a member gives a candidate for a criterion, 0 to 100; read by others once all members have given theirs."""

    member = models.ForeignKey(Participant, models.PROTECT, related_name="scores_given")
    candidate = models.ForeignKey(Participant, models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    points = models.PositiveSmallIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="appointments_score_once", fields=["member", "candidate", "criterion"]),
            models.CheckConstraint(name="appointments_points_of_a_hundred", condition=Q(points__range=(0, 100))),
        ]

    def __str__(self) -> str:
        return str(self.points)


class ScoreChange(models.Model):
    """A score that a member changed after all had given theirs and could read each other's: from what to what, and why.

    Rows never change, but for a reason that is erased as the law may ask.
    """

    member = models.ForeignKey(Participant, models.PROTECT, related_name="scores_changed")
    candidate = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    from_points = models.PositiveSmallIntegerField()
    to_points = models.PositiveSmallIntegerField()
    reason = models.TextField()
    changed_by = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="appointments_score_change_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="appointments_score_changed", condition=~Q(from_points=F("to_points"))),
            models.CheckConstraint(
                name="appointments_changed_points_of_a_hundred",
                condition=Q(from_points__range=(0, 100), to_points__range=(0, 100)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_points} to {self.to_points}"


class Nominee(models.Model):
    """Who is proposed for a post, in the panel's order; the first is the one whom it would place."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="nominees")
    candidate = models.ForeignKey(Participant, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["seat_id", "rank"]
        constraints = [
            models.UniqueConstraint(name="appointments_rank_once", fields=["seat", "rank"]),
            models.UniqueConstraint(name="appointments_nominee_once", fields=["seat", "candidate"]),
            models.UniqueConstraint(name="appointments_first_for_one_post", fields=["candidate"], condition=Q(rank=1)),
            models.CheckConstraint(name="appointments_up_to_three", condition=Q(rank__range=(1, 3))),
        ]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.rank}"


class Proposal(Withdrawable):
    """The usulan to the Sekretaris Jenderal: once it is made, what it follows from stays, unless it is taken back
    before a decree answers it. `nominees` are then kept as they stood: posts and people by uid.
    """

    phase = models.ForeignKey(Phase, models.PROTECT, related_name="proposals")
    number = models.CharField(max_length=120, help_text="as it stands in the office's own book")
    dated_on = models.DateField()
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    nominees = models.JSONField(default=list, help_text="of one taken back: a post and its people, in their order")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="appointments_one_proposal_stands", fields=["phase"], condition=Q(withdrawn_at__isnull=True)
            ),
            withdrawn_whole("proposal"),
        ]

    def __str__(self) -> str:
        return self.number
