"""Terms in the working life of staff and offices: ages, years, months and days, as the law or an office says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from malaqbiq.regulations.rules.offices import ROOT, offices_over
from malaqbiq.regulations.rules.rows import ServiceRuleRow


@dataclass(frozen=True, slots=True)
class Terms:
    """All that is said of terms, by rule. What is not said, or has no figure, is None: never guessed."""

    rows: Mapping[str, tuple[ServiceRuleRow, ...]]

    @classmethod
    def of(cls, rows: Iterable[ServiceRuleRow]) -> Terms:
        """The terms of the table's rows, of all days and offices."""
        found: dict[str, tuple[ServiceRuleRow, ...]] = {}
        for row in rows:
            found[row.rule] = (*found.get(row.rule, ()), row)
        return cls(found)

    def row(self, rule: str, day: date, office: str = ROOT) -> ServiceRuleRow | None:
        """What holds on a day for a work unit: the nearest office's row that has a figure."""
        offices = offices_over(office)
        said = [row for row in self.rows.get(rule, ()) if row.figure and row.office in offices and _holds(row, day)]
        return max(said, key=lambda row: offices.index(row.office)) if len(said) > 1 else next(iter(said), None)

    def number(self, rule: str, day: date, office: str = ROOT) -> int | None:
        """A term's number (an age, years, a day of the month)."""
        row = self.row(rule, day, office)
        return int(row.figure) if row and row.figure.isdecimal() else None

    def months(self, rule: str, day: date, office: str = ROOT) -> frozenset[int]:
        """A term's months of the year; none where it is not said."""
        row = self.row(rule, day, office)
        return frozenset(int(part) for part in row.figure.split(", ") if part.isdecimal()) if row else frozenset()

    def day_in(self, rule: str, year: int, office: str = ROOT) -> date | None:
        """A term's day in a year (``11-21``), as it is said at that year's end."""
        row = self.row(rule, date(year, 12, 31), office)
        if row is None:
            return None
        try:
            return date.fromisoformat(f"{year:04}-{row.figure}")
        except ValueError:
            return None


def _holds(row: ServiceRuleRow, day: date) -> bool:
    until = row.valid_until
    return (row.valid_from is None or row.valid_from <= day) and (until is None or day < until)
