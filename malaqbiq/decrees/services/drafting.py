"""Drafts: made, changed, submitted and withdrawn. Nothing of this touches the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.errors import StaleWrite, WrongState
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.registry import book
from malaqbiq.decrees.rules.chain import content_digest
from malaqbiq.decrees.rules.effects import Effect, Payload
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.services.clocks import clock_require
from malaqbiq.decrees.services.keeping import hand_changed, hand_returned
from malaqbiq.decrees.services.scoping import subjects_require
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activities_record, activity_record
from malaqbiq.kernel.bulk import rows_insert
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit

ENTRY_COLUMNS = (
    "uid",
    "decree_id",
    "place",
    "ordinal",
    "row",
    "effect",
    "effect_version",
    "effective_on",
    "payload",
    "work_unit_id",
    "person_id",
    "post_id",
    "mends_id",
    "mending",
)


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """One effect to be: on whom, from which day, in whose part of the annex, on which of its lines."""

    effect: str
    effective_on: date
    work_unit: UUID
    payload: Payload | None = None
    person: UUID | None = None
    post: UUID | None = None
    row: int = 1
    mends: UUID | None = None
    mending: Mending | None = None


@dataclass(frozen=True, slots=True)
class DecreeDraft:
    """A decree to be: its office, kind (key in regulations), authority, what it is about, and its entries in order."""

    office: UUID
    kind: str
    authority: str
    title: str
    entries: Sequence[EntryDraft]
    effective_on: date | None = None
    source_key: str | None = None


@transaction.atomic
def decree_draft(*, access: Access, draft: DecreeDraft) -> Decree:
    """The drafted decree; if one was drafted from the same `source_key` before, that one, untouched."""
    return decrees_draft(access=access, drafts=[draft])[0]


@transaction.atomic
def decrees_draft(*, access: Access, drafts: Sequence[DecreeDraft]) -> list[Decree]:
    """The drafted decrees, in the drafts' order. Statements grow with batches of entries, not with people."""
    days_require(*(draft.effective_on for draft in drafts))
    codes = codes_of(unit for draft in drafts for unit in (draft.office, *units_of(draft.entries)))
    for code in codes.values():
        access.require(code, Role.SDM_OFFICER)
    subjects_require(access=access, entries=(entry for draft in drafts for entry in draft.entries))
    keys = [draft.source_key for draft in drafts if draft.source_key]
    earlier = {decree.source_key: decree for decree in Decree.objects.filter(source_key__in=keys)}
    new = {
        index: _decree(draft, Origin.OWN, access.actor)
        for index, draft in enumerate(drafts)
        if draft.source_key not in earlier or draft.source_key is None
    }
    Decree.objects.bulk_create(new.values(), batch_size=200)
    entries_insert(entry for index, decree in new.items() for entry in entries_of(decree, drafts[index].entries))
    activities_record(_drafted(access, decree, codes[decree.office_id]) for decree in new.values())
    return [new[index] if index in new else earlier[draft.source_key] for index, draft in enumerate(drafts)]


@transaction.atomic
def decree_change(
    *,
    access: Access,
    decree: UUID,
    version: int,
    title: str | None = None,
    entries: Sequence[EntryDraft] | None = None,
    effective_on: date | None = None,
) -> Decree:
    """The draft with another title, entries or day for all of it; StaleWrite if `version` isn't its current one."""
    days_require(effective_on)
    found = _locked(access, decree)
    _require_state(found, Decree.State.DRAFT)
    _take_version(found, version)
    if entries is not None:
        for code in codes_of(units_of(entries)).values():
            access.require(code, Role.SDM_OFFICER)
        subjects_require(access=access, entries=entries)
        _entries_delete(found)
        entries_insert(entries_of(found, entries))
    if title is not None:
        found.title = title
    if effective_on is not None:
        found.effective_on = effective_on
    found.save(update_fields=["version", "title", "effective_on"])
    hand_changed(found, access.actor)
    activity_record(access=access, action="decrees.change", unit_code=found.office.code, subject_uid=found.uid)
    return found


@transaction.atomic
def decree_discard(*, access: Access, decree: UUID, version: int) -> None:
    """The draft is gone; StaleWrite if `version` isn't its current one. What was submitted must be withdrawn first."""
    found = _locked(access, decree)
    _require_state(found, Decree.State.DRAFT)
    _take_version(found, version)
    _entries_delete(found)
    activity_record(access=access, action="decrees.discard", unit_code=found.office.code, subject_uid=found.uid)
    found.delete()


@transaction.atomic
def decree_submit(*, access: Access, decree: UUID, version: int) -> Decree:
    """The decree, submitted: its content is frozen as `content_digest`, which approving and issuing must quote."""
    found = _locked(access, decree)
    _require_state(found, Decree.State.DRAFT)
    _take_version(found, version)
    if not found.entries.exists():
        raise UserError(gettext_noop("the decree decides nothing yet"), gettext_noop("add at least one entry"))
    clock_require(zone=found.office.zone, ahead=False)
    found.state = Decree.State.SUBMITTED
    found.submitted_by = access.actor
    found.content_digest = draft_digest(found)
    found.save(update_fields=["state", "version", "submitted_by", "content_digest"])
    activity_record(access=access, action="decrees.submit", unit_code=found.office.code, subject_uid=found.uid)
    return found


