"""How long a cycle of the whole nation takes, as a plain measurement: no test, nothing here fails on time.

    python -m tests.appraisal.measure_national [staff]

Makes a database of its own in a temporary folder, with so many contract workers (17,000 if none is named) over all work
units and scores by month for a year.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from malaqbiq.appraisal.models import Cycle
    from malaqbiq.kernel.access import Access

YEAR = 2021
APPRAISED = (date(YEAR, 1, 1), date(YEAR + 1, 1, 1))


def main(staff: int) -> None:
    """Set up, and time each step of a cycle with its statements."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"MALAQBIQ_HOME": home, "DJANGO_SETTINGS_MODULE": "malaqbiq.config.settings"}
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        with timed("setting up: law, units, people, opening"):
            people = _people(staff)
        _cycle(people)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory':45} {peak:8.0f} MiB")  # noqa: T201


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took, how much of that on the processor, and how many statements."""
    from django.db import connection

    count = 0

    def counting(execute: object, *given: object) -> object:
        nonlocal count
        count += 1
        return execute(*given)  # type: ignore[operator]

    start, busy = time.perf_counter(), time.process_time()
    with connection.execute_wrapper(counting):
        yield
    took, cpu = time.perf_counter() - start, time.process_time() - busy
    print(f"{what:45} {took:8.2f} s {cpu:8.2f} s busy {count:7} statements")  # noqa: T201


def _people(staff: int) -> list[tuple[object, object]]:
    from malaqbiq.kernel.access import Access
    from malaqbiq.organization.selectors import units_on
    from malaqbiq.organization.services.units import work_units_seed
    from malaqbiq.people.models import Person
    from malaqbiq.regulations.services import law_load
    from tests import builders

    access = Access.system("measure")
    law_load(access=access)
    work_units_seed(access=access)
    units = list(units_on(access, day=APPRAISED[0]))
    people = [Person(name=f"Orang Uji {number}") for number in range(staff)]
    Person.objects.bulk_create(people, batch_size=2000)
    placed = [(person, units[number % len(units)]) for number, person in enumerate(people)]
    rows = (
        builders.engaged(person, unit, APPRAISED[0], date(YEAR, 12, 31), row=row)
        for row, (person, unit) in enumerate(placed, start=1)
    )
    builders.opened(units[0], [entry for row in rows for entry in row])
    return [(person.uid, unit.uid) for person, unit in placed]


def _cycle(people: list[tuple[object, object]]) -> None:
    from malaqbiq.appraisal import services
    from malaqbiq.appraisal.rules.scoring import AttendanceSums
    from malaqbiq.kernel.access import Access
    from malaqbiq.kernel.periods import Period
    from malaqbiq.organization.models import WorkUnit
    from malaqbiq.people.models import Person

    access = Access.system("measure")
    judges = [Person.objects.create(name=f"Penilai {number}").uid for number in range(550)]
    root = WorkUnit.objects.get(code="00")
    with timed("open the cycle"):
        cycle = services.cycle_open(
            access=access, office=root.uid, title="Nasional", period=Period(*APPRAISED), service_on=date(YEAR, 12, 27)
        )
    by = {person: judges[number % len(judges)] for number, (person, _unit) in enumerate(people)}
    with timed("name appraisers of two components"):
        namings = [services.Naming(who, part, by[who]) for who in by for part in ("result", "behaviour")]
        services.appraisers_assign(access=access, cycle=cycle.uid, namings=namings)
    with timed("enter scores of twelve months and behaviour"):
        months = [f"{YEAR}-{month:02}" for month in range(1, 13)]
        entries = [
            services.ScoreEntry(who, "result", "81.5", month, appraiser=by[who]) for who in by for month in months
        ]
        entries += [services.ScoreEntry(who, "behaviour", 75, appraiser=by[who]) for who in by]
        services.scores_enter(access=access, cycle=cycle.uid, entries=entries)
    with timed("enter attendance"):
        sums = AttendanceSums(12, 245, 238, 4, 2)
        days = [services.AttendanceEntry(who, sums) for who in by]
        services.attendance_enter(access=access, cycle=cycle.uid, entries=days)
    _decrees(access, cycle)


def _decrees(access: Access, cycle: Cycle) -> None:
    from malaqbiq.appraisal import services
    from malaqbiq.appraisal.selectors import coverage
    from malaqbiq.kernel.periods import Period
    from malaqbiq.people.models import Person

    with timed("coverage of all work units"):
        coverage(access=access, cycle=cycle, on=date.today())  # noqa: DTZ011
    with timed("close: freeze all results"):
        services.cycle_close(access=access, cycle=cycle.uid)
    with timed("decide as recommended"):
        decider = Person.objects.create(name="Sekretaris Uji").uid
        services.decisions_take(access=access, cycle=cycle.uid, decider=decider)
    with timed("draft a decree for each work unit"):
        term = Period.through(date(YEAR + 1, 1, 1), date(YEAR + 1, 12, 31))
        services.cycle_draft_decrees(access=access, cycle=cycle.uid, term=term)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 17_000)
