"""Projections of a person's service, of posts and of structures; and what no decree here decides: attendance, the
predikat of a year, penalties.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from malaqbiq.decrees.models import Projection
from malaqbiq.decrees.models.projection import projection_constraints
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.people.models import Recorded
from malaqbiq.regulations.rules.rows.eligibility import PENALTY_GRADES, PREDIKAT
from malaqbiq.service import effects


class PersonProjection(Projection):
    """A projection over a person."""

    # Named, so that what stands for a person on a day is one statement with joins (`standing_on`).
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="%(class)s_rows")

    class Meta:
        abstract = True


class Employment(PersonProjection):
    """That a person serves, as what; a contract is an employment with an end."""

    track = effects.EMPLOYMENT

    status = models.CharField(max_length=20)
    job_family = models.CharField(max_length=40, blank=True)
    cited = models.BooleanField(default=False, help_text="of an opening: it named the old decree that was in force")
    since_unknown = models.BooleanField(default=False, help_text="nobody told since when; it lies before valid_from")

    class Meta:
        constraints = [
            *projection_constraints("service_employment", "person"),
            models.CheckConstraint(
                name="service_employment_status", condition=Q(status__in=[item.value for item in effects.Status])
            ),
        ]
        indexes = [
            models.Index(fields=["status", "valid_from"]),
            # Whether a person serves as something, asked of one after the other.
            models.Index(
                name="service_employment_is", fields=["person", "status", "valid_from"], condition=Q(known_until=None)
            ),
        ]


class HomeUnit(PersonProjection):
    """A person's home unit (satker induk), which pays."""

    track = effects.HOME

    work_unit = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")

    class Meta:
        constraints = projection_constraints("service_homeunit", "person")


class DutyUnit(PersonProjection):
    """A person's place of duty (tempat tugas) where a Surat Tugas names another than the home unit."""

    track = effects.DUTY

    work_unit = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")

    class Meta:
        constraints = projection_constraints("service_dutyunit", "person")


class Rank(PersonProjection):
    """A person's golongan."""

    track = effects.RANK

    grade = models.CharField(max_length=8)
    since_unknown = models.BooleanField(default=False, help_text="nobody told since when; it lies before valid_from")

    class Meta:
        constraints = projection_constraints("service_rank", "person")


class PostHeld(PersonProjection):
    """The post that a person holds."""

    track = effects.POST_HELD

    post = models.ForeignKey("organization.Post", models.PROTECT, to_field="uid", related_name="+")
    state = models.CharField(max_length=12)
    since_unknown = models.BooleanField(default=False, help_text="nobody told since when; it lies before valid_from")

    class Meta:
        constraints = projection_constraints("service_postheld", "person")


class PostInForce(Projection):
    """That a post exists, under which structure."""

    track = effects.POST_IN_FORCE
    subject = "post"

    post = models.ForeignKey("organization.Post", models.PROTECT, to_field="uid", related_name="+")
    regime = models.CharField(max_length=40)

    class Meta:
        constraints = projection_constraints("service_postinforce", "post")


class Holder(Projection):
    """Who holds a post, and how."""

    track = effects.HOLDER
    subject = "post"

    post = models.ForeignKey("organization.Post", models.PROTECT, to_field="uid", related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    state = models.CharField(max_length=12)
    since_unknown = models.BooleanField(default=False, help_text="nobody told since when; it lies before valid_from")

    class Meta:
        constraints = projection_constraints("service_holder", "post")


class Acting(Projection):
    """Who stands in for a post as Plt or Plh, through the day before `valid_until`. Nobody holds the post by it."""

    track = effects.ACTING
    subject = "post"

    post = models.ForeignKey("organization.Post", models.PROTECT, to_field="uid", related_name="acting_rows")
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    capacity = models.CharField(max_length=3)

    class Meta:
        constraints = [
            *projection_constraints("service_acting", "post"),
            models.CheckConstraint(
                name="service_acting_ends",
                condition=Q(valid_until__isnull=False, capacity__in=[item.value for item in effects.Capacity]),
            ),
        ]


class ActingFor(PersonProjection):
    """A post for which a person stands in."""

    post = models.ForeignKey("organization.Post", models.PROTECT, to_field="uid", related_name="+")

    class Meta:
        abstract = True


class PltFor(ActingFor):
    """The post for which a person stands in as Plt."""

    track = effects.PLT_FOR

    class Meta:
        constraints = projection_constraints("service_pltfor", "person")


class PlhFor(ActingFor):
    """The post for which a person stands in as Plh."""

    track = effects.PLH_FOR

    class Meta:
        constraints = projection_constraints("service_plhfor", "person")


class Structure(Projection):
    """The structure in force in a work unit."""

    track = effects.STRUCTURE
    subject = "work_unit"

    work_unit = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    regime = models.CharField(max_length=40)
    typology = models.CharField(max_length=40)

    class Meta:
        constraints = projection_constraints("service_structure", "work_unit")


class Attendance(models.Model):
    """A person's attendance in a calendar month, in days, as an office recorded it."""

    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    month = models.DateField(help_text="its first day")
    working_days = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    late = models.PositiveSmallIntegerField(default=0, help_text="days on which the person came late")
    leave = models.PositiveSmallIntegerField(default=0, help_text="izin and cuti")
    sick = models.PositiveSmallIntegerField(default=0)
    absent = models.PositiveSmallIntegerField(default=0, help_text="alpa: without a reason")
    source = models.CharField(max_length=200, help_text="file or paper that told it")
    entered_by = models.CharField(max_length=64)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="service_attendance_once", fields=["person", "month"]),
            models.CheckConstraint(
                name="service_attendance_adds_up",
                condition=Q(working_days=F("present") + F("leave") + F("sick") + F("absent"), late__lte=F("present")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Predikat(Recorded):
    """The predikat of a civil servant's performance in a calendar year (PermenPANRB 6/2022)."""

    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    year = models.PositiveSmallIntegerField()
    predikat = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="service_predikat_once", fields=["person", "year"]),
            models.CheckConstraint(name="service_predikat_known", condition=Q(predikat__in=PREDIKAT)),
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class Penalty(Recorded):
    """A disciplinary penalty (PP 94/2021) that runs from a day on; imposed elsewhere, recorded here."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    grade = models.CharField(max_length=8)
    valid_from = models.DateField()
    valid_until = models.DateField(
        null=True, help_text="the first day on which it runs no more; none is known if empty"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="service_penalty_grade", condition=Q(grade__in=PENALTY_GRADES)),
            models.CheckConstraint(
                name="service_penalty_valid", condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from"))
            ),
        ]
        indexes = [models.Index(fields=["person", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.grade} {self.valid_from}"
