"""Erasing what was written about a person while he was appraised, as the law may ask (UU 27/2022)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from malaqbiq.appraisal.models import Excuse, Objection
from malaqbiq.appraisal.selectors.erased import ERASED_REASONS, TEXTS
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.files import files_erase
from malaqbiq.kernel.models import StoredFile


@transaction.atomic
def reasons_erase(*, access: Access, person: UUID) -> int:
    """Put the mark of erasing in the place of every reason written about a person, and remove their papers; how many.

    Scores, results and outcomes stay: they hold no words. Forbidden for all but a system user.
    """
    access.require("", Role.ADMINISTRATOR)
    erased = 0
    for model, about, text in TEXTS:
        written = model.objects.filter(**{about: person}).exclude(**{f"{text}__in": ("", ERASED)})
        erased += written.update(**{text: ERASED})
    papers = [
        file
        for model in (Excuse, Objection)
        for file in model.objects.filter(person__uid=person).values_list("file_uid", flat=True)
        if file
    ]
    files_erase(access=access, files=StoredFile.objects.filter(uid__in=papers))
    activity_record(access=access, action=ERASED_REASONS, subject_uid=person, detail={"reasons": erased})
    return erased
