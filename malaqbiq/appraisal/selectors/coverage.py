"""How far a cycle has come."""

from __future__ import annotations

from datetime import date

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.rules.closing import Coverage, Obstacle, coverage_of, obstacles, stage_of
from malaqbiq.appraisal.rules.instrument import Instrument
from malaqbiq.appraisal.rules.scoring import component_points
from malaqbiq.appraisal.selectors.records import Standing, standings
from malaqbiq.appraisal.selectors.seen import appraisees_seen, end_of
from malaqbiq.kernel.access import Access


def coverage(*, access: Access, cycle: Cycle, on: date) -> dict[str, Coverage]:
    """By work unit code: to appraise, scored, excused, missing, and by component, at the end of a day, as seen."""
    instrument = cycle.rules
    found = _in_service(access, cycle, on)
    return coverage_of(
        {one.person: one.unit_code for one in found},
        {one.person: stage_of(one.outcome, excused=one.excused) for one in found},
        {one.person: _done(instrument, one) for one in found},
    )


def unfinished(*, access: Access, cycle: Cycle, on: date) -> list[Obstacle]:
    """Who keeps the cycle open at the end of a day, and why, as far as seen."""
    found = _in_service(access, cycle, on)
    return obstacles(
        [one.person for one in found],
        {one.person: one.outcome for one in found},
        {one.person for one in found if one.excused},
        {one.person for one in found if one.objecting},
    )


def _in_service(access: Access, cycle: Cycle, on: date) -> list[Standing]:
    seen = appraisees_seen(access=access, cycle=cycle, on=on).filter(in_service=True)
    return standings(cycle, seen, end_of(on, cycle.office.zone))


def _done(instrument: Instrument, one: Standing) -> list[str]:
    return [item.key for item in instrument.components if isinstance(component_points(item, one.record), int)]
