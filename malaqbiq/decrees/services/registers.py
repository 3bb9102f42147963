"""Numbers: given at issue, taken from a reserved block, or typed from the office's own book; each accounted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import category
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from malaqbiq.decrees.errors import NumberTaken
from malaqbiq.decrees.models import Decree, Register, RegisterNumber
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import EARLIEST, LATEST
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.numbers import Shape
from malaqbiq.regulations.rules.rows.papers import Document
from malaqbiq.regulations.selectors.papers import decree_kind, number_text

SERIES = Document.DECREE.value
"""The series in which decrees are numbered; orders (surat perintah) have their own, as the kind's document says."""


@dataclass(frozen=True, slots=True)
class NextNumber:
    """The next number of the register, given here."""


@dataclass(frozen=True, slots=True)
class ReservedNumber:
    """A number of a block that was reserved."""

    value: int


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """A number from the office's own book (TU, SRIKANDI), with its text if that isn't the usual pattern."""

    value: int
    text: str = ""


NumberChoice = NextNumber | ReservedNumber | TypedNumber

NEXT_NUMBER = NextNumber()

LONGEST = 120

HIGHEST_FIRST = 100_000
"""No office has decreed that often in a year."""

MARKUP = frozenset("<>")
LINES = frozenset({"Zl", "Zp"})
"""Unicode's own ends of lines and paragraphs."""

FURTHEST = 500
"""How far a number may lie beyond the last: further is a slip of the pen, and could not be taken back."""


@transaction.atomic
def register_open(
    *,
    access: Access,
    office: UUID,
    authority: str,
    year: int,
    first_number: int = 1,
    exclusive: bool = False,
    shape: Shape | None = None,
) -> Register:
    """The register of decrees of an office's authority in a year; the one that is there already, if it agrees.

    `shape` is that of its numbers where it isn't the one that the law prefers on the day.
    """
    if not 1 <= first_number <= HIGHEST_FIRST or not EARLIEST.year <= year <= LATEST.year:
        raise NumberTaken(
            Words(gettext_noop("a register begins with a number from 1 to %(most)s"), {"most": HIGHEST_FIRST}),
            gettext_noop("check the number and the year"),
        )
    facts = {"first_number": first_number, "exclusive": exclusive, "shape": shape or ""}
    unit = WorkUnit.objects.get(uid=office)
    access.require(unit.code, Role.SDM_OFFICER)
    register, created = Register.objects.get_or_create(
        office=unit,
        authority=authority,
        kind=SERIES,
        year=year,
        defaults=facts,
    )
    if not created and any(getattr(register, name) != value for name, value in facts.items()):
        raise NumberTaken(gettext_noop("this register is open already, with another first number, sharing or shape"))
    if created:
        detail: dict[str, Json] = {"authority": authority, "year": year}
        activity_record(access=access, action="decrees.register", unit_code=unit.code, detail=detail)
    return register


def number_take(*, access: Access, decree: Decree, choice: NumberChoice) -> None:
    """Give the decree (locked, dated) its number; the register is locked, so that two never take the same."""
    assert decree.decided_on is not None  # noqa: S101 - the caller has dated it
    year = decree.decided_on.year
    kind = _kind(access, decree)
    Register.objects.get_or_create(office=decree.office, authority=decree.authority, kind=kind, year=year)
    register = Register.objects.select_for_update(of=("self",)).get(
        office=decree.office, authority=decree.authority, kind=kind, year=year
    )
    value = _value(register, choice)
    _write(access, register, value, RegisterNumber.Use.HERE, decree=decree)
    decree.register, decree.number_value = register, value
    typed = _plain(choice.text) if isinstance(choice, TypedNumber) else ""
    decree.number = typed or _text(access, register, decree, value, decree.decided_on)
    if len(decree.number) > LONGEST or Decree.objects.filter(register=register, number=decree.number).exists():
        raise NumberTaken(Words(gettext_noop("another decree has the number %(number)s"), {"number": decree.number}))


@dataclass(frozen=True, slots=True)
class Expected:
    """The number that a decree would take, empty where that can't be told."""

    text: str
    opens: bool
    """whether nobody said with which number its register begins: it would begin with this one"""


def numbers_expected(*, access: Access, decrees: Sequence[Decree]) -> dict[int, Expected]:
    """The numbers that decrees (by key), issued today in this order, would take."""
    found: dict[int, Expected] = {}
    series: dict[tuple[UUID, str, str, int], tuple[Register, int]] = {}
    for decree in decrees:
        year, kind = clock.today(decree.office.zone).year, _kind(access, decree)
        key = (decree.office_id, decree.authority, kind, year)
        register, value = series[key] if key in series else _series(decree.office, decree.authority, kind, year)
        found[decree.pk] = _expected(access, register, value, decree)
        series[key] = register, value + 1
    return found


def numbers_next(*, access: Access, office: WorkUnit, kinds: Mapping[str, str]) -> dict[str, Expected]:
    """The number that a decree of each kind would take, issued today as the next one by the kind's authority."""
    year = clock.today(office.zone).year
    drafts = {kind: Decree(office=office, kind=kind, authority=authority) for kind, authority in kinds.items()}
    keys = {kind: (draft.authority, _kind(access, draft)) for kind, draft in drafts.items()}
    series = {key: _series(office, *key, year) for key in dict.fromkeys(keys.values())}
    return {kind: _expected(access, *series[keys[kind]], draft) for kind, draft in drafts.items()}


def _kind(access: Access, decree: Decree) -> str:
    """The series in which a decree is numbered."""
    day, office = clock.today(decree.office.zone), decree.office.code
    found = decree_kind(access, kind=decree.kind, day=day, office=office)
    return SERIES if isinstance(found, Missing) else found.document.value


