"""A decree takes an appointment back after the oath: revoked from a day on, or annulled as if it had never been."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db import transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Appointment, MendingScan, Phase
from malaqbiq.appointments.selectors.hindering import in_the_way
from malaqbiq.appointments.selectors.mended import given_entry, mended_in, undone_by
from malaqbiq.appointments.selectors.rounds import HANDS
from malaqbiq.appointments.services.inaugurating import decree_received, post_left
from malaqbiq.appointments.services.own import refuse_candidate, refuse_own
from malaqbiq.appointments.services.rounds import phase_locked, told
from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft
from malaqbiq.decrees.services.posting import ledger_lock
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.days import dated_require, days_require
from malaqbiq.kernel.files import file_store
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.rules.names import post_title
from malaqbiq.service.effects import PostActing


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
def appointment_mend(
    *, access: Access, appointment: UUID, draft: MendingDraft, scan: tuple[bytes, str] | None = None
) -> Decree:
    """The received decree by which somebody who was sworn in no longer holds the post.

    Revoked, the post is vacant from that day; annulled, all stands as it stood before the oath: the post and work unit
    that he had, but for work that has passed to another meanwhile, and who kept the work of old posts that it goes on
    from. Who stood in until the oath doesn't again.
    `scan` is the decree's content and file name, if it is at hand already.

    RoundRefused before the oath, once it is taken back already, for a candidate of the phase, in the case of close
    family, without a number of its own, dated before the appointing decree, and for a day of revocation that isn't
    after the oath's or lies ahead; and, naming it and what to do, where something that was decided since stands in the
    way. Who stood in for a post meanwhile and doesn't any more is in nobody's way.
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
    entries = _entries([given_entry(row)], kind, draft.since) if draft.since else _annulling(row, today)
    decree = _recorded(access, phase, replace(draft, number=number), kind, entries)
    detail: dict[str, Json] = {"number": number, "mending": kind.value}
    told(access=access, phase=phase, action="appointment_mend", detail=detail, about=row.person_id)
    if scan:
        mending_file_attach(access=access, appointment=row.uid, content=scan[0], name=scan[1])
    return decree


def _recorded(
    access: Access, phase: Phase, draft: MendingDraft, kind: Mending, entries: Sequence[EntryDraft]
) -> Decree:
    try:
        return decree_received(access=access, phase=phase, paper=draft, about=TITLES[kind], entries=entries)
    except Refused as error:
        raise _later_named(error) or error from error


@transaction.atomic
def mending_file_attach(*, access: Access, appointment: UUID, content: bytes, name: str) -> MendingScan:
    """The scan of the decree that took an appointment back, in place of one attached before. FileRefused for what is no
    scan; RoundRefused where no decree took it back.
    """
    row = Appointment.objects.select_related("decision__phase").get(uid=appointment)
    phase = phase_locked(access=access, phase=row.decision.phase.uid, roles=HANDS)
    mended = mended_in([row]).get(row.pk)
    if mended is None:
        raise RoundRefused(gettext_noop("no decree took this appointment back"))
    code = phase.round.office.code
    file = file_store(access=access, content=content, name=name, unit_code=code, subject_uid=mended.decree)
    received = {"file": file, "received_by": access.actor, "received_at": clock.now()}
    kept, _new = MendingScan.objects.update_or_create(appointment=row, defaults=received)
    told(access=access, phase=phase, action="mending_file", detail={"number": mended.number})
    return kept


def _later_named(error: Refused) -> RoundRefused | None:
    """What was decided since and stands in the way, by name, and what to do; None where it is nothing of that."""
    later = next(iter(in_the_way([problem.entry for problem in error.problems])), None)
    if later is None:
        return None
    decree = later.decree
    found = next(problem for problem in error.problems if problem.entry == later.uid)
    name = later.person.full_name if later.person else ""
    if later.effect == PostActing.name and later.post and found.through:
        post = post_title(later.post.position_name, later.post.work_unit.name)
        words = gettext_noop("%(name)s stands in for %(post)s through %(day)s")
        return RoundRefused(Words(words, {"name": name, "post": post, "day": found.through}), END_THE_TERM)
    words = gettext_noop("%(number)s of %(day)s stands in the way (%(name)s): %(problem)s")
    day = decree.decided_on or later.effective_on
    said = Words(words, {"number": decree.number, "day": day, "name": name, "problem": found.words})
    return RoundRefused(said, LATER_FIRST)


END_THE_TERM = gettext_noop("let it end today or earlier under Plt and Plh, then record this decree")
LATER_FIRST = gettext_noop(
    "what came later goes first: record the decree that revokes, annuls or corrects it, then this one"
)
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


def _annulling(row: Appointment, today: date) -> list[EntryDraft]:
    """What the oath did is taken out; an old post of which the work has passed on since is left on that later day."""
    undone = undone_by(row, today)
    assert row.inauguration is not None  # noqa: S101 - nobody else is taken back
    leaving = [
        post_left(row.person_id, one.post.uid, one.post.work_unit_id, one.since)
        for one in undone.passed
        if one.since > row.inauguration.held_on
    ]
    return [*_entries(undone.entries, Mending.ANNULMENT, None), *leaving]


def _entries(mended: Sequence[Entry], kind: Mending, since: date | None) -> list[EntryDraft]:
    return [
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
