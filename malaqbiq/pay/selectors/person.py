"""One person's pay on a day, and where every figure of it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Subquery

from malaqbiq.decrees.models import Decree
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.kernel.speech import said
from malaqbiq.organization.models import UnitProfile
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.limits import Basis, shortfall
from malaqbiq.pay.selectors.limits import province_on
from malaqbiq.regulations.rules.floors import Floor, Floors
from malaqbiq.regulations.rules.rows import FloorLevel, WageFloorRow
from malaqbiq.regulations.selectors import wage_floor_rows


@dataclass(frozen=True, slots=True)
class FloorThen:
    """The floor that held when a term started, as its decree names it; `row` is what the law table says of it."""

    key: str
    basis: str
    amount: int | None
    row: WageFloorRow | None


@dataclass(frozen=True, slots=True)
class PayExplained:
    """A pay term in force: rupiah a month, since when and until which last day, by which decree.

    `then` is the floor that applied on its first day, `today` the day's own floor for the unit (a Floor, or a Missing
    that says what is not known), `limit` the amount that counts. `excused` says until when an exception lets it stand
    below.
    """

    amount: int
    since: date
    last_day: date | None
    decree: Decree
    then: FloorThen
    today: Floor | None
    today_missing: str
    limit: int | None
    excused: date | None

    @property
    def shortfall(self) -> int | None:
        """Rupiah a month below the day's floor, 0 if none; None where it is not known."""
        return shortfall(self.amount, self.limit)


def pay_explained(access: Access, day: date, person: UUID, unit_code: str) -> PayExplained | None:
    """The pay term that stands for a person of a home unit on a day; None where no decree says any.

    The caller has found that the asker may know it. Two statements, and one for a tree that was not read yet.
    """
    profiles = UnitProfile.objects.filter(unit__code=unit_code, year__lte=day.year).order_by("-year")
    terms = (
        PayTerm.objects.as_of(day)
        .filter(person__uid=person)
        .annotate(policy=Subquery(profiles.values("floor_policy")[:1]))
    )
    term = terms.select_related("exception", "entry__decree__office").first()
    if term is None:
        return None
    province = province_on(unit_tree(access, day=day), unit_code)
    rows = wage_floor_rows(access, region=unit_code, province=province)
    holding = (row for row in rows if day in Period(row.valid_from or date.min, row.valid_until))
    policy = FloorLevel(term.policy or FloorLevel.UMP)
    found = Floors.on(day, holding).under(policy, region=unit_code, province=province)
    today = found if isinstance(found, Floor) else None
    held = term.exception if term.floor_exception else None
    former = term.floor_basis == Basis.FORMER_PAY
    return PayExplained(
        amount=term.monthly_amount,
        since=term.valid_from,
        last_day=term.valid_until - DAY if term.valid_until else None,
        decree=term.entry.decree,
        then=FloorThen(
            term.floor_key,
            term.floor_basis,
            term.floor_amount,
            next((row for row in rows if row.key == term.floor_key), None),
        ),
        today=None if former else today,
        today_missing="" if isinstance(found, Floor) else said(found.words),
        limit=term.floor_amount if former else (today.amount if today else None),
        excused=held.last_day if held else None,
    )
