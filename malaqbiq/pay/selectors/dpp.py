"""Every difference between a payment list that was brought in and the decrees in force."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.identity import mask_nik, mask_numbers
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Words, unpacked
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import work_unit
from malaqbiq.pay.models import PayLine, PaymentList, PaymentListRow
from malaqbiq.pay.rules.listed import Difference, Elsewhere, Finding, ListedRow, Owed, differences
from malaqbiq.pay.rules.months import month_of, month_pay
from malaqbiq.pay.selectors.spans import paid_spans, spans_of
from malaqbiq.people.models import Person
from malaqbiq.people.rules import name_key

NO_DIGIT = re.compile(r"\D")
UNSEEN = "?"
"""What stands for a work unit that the asker doesn't cover."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A row of the list's file that is no line of it, so compared with nothing: who it seems to pay, and why not."""

    row: int
    name: str
    nik: str
    gross: int | None
    why: Words


@dataclass(frozen=True, slots=True)
class DppComparison:
    """A work unit's payment list of a month beside the decrees in force, in rupiah. Without findings they agree."""

    unit_code: str
    month: Period
    source: str
    recorded_at: datetime
    listed: int
    listed_gross: int
    owed_gross: int
    findings: tuple[Finding, ...]
    strays: tuple[Stray, ...] = ()

    @property
    def strays_gross(self) -> int:
        """What the rows that are no lines of the list pay, as far as it could be read."""
        return sum(stray.gross or 0 for stray in self.strays)


def dpp_comparison(access: Access, *, unit: str, month: date) -> DppComparison:
    """The payment list of a work unit (by its code) for the month of a day, compared with what is decreed now.

    WorkUnit.DoesNotExist for a unit that the asker's grants don't cover, PaymentList.DoesNotExist while no list was
    brought in. NIK are masked unless the asker is an SDM officer there; a unit that is not covered is not named.
    """
    found, of = work_unit(access, code=unit), month_of(month)
    brought = PaymentList.objects.get(work_unit=found, month=of.start)
    listed = [ListedRow(row.ordinal, row.nik, row.name, row.gross) for row in brought.rows.all()]
    owed = _owed(found, of)
    strangers = {row.nik for row in listed if row.nik} - {row.nik for row in owed}
    findings = _told_apart(differences(listed, owed, _elsewhere(found, of, strangers), unit), brought)
    return DppComparison(
        unit_code=unit,
        month=of,
        source=brought.source,
        recorded_at=brought.recorded_at,
        listed=len(listed),
        listed_gross=sum(row.gross for row in listed),
        owed_gross=sum(row.gross for row in owed),
        findings=tuple(_narrowed(finding, access, unit) for finding in findings),
        strays=tuple(_strays(brought, whole=access.covers(unit, Role.SDM_OFFICER))),
    )


def dpp_lines(access: Access, *, unit: str, month: date) -> int:
    """How many lines the payment list has that was brought in for a work unit and the month of a day; 0 without one.

    WorkUnit.DoesNotExist for a unit that the asker's grants don't cover.
    """
    found = work_unit(access, code=unit)
    lines = PaymentListRow.objects.filter(payment_list__work_unit=found)
    return lines.filter(payment_list__month=month_of(month).start).count()


def _told_apart(findings: Sequence[Finding], brought: PaymentList) -> Iterator[Finding]:
    """Whom a row names that could not be read is not missing from the list: he may be paid by it."""
    strays = list(brought.strays.values_list("nik", "name"))
    numbers = {digits for nik, _name in strays if (digits := NO_DIGIT.sub("", nik))}
    names = {name_key(name) for _nik, name in strays if name.strip()}
    for one in findings:
        is_named = one.nik in numbers or name_key(one.name) in names
        missing = one.kind is Difference.NOT_LISTED
        yield replace(one, kind=Difference.UNREAD) if missing and is_named else one


def _strays(brought: PaymentList, *, whole: bool) -> Iterator[Stray]:
    for one in brought.strays.all():
        why = unpacked(one.why)
        if whole:
            yield Stray(one.ordinal, one.name, one.nik, one.gross, why)
            continue
        said = {key: mask_numbers(value) if isinstance(value, str) else value for key, value in why.params.items()}
        yield Stray(one.ordinal, mask_numbers(one.name), mask_nik(one.nik), one.gross, replace(why, params=said))


def _owed(unit: WorkUnit, of: Period) -> list[Owed]:
    """What the unit owes for the month by what is known now, and what it told if the month is closed."""
    pays = {person: month_pay(spans, unit.uid, of) for person, spans in spans_of(unit.uid, None, of).items()}
    told = _told(unit, of)
    people = Person.objects.filter(uid__in={person for person, pay in pays.items() if pay} | set(told or ()))
    return [
        Owed(
            person=person.uid,
            name=person.name,
            nik=person.nik,
            gross=pay.gross if (pay := pays.get(person.uid)) else 0,
            told=None if told is None else told.get(person.uid, 0),
        )
        for person in people
    ]


def _told(unit: WorkUnit, of: Period) -> Mapping[UUID, int] | None:
    lines = PayLine.objects.filter(pay_month__work_unit=unit, pay_month__month=of.start)
    sums = dict(lines.order_by().values_list("person__uid").annotate(Sum("amount")))
    return sums or None


def _elsewhere(unit: WorkUnit, of: Period, niks: Collection[str]) -> dict[str, Elsewhere]:
    """Who of the numbers is paid by another unit in the month."""
    people = dict(Person.objects.filter(nik__in=niks).values_list("uid", "nik"))
    codes = dict(WorkUnit.objects.values_list("uid", "code"))
    found: dict[str, Elsewhere] = {}
    for person, spans in paid_spans(Person.objects.filter(uid__in=people).values("uid"), within=of).items():
        for other in {span.unit for span in spans} - {unit.uid}:
            if pay := month_pay(spans, other, of):
                found[people[person] or ""] = Elsewhere(person, codes[other], pay.gross)
    return found


def _narrowed(finding: Finding, access: Access, unit: str) -> Finding:
    """The finding as the asker may see it."""
    shown = finding.unit_code if not finding.unit_code or access.covers(finding.unit_code) else UNSEEN
    nik = finding.nik if access.covers(unit, Role.SDM_OFFICER) else mask_nik(finding.nik)
    return Finding(
        kind=finding.kind,
        name=finding.name,
        nik=nik,
        person=finding.person if shown != UNSEEN else None,
        listed=finding.listed,
        owed=finding.owed if shown != UNSEEN else None,
        unit_code=shown,
        is_told=finding.is_told,
    )
