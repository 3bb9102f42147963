"""The activity log: one explicit typed record inside the service's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.models import Activity

WITHIN = "within"
"""The key in a line's detail under which the act stands that it is a part of."""


def activity_record(
    *,
    access: Access,
    action: str,
    unit_code: str = "",
    subject_uid: UUID | None = None,
    detail: Mapping[str, Json] | None = None,
) -> None:
    """Write down that `access` did `action` (``room.verb``) to a subject. No personal data belongs in `detail`.

    What was done as a part of one act says so (`WITHIN`): a short view of the log tells the act alone.
    """
    Activity.objects.create(
        at=clock.now(),
        actor=access.actor,
        action=action,
        unit_code=unit_code,
        subject_uid=subject_uid,
        detail=detail_of(access, detail or {}),
    )


def detail_of(access: Access, detail: Mapping[str, Json]) -> dict[str, Json]:
    """What a line of the log says beside who did what: of which act it is a part too."""
    return {**detail, WITHIN: access.within} if access.within else dict(detail)


def activities_record(activities: Iterable[Activity]) -> None:
    """Write down many acts in few statements."""
    Activity.objects.bulk_create(list(activities), batch_size=500)
