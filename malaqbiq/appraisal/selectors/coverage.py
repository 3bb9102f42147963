"""How far a cycle has come."""

from __future__ import annotations

from datetime import date

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.rules.closing import Counted, Coverage, Obstacle, coverage_of, obstacles, stage_of
from malaqbiq.appraisal.rules.instrument import Instrument
from malaqbiq.appraisal.rules.scoring import Missing
from malaqbiq.appraisal.selectors.records import Standing, standings
from malaqbiq.appraisal.selectors.seen import appraisees_seen, end_of
from malaqbiq.kernel.access import Access


def coverage(*, access: Access, cycle: Cycle, on: date) -> dict[str, Coverage]:
    """By work unit code how many are how far, at the end of a day, as seen."""
    instrument = cycle.rules
    return coverage_of(counted(instrument, one) for one in standing_on(access=access, cycle=cycle, on=on))


def unfinished(*, access: Access, cycle: Cycle, on: date) -> list[Obstacle]:
    """Who keeps the cycle open at the end of a day, and why, as far as seen."""
    found = standing_on(access=access, cycle=cycle, on=on)
    return obstacles(
        [one.person for one in found],
        {one.person: one.outcome for one in found},
        {one.person for one in found if one.excused},
        {one.person for one in found if one.objecting},
    )


def standing_on(*, access: Access, cycle: Cycle, on: date) -> list[Standing]:
    """How each of those in service whom the asker sees stands at the end of a day, by work unit."""
    seen = appraisees_seen(access=access, cycle=cycle, on=on).filter(in_service=True)
    return standings(cycle, seen, end_of(on, cycle.office.zone))


def counted(instrument: Instrument, one: Standing) -> Counted:
    """A person's standing as coverage counts it."""
    lacking = one.outcome.components if isinstance(one.outcome, Missing) else {}
    return Counted(
        unit=one.unit_code,
        stage=stage_of(one.outcome, excused=one.excused),
        done=[item.key for item in instrument.components if item.key not in lacking],
        moderated=bool(one.record.adjusted),
        told=one.told,
        read=one.read,
        objecting=one.objecting,
        decided=one.decided,
        anew=one.anew,
    )
