"""Whose people an own decree is about, confirmed as it is issued; and whom it extends whose contract runs anyway.

An entry stands in the part of a work unit, and who drafts it must cover that unit; so the unit must be the person's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.registry import book
from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.reading import ahead
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.service.effects import Extended
from malaqbiq.service.models import Employment, HomeUnit

BATCH = 500
RUNS_ANYWAY = gettext_noop(
    "a contract runs to %(day)s anyway, and what extends it begins before (people: %(count)s): let it begin the day "
    "after, or take them out"
)


def confirm(entries: Sequence[Entry]) -> Iterable[Problem]:
    """Entries in the part of a work unit that isn't the person's home the day before or that day.

    Who comes into service has none yet: then it is the unit that the entry engages them in. What goes with a move, such
    as the pay, may stand in the part of the new home too; the move itself stands in that of the old one.
    """
    fresh = [(entry.person_id, entry) for entry in entries if entry.person_id and not entry.mending]
    homes = _homes({person for person, _ in fresh})
    entered = {(person, unit) for person, entry in fresh for unit in _units_named(entry)}
    for person, entry in fresh:
        days = (entry.effective_on - DAY, entry.effective_on)
        stands = {unit for period, unit in homes.get(person, ()) for day in days if day in period}
        newly = (person, entry.work_unit_id) in entered and not (stands and _units_named(entry))
        if entry.work_unit_id not in stands and not newly:
            words = gettext_noop("the person's home is not in the work unit under which the entry stands")
            yield Problem("service.not_the_units_person", Words(words), entry.uid)


def remark(entries: Sequence[Entry]) -> Iterable[Words]:
    """By last day the people whose contract still runs where an own decree lets the next one begin.

    Nothing forbids it: a contract may be put anew from within. Mostly somebody is extended twice.
    """
    starts = {
        entry.person_id: entry.effective_on
        for entry in entries
        if entry.person_id and entry.effect == Extended.name and not entry.mending
    }
    ends = _ends(starts.keys()) if starts else {}
    found = Counter(
        end - DAY
        for person, start in starts.items()
        for period, end in ends.get(person, ())
        if start in period and start - DAY in period
    )
    for day, count in sorted(found.items()):
        yield Words(RUNS_ANYWAY, {"count": count, "day": day})


@ahead
def _ends(people: Collection[UUID]) -> dict[UUID, list[tuple[Period, date]]]:
    """Contracts that end, of each person: their days, and the first day out of them."""
    found: dict[UUID, list[tuple[Period, date]]] = {}
    for batch in batches(sorted(people), BATCH):
        rows = Employment.objects.known().filter(person__uid__in=batch, valid_until__isnull=False)
        for person, start, end in rows.values_list("person__uid", "valid_from", "valid_until"):
            if end:
                found.setdefault(person, []).append((Period(start, end), end))
    return found


@ahead
def _homes(people: Collection[UUID]) -> dict[UUID, list[tuple[Period, UUID]]]:
    found: dict[UUID, list[tuple[Period, UUID]]] = {}
    for batch in batches(sorted(people), BATCH):
        rows = HomeUnit.objects.known().filter(person__uid__in=batch)
        for person, start, end, unit in rows.values_list("person__uid", "valid_from", "valid_until", "work_unit__uid"):
            found.setdefault(person, []).append((Period(start, end), unit))
    return found


def _units_named(entry: Entry) -> tuple[UUID, ...]:
    effect = book().effect(entry.effect)
    return effect.units_named(effect.read(entry.effect_version, entry.payload))
