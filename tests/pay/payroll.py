"""The cast of the tests of pay: a province, two of its kabupaten, and who is paid there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import EntryDraft
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.services import unit_profile_set
from malaqbiq.pay.effects import TermEndedV1, TermSetV1
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EndedV1, MovedV1
from malaqbiq.service.models import HomeUnit
from tests import builders as make

LAST_YEAR, NEW_YEAR, LAST_DAY, JULY = date(2021, 1, 1), date(2022, 1, 1), date(2022, 12, 31), date(2022, 7, 1)
LOW = 2_000_000


def term(
    who: Person,
    where: WorkUnit,
    start: date,
    amount: int = make.FLOOR,
    floor: int | None = make.FLOOR,
    key: str = "ump:76:2022",
    last_day: date | None = LAST_DAY,
) -> EntryDraft:
    """Pay alone, at the floor unless an amount is given."""
    payload = TermSetV1(monthly_amount=amount, floor_amount=floor, floor_basis="ump", floor_key=key, last_day=last_day)
    return EntryDraft("pay.term_set", start, where.uid, payload, person=who.uid)


def opened_low(who: Person, office: WorkUnit, last_day: date = LAST_DAY, amount: int = LOW) -> Decree:
    """An opening in which somebody is paid below the floor."""
    return make.opened(office, make.engaged(who, office, LAST_YEAR, last_day, amount))


def left(who: Person, where: WorkUnit, day: date) -> list[EntryDraft]:
    """Somebody leaves; the day is the first out of service."""
    return [
        EntryDraft("service.ended", day, where.uid, EndedV1(reason="resigned"), person=who.uid),
        EntryDraft("pay.term_ended", day, where.uid, TermEndedV1(), person=who.uid),
    ]


def moved(who: Person, where: WorkUnit, day: date) -> list[EntryDraft]:
    """Somebody moves to another unit of the province, pay set anew."""
    home = HomeUnit.objects.as_of(day).filter(person=who).first()
    stands = home.work_unit_id if home else where.uid
    move = EntryDraft("service.moved", day, stands, MovedV1(work_unit=where.uid), person=who.uid)
    return [move, term(who, where, day)]


def access(name: str, codes: Iterable[str], *roles: Role, person: UUID | None = None) -> Access:
    """A user with roles on work units."""
    return Access(actor=name, roles=dict.fromkeys(roles, frozenset(codes)), person=person)


def profile(unit: WorkUnit, year: int, **fields: object) -> None:
    """What a unit has chosen for a budget year."""
    unit_profile_set(access=make.OFFICER, unit=unit.code, year=year, fields=fields)  # type: ignore[arg-type]


def on(day: date) -> object:
    """The clock, standing at a day."""
    return clock.standing_at(make.noon(day))
