"""Posts as rows, from what a structure says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.errors import UserError
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.rows import StructureRow
from malaqbiq.regulations.selectors import structure, unit_type

BATCH = 500


@transaction.atomic
def posts_materialise(
    *,
    access: Access,
    units: Sequence[str],
    regime: str,
    typology: str | None = None,
    numbers: Mapping[str, int] | None = None,
) -> list[Post]:
    """The posts that a regime's structure gives work units (by code), made where they are not there yet.

    `typology` is the type letter; without one it is taken from the data for each province, and kabupaten and kota have
    one type only. `numbers` says how many posts a unit has for which the structure leaves that open (Pelaksana,
    Fungsional): none is made else. Posts are never deleted. UserError names what is missing: a type, a structure.
    """
    found = list(WorkUnit.objects.filter(code__in=units).order_by("code"))
    for unit in found:
        access.require(unit.code, Role.ADMINISTRATOR, Role.SDM_OFFICER)
    wanted = [post for unit in found for post in _posts(access, unit, regime, typology, numbers or {})]
    present = _present(found, regime)
    new = [post for post in wanted if _place(post) not in present]
    Post.objects.bulk_create(new, batch_size=BATCH)
    if new:
        detail: dict[str, Json] = {"regime": regime, "posts": len(new)}
        activity_record(access=access, action="organization.posts", unit_code=found[0].code, detail=detail)
    present |= {_place(post): post for post in new}
    return [present[_place(post)] for post in wanted]


def _posts(access: Access, unit: WorkUnit, regime: str, typology: str | None, numbers: Mapping[str, int]) -> list[Post]:
    letter = typology if typology is not None else _letter(access, unit, regime)
    rows = structure(access, regime=regime, tier=unit.level, typology=letter, office=unit.code)
    if isinstance(rows, Missing):
        raise UserError(rows.what, rows.why)
    return [
        _post(unit, row, ordinal)
        for row in rows
        for ordinal in range(1, (row.count or numbers.get(row.unit_code, 0)) + 1)
    ]


def _letter(access: Access, unit: WorkUnit, regime: str) -> str:
    found = unit_type(access, regime=regime, code=unit.code)
    if isinstance(found, str):
        return found
    # One type only: nothing to choose.
    if not isinstance(structure(access, regime=regime, tier=unit.level, office=unit.code), Missing):
        return ""
    raise UserError(found.what, found.why)


def _post(unit: WorkUnit, row: StructureRow, ordinal: int) -> Post:
    return Post(
        work_unit=unit,
        regime=row.regime,
        unit_code=row.unit_code,
        parent_code=row.parent_code,
        unit_name=row.unit_name,
        position_name=row.position_name,
        eselon=row.eselon,
        level=row.level,
        ordinal=ordinal,
    )


def _present(units: Sequence[WorkUnit], regime: str) -> dict[tuple[object, str, int], Post]:
    posts = Post.objects.filter(work_unit__in=[unit.uid for unit in units], regime=regime)
    return {_place(post): post for post in posts}


def _place(post: Post) -> tuple[object, str, int]:
    return (post.work_unit_id, post.unit_code, post.ordinal)
