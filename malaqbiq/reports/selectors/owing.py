"""Which work units owe a monthly report, from which month on: the one rule of cards, board, calendar and notices."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from malaqbiq.decrees.selectors.ledger import begun_on
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.reading import reading_once
from malaqbiq.pay.selectors.groups import groups_on
from malaqbiq.reports.rules.stages import begun_by


@dataclass(frozen=True, slots=True)
class Owing:
    """From which month on (its first day) each unit that owes reports owes them, by code."""

    since: Mapping[str, date]

    def asks(self, unit: str, of: Period) -> bool:
        """Whether a unit owes a report on a month."""
        return begun_by(self.since.get(unit), of)


def owing_on(day: date, reported: Collection[tuple[str, date]]) -> Owing:
    """Who owes reports as it is on a day, of all work units. The caller narrows them to those that the asker reads.

    A unit with contract staff owes one on each month from that on in which the office began here; any other unit, and
    on earlier months, from the first that it sent. `reported`: units and months (their first days) with a report. No
    statement beside those of `groups_on`.
    """
    with reading_once():  # both look at the ledger
        began, groups = begun_on(), groups_on(day)
    staffed = {group.unit for group in groups if group.is_worker}
    since = {code: began.replace(day=1) for code in staffed} if began else {}
    for code, start in reported:
        since[code] = min(start, since.get(code, start))
    return Owing(since)
