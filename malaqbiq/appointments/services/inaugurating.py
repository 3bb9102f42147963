"""The Sekretaris Jenderal's decision is received, and takes effect on the day on which those appointed are sworn in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Appointment, Decision, Inauguration, Invitation, Phase
from malaqbiq.appointments.rules.rounds import released
from malaqbiq.appointments.selectors.phases import appointments_waiting, proposal_of, seat_title
from malaqbiq.appointments.selectors.rounds import HANDS, keepings
from malaqbiq.appointments.services.own import refuse_candidate, refuse_own
from malaqbiq.appointments.services.rounds import phase_locked, told
from malaqbiq.appointments.services.selecting import require_servants
from malaqbiq.appointments.services.telling import sworn_in_tell
from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import EntryDraft, received_record
from malaqbiq.decrees.services.posting import ledger_lock
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.days import dated_require, days_require
from malaqbiq.kernel.files import file_store
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import Post
from malaqbiq.people.models import Person
from malaqbiq.service.effects import Holding, MovedV1, PostGivenV1, PostLeftV1
from malaqbiq.service.models import Holder, HomeUnit, PostHeld, PostInForce
from malaqbiq.service.selectors.acting import acting_rows
from malaqbiq.service.services.acting import acting_ended

RECEIVED = "received-appointment"
WITNESSES = 2


@dataclass(frozen=True, slots=True)
class DecisionDraft:
    """What the decree says: whose it is, its number and date, and who (uid) is appointed to which post (uid)."""

    authority: str
    number: str
    decided_on: date
    appointed: Mapping[UUID, UUID]


@transaction.atomic
def decision_record(
    *,
    access: Access,
    phase: UUID,
    draft: DecisionDraft,
    scan: tuple[bytes, str] | None = None,
    replaces: Collection[UUID] | None = None,
) -> Decision:
    """The decree of appointment as received, before anybody is sworn in: nothing changes for anybody yet. `scan` is its
    content and file name, if it is at hand already; `replaces` are the appointments (uid) waiting for the oath of which
    the asker was told that it replaces them, None where nobody was asked.

    RoundRefused for a candidate of the phase, a post that the phase doesn't fill, one who is appointed to two posts or
    doesn't serve, a post whose holder is sworn in already, a decree dated before the proposal, and for others that it
    would replace. Whom the panel didn't propose may be appointed all the same: the Sekretaris Jenderal decides.
    """
    found = phase_locked(access=access, phase=phase, roles=HANDS, is_open=True)
    refuse_candidate(access=access, phase=found)
    refuse_own(access=access, people=draft.appointed.values())
    dated_require(draft.decided_on, today=clock.today(found.round.office.zone))
    number = " ".join(draft.number.split())
    _refuse_paper(found, draft, number)
    _refuse_untold(found, draft, replaces)
    seats = {seat.post_id: seat for seat in found.seats.all()}
    _refuse_posts(found, draft, frozenset(seats))
    require_servants(access=access, people=list(draft.appointed.values()), day=clock.today(settings.TIME_ZONE))
    received = {"received_by": access.actor, "received_at": clock.now()}
    made = Decision.objects.create(
        phase=found, authority=draft.authority, number=number, decided_on=draft.decided_on, **received
    )
    people = {one.uid: one for one in Person.objects.filter(uid__in=draft.appointed.values())}
    Appointment.objects.bulk_create(
        Appointment(decision=made, seat=seats[post], person=people[person]) for post, person in draft.appointed.items()
    )
    detail: dict[str, Json] = {"number": number, "appointed": len(draft.appointed)}
    told(access=access, phase=found, action="decision_record", detail=detail)
    if scan:
        decision_file_attach(access=access, decision=made.uid, content=scan[0], name=scan[1])
    return made


@transaction.atomic
def decision_file_attach(*, access: Access, decision: UUID, content: bytes, name: str) -> Decision:
    """The scan of a decree of appointment, in place of one attached before. FileRefused for what is no scan;
    RoundRefused for a decree that was taken back.
    """
    found = Decision.objects.select_for_update(of=("self",)).select_related("phase").get(uid=decision)
    phase = phase_locked(access=access, phase=found.phase.uid, roles=HANDS)
    if found.withdrawn_at is not None:
        raise RoundRefused(gettext_noop("the decree was taken back already"))
    code = phase.round.office.code
    found.file = file_store(access=access, content=content, name=name, unit_code=code, subject_uid=found.uid)
    found.save(update_fields=["file"])
    told(access=access, phase=phase, action="decision_file", detail={"number": found.number})
    return found


def _refuse_paper(found: Phase, draft: DecisionDraft, number: str) -> None:
    if not number or not draft.appointed:
        raise RoundRefused(gettext_noop("a decree of appointment has a number, and appoints somebody"))
    if found.decisions.standing().filter(authority=draft.authority, number=number).exists():
        raise RoundRefused(gettext_noop("this decree is recorded already"))
    if len(set(draft.appointed.values())) < len(draft.appointed):
        raise RoundRefused(gettext_noop("one person can't be appointed to two posts"))
    if (proposal := proposal_of(found)) and draft.decided_on < proposal.dated_on:
        early = gettext_noop("the decree answers proposal %(number)s of %(day)s: it can't be dated before it")
        raise RoundRefused(Words(early, {"number": proposal.number, "day": proposal.dated_on}))


def _refuse_untold(found: Phase, draft: DecisionDraft, replaces: Collection[UUID] | None) -> None:
    """RoundRefused where somebody's waiting for the oath would end of which the asker wasn't told."""
    if replaces is None:
        return
    posts, people = set(draft.appointed), set(draft.appointed.values())
    ended = {row.uid for row in appointments_waiting(found) if row.seat.post_id in posts or row.person_id in people}
    if ended - set(replaces):
        raise RoundRefused(
            gettext_noop("another decree was recorded meanwhile"),
            gettext_noop("see under Appointed who waits for the oath now, and record yours once more"),
        )


def _refuse_posts(phase: Phase, draft: DecisionDraft, posts: frozenset[UUID]) -> None:
    if set(draft.appointed) - posts:
        raise RoundRefused(gettext_noop("the decree names a post that this phase doesn't fill"))
    today = clock.today(phase.round.office.zone)
    held = Holder.objects.as_of(today).filter(post__uid__in=draft.appointed, state=Holding.DEFINITIVE)
    if held.exists():
        raise RoundRefused(gettext_noop("somebody holds one of these posts definitively already"))
    in_force = PostInForce.objects.as_of(today).filter(post__uid__in=draft.appointed)
    if in_force.count() < len(draft.appointed):
        raise RoundRefused(gettext_noop("one of these posts is no more in force"))


@dataclass(frozen=True, slots=True)
class Event:
    """An inauguration: its day, place (or that it is online), who leads it, two witnesses, and the spiritual guide."""

    held_on: date
    place: str
    led_by: str
    witnesses: Sequence[str] = ()
    online: bool = False
    guide: str = ""


@transaction.atomic
def inauguration_plan(*, access: Access, phase: UUID, event: Event) -> Inauguration:
    """An inauguration of a phase whose decree is received. RoundRefused before that, without two witnesses, and while
    one of the same day is planned: all who wait for the oath are sworn in there.
    """
    found = phase_locked(access=access, phase=phase, roles=HANDS, is_open=True)
    days_require(event.held_on)
    if found.opened_on and event.held_on < found.opened_on:
        words = gettext_noop("the phase is open since %(day)s: nobody is inaugurated before")
        raise RoundRefused(Words(words, {"day": found.opened_on}))
    if not appointments_waiting(found):
        raise RoundRefused(gettext_noop("nobody of this phase waits to be sworn in: record the decree of appointment"))
    witnesses = [" ".join(one.split()) for one in event.witnesses if one.strip()]
    if len(witnesses) != WITNESSES:
        raise RoundRefused(gettext_noop("an oath is sworn before two witnesses"))
    if len({one.casefold() for one in witnesses}) != WITNESSES:
        raise RoundRefused(gettext_noop("the two witnesses are two people"))
    if found.inaugurations.filter(held_on=event.held_on, closed_at=None).exists():
        words = gettext_noop("an inauguration on %(day)s is planned already: it stands on this page")
        raise RoundRefused(
            Words(words, {"day": event.held_on}), gettext_noop("take that plan back first if something in it is wrong")
        )
    made = Inauguration.objects.create(
        phase=found,
        held_on=event.held_on,
        place=event.place,
        online=event.online,
        led_by=event.led_by,
        witnesses=witnesses,
        guide=event.guide,
        planned_by=access.actor,
        planned_at=clock.now(),
    )
    told(access=access, phase=found, action="inauguration_plan", detail={"held_on": event.held_on.isoformat()})
    return made


@transaction.atomic
def inauguration_cancel(*, access: Access, inauguration: UUID) -> None:
    """What was planned isn't held, or was typed wrongly: it goes, with its invitation and the numbers of its papers.

    RoundRefused once it is closed.
    """
    found = Inauguration.objects.select_related("phase").get(uid=inauguration)
    phase = phase_locked(access=access, phase=found.phase.uid, roles=HANDS)
    found = Inauguration.objects.select_for_update().get(pk=found.pk)
    if found.closed_at is not None:
        raise RoundRefused(gettext_noop("the inauguration is closed already"))
    Invitation.objects.filter(inauguration=found).delete()
    found.paper_numbers.all().delete()
    told(access=access, phase=phase, action="inauguration_cancel", detail={"held_on": found.held_on.isoformat()})
    found.delete()


@transaction.atomic
def inauguration_close(*, access: Access, inauguration: UUID, present: Collection[UUID]) -> Inauguration:
    """Those present (appointments by uid) are sworn in: by a received decree they hold their posts from that day on.

    Whose daily work has passed to somebody is no longer demisioner, and nobody stands in any more for a post that is
    given. Who was absent stays as he was.

    RoundRefused before its day, for nobody present, once it is closed, and, naming the person or post, if what the
    decree says can't be.
    """
    ledger_lock()
    found = Inauguration.objects.select_related("phase").get(uid=inauguration)
    phase = phase_locked(access=access, phase=found.phase.uid, roles=HANDS, is_open=True)
    found = Inauguration.objects.select_for_update().get(pk=found.pk)
    if found.closed_at is not None:
        raise RoundRefused(gettext_noop("the inauguration is closed already"))
    if found.held_on > clock.today(settings.TIME_ZONE):
        raise RoundRefused(Words(gettext_noop("it is held on %(day)s: close it then"), {"day": found.held_on}))
    sworn = [row for row in appointments_waiting(phase) if row.uid in present]
    if len(sworn) < len(set(present)) or not sworn:
        raise RoundRefused(gettext_noop("choose who was sworn in, of those who wait for it"))
    refuse_own(access=access, people=[row.person_id for row in sworn])
    if late := [row for row in sworn if row.decision.decided_on > found.held_on]:
        words = gettext_noop("%(name)s is appointed by a decree of %(day)s, after the inauguration")
        raise RoundRefused(Words(words, {"name": late[0].person.full_name, "day": late[0].decision.decided_on}))
    found.closed_at, found.closed_by = clock.now(), access.actor
    found.save(update_fields=["closed_at", "closed_by"])
    _swear_in(access, phase, found, sworn)
    _close_phase(phase, found.held_on)
    told(
        access=access,
        phase=phase,
        action="inauguration_close",
        detail={"sworn_in": len(sworn), "held_on": found.held_on.isoformat()},
    )
    sworn_in_tell(access=access, inauguration=found)
    return found


def _swear_in(access: Access, phase: Phase, found: Inauguration, sworn: Sequence[Appointment]) -> None:
    """Record each decree with those whom it appoints, and that they were sworn in there."""
    for decision in dict.fromkeys(row.decision for row in sworn):
        own = [row for row in sworn if row.decision_id == decision.pk]
        try:
            decree = _recorded(access, phase, decision, own, found.held_on)
        except Refused as error:
            if told_of := _said_of_whom(error, own):
                raise told_of from error
            raise
        Appointment.objects.filter(pk__in=[row.pk for row in own]).update(inauguration=found, decree=decree)


def _said_of_whom(error: Refused, rows: Sequence[Appointment]) -> RoundRefused | None:
    """What stands in the way, with the person or post that it is about, and who else has something in the way; None
    where it is about none of these.
    """
    names = {row.person_id: row.person.full_name for row in rows}
    names |= {row.seat.post_id: seat_title(row.seat) for row in rows}
    about = [names.get(one.subject.uid, "") if one.subject else "" for one in error.problems]
    if not about[0]:
        return None
    others = [name for name in dict.fromkeys(about) if name and name != about[0]]
    remedy = Words(gettext_noop("it is so too of %(names)s"), {"names": "; ".join(others)}) if others else ""
    words = Words(gettext_noop("%(whom)s: %(problem)s"), {"whom": about[0], "problem": error.problems[0].words})
    return RoundRefused(words, remedy)


def _recorded(access: Access, phase: Phase, decision: Decision, rows: Sequence[Appointment], day: date) -> Decree:
    leaving = list(_leaving(rows, phase, day))
    entries = [*_standing_in(rows, leaving, day), *leaving, *_given(rows, day)]
    return decree_received(access=access, phase=phase, paper=decision, about="Pengangkatan", entries=entries)


class Paper(Protocol):
    """Whose a received decree is, its number and its date."""

    @property
    def authority(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def decided_on(self) -> date: ...


def decree_received(*, access: Access, phase: Phase, paper: Paper, about: str, entries: Sequence[EntryDraft]) -> Decree:
    """Put a decree on the posts of a phase into the ledger as received, its lines numbered through; Refused by it."""
    return received_record(
        access=access,
        office=phase.round.office_id,
        kind=RECEIVED,
        authority=paper.authority,
        number=paper.number,
        decided_on=paper.decided_on,
        title=f"{about} dalam jabatan {phase.level}",
        entries=[replace(entry, row=row) for row, entry in enumerate(entries, start=1)],
        roles=HANDS,
    )


def _leaving(rows: Sequence[Appointment], phase: Phase, day: date) -> Iterator[EntryDraft]:
    """Posts that are left: by who is sworn in to another, and by demisioners whose work has passed to somebody."""
    people = frozenset(row.person_id for row in rows)
    held = {row.person_id: row.post for row in _held(people, day)}
    for person, post in held.items():
        yield post_left(person, post.uid, post.work_unit_id, day)
    posts = list(phase.round.seats.values_list("post__uid", flat=True))
    definitive = Holder.objects.as_of(day).filter(post__uid__in=posts, state=Holding.DEFINITIVE)
    filled = frozenset(definitive.values_list("post__uid", flat=True)) | {row.seat.post_id for row in rows}
    units = set(phase.round.seats.values_list("post__work_unit__uid", flat=True))
    for one in keepings(units, day):
        if one.person not in held and released(one, people, filled):
            yield post_left(one.person, one.post, one.work_unit, day)


def _standing_in(rows: Sequence[Appointment], leaving: Sequence[EntryDraft], day: date) -> Iterator[EntryDraft]:
    """Who stands in until that day: for a post that is given, for one that its holder leaves, or somebody who is sworn
    in to a post of his own.
    """
    given, people = {row.seat.post_id for row in rows}, {row.person_id for row in rows}
    left = {entry.post for entry in leaving if entry.post}
    return acting_ended(acting_rows(day, posts=given, people=people, left=left), day)


def _held(people: Collection[UUID], day: date) -> list[PostHeld]:
    return list(PostHeld.objects.as_of(day).filter(person__uid__in=people).select_related("post"))


def post_left(person: UUID, post: UUID, unit: UUID, day: date) -> EntryDraft:
    """That somebody no longer holds a post from a day on."""
    return EntryDraft("service.post_left", day, unit, PostLeftV1(person=person, post=post), person=person, post=post)


def _given(rows: Sequence[Appointment], day: date) -> Iterator[EntryDraft]:
    """The posts given, and the home unit of who is appointed in another work unit."""
    people = [row.person_id for row in rows]
    homes = dict(
        HomeUnit.objects.as_of(day).filter(person__uid__in=people).values_list("person__uid", "work_unit__uid")
    )
    for row in rows:
        post: Post = row.seat.post
        if homes.get(row.person_id) != post.work_unit_id:
            moved = MovedV1(work_unit=post.work_unit_id)
            yield EntryDraft("service.moved", day, post.work_unit_id, moved, person=row.person_id)
        given = PostGivenV1(person=row.person_id, post=post.uid)
        yield EntryDraft("service.post_given", day, post.work_unit_id, given, person=row.person_id, post=post.uid)


def _close_phase(phase: Phase, day: date) -> None:
    """The phase is inaugurated once each of its posts that is still in force has a definitive holder."""
    seats = phase.seats.values_list("post__uid", flat=True)
    posts = list(PostInForce.objects.as_of(day).filter(post__uid__in=seats).values_list("post__uid", flat=True))
    held = Holder.objects.as_of(day).filter(post__uid__in=posts, state=Holding.DEFINITIVE).count()
    if held == len(posts) and phase.inaugurated_on is None:
        phase.inaugurated_on = day
        phase.save(update_fields=["inaugurated_on"])