def _series(office: WorkUnit, authority: str, kind: str, year: int) -> tuple[Register, int]:
    """The register of a series (a new one, not stored, if there is none yet), and its next number."""
    found = Register.objects.filter(office=office, authority=authority, kind=kind, year=year).first()
    if found is None:
        found = Register(office=office, authority=authority, kind=kind, year=year)
        return found, found.first_number
    return found, _value(found, NEXT_NUMBER)


def _expected(access: Access, register: Register, value: int, decree: Decree) -> Expected:
    try:
        text = _text(access, register, decree, value, clock.today(decree.office.zone))
    except UserError:
        text = ""
    return Expected(text, opens=register.pk is None)


@transaction.atomic
def number_elsewhere(*, access: Access, register: int, value: int, title: str, dated_on: date) -> RegisterNumber:
    """Account for a number that another decree of the office has: what that is about, and its date."""
    days_require(dated_on)
    found = _locked(access, register)
    if dated_on.year != found.year:
        days: dict[str, str | date] = {"year": str(found.year), "day": dated_on}
        raise NumberTaken(
            Words(gettext_noop("this is the register of %(year)s: no decree of %(day)s has a number in it"), days),
            gettext_noop("check the date, or choose the register of its year"),
        )
    return _write(access, found, value, RegisterNumber.Use.ELSEWHERE, title=_said(title), dated_on=dated_on)


@transaction.atomic
def number_void(*, access: Access, register: int, value: int, reason: str) -> RegisterNumber:
    """Account for a number that no decree has, and why."""
    found = _locked(access, register)
    return _write(access, found, value, RegisterNumber.Use.VOID, reason=_said(reason))


@transaction.atomic
def numbers_reserve(*, access: Access, register: int, first: int, last: int, reason: str) -> list[RegisterNumber]:
    """Reserve a block of numbers, both ends counted."""
    if not 0 <= last - first < FURTHEST:
        raise NumberTaken(
            Words(gettext_noop("a block has from 1 to %(most)s numbers, its first one first"), {"most": FURTHEST})
        )
    found = _locked(access, register)
    return [
        _write(access, found, value, RegisterNumber.Use.RESERVED, reason=_said(reason))
        for value in range(first, last + 1)
    ]


def _plain(text: str) -> str:
    """The number as it was typed; NumberTaken if it isn't one line of plain text, for it stands on papers."""
    typed = text.strip()
    if any(category(letter)[0] == "C" or category(letter) in LINES or letter in MARKUP for letter in typed):
        raise NumberTaken(
            gettext_noop("a number is one line of letters, digits and signs, without < > or hidden characters"),
            gettext_noop("type it as it stands in the office's book"),
        )
    return typed


def _text(access: Access, register: Register, decree: Decree, value: int, day: date) -> str:
    text = number_text(
        access,
        kind=decree.kind,
        serial=value,
        day=day,
        office=decree.office.code,
        authority=decree.authority,
        shape=Shape(register.shape) if register.shape else None,
    )
    if isinstance(text, Missing):
        raise UserError(
            Words(gettext_noop("not known: %(what)s"), {"what": text.words}),
            gettext_noop("type the number as it stands in the office's book"),
        )
    return text


def _value(register: Register, choice: NumberChoice) -> int:
    match choice:
        case NextNumber():
            highest = register.numbers.aggregate(highest=Max("value"))["highest"]
            return max(register.first_number, (highest or 0) + 1)
        case ReservedNumber(value):
            if not register.numbers.filter(value=value, use=RegisterNumber.Use.RESERVED).exists():
                raise NumberTaken(Words(gettext_noop("number %(value)s is not reserved"), {"value": value}))
            return value
        case TypedNumber(value):
            return value


def _said(words: str) -> str:
    if not words.strip():
        raise UserError(gettext_noop("say what the number is used or kept for, or why it is void"))
    return words.strip()


def _locked(access: Access, register: int) -> Register:
    # Locked, so that a number can't be taken while another is accounted for.
    found = Register.objects.select_for_update(of=("self",)).select_related("office").get(pk=register)
    access.require(found.office.code, Role.SDM_OFFICER)
    return found


def _write(
    access: Access,
    register: Register,
    value: int,
    use: RegisterNumber.Use,
    *,
    decree: Decree | None = None,
    title: str = "",
    dated_on: date | None = None,
    reason: str = "",
) -> RegisterNumber:
    highest = register.numbers.aggregate(highest=Max("value"))["highest"] or register.first_number - 1
    if value > highest + FURTHEST:
        places = {"value": value, "highest": highest}
        raise NumberTaken(
            Words(gettext_noop("number %(value)s is far beyond the last, %(highest)s"), places),
            gettext_noop("check it; if it is right, account for the numbers between first"),
        )
    row = register.numbers.filter(value=value).first() or RegisterNumber(register=register, value=value)
    if value < register.first_number or (row.pk and row.use != RegisterNumber.Use.RESERVED):
        raise NumberTaken(
            Words(gettext_noop("number %(value)s is in use, or before the register's first"), {"value": value}),
            gettext_noop("choose another number, or correct the register first"),
        )
    if row.pk and use == RegisterNumber.Use.RESERVED:
        raise NumberTaken(Words(gettext_noop("number %(value)s is reserved already"), {"value": value}))
    row.use, row.decree, row.title, row.dated_on, row.reason = use, decree, title, dated_on, reason
    row.recorded_by, row.recorded_at = access.actor, clock.now()
    row.save()
    return row
