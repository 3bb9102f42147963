"""What decrees set in pay, told to the rooms below."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import BigIntegerField, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from malaqbiq.decrees.models import Entry
from malaqbiq.pay.effects import TermSet


def monthly(decrees: Collection[int]) -> dict[int, int]:
    """The pay a month that each decree (by its key) sets, in whole rupiah; those that set none are left out."""
    amount = Cast(KeyTextTransform("monthly_amount", "payload"), BigIntegerField())
    setting = Entry.objects.filter(decree__in=decrees, effect=TermSet.name, mending__in=("", "correction"))
    rows = setting.values_list("decree").order_by().annotate(sum=Sum(amount))
    return dict(rows)
