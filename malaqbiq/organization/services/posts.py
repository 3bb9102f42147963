"""Posts as rows, from what a structure says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import transaction

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.organization.models import Post, Succession, WorkUnit
from malaqbiq.organization.selectors import posts_foreseen

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
    wanted: list[Post] = []
    for unit in found:
        wanted += posts_foreseen(access, unit=unit, regime=regime, typology=typology, numbers=numbers)[1]
    present = _present(found, regime)
    new = [post for post in wanted if _place(post) not in present]
    Post.objects.bulk_create(new, batch_size=BATCH)
    if new:
        detail: dict[str, Json] = {"regime": regime, "posts": len(new)}
        activity_record(access=access, action="organization.posts", unit_code=found[0].code, detail=detail)
    present |= {_place(post): post for post in new}
    return [present[_place(post)] for post in wanted]


@transaction.atomic
def posts_succeed(*, access: Access, pairs: Sequence[tuple[UUID, UUID]]) -> None:
    """Let posts (the second of each pair, by uid) go on with the work of others (the first).

    Of a post that itself never was filled, so that demisioners of a still older one keep its work, these are succeeded
    too.
    """
    olds = {old for old, _new in pairs}
    for code in Post.objects.filter(uid__in=olds).values_list("work_unit__code", flat=True).distinct():
        access.require(code, Role.ADMINISTRATOR, Role.SDM_OFFICER)
    before: dict[UUID, list[UUID]] = {}
    for older, old in Succession.objects.filter(new__uid__in=olds).values_list("old__uid", "new__uid"):
        before.setdefault(old, []).append(older)
    every = dict.fromkeys((one, new) for old, new in pairs for one in (old, *before.get(old, [])))
    # Of a structure that comes back a post may close and open again: it doesn't go on from itself.
    rows = [Succession(old_id=old, new_id=new) for old, new in every if old != new]
    Succession.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _present(units: Sequence[WorkUnit], regime: str) -> dict[tuple[object, str, int], Post]:
    posts = Post.objects.filter(work_unit__in=[unit.uid for unit in units], regime=regime)
    return {_place(post): post for post in posts}


def _place(post: Post) -> tuple[object, str, int]:
    return (post.work_unit_id, post.unit_code, post.ordinal)
