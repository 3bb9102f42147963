"""Which posts are in force, and who holds them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from malaqbiq.kernel.access import Access
from malaqbiq.service.models import Holder, PostInForce
from malaqbiq.service.selectors.serving import Known, units_of


@dataclass(frozen=True, slots=True)
class PostState:
    """A post in force on a day, and who holds it, how, since when; without a holder it is vacant."""

    post: UUID
    unit_code: str
    position_name: str
    eselon: str
    level: str
    regime: str
    holder: UUID | None
    holder_name: str
    state: str
    since: date | None


def posts_on(
    access: Access, day: date, *, units: Collection[str] | None = None, known: Known = None
) -> list[PostState]:
    """Every post in force on a day in the work units that the asker covers, by unit and the structure's order."""
    codes = units_of(access, units)
    posts = PostInForce.objects.as_of(day, known).select_related("post__work_unit")
    holders = Holder.objects.as_of(day, known).select_related("person")
    if codes is not None:
        posts = posts.filter(post__work_unit__code__in=codes)
        holders = holders.filter(post__work_unit__code__in=codes)
    held = {row.post_id: row for row in holders}
    ordered = sorted(posts, key=lambda row: (row.post.work_unit.code, row.post.unit_code, row.post.ordinal))
    return [_state(row, held.get(row.post_id)) for row in ordered]


def _state(row: PostInForce, holder: Holder | None) -> PostState:
    post = row.post
    return PostState(
        post=row.post_id,
        unit_code=post.work_unit.code,
        position_name=post.position_name,
        eselon=post.eselon,
        level=post.level,
        regime=row.regime,
        holder=holder.person_id if holder else None,
        holder_name=holder.person.full_name if holder else "",
        state=holder.state if holder else "vacant",
        since=holder.valid_from if holder else None,
    )
