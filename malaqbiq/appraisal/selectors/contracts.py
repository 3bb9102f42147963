"""The contracts from which decrees are drafted, as they stand on the day before a new term."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from malaqbiq.appraisal.selectors.staff import HOUSE, units_below
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.periods import Period
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.models import Employment
from malaqbiq.service.selectors import Serving, serving


def contracts_on(*, office: str, day: date) -> list[Serving]:
    """The contract staff in service on a day in a work unit and all below it, by unit and name, whoever asks."""
    return serving(HOUSE, day, units=units_below(office, day))


def extensions_begun(term: Period) -> set[tuple[UUID, date]]:
    """Whose contract begins on which day of a term by an issued decree of ours. One statement."""
    begun = _decreed().filter(valid_from__gte=term.start, valid_from__lt=term.end)
    return set(begun.values_list("person__uid", "valid_from"))


def decreed_since() -> QuerySet[Employment]:
    """Of an appraisee in an outer query the contract that a decree of ours lets begin after the period's day."""
    return _decreed().filter(person=OuterRef("person"), valid_from__gt=OuterRef("cycle__service_on"))


def _decreed() -> QuerySet[Employment]:
    return Employment.objects.known().filter(origin=Origin.OWN, status__in=CONTRACT_WORKERS)
