"""The staff of a day in groups of who are alike: counts of a whole country without reading its people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists

from malaqbiq.decrees.models.projection import standing_on
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.ledger import follows_ledger, ledger_head
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.reading import once
from malaqbiq.pay.rules.limits import Basis, shortfall
from malaqbiq.pay.selectors.limits import WagesOfDay
from malaqbiq.people.models import Person
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.service.effects import CONTRACT_WORKERS
from malaqbiq.service.selectors.careers import DAYS_KEPT, decreed_after, going_on


@dataclass(frozen=True, slots=True)
class Group:
    """How many serve in a home unit (perhaps on duty in another), alike in status, contract and pay.

    `end` is the first day out of contract (`goes_on`: a later term is known that begins on it), `amount` the rupiah a
    month that a decree says (None: none does) since `paid_since`; `is_excepted`, whether by an approved exception.
    `is_undecreed`: contract staff who serve by what the opening told alone, it named no decree, and none goes on from
    it; `is_cited`: it named an old one, and no decree of this office says so yet.
    """

    unit: str
    duty: str
    status: str
    origin: str
    end: date | None
    goes_on: bool
    amount: int | None
    basis: str
    own_floor: int | None
    paid_since: date | None
    is_excepted: bool
    count: int
    is_worker: bool
    is_undecreed: bool
    is_cited: bool

    def ends_by(self, last: date) -> bool:
        """Whether the contract's last day is then or before, and no later term goes on from it."""
        return self.end is not None and not self.goes_on and self.end - DAY <= last

    def is_below(self, wages: WagesOfDay) -> bool:
        """Whether contract staff are known to be paid below the day's floor."""
        return bool(self.shortfall(wages))

    def shortfall(self, wages: WagesOfDay) -> int:
        """Rupiah a month that each is paid below the day's floor; 0 for no contract staff, or where it isn't known."""
        if not self.is_worker or self.amount is None:
            return 0
        return shortfall(self.amount, floor_of(self.unit, self.basis, self.own_floor, wages)) or 0


def floor_of(unit: str, basis: str, own_floor: int | None, wages: WagesOfDay) -> int | None:
    """The day's floor of a pay term in a unit: former pay where its decree names that, else the minimum wage."""
    if basis == Basis.FORMER_PAY:
        return own_floor
    found = wages.wage(unit)
    return found.amount if isinstance(found, Floor) else None


@once
@follows_ledger(DAYS_KEPT)
def groups_on(day: date) -> tuple[Group, ...]:
    """Everybody in service on a day, in groups. For counting what is then narrowed: it holds no names.

    One statement after a decree was issued, none while the ledger stands where it stood.
    """
    people = Person.objects.annotate(
        job=standing_on("employment_rows", day),
        home=standing_on("homeunit_rows", day),
        duty=standing_on("dutyunit_rows", day),
        term=standing_on("payterm_rows", day),
        goes_on=Exists(going_on("uid", "job__valid_until")),
        decreed_after=Exists(decreed_after("uid", "job__valid_until")),
    )
    alike = (
        "home__work_unit__code",
        "duty__work_unit__code",
        "job__status",
        "job__origin",
        "job__cited",
        "job__valid_until",
        "goes_on",
        "decreed_after",
        "term__monthly_amount",
        "term__floor_basis",
        "term__floor_amount",
        "term__valid_from",
        "term__exception",
    )
    serving = people.filter(job__isnull=False, home__isnull=False).order_by().values_list(*alike)
    return tuple(_group(*row) for row in serving.annotate(Count("pk")))


def is_begun() -> bool:
    """Whether the ledger holds anything yet. Everybody may know."""
    head = ledger_head()
    return head is not None and head[0] > 0


def _group(unit: str, duty: str | None, status: str, origin: str, *of_contract: Any) -> Group:
    cited, end, goes_on, decreed, amount, basis, own_floor, since, exception, count = of_contract
    is_worker = status in CONTRACT_WORKERS
    is_opened = is_worker and origin == Origin.OPENING
    return Group(
        unit=unit,
        duty=duty or "",
        status=status,
        origin=origin,
        end=end,
        goes_on=goes_on,
        amount=amount,
        basis=basis or "",
        own_floor=own_floor,
        paid_since=since,
        is_excepted=exception is not None,
        count=count,
        is_worker=is_worker,
        is_undecreed=is_opened and not cited and not decreed,
        is_cited=is_opened and cited,
    )
