"""What every projection has: two ranges, valid in the world and known in the ledger."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import FilteredRelation, Q

from malaqbiq.decrees.models.decree import Entry
from malaqbiq.decrees.rules.timeline import Origin, Track

R_co = TypeVar("R_co", bound=models.Model, covariant=True)


class ProjectionQuerySet(models.QuerySet[R_co]):
    """Asks what stands on a day, as known now or at a place of the ledger."""

    def known(self, place: int | None = None) -> Self:
        """Rows known now, or at a ledger place."""
        if place is None:
            return self.filter(known_until__isnull=True)
        return self.filter(Q(known_until__isnull=True) | Q(known_until__gt=place), known_from__lte=place)

    def as_of(self, day: date, place: int | None = None) -> Self:
        """Rows that stand on a day, as known now or at a ledger place."""
        return self.known(place).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day), valid_from__lte=day)


def standing_on(relation: str, day: date, place: int | None = None) -> FilteredRelation:
    """Joins a projection to its subject (``homeunit_rows`` to a person): the row that stands on a day, as known now or
    at a place of the ledger.
    """
    unended = Q(**{f"{relation}__valid_until__isnull": True}) | Q(**{f"{relation}__valid_until__gt": day})
    begun = Q(**{f"{relation}__valid_from__lte": day})
    known = Q(**{f"{relation}__known_until__isnull": True})
    if place is not None:
        known = (known | Q(**{f"{relation}__known_until__gt": place})) & Q(**{f"{relation}__known_from__lte": place})
    return FilteredRelation(relation, condition=known & begun & unended)


class Projection(models.Model):
    """A row that only the differ writes. A room's model names its track, its subject and the value that its fields
    hold.

    `valid_until` is the first day on which it no longer stands; `known_until` the ledger place from which it is no
    longer known. Nothing of a row ever changes but `known_until`, once.
    """

    track: ClassVar[Track[Any]]
    subject: ClassVar[str] = "person"

    entry = models.ForeignKey(Entry, models.PROTECT, to_field="uid", related_name="+")
    origin = models.CharField(max_length=8, choices=[(item.value, item.value) for item in Origin])
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    known_from = models.PositiveBigIntegerField()
    known_until = models.PositiveBigIntegerField(null=True)

    objects = ProjectionQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.track.name} {self.valid_from} to {self.valid_until}"


def projection_constraints(table: str, subject: str) -> list[models.BaseConstraint]:
    """What the database itself refuses in a projection: ranges that end before they start, two values from one day."""
    return [
        models.CheckConstraint(
            name=f"{table}_valid", condition=Q(valid_until__isnull=True) | Q(valid_until__gt=models.F("valid_from"))
        ),
        models.CheckConstraint(
            name=f"{table}_known", condition=Q(known_until__isnull=True) | Q(known_until__gt=models.F("known_from"))
        ),
        models.UniqueConstraint(
            name=f"{table}_once", fields=[subject, "valid_from"], condition=Q(known_until__isnull=True)
        ),
    ]
