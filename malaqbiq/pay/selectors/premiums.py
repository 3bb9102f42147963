"""Which premiums a work unit pays in a month, at which rates and bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import UnitProfile
from malaqbiq.pay.rules.premiums import CAPPED, FLOORED, Programme
from malaqbiq.pay.selectors.limits import law_of_day
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.regulations.selectors import contribution_ceiling, contribution_rates


@dataclass(slots=True)
class PremiumTables:
    """The programmes of one work unit by month, each month looked up once."""

    access: Access
    unit_code: str
    _months: dict[Period, tuple[Programme, ...] | None] = field(default_factory=dict)

    def of(self, of: Period) -> tuple[Programme, ...]:
        """The programmes that the unit buys in a month's budget year; none where it has not said which."""
        return self._programmes(of) or ()

    def is_said(self, of: Period) -> bool:
        """Whether the unit has said which programmes it buys in the month's year (it may be none)."""
        return self._programmes(of) is not None

    def missing(self) -> Iterator[Missing]:
        """What was looked for and is not known, once each."""
        programmes = (item for found in self._months.values() for item in found or ())
        return iter({missing.key: missing for item in programmes for missing in item.missing}.values())

    def _programmes(self, of: Period) -> tuple[Programme, ...] | None:
        if of not in self._months:
            self._months[of] = self._look_up(of)
        return self._months[of]

    def _look_up(self, of: Period) -> tuple[Programme, ...] | None:
        profile = UnitProfile.objects.filter(unit__code=self.unit_code, year=of.start.year)
        bought: list[str] | None = profile.values_list("programmes", flat=True).first()
        if not bought:
            return None if bought is None else ()
        rates = contribution_rates(self.access, day=of.start, office=self.unit_code)
        wage = law_of_day(self.access, of.start).regional_wage(self.unit_code)
        return tuple(self._programme(key, rates[key].employer if key in rates else None, wage, of) for key in bought)

    def _programme(self, key: str, percent: str | None, wage: Floor | Missing, of: Period) -> Programme:
        missing: list[Missing] = []
        lower = ceiling = None
        if key in FLOORED:
            lower = wage.amount if isinstance(wage, Floor) else None
            missing += [wage] if isinstance(wage, Missing) else []
        if key in CAPPED:
            found = contribution_ceiling(self.access, programme=key, day=of.start, office=self.unit_code)
            ceiling = None if isinstance(found, Missing) else found
            missing += [found] if isinstance(found, Missing) else []
        return Programme(key, percent, lower, ceiling, tuple(missing))
