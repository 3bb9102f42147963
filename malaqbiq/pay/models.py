"""Pay terms and the exceptions that let one stand outside its limits; closed months; payment lists to compare with."""

from __future__ import annotations

from uuid import UUID

from django.db import models
from django.db.models import F, Q

from malaqbiq.decrees.models.projection import projection_constraints
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.pay import effects
from malaqbiq.service.models import PersonProjection


class PayException(models.Model):
    """Why a term may stand below its floor or above its ceiling: proposed by one, approved by another, and it ends.

    Once approved it never changes: a trigger refuses it.
    """

    class Limit(models.TextChoices):
        FLOOR = "floor"
        CEILING = "ceiling"

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    limit = models.CharField(max_length=8, choices=Limit)
    reason = models.TextField()
    proposed_by = models.CharField(max_length=64)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=64, blank=True)
    approved_at = models.DateTimeField(null=True)
    last_day = models.DateField(help_text="last day on which it may be used")

    class Meta:
        constraints = [
            models.CheckConstraint(name="pay_exception_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="pay_exception_two_people", condition=Q(approved_by="") | ~Q(approved_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="pay_exception_approved_whole",
                condition=Q(approved_by="", approved_at__isnull=True)
                | ~Q(approved_by="") & Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(name="pay_exception_from_a_limit", condition=Q(limit__in=("floor", "ceiling"))),
        ]

    def __str__(self) -> str:
        return f"{self.limit} until {self.last_day}"


class PayTerm(PersonProjection):
    """What a person is paid a month, in whole rupiah, with the floor and ceiling that applied when the term started.

    The exception that a term names must be approved, this person's, from the limit that is passed, and last as long as
    the term: a trigger refuses any other.
    """

    track = effects.TERM

    monthly_amount = models.PositiveBigIntegerField()
    floor_amount = models.PositiveBigIntegerField(null=True, help_text="unknown if empty, never zero")
    floor_basis = models.CharField(max_length=16, blank=True, help_text="ump, umk or former_pay")
    floor_key = models.CharField(max_length=60, blank=True, help_text="key of the fact in regulations")
    ceiling_amount = models.PositiveBigIntegerField(null=True, help_text="unknown if empty, never zero")
    ceiling_key = models.CharField(max_length=60, blank=True)
    exception = models.ForeignKey(PayException, models.PROTECT, to_field="uid", null=True, related_name="+")

    class Meta:
        constraints = [
            *projection_constraints("pay_payterm", "person"),
            models.CheckConstraint(
                name="pay_term_of_own_decree_at_its_floor",
                condition=~Q(origin="own")
                | Q(exception__isnull=False)
                | Q(floor_amount__isnull=False, monthly_amount__gte=F("floor_amount")),
            ),
            models.CheckConstraint(
                name="pay_term_of_own_decree_below_its_ceiling",
                condition=~Q(origin="own")
                | Q(exception__isnull=False)
                | Q(ceiling_amount__isnull=True)
                | Q(monthly_amount__lte=F("ceiling_amount")),
            ),
            models.CheckConstraint(
                name="pay_term_of_a_known_origin", condition=Q(origin__in=("own", "received", "opening"))
            ),
            models.CheckConstraint(name="pay_term_is_positive", condition=Q(monthly_amount__gt=0)),
            models.CheckConstraint(
                name="pay_term_unknown_is_not_zero",
                condition=(Q(floor_amount__isnull=True) | Q(floor_amount__gt=0))
                & (Q(ceiling_amount__isnull=True) | Q(ceiling_amount__gt=0)),
            ),
        ]
        indexes = [models.Index(fields=["valid_from", "valid_until"])]

    @property
    def floor_exception(self) -> UUID | None:
        """The exception that lets it stand below its floor, if one does: one from the ceiling excuses no low pay."""
        held = self.exception
        return held.uid if held is not None and held.limit == PayException.Limit.FLOOR else None


class PayMonth(models.Model):
    """A work unit's month as it was told to the operator of the treasury's payroll program. It never changes.

    `place` is the ledger's place up to which decrees were known; what came later stands in a next month.
    """

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    work_unit = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    month = models.DateField(help_text="its first day")
    place = models.PositiveBigIntegerField(help_text="last place of the ledger that was known")
    thr_month = models.PositiveSmallIntegerField(help_text="month of the THR, as it was set for the year")
    unknown = models.JSONField(default=list, help_text="what was not known for premiums, by name")
    closed_by = models.CharField(max_length=64)
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pay_month_once", fields=["work_unit", "month"]),
        ]

    def __str__(self) -> str:
        return f"{self.work_unit_id} {self.month:%Y-%m}"


