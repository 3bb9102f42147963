"""Erasing who gave, took, or is named in what passed, as the law may ask (UU 27/2022). That it passed stays."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.models import Entry
from malaqbiq.handover.models import Handover, Item
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.append_only import ERASED

TEXTS = {
    "giver_person": ("giver_name", "giver_number", "reason"),
    "taker_person": ("taker_name", "taker_number"),
    "actor_person": ("actor_name",),
}
"""What is written of whom, by the column that says which person it is."""


@transaction.atomic
def handovers_erase(*, access: Access, person: UUID) -> int:
    """Put the mark of erasing in the place of a person's name, NIP and why another acted, and of what decrees about
    the person were called; how many texts. Forbidden for all but a system user.
    """
    access.require("", Role.ADMINISTRATOR)
    erased = 0
    for column, texts in TEXTS.items():
        for text in texts:
            written = Handover.objects.filter(**{column: person}).exclude(**{f"{text}__in": ("", ERASED)})
            erased += written.update(**{text: ERASED})
    about = Entry.objects.filter(person__uid=person).values("decree__uid")
    named = Item.objects.filter(subject_uid__in=about).exclude(label__in=("", ERASED))
    erased += Item.objects.filter(pk__in=list(named.values_list("pk", flat=True))).update(label=ERASED)
    if erased:
        activity_record(access=access, action="handover.erase", subject_uid=person, detail={"texts": erased})
    return erased
