"""The activity log: one explicit typed record inside the service's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.models import Activity


def activity_record(
    *,
    access: Access,
    action: str,
    unit_code: str = "",
    subject_uid: UUID | None = None,
    detail: Mapping[str, Json] | None = None,
) -> None:
    """Write down that `access` did `action` (``room.verb``) to a subject. No personal data belongs in `detail`."""
    Activity.objects.create(
        at=clock.now(),
        actor=access.actor,
        action=action,
        unit_code=unit_code,
        subject_uid=subject_uid,
        detail=dict(detail or {}),
    )


def activities_record(activities: Iterable[Activity]) -> None:
    """Write down many acts in few statements."""
    Activity.objects.bulk_create(list(activities), batch_size=500)