class PayLine(models.Model):
    """One person's line in a closed month: this month's pay, what changes for an earlier one (`about`), or the THR."""

    class Kind(models.TextChoices):
        PAY = "pay"
        THR = "thr"

    pay_month = models.ForeignKey(PayMonth, models.PROTECT, related_name="lines")
    ordinal = models.PositiveIntegerField()
    person = models.ForeignKey("people.Person", models.PROTECT, to_field="uid", related_name="+")
    kind = models.CharField(max_length=3, choices=Kind)
    about = models.DateField(help_text="first day of the month that it is about")
    amount = models.BigIntegerField(help_text="gross rupiah; below zero if too much was told before")
    monthly_amount = models.PositiveBigIntegerField(null=True, help_text="the month's full pay; empty if none stands")
    days = models.PositiveSmallIntegerField(help_text="calendar days that are paid")
    of_days = models.PositiveSmallIntegerField(help_text="calendar days of the month")
    changes = models.JSONField(default=list, help_text="new, ended, raised, lowered, moved_in, moved_out")
    premiums = models.JSONField(default=dict, help_text="employer's premium by programme in rupiah; null if not known")
    entry = models.ForeignKey(
        "decrees.Entry", models.PROTECT, to_field="uid", null=True, related_name="+", help_text="that sets the pay"
    )

    class Meta:
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(name="pay_line_order", fields=["pay_month", "ordinal"]),
            models.UniqueConstraint(name="pay_line_once", fields=["pay_month", "person", "kind", "about"]),
        ]
        indexes = [models.Index(fields=["person", "about"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.about:%Y-%m} {self.amount}"


class PaymentList(models.Model):
    """A payment list (DPP) of the treasury's payroll program for a work unit's month, as it was last brought in."""

    uid = models.UUIDField(unique=True, default=new_uid, editable=False)
    work_unit = models.ForeignKey("organization.WorkUnit", models.PROTECT, to_field="uid", related_name="+")
    month = models.DateField(help_text="its first day")
    source = models.CharField(max_length=200, help_text="file that told it")
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="pay_list_once", fields=["work_unit", "month"]),
        ]

    def __str__(self) -> str:
        return f"{self.work_unit_id} {self.month:%Y-%m}"


class PaymentListRow(models.Model):
    """One line of a payment list, as it stands there."""

    payment_list = models.ForeignKey(PaymentList, models.CASCADE, related_name="rows")
    ordinal = models.PositiveIntegerField()
    nik = models.CharField(max_length=16, blank=True)
    name = models.CharField(max_length=120)
    gross = models.PositiveBigIntegerField(help_text="rupiah")

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(name="pay_list_row_order", fields=["payment_list", "ordinal"])]

    def __str__(self) -> str:
        return f"{self.ordinal} {self.gross}"


class PaymentListStray(models.Model):
    """A row of the file that a payment list came from which is no line of it: what could be read of it, and why not.

    It may pay somebody all the same, so that comparing tells of it.
    """

    payment_list = models.ForeignKey(PaymentList, models.CASCADE, related_name="strays")
    ordinal = models.PositiveIntegerField(help_text="the row's number in the workbook")
    nik = models.CharField(max_length=40, blank=True, help_text="as it stands there")
    name = models.CharField(max_length=120, blank=True)
    gross = models.PositiveBigIntegerField(null=True, help_text="rupiah; empty where it could not be read")
    why = models.JSONField(help_text="a sentence")

    class Meta:
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(name="pay_list_stray_once", fields=["payment_list", "ordinal"])]

    def __str__(self) -> str:
        return f"{self.ordinal}"
