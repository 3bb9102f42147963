"""The wage check: who is paid below the floor of a day, and by how much."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from malaqbiq.pay.rules.limits import Limit, shortfall
from malaqbiq.regulations.rules.answers import Missing


class View(StrEnum):
    """Which part of a wage check is looked at."""

    ALL = ""
    BELOW = "below"
    HELD = "held"
    ABOVE = "above"
    UNKNOWN = "unknown"
    EXCEPTION = "exception"


@dataclass(frozen=True, slots=True)
class WageRow:
    """One contract worker in service on the day: pay in rupiah a month (None: none stands), floor and ceiling.

    `exception` is the approved exception that lets the pay stand below its floor: it is below the floor all the same.
    """

    person: UUID
    name: str
    work_unit: UUID
    unit_code: str
    status: str
    job_family: str
    last_day: date | None
    monthly_amount: int | None
    origin: str
    exception: UUID | None
    floor: Limit
    ceiling: Limit

    @property
    def shortfall(self) -> int | None:
        """Rupiah a month below the floor, 0 if none; None where pay or floor is not known."""
        return shortfall(self.monthly_amount, self.floor.amount)

    @property
    def is_below(self) -> bool:
        """Whether pay is known to be below the floor."""
        return bool(self.shortfall)

    @property
    def excess(self) -> int | None:
        """Rupiah a month above the ceiling, 0 if none; None where pay or ceiling is not known."""
        return shortfall(self.ceiling.amount, self.monthly_amount)

    @property
    def is_unknown(self) -> bool:
        """Whether it can't be told if pay is at its floor: no pay stands, or the floor is not known."""
        return self.shortfall is None

    def stands_in(self, view: View) -> bool:
        """Whether a view of the list holds it."""
        match view:
            case View.ALL:
                return True
            case View.BELOW:
                return self.is_below
            case View.HELD:
                return self.shortfall == 0
            case View.ABOVE:
                return bool(self.excess)
            case View.UNKNOWN:
                return self.is_unknown
            case View.EXCEPTION:
                return self.exception is not None


@dataclass(frozen=True, slots=True)
class WageCheck:
    """All contract workers in service on a day, each with a row."""

    as_of: date
    rows: tuple[WageRow, ...]

    @property
    def below_floor(self) -> int:
        """How many are paid below the floor, exceptions counted."""
        return sum(row.is_below for row in self.rows)

    @property
    def lowest(self) -> int | None:
        """The lowest pay a month; None where nobody is paid."""
        return min((row.monthly_amount for row in self.rows if row.monthly_amount is not None), default=None)

    @property
    def shortfall_total(self) -> int:
        """Rupiah a month by which all are below their floors together."""
        return sum(row.shortfall or 0 for row in self.rows)

    @property
    def floor(self) -> int | None:
        """The floor, where one and the same holds for all; None where several do, or one is not known."""
        floors = {row.floor.amount for row in self.rows}
        return floors.pop() if len(floors) == 1 else None

    @property
    def unpaid(self) -> tuple[WageRow, ...]:
        """Who serves without pay that a decree says."""
        return tuple(row for row in self.rows if row.monthly_amount is None)

    def missing_floors(self) -> Iterator[Missing]:
        """Each floor that is not known, once."""
        missing = (row.floor.missing for row in self.rows)
        return iter({one.key: one for one in missing if one}.values())


@dataclass(frozen=True, slots=True)
class UnitSum:
    """How a work unit, or a whole province (its code ends with a stop), stands: people, and rupiah a month short."""

    code: str
    name: str
    staff: int
    below: int
    above: int
    unknown: int
    shortfall: int


def sums(rows: Iterable[WageRow], key: Callable[[WageRow], tuple[str, str]]) -> list[UnitSum]:
    """The sums of rows that share a code and a name, by code."""
    parts: dict[tuple[str, str], list[WageRow]] = {}
    for row in rows:
        parts.setdefault(key(row), []).append(row)
    return [
        UnitSum(
            code,
            name,
            len(part),
            sum(row.is_below for row in part),
            sum(bool(row.excess) for row in part),
            sum(row.is_unknown for row in part),
            sum(row.shortfall or 0 for row in part),
        )
        for (code, name), part in sorted(parts.items())
    ]
