"""Registers, number by number: what became of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from malaqbiq.decrees.models import Register, RegisterNumber
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.kernel.access import Access


class Account(StrEnum):
    """What became of a number."""

    HERE = "here"
    ELSEWHERE = "elsewhere"
    VOID = "void"
    RESERVED = "reserved"
    OPEN = "open"
    """nobody has said yet"""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number of a register, with the decree or the words that account for it."""

    value: int
    account: Account
    text: str = ""
    decree: UUID | None = None
    title: str = ""
    dated_on: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class RegisterCount:
    """A register with how many of its numbers there are of each account, up to the highest that is known."""

    register: Register
    highest: int
    counts: dict[Account, int]

    @property
    def open(self) -> int:
        """How many nobody has accounted for."""
        return self.counts[Account.OPEN]


def registers_visible(access: Access) -> QuerySet[Register]:
    """Registers of the offices that a reader's grants cover, the latest year first."""
    units = access.units(*READERS)
    found = Register.objects.select_related("office").order_by("-year", "office__code", "authority", "kind")
    return found if units is None else found.filter(office__code__in=units)


def registers_counted(registers: QuerySet[Register]) -> list[RegisterCount]:
    """The registers with their counts, in one statement."""
    uses = {use.value: Count("numbers", filter=Q(numbers__use=use)) for use in RegisterNumber.Use}
    return [_counted(register) for register in registers.annotate(highest=Max("numbers__value"), **uses)]


@dataclass(frozen=True)
class NumberSource:
    """A register's numbers as a list's source, those that nobody accounted for too: one row a number."""

    register: Register
    highest: int
    account: Account | None = None
    text: str = ""

    def count(self) -> int:
        """How many numbers there are."""
        if self.account is None and not self.text:
            return max(self.highest - self.register.first_number + 1, 0)
        return len(self._open()) if self.account == Account.OPEN else self._rows().count()

    def rows(self, order: str, start: int, stop: int | None) -> Sequence[Numbered]:
        """Some of the numbers, from the last down."""
        if self.account == Account.OPEN:
            return [Numbered(value, Account.OPEN) for value in self._open()[start:stop]]
        if self.account or self.text:
            return [_numbered(row) for row in self._rows()[start:stop]]
        last = self.highest - start
        first = self.register.first_number if stop is None else max(self.register.first_number, self.highest - stop + 1)
        return _filled(self._rows().filter(value__range=(first, last)), range(last, first - 1, -1))

    def _rows(self) -> QuerySet[RegisterNumber]:
        found = self.register.numbers.select_related("decree").order_by("-value")
        if self.account:
            found = found.filter(use=self.account)
        if self.text:
            said = (
                Q(title__icontains=self.text) | Q(reason__icontains=self.text) | Q(decree__title__icontains=self.text)
            )
            said |= Q(decree__number__icontains=self.text)
            found = found.filter(said | Q(value=int(self.text)) if _is_value(self.text) else said)
        return found

    def _open(self) -> list[int]:
        there = set(self.register.numbers.values_list("value", flat=True))
        return [value for value in range(self.highest, self.register.first_number - 1, -1) if value not in there]


def _is_value(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9


def _counted(register: Register) -> RegisterCount:
    facts = vars(register)
    highest = facts["highest"] or register.first_number - 1
    counts = {Account(use.value): facts[use.value] for use in RegisterNumber.Use}
    known = sum(counts.values())
    return RegisterCount(
        register, highest, {**counts, Account.OPEN: max(highest - register.first_number + 1 - known, 0)}
    )


def _filled(rows: Iterable[RegisterNumber], values: Iterable[int]) -> list[Numbered]:
    by_value = {row.value: row for row in rows}
    return [_numbered(by_value[value]) if value in by_value else Numbered(value, Account.OPEN) for value in values]


def _numbered(row: RegisterNumber) -> Numbered:
    decree = row.decree
    return Numbered(
        row.value,
        Account(row.use),
        decree.number if decree else "",
        decree.uid if decree else None,
        decree.title if decree else row.title or row.reason,
        decree.decided_on if decree else row.dated_on,
        row.recorded_by,
    )
