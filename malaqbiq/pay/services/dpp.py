"""Bringing in a payment list (DPP) of the treasury's payroll program, to be compared with the decrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.identity import nik_read
from malaqbiq.kernel.words import Words, packed, unpacked
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.models import PaymentList, PaymentListRow, PaymentListStray
from malaqbiq.pay.rules.months import month_of
from malaqbiq.people.models import Person
from malaqbiq.people.rules import name_key
from malaqbiq.service.models import DutyUnit, HomeUnit

BATCH = 1000


@dataclass(frozen=True, slots=True)
class DppRow:
    """One line of a payment list: NIK as digits, name as it stands there, gross in whole rupiah."""

    nik: str
    name: str
    gross: int


@dataclass(frozen=True, slots=True)
class DppStray:
    """A row of the file that is no line: its number, what could be read of it (None, empty), and why it isn't one."""

    row: int
    nik: str
    name: str
    gross: int | None
    why: Words


@dataclass(frozen=True, slots=True)
class DppRecorded:
    """What bringing in a list did: how many of its lines are new or changed, and how many stood there already."""

    payment_list: PaymentList
    changed: int
    unchanged: int


@transaction.atomic
def dpp_record(
    *, access: Access, unit: str, month: date, rows: Sequence[DppRow], source: str, strays: Sequence[DppStray] = ()
) -> DppRecorded:
    """Keep a payment list of a work unit (by its code) for the month of a day, instead of one brought in before, and
    beside it the rows of its file that are no lines.

    The same list again changes nothing. Nobody is paid and no decree is touched by it.
    """
    access.require(unit, Role.SDM_OFFICER)
    # The unit is locked, so that two lists brought in at once don't mix.
    found = WorkUnit.objects.select_for_update().get(code=unit)
    first_day = month_of(month).start
    brought = PaymentList.objects.filter(work_unit=found, month=first_day).first()
    before = [DppRow(row.nik, row.name, row.gross) for row in brought.rows.all()] if brought else []
    unchanged = (Counter(rows) & Counter(before)).total()
    if brought and list(rows) == before and list(strays) == _strays_of(brought):
        return DppRecorded(brought, 0, unchanged)
    brought = brought or PaymentList(work_unit=found, month=first_day)
    brought.source, brought.recorded_by, brought.recorded_at = source, access.actor, clock.now()
    brought.save()
    brought.rows.all().delete()
    lines = (
        PaymentListRow(payment_list=brought, ordinal=ordinal, nik=row.nik, name=row.name, gross=row.gross)
        for ordinal, row in enumerate(rows, start=1)
    )
    PaymentListRow.objects.bulk_create(lines, batch_size=BATCH)
    brought.strays.all().delete()
    left = (
        PaymentListStray(
            payment_list=brought, ordinal=one.row, nik=one.nik, name=one.name, gross=one.gross, why=packed(one.why)
        )
        for one in strays
    )
    PaymentListStray.objects.bulk_create(left, batch_size=BATCH)
    detail: dict[str, Json] = {"month": first_day.isoformat(), "lines": len(rows)}
    activity_record(access=access, action="pay.dpp_record", unit_code=unit, detail=detail)
    return DppRecorded(brought, len(rows) - unchanged, unchanged)


def _is_whole(number: str) -> bool:
    return not any(not problem.warning for problem in nik_read(number)[1])


def _strays_of(brought: PaymentList) -> list[DppStray]:
    return [DppStray(one.ordinal, one.nik, one.name, one.gross, unpacked(one.why)) for one in brought.strays.all()]


@transaction.atomic
def dpp_erase(*, access: Access, person: UUID) -> int:
    """Take a person's number and name out of payment lists by law (UU 27/2022); gives how many lines held them.

    A line without a number is his if it bears his name in a list of a work unit that he was ever in. To be called
    before `people` forgets number and name. Forbidden for all but a system user. Amounts stay.
    """
    access.require("", Role.ADMINISTRATOR)
    name, nik, entered_unit = Person.objects.values_list("name", "nik", "entered_unit").get(uid=person)
    erased = PaymentListRow.objects.filter(nik=nik).update(nik="", name="") if nik else 0
    erased += PaymentListRow.objects.filter(pk__in=_named_alone(person, name, entered_unit)).update(name="")
    # What was no line may bear his number with a slip in it: there his name is enough, wherever it stands.
    key = name_key(name)
    strays = PaymentListStray.objects.exclude(name="", nik="").values_list("pk", "name", "nik")
    meant = [
        pk
        for pk, named, number in strays.iterator()
        if number == nik or (named and name_key(named) == key and not _is_whole(number))
    ]
    erased += PaymentListStray.objects.filter(pk__in=meant).update(nik="", name="")
    activity_record(access=access, action="pay.dpp_erase", subject_uid=person, detail={"lines": erased})
    return erased


def _named_alone(person: UUID, name: str, entered_unit: str) -> list[int]:
    """The lines without a number that bear a person's name, in lists of his work units."""
    key = name_key(name)
    units = [model.objects.filter(person__uid=person).values("work_unit__code") for model in (HomeUnit, DutyUnit)]
    within = Q(payment_list__work_unit__code=entered_unit)
    for codes in units:
        within |= Q(payment_list__work_unit__code__in=codes)
    rows = PaymentListRow.objects.filter(within, nik="").exclude(name="").values_list("pk", "name")
    return [pk for pk, named in rows.iterator() if name_key(named) == key]
