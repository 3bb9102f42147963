"""What is one's own passes to a successor in one act, and is written down."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from malaqbiq.accounts.models import User
from malaqbiq.accounts.selectors import uids_of
from malaqbiq.accounts.services import Telling, notices_send
from malaqbiq.decrees.rules.papers.compose import title_lines
from malaqbiq.handover.errors import HandoverRefused
from malaqbiq.handover.models import Handover, Item
from malaqbiq.handover.notices import GIVEN, RECEIVED
from malaqbiq.handover.selectors.offers import Offer, Part, offer_of
from malaqbiq.handover.selectors.parties import Party, giver_for, self_party, taker_among, takers
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.names import Authority, authority_title, long_name
from malaqbiq.organization.rules.tree import ROOT
from malaqbiq.organization.selectors import signature_block, signer_on, unit_profile

OLDEST = timedelta(days=31)
"""How far back a berita acara may be dated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverDraft:
    """A handover to be: from whom (the asker himself if None) to whom, which kinds of things, and what the paper says.

    `digest` quotes what was shown before.
    """

    taker: UUID
    parts: Collection[str]
    digest: str
    dated_on: date
    giver: UUID | None = None
    reason: str = ""
    number: str = ""


@transaction.atomic
def handover_make(*, access: Access, draft: HandoverDraft) -> Handover:
    """The handover, made: all that was shown of the chosen kinds is the taker's, or nothing changed.

    By the giver himself; for somebody who has left by an administrator or secretary over all that he held, with the
    reason. User.DoesNotExist for a giver or taker who can't be one; HandoverRefused if what passes is another by now,
    if nothing passes, without a needed reason, or for a day ahead or long ago.
    """
    # Locked in one order, so that of two who hand over the same at once the second sees what the first has done.
    wanted = uids_of([access.actor, str(draft.giver or ""), str(draft.taker)])
    list(User.objects.select_for_update().filter(uid__in=wanted).order_by("pk").values_list("pk"))
    unit_day = clock.today(settings.TIME_ZONE)
    giver = giver_for(access, draft.giver, unit_day)
    taker = taker_among(access, takers(giver, unit_day), draft.taker, unit_day)
    offer = offer_of(access, giver=giver, taker=taker)
    parts = offer.chosen(draft.parts)
    unit = _unit(offer)
    _refuse(offer, parts, draft, clock.today(unit.zone))
    handover = _written(access, offer, draft, unit)
    Item.objects.bulk_create(_items(handover, parts))
    for part in parts:
        things = [thing.uid for thing in part.things]
        part.passing.give(access=access, giver=offer.giver.access, taker=offer.taker.access, things=things)
    _tell(access, handover, offer)
    passed: dict[str, Json] = {part.key: len(part.things) for part in parts}
    detail: dict[str, Json] = {"from": handover.giver, "to": handover.taker, "passed": passed}
    activity_record(access=access, action="handover.make", unit_code=unit.code, subject_uid=handover.uid, detail=detail)
    return handover


def _unit(offer: Offer) -> WorkUnit:
    """The work unit of whose paper it is: that of the giver's first role."""
    if not offer.giver.roles:
        raise HandoverRefused(gettext_noop("nothing was ever granted to who hands over"))
    return WorkUnit.objects.get(code=offer.giver.roles[0].unit_code)


def _refuse(offer: Offer, parts: Sequence[Part], draft: HandoverDraft, today: date) -> None:
    if offer.digest != draft.digest:
        raise HandoverRefused(
            gettext_noop("what would pass is another by now"), gettext_noop("look at it again, then hand it over")
        )
    if not parts:
        raise HandoverRefused(gettext_noop("nothing is chosen that passes"), gettext_noop("mark at least one kind"))
    if not offer.is_own and not draft.reason.strip():
        raise HandoverRefused(gettext_noop("say why another hands over for the giver"))
    if draft.dated_on > today or draft.dated_on < today - OLDEST:
        raise HandoverRefused(gettext_noop("a handover is dated on a day of the last month"))


def _written(access: Access, offer: Offer, draft: HandoverDraft, unit: WorkUnit) -> Handover:
    giver, taker = offer.giver, offer.taker
    actor = None if offer.is_own else self_party(access, draft.dated_on)
    return Handover.objects.create(
        work_unit=unit,
        giver=giver.access.actor,
        taker=taker.access.actor,
        acted_by=access.actor,
        giver_person=giver.access.person,
        taker_person=taker.access.person,
        actor_person=actor.access.person if actor else None,
        giver_name=giver.name,
        giver_number=giver.number,
        giver_roles=_roles(giver),
        taker_name=taker.name,
        taker_number=taker.number,
        taker_roles=_roles(taker),
        actor_name=actor.name if actor else "",
        knower=_knower(access, unit, draft.dated_on),
        letterhead=_letterhead(access, unit, draft.dated_on.year),
        reason="" if offer.is_own else " ".join(draft.reason.split()),
        number=" ".join(draft.number.split()),
        dated_on=draft.dated_on,
        made_at=clock.now(),
    )


def _roles(party: Party) -> list[list[str]]:
    return [[held.role.value, held.unit_name] for held in party.roles]


def _items(handover: Handover, parts: Sequence[Part]) -> Iterator[Item]:
    ordinal = 0
    for part in parts:
        listed = part.passing.listed
        for thing in part.things if listed else part.things[:1]:
            ordinal += 1
            yield Item(
                handover=handover,
                ordinal=ordinal,
                part=part.key,
                subject_uid=thing.uid if listed else None,
                unit_code=thing.unit_code,
                label=thing.label if listed else "",
                count=1 if listed else len(part.things),
            )


def _letterhead(access: Access, unit: WorkUnit, year: int) -> dict[str, Any]:
    profile = unit_profile(access, unit=unit.code, year=year)
    address = " · ".join(profile.letterhead) if profile else ""
    return {"lines": list(title_lines(long_name(unit.name))), "address": address, "place": unit.seat}


def _knower(access: Access, unit: WorkUnit, day: date) -> Mapping[str, Any]:
    """Who knows of it: the Sekretaris or who acts for him that day; only the title where nobody was written down."""
    authority = Authority.SEKJEN if unit.code == ROOT else Authority.SEKRETARIS
    empty = {"place": None, "date": None, "mark": None, "stamp": False}
    signer = signer_on(access, unit=unit.code, authority=authority, day=day)
    if signer is None:
        return {"lines": [f"{authority_title(authority, unit.name)},"], "name": "", "number": "", **empty}
    block = signature_block(signer)
    *above, last = block.lines
    number = f"NIP {block.nip}" if block.nip else ""
    return {"lines": [*above, f"{last},"], "name": block.name, "number": number, **empty}


def _tell(access: Access, handover: Handover, offer: Offer) -> None:
    """The taker is told, and a giver for whom another acted."""
    path = reverse("handover-made", args=[handover.uid])
    for kind, party in ((RECEIVED, offer.taker), (GIVEN, offer.giver)):
        telling = Telling(kind=kind, path=path, subject=handover.uid, unit_code=handover.work_unit.code)
        notices_send(access=access, to=uids_of([party.access.actor]), telling=telling)
