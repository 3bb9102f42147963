"""Scores that somebody is to give pass to a successor; what he has given stays his."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from malaqbiq.appraisal.errors import NotPossible
from malaqbiq.appraisal.models import Appraisee, Appraiser
from malaqbiq.appraisal.selectors.sheets_kept import SheetKept, sheets_kept
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.words import gettext_noop


@transaction.atomic
def sheets_hand_over(*, access: Access, giver: Access, taker: Access, cycles: Collection[UUID]) -> list[SheetKept]:
    """The taker is named in the giver's place where scores can still change; scores that were given stay the giver's.

    For the giver himself, or who is administrator or secretary of the cycle's office. Who the taker may not appraise
    stays with the giver. NotPossible if nothing of a named cycle passes.
    """
    people = {row.appraisee_id for kept in sheets_kept(giver=giver, taker=taker) for row in kept.passing}
    # Locked as who writes about a person does, then read again: closing waits, or is seen.
    list(Appraisee.objects.select_for_update(of=("self",)).filter(pk__in=people).order_by("pk").values_list("pk"))
    found = {kept.cycle.uid: kept for kept in sheets_kept(giver=giver, taker=taker)}
    named = [found[uid] for uid in cycles if uid in found and found[uid].passing]
    if len(named) < len(set(cycles)):
        raise NotPossible(gettext_noop("there are no scores to hand over there any more"))
    for kept in named:
        _pass(access, giver, taker, kept)
    return named


def _pass(access: Access, giver: Access, taker: Access, kept: SheetKept) -> None:
    if access.actor != giver.actor:
        access.require(kept.cycle.office.code, Role.ADMINISTRATOR, Role.SECRETARY)
    Appraiser.objects.filter(pk__in=[row.pk for row in kept.passing]).update(person_id=taker.person)
    activity_record(
        access=access,
        action="appraisal.hand_over",
        unit_code=kept.cycle.office.code,
        subject_uid=kept.cycle.uid,
        detail={"from": giver.actor, "to": taker.actor, "people": kept.people},
    )
