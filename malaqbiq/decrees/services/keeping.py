"""Who has a hand in a draft is written down; drafts are handed over from who keeps them to a successor."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.errors import TwoPeopleNeeded
from malaqbiq.decrees.models import Decree, Hand
from malaqbiq.decrees.selectors.hands import decrees_kept
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.words import Words, gettext_noop


def hand_changed(decree: Decree, actor: str) -> None:
    """Write down that somebody else than its drafter changed a draft, once."""
    if actor != decree.drafted_by:
        hand = {"decree": decree, "actor": actor, "part": Hand.Part.CHANGED}
        Hand.objects.get_or_create(**hand, defaults={"at": clock.now()})


def hand_returned(decree: Decree, actor: str, reason: str) -> None:
    """Write down who had submitted a decree that becomes a draft again, and who gave it back and why."""
    now = clock.now()
    hands = [Hand(decree=decree, actor=decree.submitted_by, part=Hand.Part.SUBMITTED, at=now)]
    if actor != decree.submitted_by:
        hands.append(Hand(decree=decree, actor=actor, part=Hand.Part.RETURNED, reason=reason.strip(), at=now))
    Hand.objects.bulk_create(hands)


def why_not_keep(decree: Decree, taker: Access) -> Words | None:
    """Why somebody can't take over a decree that isn't issued; None if he can."""
    if decree.approved_by == taker.actor:
        return Words(gettext_noop("the successor has approved it"))
    if not taker.covers(decree.office.code, Role.SDM_OFFICER):
        return Words(gettext_noop("the successor is no SDM officer there"))
    return None


@transaction.atomic
def decrees_hand_over(*, access: Access, giver: str, taker: Access, decrees: Collection[UUID]) -> list[Decree]:
    """Decrees that aren't issued are kept by the taker from now on; who drafted them stays written down.

    For the giver himself, or who is administrator or secretary of their office. Decree.DoesNotExist if the giver
    doesn't keep one of them (any more), TwoPeopleNeeded if the taker can't keep one.
    """
    # Locked in one order: nobody issues or approves them meanwhile.
    list(Decree.objects.select_for_update().filter(uid__in=decrees).order_by("pk").values_list("pk"))
    found = list(decrees_kept(giver).filter(uid__in=decrees).order_by("pk"))
    if len(found) < len(set(decrees)):
        raise Decree.DoesNotExist
    for decree in found:
        if access.actor != giver:
            access.require(decree.office.code, Role.ADMINISTRATOR, Role.SECRETARY)
        if (why := why_not_keep(decree, taker)) is not None:
            raise TwoPeopleNeeded(why, gettext_noop("leave it out, or choose another successor"))
        activity_record(
            access=access,
            action="decrees.hand_over",
            unit_code=decree.office.code,
            subject_uid=decree.uid,
            detail={"from": giver, "to": taker.actor},
        )
    now = clock.now()
    Hand.objects.bulk_create([Hand(decree=decree, actor=taker.actor, part=Hand.Part.KEPT, at=now) for decree in found])
    return found


@transaction.atomic
def return_reasons_erase(*, access: Access, person: UUID) -> int:
    """Put the mark of erasing in the place of why decrees about a person were given back (UU 27/2022); how many."""
    access.require("", Role.ADMINISTRATOR)
    about = Hand.objects.filter(decree__entries__person__uid=person).exclude(reason__in=("", ERASED))
    return Hand.objects.filter(pk__in=list(about.values_list("pk", flat=True))).update(reason=ERASED)
