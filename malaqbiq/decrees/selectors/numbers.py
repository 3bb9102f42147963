"""What became of each number of a register."""

from __future__ import annotations

from dataclasses import dataclass

from malaqbiq.decrees.models import Register, RegisterNumber


@dataclass(frozen=True, slots=True)
class NumbersInUse:
    """Numbers of a register: accounted for (used here, elsewhere, void), still reserved, and missing in between."""

    accounted: tuple[int, ...]
    reserved: tuple[int, ...]
    missing: tuple[int, ...]

    @property
    def gapless(self) -> bool:
        """Whether every number up to the highest is accounted for or reserved."""
        return not self.missing


def numbers_in_use(register: Register) -> NumbersInUse:
    """What is known of a register's numbers, from its first to the highest that is known."""
    rows = dict(register.numbers.values_list("value", "use"))
    reserved = {value for value, use in rows.items() if use == RegisterNumber.Use.RESERVED}
    series = range(register.first_number, max(rows, default=register.first_number - 1) + 1)
    return NumbersInUse(
        accounted=tuple(sorted(rows.keys() - reserved)),
        reserved=tuple(sorted(reserved)),
        missing=tuple(value for value in series if value not in rows),
    )
