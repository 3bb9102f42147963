"""A decree takes an appointment back after the oath: revoked from a day on, or annulled as if it had never been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Appointment
from malaqbiq.appointments.selectors.mended import given_entry, mended_in, undone_by
from malaqbiq.appointments.selectors.rounds import HANDS
from malaqbiq.appointments.services.inaugurating import RECEIVED
from malaqbiq.appointments.services.own import refuse_candidate, refuse_own
from malaqbiq.appointments.services.rounds import phase_locked, told
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, received_record
from malaqbiq.decrees.services.posting import ledger_lock
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.days import dated_require, days_require
from malaqbiq.kernel.words import Words, gettext_noop


@dataclass(frozen=True, slots=True)
class MendingDraft:
    """What the decree says: whose it is, its number and date, and from which day on the appointment is revoked; None
    where it is annulled.
    """

    authority: str
    number: str
    decided_on: date
    since: date | None = None


@transaction.atomic
def appointment_mend(*, access: Access, appointment: UUID, draft: MendingDraft) -> Decree:
    """The received decree by which somebody who was sworn in no longer holds the post.

    Revoked, the post is vacant from that day; annulled, all stands as it stood before the oath: the post and work unit
    that he had, and who kept the work of old posts that it goes on from. Who stood in until the oath doesn't again.

    RoundRefused before the oath, once it is taken back already, for a candidate of the phase, in the case of close
    family, without a number of its own, dated before the appointing decree, and for a day of revocation that isn't
    after the oath's or lies ahead; Refused, naming it, where something that was decided since stands in the way.
    """
    ledger_lock()
    row = Appointment.objects.select_related("decision__phase", "seat", "person", "inauguration").get(uid=appointment)
    phase = phase_locked(access=access, phase=row.decision.phase.uid, roles=HANDS)
    refuse_candidate(access=access, phase=phase)
    refuse_own(access=access, people=[row.person_id])
    today = clock.today(phase.round.office.zone)
    dated_require(draft.decided_on, today=today)
    number = " ".join(draft.number.split())
    _refuse(row, draft, number, today)
    kind = Mending.ANNULMENT if draft.since is None else Mending.REVOCATION
    mended = undone_by(row).entries if draft.since is None else [given_entry(row)]
    decree = received_record(
        access=access,
        office=phase.round.office_id,
        kind=RECEIVED,
        authority=draft.authority,
        number=number,
        decided_on=draft.decided_on,
        title=f"{TITLES[kind]} dalam jabatan {phase.level}",
        entries=_entries(mended, kind, draft.since),
        roles=HANDS,
    )
    detail: dict[str, Json] = {"number": number, "mending": kind.value}
    told(access=access, phase=phase, action="appointment_mend", detail=detail, about=row.person_id)
    return decree


TITLES = {Mending.ANNULMENT: "Pembatalan pengangkatan", Mending.REVOCATION: "Pencabutan pengangkatan"}


def _refuse(row: Appointment, draft: MendingDraft, number: str, today: date) -> None:
    if row.inauguration is None:
        raise RoundRefused(
            gettext_noop("nobody was sworn in by this appointment yet"), gettext_noop("take the decree back instead")
        )
    if mended_in([row]):
        raise RoundRefused(gettext_noop("this appointment was taken back by a decree already"))
    if not number:
        raise RoundRefused(gettext_noop("a decree has a number"))
    if number == row.decision.number or draft.decided_on < row.decision.decided_on:
        raise RoundRefused(
            gettext_noop("number and date are those of the decree that takes back, not of the appointing one")
        )
    if draft.since is None:
        return
    days_require(draft.since)
    if draft.since > today:
        words = gettext_noop("%(day)s lies ahead: record the decree once that day has come")
        raise RoundRefused(Words(words, {"day": draft.since}))
    if draft.since <= row.inauguration.held_on:
        words = gettext_noop(
            "an appointment is revoked from a day after the oath of %(day)s on; before, it is annulled"
        )
        raise RoundRefused(Words(words, {"day": row.inauguration.held_on}))


def _entries(mended: Sequence[Entry], kind: Mending, since: date | None) -> list[EntryDraft]:
    found = [
        EntryDraft(
            one.effect,
            since or one.effective_on,
            one.work_unit_id,
            person=one.person_id,
            post=one.post_id,
            mends=one.uid,
            mending=kind,
        )
        for one in mended
    ]
    return [replace(draft, row=row) for row, draft in enumerate(found, start=1)]