@transaction.atomic
def decree_withdraw(*, access: Access, decree: UUID, version: int | None = None, reason: str = "") -> Decree:
    """The decree, a draft again, whether it was submitted or approved; it must be submitted and approved anew.

    Its officer takes it back, or its secretary gives it back, with the reason if one is given. StaleWrite if a
    `version` is named and isn't current. Who had submitted it doesn't approve it later either.
    """
    found = _locked(access, decree, Role.SDM_OFFICER, Role.SECRETARY)
    if version is not None and found.version != version:
        raise StaleWrite
    _require_state(found, Decree.State.SUBMITTED, Decree.State.APPROVED)
    hand_returned(found, access.actor, reason)
    found.state = Decree.State.DRAFT
    found.version += 1
    found.submitted_by = found.approved_by = found.content_digest = ""
    found.save(update_fields=["state", "version", "submitted_by", "approved_by", "content_digest"])
    activity_record(access=access, action="decrees.withdraw", unit_code=found.office.code, subject_uid=found.uid)
    return found


def entries_of(decree: Decree, drafts: Iterable[EntryDraft]) -> Iterable[Entry]:
    """Unsaved rows for a decree's entries, in their order; payloads are written in today's version."""
    for ordinal, draft in enumerate(drafts, start=1):
        yield Entry(
            decree=decree,
            ordinal=ordinal,
            row=draft.row,
            effect=draft.effect,
            effect_version=_effect(draft.effect).version if draft.payload else 1,
            effective_on=draft.effective_on,
            payload=draft.payload.stored() if draft.payload else {},
            work_unit_id=draft.work_unit,
            person_id=draft.person,
            post_id=draft.post,
            mends_id=draft.mends,
            mending=draft.mending or "",
        )


def entries_insert(entries: Iterable[Entry]) -> None:
    """Write entries that are not saved yet, many in a statement."""
    rows_insert(Entry, ENTRY_COLUMNS, ([getattr(entry, name) for name in ENTRY_COLUMNS] for entry in entries))


def entry_facts(entry: Entry) -> dict[str, Any]:
    """What is hashed of an entry: no names, no free text."""
    return {
        "uid": str(entry.uid),
        "row": entry.row,
        "effect": entry.effect,
        "version": entry.effect_version,
        "effective_on": entry.effective_on.isoformat(),
        "payload": entry.payload,
        "work_unit": str(entry.work_unit_id),
        "person": _text(entry.person_id),
        "post": _text(entry.post_id),
        "mends": _text(entry.mends_id),
        "mending": entry.mending,
    }


def entries_digest(entries: Iterable[Entry]) -> str:
    """The digest of a decree's entries, which must come in their order."""
    return content_digest(entry_facts(entry) for entry in entries)


def draft_digest(decree: Decree) -> str:
    """The digest of everything that two people agree on: the decree's head and its entries."""
    return head_digest(decree, entries_digest(decree.entries.order_by("ordinal")))


def head_digest(decree: Decree, entries: str) -> str:
    """The digest of a decree's head and its entries' digest."""
    head = [str(decree.office_id), decree.kind, decree.authority, decree.title, _text(decree.effective_on)]
    return content_digest([head, entries])


def _entries_delete(decree: Decree) -> None:
    decree.entries.all()._raw_delete(decree.entries.db)  # noqa: SLF001 - nothing points at a draft's entries


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _decree(draft: DecreeDraft, origin: Origin, actor: str) -> Decree:
    return Decree(
        origin=origin,
        kind=draft.kind,
        office_id=draft.office,
        authority=draft.authority,
        title=draft.title,
        effective_on=draft.effective_on,
        source_key=draft.source_key,
        drafted_by=actor,
    )


def _drafted(access: Access, decree: Decree, code: str) -> Activity:
    return Activity(
        at=clock.now(), actor=access.actor, action="decrees.draft", unit_code=code, subject_uid=decree.uid, detail={}
    )


def _effect(name: str) -> Effect[Any]:
    try:
        return book().effect(name)
    except LookupError:
        raise UserError(Words(gettext_noop("there is no effect named %(name)s"), {"name": name})) from None


def units_of(entries: Iterable[EntryDraft]) -> Iterator[UUID]:
    """Every work unit that entries stand under or name: who drafts them must cover all."""
    for entry in entries:
        yield entry.work_unit
        if entry.payload is not None:
            yield from _effect(entry.effect).units_named(entry.payload)


def codes_of(units: Iterable[UUID]) -> dict[UUID, str]:
    """The codes of work units by their uid."""
    return dict(WorkUnit.objects.filter(uid__in=set(units)).values_list("uid", "code"))


def _locked(access: Access, decree: UUID, *roles: Role) -> Decree:
    # Locked, so that of two who press at once the second sees what the first has done.
    found = Decree.objects.select_for_update(of=("self",)).select_related("office").get(uid=decree)
    access.require(found.office.code, *(roles or (Role.SDM_OFFICER,)))
    return found


def _require_state(decree: Decree, *states: Decree.State) -> None:
    if decree.state not in states:
        raise WrongState(decree.state, *states)


def _take_version(decree: Decree, version: int) -> None:
    if decree.version != version:
        raise StaleWrite
    decree.version += 1
