"""Removing what lists told of a person, as the law asks."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from malaqbiq.intake.models import PriorDecree, Question
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record


@transaction.atomic
def told_erase(*, access: Access, person: UUID) -> int:
    """Remove the reference to a person's prior decree and the list's own words about him (UU 27/2022); how many rows.

    Forbidden for all but a system user.
    """
    access.require("", Role.SDM_OFFICER)
    erased = sum(model.objects.filter(person__uid=person).delete()[0] for model in (PriorDecree, Question))
    activity_record(access=access, action="intake.erase", subject_uid=person, detail={"rows": erased})
    return erased
