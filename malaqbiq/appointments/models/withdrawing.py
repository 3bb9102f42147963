"""What was written down by mistake is taken back: a record still, which counts no more."""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q

R_co = TypeVar("R_co", bound=models.Model, covariant=True)


class WithdrawableQuerySet(models.QuerySet[R_co]):
    """Tells apart what stands."""

    def standing(self) -> Self:
        """Those that weren't taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Withdrawable(models.Model):
    """Something that may be taken back, once, with a reason; nothing else of it ever changes."""

    withdrawn_by = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True, help_text="why it was taken back")

    objects = WithdrawableQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.reason


def withdrawn_whole(name: str) -> models.CheckConstraint:
    """That whoever takes something back says why."""
    return models.CheckConstraint(
        name=f"appointments_{name}_withdrawn_whole",
        condition=Q(withdrawn_at__isnull=True, withdrawn_by="", reason="")
        | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(reason=""),
    )
