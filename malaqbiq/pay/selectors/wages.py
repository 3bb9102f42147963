"""Who is paid what on a day, and whether that is at the day's floor."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from malaqbiq.kernel.access import Access
from malaqbiq.pay.models import PayException, PayTerm
from malaqbiq.pay.rules.limits import Basis, FormerPay, Limit, former_pay_limit
from malaqbiq.pay.rules.wages import WageCheck, WageRow
from malaqbiq.pay.selectors.limits import LawOfDay, law_of_day
from malaqbiq.service.models import HomeUnit
from malaqbiq.service.selectors import Known, Serving, serving, units_of


def wage_check(access: Access, day: date, *, units: Collection[str] | None = None, known: Known = None) -> WageCheck:
    """All contract workers in service on a day in the work units that the asker covers, each against the day's floor.

    The floor is the one of that day, not of the day on which the pay term started; for a PPPK paruh waktu whose decree
    names former pay it is that. A floor that is not known is named. A few statements, whatever the number of people.
    """
    staff = serving(access, day, units=units, known=known)
    terms = {term.person: term for term in _terms(day, known, units_of(access, units))}
    law = law_of_day(access, day)
    return WageCheck(day, tuple(_row(item, terms.get(item.person), law) for item in staff))


class _Term(NamedTuple):
    """What somebody is paid; `exception` is the one that the term names, from the limit `excepted`."""

    person: UUID
    monthly_amount: int
    origin: str
    floor_basis: str
    floor_amount: int | None
    entry: UUID
    exception: UUID | None
    excepted: str | None

    @property
    def floor_exception(self) -> UUID | None:
        """The exception that lets it stand below its floor, if one does."""
        return self.exception if self.excepted == PayException.Limit.FLOOR else None


def _terms(day: date, place: int | None, codes: frozenset[str] | None) -> Iterator[_Term]:
    terms = PayTerm.objects.as_of(day, place)
    if codes is not None:
        homes = HomeUnit.objects.as_of(day, place).filter(work_unit__code__in=codes)
        terms = terms.filter(person__in=homes.values("person"))
    columns = ("person__uid", "monthly_amount", "origin", "floor_basis", "floor_amount", "entry__uid")
    return map(_Term._make, terms.values_list(*columns, "exception__uid", "exception__limit"))


def _row(item: Serving, term: _Term | None, law: LawOfDay) -> WageRow:
    return WageRow(
        person=item.person,
        name=item.name,
        work_unit=item.work_unit,
        unit_code=item.unit_code,
        status=item.status,
        job_family=item.job_family,
        last_day=item.last_day,
        monthly_amount=term.monthly_amount if term else None,
        origin=term.origin if term else "",
        exception=term.floor_exception if term else None,
        floor=_floor(item, term, law),
        ceiling=law.ceiling(item.unit_code, item.status, item.job_family),
    )


def _floor(item: Serving, term: _Term | None, law: LawOfDay) -> Limit:
    if term is None or term.floor_basis != Basis.FORMER_PAY:
        return law.floor(item.unit_code)
    known = term.floor_amount is not None
    return former_pay_limit(FormerPay(term.floor_amount or 0, term.entry) if known else None)
