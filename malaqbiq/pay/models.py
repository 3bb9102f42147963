"""Pay terms, and the exceptions that let one stand outside its limits."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from malaqbiq.decrees.models.projection import projection_constraints
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.pay import effects
from malaqbiq.service.models import PersonProjection


class PayException(models.Model):
    """Why a term may stand below its floor or above its ceiling: proposed by one, approved by another, and it ends."""

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
        ]

    def __str__(self) -> str:
        return f"{self.limit} until {self.last_day}"


class PayTerm(PersonProjection):
    """What a person is paid a month, in whole rupiah, with the floor and ceiling that applied when the term started."""

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
            models.CheckConstraint(name="pay_term_is_positive", condition=Q(monthly_amount__gt=0)),
        ]
        indexes = [models.Index(fields=["valid_from", "valid_until"])]
