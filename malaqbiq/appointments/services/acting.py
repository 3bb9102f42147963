"""Somebody is let stand in for a post: by an order that is drafted here, or one that was received."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from malaqbiq.appointments.errors import ActingRefused
from malaqbiq.appointments.selectors.acting import (
    KIND,
    ORDERERS,
    Sheet,
    issuer_for,
    post_ordered,
    sheet_of,
    term_ordered,
)
from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import DecreeDraft, EntryDraft, decree_draft, decree_review, received_record
from malaqbiq.decrees.services.posting import ledger_lock
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.days import dated_require, days_require
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.organization.rules.names import Authority, authority_title, long_name, post_title, secretariat_name
from malaqbiq.people.models import Person
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.texts import TextRefused, fill
from malaqbiq.regulations.selectors import decree_words
from malaqbiq.service.effects import Capacity, PostActing
from malaqbiq.service.effects.acting import CAPACITIES
from malaqbiq.service.rules.acting import StandIn
from malaqbiq.service.selectors.acting import payload_of, stand_ins
from malaqbiq.service.services.acting import acting_ended

NOT_SERVING = gettext_noop("the person doesn't serve on that day")


@dataclass(frozen=True, slots=True)
class Order:
    """Who (uid) stands in for which post, from the first day through the last one, both counted."""

    post: UUID
    person: UUID
    start: date
    last_day: date


@transaction.atomic
def acting_draft(*, access: Access, order: Order) -> Decree:
    """A draft of the office's own order; it goes the way of every decree.

    ActingRefused if nobody here may order it; Refused, naming what stands in the way, if it couldn't be issued.
    """
    sheet, who = _looked_at(access, order)
    issuer = issuer_for(access, sheet.post, who.unit, order.start)
    if issuer is None:
        words = gettext_noop("who would order it leads the office himself: it is ordered from above")
        raise ActingRefused(words, gettext_noop("record the order that was received"))
    if why := sheet.choice(who).why_not:
        raise ActingRefused(Words(gettext_noop("%(name)s: %(why)s"), {"name": who.name, "why": why[0]}))
    office = WorkUnit.objects.get(code=issuer.office)
    draft = DecreeDraft(
        office=office.uid,
        kind=KIND,
        authority=issuer.authority,
        title=_title(access, sheet, office, issuer.authority),
        entries=[_entry(order, sheet, who, is_own=True)],
        effective_on=order.start,
    )
    decree = decree_draft(access=access, draft=draft)
    if problems := decree_review(access=access, decree=decree.uid).problems:
        raise Refused(problems)
    return decree


@dataclass(frozen=True, slots=True)
class Received:
    """The order as it came: whose, its number and date."""

    authority: str
    number: str
    decided_on: date


@transaction.atomic
def acting_record(*, access: Access, order: Order, received: Received) -> Decree:
    """An order of another, recorded: it stands as it was given, whatever the terms say.

    Refused if what it says can't be: somebody stands in already, a Plt of a post that is held, a Plh of one that isn't.
    """
    sheet, who = _looked_at(access, order)
    number = " ".join(received.number.split())
    if not number:
        raise ActingRefused(gettext_noop("an order that was received has a number"))
    dated_require(received.decided_on, today=clock.today(sheet.post.work_unit.zone))
    return received_record(
        access=access,
        office=sheet.post.work_unit_id,
        kind=KIND,
        authority=received.authority,
        number=number,
        decided_on=received.decided_on,
        title=_named(sheet),
        entries=[_entry(order, sheet, who, is_own=False)],
    )


@transaction.atomic
def acting_end(*, access: Access, entry: UUID, last_day: date, received: Received) -> Decree:
    """A term (by the entry that tells of it) ends earlier, by a paper whose number and date are written down: the
    holder is back, or the order is withdrawn.

    ActingRefused for a day that doesn't end it earlier; Acting.DoesNotExist outside the asker's units.
    """
    days_require(last_day)
    ledger_lock()
    found = term_ordered(access, entry)
    number = " ".join(received.number.split())
    if not number:
        raise ActingRefused(gettext_noop("the paper that ends it has a number"))
    dated_require(received.decided_on, today=clock.today(found.post.work_unit.zone))
    if not found.valid_from <= last_day or last_day + DAY >= (found.valid_until or date.max):
        raise ActingRefused(gettext_noop("choose a last day within the term, before its own"))
    capacity = CAPACITIES[Capacity(found.capacity)]
    return received_record(
        access=access,
        office=found.post.work_unit_id,
        kind=KIND,
        authority=received.authority,
        number=number,
        decided_on=received.decided_on,
        title=f"Pengakhiran {capacity} {_called(found.post)}",
        entries=list(acting_ended([found], last_day + DAY)),
    )


def _looked_at(access: Access, order: Order) -> tuple[Sheet, StandIn]:
    """What the order rests on, and who is meant; Post or Person.DoesNotExist outside the asker's units."""
    days_require(order.start, order.last_day)
    sheet = sheet_of(access, post_ordered(access, order.post), order.start)
    who = next(iter(stand_ins(order.start, people=[order.person])), None)
    if who is None:
        raise ActingRefused(NOT_SERVING)
    if not access.covers(who.unit, *ORDERERS):
        raise Person.DoesNotExist
    return sheet, who


def _entry(order: Order, sheet: Sheet, who: StandIn, *, is_own: bool) -> EntryDraft:
    payload = payload_of(
        who, sheet.covered, sheet.said, capacity=sheet.capacity, start=order.start, last_day=order.last_day
    )
    if not is_own:
        payload = payload.model_copy(update={"most": None, "again": None})
    home = WorkUnit.objects.values_list("uid", flat=True).get(code=who.unit)
    return EntryDraft(PostActing.name, order.start, home, payload, person=order.person, post=order.post)


def _title(access: Access, sheet: Sheet, office: WorkUnit, authority: str) -> str:
    """The words' own title, filled; a plain one where there are no words, which issuing then says."""
    words = decree_words(access, kind=KIND, day=sheet.start, office=office.code)
    if isinstance(words, Missing):
        return _named(sheet)
    values = {
        "acting": CAPACITIES[sheet.capacity],
        "acting_post": _called(sheet.post),
        "unit": long_name(secretariat_name(sheet.post.work_unit.name)),
        "authority": authority_title(Authority(authority), office.name),
        "year": str(sheet.start.year),
    }
    try:
        return fill(words.subject, values)
    except TextRefused:
        return _named(sheet)


def _named(sheet: Sheet) -> str:
    return f"Penunjukan {CAPACITIES[sheet.capacity]} {_called(sheet.post)}"


def _called(post: Post) -> str:
    return long_name(post_title(post.position_name, post.work_unit.name))
