"""Builders that issue decrees through the services, as an office would. None inserts a projection."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from uuid import UUID

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import (
    DecreeDraft,
    EntryDraft,
    decree_approve,
    decree_draft,
    decree_issue,
    decree_submit,
    opening_record,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.organization.models import Parentage, Signer, WorkUnit
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EngagedV1, Status

OFFICER = Access.system("officer")
SECRETARY = Access.system("secretary")
FLOOR = 2_678_864


def unit(code: str = "76", level: str = "provinsi") -> WorkUnit:
    """A work unit of that code under those above it, made up to the rest."""
    found, new = WorkUnit.objects.get_or_create(
        code=code, defaults={"level": level, "name": f"KPU {code}", "region_name": code, "zone": "Asia/Makassar"}
    )
    if new and code != "00":
        above = unit(code.partition(".")[0]) if "." in code else unit("00", "setjen")
        Parentage.objects.create(unit=found, parent=above)
    return found


def person(name: str = "Anto Uji") -> Person:
    """A made-up person."""
    return Person.objects.create(name=name)


def engaged(
    who: Person,
    where: WorkUnit,
    start: date,
    last_day: date | None,
    amount: int = FLOOR,
    effect: str = "engaged",
    row: int = 1,
) -> list[EntryDraft]:
    """An engagement (or extension) of contract staff and the pay that goes with it."""
    contract = EngagedV1(status=Status.PPNPN, job_family="pramubakti", work_unit=where.uid, last_day=last_day)
    term = TermSetV1(
        monthly_amount=amount, floor_amount=FLOOR, floor_basis="ump", floor_key="ump:76:2022", last_day=last_day
    )
    return [
        EntryDraft(f"service.{effect}", start, where.uid, contract, person=who.uid, row=row),
        EntryDraft("pay.term_set", start, where.uid, term, person=who.uid, row=row),
    ]


def mending(entry: Entry, kind: Mending, on: date, payload: object = None) -> EntryDraft:
    """An entry that mends another."""
    return EntryDraft(
        entry.effect,
        on,
        entry.work_unit_id,
        payload,  # type: ignore[arg-type]
        person=entry.person_id,
        post=entry.post_id,
        mends=entry.uid,
        mending=kind,
    )


def signed_for(office: WorkUnit, authority: str = "sekretaris") -> None:
    """Somebody signs for a work unit's authority since long ago, as an office has named before it decrees."""
    if not Signer.objects.filter(unit=office, authority=authority).exists():
        Signer.objects.create(
            unit=office,
            authority=authority,
            form="definitive",
            name="ANDI TENRI PADA",
            nip="197001011990032001",
            valid_from=date(2000, 1, 1),
            recorded_by="tests",
            recorded_at=noon(date(2020, 1, 1)),
        )


def drafted(office: WorkUnit, entries: Sequence[EntryDraft], *, signed: bool = True, **facts: str) -> Decree:
    """A draft of the office's Sekretaris, who is somebody unless it isn't to be signed."""
    if signed:
        signed_for(office)
    draft = DecreeDraft(office.uid, "contract-extension", "sekretaris", "Perpanjangan PPNPN", entries, **facts)
    return decree_draft(access=OFFICER, draft=draft)


def approved(office: WorkUnit, entries: Sequence[EntryDraft], *, signed: bool = True) -> Decree:
    """A decree that two people have agreed on."""
    decree = drafted(office, entries, signed=signed)
    decree = decree_submit(access=OFFICER, decree=decree.uid, version=decree.version)
    return decree_approve(access=SECRETARY, decree=decree.uid, digest=decree.content_digest)


def issued(office: WorkUnit, entries: Sequence[EntryDraft], on: date | None = None) -> Decree:
    """A decree that is issued, on a day if one is given."""
    decree = approved(office, entries)
    with clock.standing_at(noon(on) if on else clock.now()):
        return decree_issue(access=SECRETARY, decree=decree.uid, digest=decree.content_digest)


def opened(office: WorkUnit, entries: Sequence[EntryDraft]) -> Decree:
    """What was in force when the office began."""
    return opening_record(access=OFFICER, office=office.uid, title="Saldo awal", entries=entries)


def entry_of(decree: Decree, who: UUID, effect: str) -> Entry:
    """A person's entry in a decree."""
    return decree.entries.get(person=who, effect=effect)


def noon(day: date) -> datetime:
    """About midday in Sulawesi."""
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)
