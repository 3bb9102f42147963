"""What lists are called, for whoever tells of work on them. It reads no workbook: every command loads it."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from malaqbiq.intake.models import Import, Upload

TRY, TAKE = "intake.try", "intake.take"
"""The names of the work on a list: checking it, and taking it in."""


def lists_called(uids: Collection[UUID]) -> dict[UUID, str]:
    """What the files of lists are called, on their way in or taken in. Whoever asks has found them by what is his."""
    if not uids:
        return {}
    taken = Import.objects.filter(uid__in=uids).order_by().values_list("uid", "file_name")
    return dict(taken) | dict(Upload.objects.filter(uid__in=uids).values_list("uid", "file__name"))
