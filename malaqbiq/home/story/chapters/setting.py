"""Before anything happens: which work units the story is told of, and what the law says about them."""

from __future__ import annotations

from malaqbiq.home.story.plan import BEGINNING, CONTRACT_YEAR, ROOT, Place, peopled
from malaqbiq.home.story.stage import TELLER, Province, Stage
from malaqbiq.kernel.errors import UserError
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import unit_tree, units_on
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.regulations.rules.rows import FloorLevel
from malaqbiq.regulations.selectors import wage_floors

SETJEN_RECORDED_IN = "31.71"
"""Jakarta Pusat, where KPU RI has its seat (from memory, unverified)."""


def stage_set(stage: Stage) -> None:
    """Choose the provinces of the scale with the work units that stand under them on the story's first day."""
    tree = unit_tree(TELLER, day=BEGINNING)
    units = {unit.code: unit for unit in units_on(TELLER, day=BEGINNING)}
    chosen = stage.size.provinces or sorted(code for code in units if tree.province_of(code) in (code, None))
    below = {code: [code] if code == ROOT else sorted(tree.below(code)) for code in chosen}
    places = [_place(units[code], codes) for codes in below.values() for code in codes]
    of = {place.code: place for place in peopled(places, stage.size)}
    stage.provinces = [
        Province(code, [of[one] for one in codes], {one: units[one].uid for one in codes})
        for code, codes in below.items()
    ]
    stage.floors_before = {code: _floor(code) for code in chosen if code != ROOT}


def _place(unit: WorkUnit, codes: list[str]) -> Place:
    """A kabupaten's people were recorded in it, a province's in its first kabupaten."""
    below = [code for code in codes if "." in code]
    recorded_in = SETJEN_RECORDED_IN if unit.code == ROOT else unit.code if "." in unit.code else below[0]
    return Place(unit.code, unit.level, codes[0].partition(".")[0], unit.region_name, recorded_in, seat=unit.seat)


def _floor(province: str) -> Floor:
    """The minimum wage under which the contracts of 2021 were made."""
    found = wage_floors(TELLER, day=CONTRACT_YEAR.start).of(FloorLevel.UMP, province)
    if not isinstance(found, Floor):
        raise UserError(found.what, found.why)
    return found
