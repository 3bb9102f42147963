"""Erasing what papers hold of a person, as the law may ask (UU 27/2022). The chain stays whole: it holds digests
only.
"""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.models import Snapshot
from malaqbiq.decrees.services.documents import documents_erase
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json

ERASED = "decrees.erase"


@transaction.atomic
def snapshots_erase(*, access: Access, person: UUID) -> int:
    """Empty a person's snapshots, their salts, and the files that show them, in all decrees; how many snapshots.

    Their digests stay, so that the chain still verifies and `verify` says "erased". Needs the administrator of every
    work unit concerned.
    """
    held = Snapshot.objects.select_for_update(of=("self",)).filter(person__uid=person, content__isnull=False)
    rows = list(held.select_related("decree", "work_unit"))
    for row in rows:
        access.require(row.work_unit.code, Role.ADMINISTRATOR)
        documents_erase(access=access, decree=row.decree.uid, person=person)
    Snapshot.objects.filter(pk__in=[row.pk for row in rows]).update(content=None, salt=None)
    # Named one by one: `verify` takes an empty snapshot for erased by law only if it finds it here.
    erased: list[Json] = [[str(row.decree.uid), row.ordinal] for row in rows]
    detail: dict[str, Json] = {"snapshots": len(rows), "erased": erased}
    activity_record(access=access, action=ERASED, subject_uid=person, detail=detail)
    return len(rows)
