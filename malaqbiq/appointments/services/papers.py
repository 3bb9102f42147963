"""What an office adds to the papers of an inauguration: numbers, oaths, an invitation's facts, petikan."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import (
    Appointment,
    Inauguration,
    Invitation,
    MendingScan,
    OathChoice,
    PaperNumber,
    Petikan,
)
from malaqbiq.appointments.rules.papers import NUMBERED, OF_THE_UNIT, slot, slots_of
from malaqbiq.appointments.selectors.own_papers import own_sworn
from malaqbiq.appointments.selectors.papers import (
    MAKERS,
    Papers,
    keeper_uids,
    keepers_of,
    number_slot,
    oath_words,
    papers_pdf,
    sworn_at,
)
from malaqbiq.appointments.services.rounds import phase_locked, told
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.files import file_store, files_erase
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.rows import CeremonyPaper

MOST_GUESTS, LONGEST, LONGEST_NUMBER = 200, 160, 120
Numbers = Mapping[UUID, Mapping[str, str]]
"""Numbers of papers, by the appointment's uid and the slot."""
MOST_PAGES = 600
"""Papers that are made while somebody waits: those of a province, in a few seconds."""
ERASED = "appointments.sworn_data_erase"


@dataclass(frozen=True, slots=True)
class Written:
    """What only an invitation says: its number and date, the time, what is worn, and guests beside those appointed."""

    number: str = ""
    dated_on: date | None = None
    time: str = ""
    attire: str = ""
    guests: Sequence[str] = ()


@transaction.atomic
def petikan_attach(*, access: Access, appointment: UUID, content: bytes, name: str) -> Petikan:
    """Somebody's petikan as received, in place of one that was attached before. FileRefused for what is no scan."""
    found = Appointment.objects.select_related("seat__phase").get(uid=appointment)
    phase = phase_locked(access=access, phase=found.seat.phase.uid, roles=MAKERS)
    code = phase.round.office.code
    file = file_store(access=access, content=content, name=name, unit_code=code, subject_uid=found.uid)
    received = {"file": file, "received_by": access.actor, "received_at": clock.now()}
    kept, _new = Petikan.objects.update_or_create(appointment=found, defaults=received)
    told(access=access, phase=phase, action="petikan_file", detail={"appointment": str(found.uid)})
    return kept


@transaction.atomic
def invitation_write(*, access: Access, inauguration: UUID, written: Written) -> Invitation:
    """What the invitation says, in place of what it said before. RoundRefused for too many guests."""
    found = Inauguration.objects.select_related("phase").get(uid=inauguration)
    phase = phase_locked(access=access, phase=found.phase.uid, roles=MAKERS)
    days_require(written.dated_on)
    guests = [guest for guest in (" ".join(line.split()) for line in written.guests) if guest]
    if len(guests) > MOST_GUESTS or any(len(guest) > LONGEST for guest in guests):
        raise RoundRefused(gettext_noop("an invitation names 200 guests at most, each in 160 characters"))
    said = {
        "number": " ".join(written.number.split()),
        "dated_on": written.dated_on,
        "time": " ".join(written.time.split()),
        "attire": " ".join(written.attire.split()),
        "guests": guests,
        "written_by": access.actor,
        "written_at": clock.now(),
    }
    kept, _new = Invitation.objects.update_or_create(inauguration=found, defaults=said)
    told(access=access, phase=phase, action="invitation_write", detail={"guests": len(guests)})
    return kept


@transaction.atomic
def sworn_write(
    *,
    access: Access,
    inauguration: UUID,
    appointment: UUID,
    faith: str,
    numbers: Mapping[str, str],
    shown: Mapping[str, str] | None = None,
) -> None:
    """Which oath somebody swears (empty: as his record says), and the numbers of his papers by `slot` (empty: left
    blank; those that aren't named stay). `shown` is what stood there when they were typed.

    Appointment.DoesNotExist for who isn't sworn in there; RoundRefused for an oath that nobody knows, and where a
    number is another by now than was shown.
    """
    found = Inauguration.objects.select_related("phase").get(uid=inauguration)
    phase = phase_locked(access=access, phase=found.phase.uid, roles=MAKERS)
    row = next((one for one in sworn_at(found) if one.uid == appointment), None)
    if row is None:
        raise Appointment.DoesNotExist
    if faith and faith not in {one.faith for one in oath_words(access, phase, found.held_on)}:
        raise RoundRefused(gettext_noop("choose one of the oaths on the list"))
    _choose(access, row, faith)
    _number(found, {row.uid: numbers}, {row.uid: row}, {row.uid: shown or {}})
    # Which oath is nobody's business but the papers'.
    told(access=access, phase=phase, action="sworn_write", detail={"appointment": str(row.uid)})


@transaction.atomic
def numbers_write(*, access: Access, inauguration: UUID, numbers: Numbers, shown: Numbers | None = None) -> None:
    """The numbers of papers of several people (appointments by uid), each by `slot`; those that aren't named stay.

    Appointment.DoesNotExist for who isn't sworn in there; RoundRefused where a number is another by now than `shown`.
    """
    found = Inauguration.objects.select_related("phase").get(uid=inauguration)
    phase = phase_locked(access=access, phase=found.phase.uid, roles=MAKERS)
    rows = {row.uid: row for row in sworn_at(found)}
    if numbers.keys() - rows.keys():
        raise Appointment.DoesNotExist
    _number(found, numbers, rows, shown)
    told(access=access, phase=phase, action="sworn_write", detail={"people": len(numbers)})


@transaction.atomic
def own_numbers_write(*, access: Access, inauguration: UUID, numbers: Numbers, shown: Numbers | None = None) -> None:
    """The numbers that a work unit's own book gives to papers of another office's inauguration, of those who came to
    it, as `numbers_write`; the papers are `OF_THE_UNIT`.

    Inauguration.DoesNotExist where none concerns the asker; Appointment.DoesNotExist for who came to none of his units.
    """
    event, concerned = own_sworn(access, inauguration)
    rows = {one.row.uid: one.row for one in concerned if one.is_placed}
    if numbers.keys() - rows.keys():
        raise Appointment.DoesNotExist
    _number(event, numbers, rows, shown, OF_THE_UNIT)
    people = Counter(rows[uid].seat.post.work_unit.code for uid in numbers)
    for code, many in sorted(people.items()):
        activity_record(
            access=access,
            action="appointments.sworn_write",
            unit_code=code,
            subject_uid=event.uid,
            detail={"people": many},
        )


def _number(
    inauguration: Inauguration,
    numbers: Numbers,
    rows: Mapping[UUID, Appointment],
    shown: Numbers | None = None,
    papers: Sequence[CeremonyPaper] = NUMBERED,
) -> None:
    """Keep the numbers of the slots that are named; all others stay, another office may have given them."""
    Inauguration.objects.select_for_update().get(pk=inauguration.pk)
    people = [rows[uid] for uid in numbers]
    keepers = keepers_of(people, inauguration.held_on)
    kept = {
        (one.appointment_id, number_slot(one)): one for one in inauguration.paper_numbers.filter(appointment__in=people)
    }
    gone, typed = [], []
    for row in people:
        for paper, keeper in _named(papers, keeper_uids(keepers[row.seat.post_id]), numbers[row.uid]):
            name = slot(paper, keeper)
            number, before = _number_of(numbers[row.uid][name]), kept.get((row.pk, name))
            stands = before.number if before else ""
            seen = (shown or {}).get(row.uid, {}).get(name)
            if seen is not None and stands not in {number, _number_of(seen)}:
                words = gettext_noop("%(name)s: somebody has given the number %(number)s meanwhile")
                raise RoundRefused(Words(words, {"name": row.person.full_name, "number": stands}), CLASHED)
            if number != stands:
                gone += [before.pk] if before else []
                said = {"inauguration": inauguration, "appointment": row, "paper": paper.value, "keeper_id": keeper}
                typed += [PaperNumber(number=number, **said)] if number else []
    PaperNumber.objects.filter(pk__in=gone).delete()
    PaperNumber.objects.bulk_create(typed)


CLASHED = gettext_noop("look at it, and save once more if yours is the right one")


def _named(
    papers: Iterable[CeremonyPaper], keepers: Sequence[UUID] | None, said: Collection[str]
) -> Iterator[tuple[CeremonyPaper, UUID | None]]:
    for paper in papers:
        for keeper in slots_of(paper, keepers):
            if slot(paper, keeper) in said:
                yield paper, keeper


def _number_of(text: str) -> str:
    number = " ".join(text.split())
    if len(number) > LONGEST_NUMBER:
        raise RoundRefused(gettext_noop("a number has 120 characters at most"))
    return number


def _choose(access: Access, row: Appointment, faith: str) -> None:
    if not faith:
        OathChoice.objects.filter(appointment=row).delete()
        return
    said = {"faith": faith, "chosen_by": access.actor, "chosen_at": clock.now()}
    OathChoice.objects.update_or_create(appointment=row, defaults=said)


def papers_make(
    *,
    access: Access,
    inauguration: UUID,
    papers: Collection[CeremonyPaper],
    size: str,
    appointment: UUID | None = None,
    unit: str = "",
) -> bytes:
    """Some kinds of papers of an inauguration as one PDF/A, of one person, of a work unit (by code) or everybody.

    It is kept nowhere, and that it was made is written down.

    Appointment.DoesNotExist for who isn't sworn in there, and where nobody has such a paper; RoundRefused for more
    pages than are made while somebody waits; RenderingFailed if it can't be made. Not one transaction: nobody else
    should wait for the rendering.
    """
    found = Inauguration.objects.select_related("phase__round__office", "invitation").get(uid=inauguration)
    phase = found.phase
    access.require(phase.round.office.code, *MAKERS)
    every = Papers(access, phase, found)
    rows = [row for row in every.rows if appointment in {None, row.uid} and unit in {"", row.seat.post.work_unit.code}]
    if not rows and (appointment or unit):
        raise Appointment.DoesNotExist
    pages = every.invitation() if CeremonyPaper.INVITATION in papers and not (appointment or unit) else []
    pages += every.personal(papers, rows)
    if not pages:
        raise Appointment.DoesNotExist
    if len(pages) > MOST_PAGES:
        words = gettext_noop("more than %(most)s papers are too many for one file: take them kind by kind")
        raise RoundRefused(Words(words, {"most": MOST_PAGES}))
    content = papers_pdf(phase, found, pages=pages, size=size)
    made: dict[str, Json] = {"papers": sorted(papers), "people": len(rows)}
    told(access=access, phase=phase, action="papers_make", detail=made)
    return content


def own_papers_make(
    *, access: Access, inauguration: UUID, papers: Collection[CeremonyPaper], size: str, appointment: UUID | None = None
) -> bytes:
    """Papers of another office's inauguration as one PDF/A, of those who came to the asker's work units or left them,
    or of one of them. That it was made is written down for the work unit that it is about.

    Inauguration.DoesNotExist where none concerns him; Appointment.DoesNotExist where nobody of them has such a paper.
    """
    event, concerned = own_sworn(access, inauguration)
    wanted = [one for one in concerned if appointment in {None, one.row.uid}]
    every, pages = Papers(access, event.phase, event), []
    people: Counter[str] = Counter()
    kinds: defaultdict[str, set[CeremonyPaper]] = defaultdict(set)
    for is_placed in (True, False):
        own = [one for one in wanted if one.is_placed is is_placed]
        if not own or not (made := set(papers) & set(own[0].papers)):
            continue
        pages += every.personal(made, [one.row for one in own])
        for one in own:
            people[one.unit] += 1
            kinds[one.unit] |= made
    if not pages:
        raise Appointment.DoesNotExist
    content = papers_pdf(event.phase, event, pages=pages, size=size)
    for code, many in sorted(people.items()):
        detail: dict[str, Json] = {"people": many, "papers": [*sorted(kinds[code])]}
        activity_record(
            access=access, action="appointments.papers_make", unit_code=code, subject_uid=event.uid, detail=detail
        )
    return content


@transaction.atomic
def sworn_data_erase(*, access: Access, person: UUID) -> int:
    """Remove a person's petikan, scans of what took his appointments back and which oath he swears, as the law may ask
    (UU 27/2022); how many of them.

    Forbidden unless the asker is administrator of the offices concerned. The decree's own scan names many, and stays.
    """
    petikan = list(Petikan.objects.filter(appointment__person__uid=person).select_related("file"))
    choices = list(OathChoice.objects.filter(appointment__person__uid=person))
    scans = list(MendingScan.objects.filter(appointment__person__uid=person).select_related("file"))
    held = Appointment.objects.filter(Q(petikan__in=petikan) | Q(oath_choice__in=choices) | Q(mending_scan__in=scans))
    for code in set(held.values_list("seat__round__office__code", flat=True)):
        access.require(code, Role.ADMINISTRATOR)
    Petikan.objects.filter(pk__in=[row.pk for row in petikan]).delete()
    OathChoice.objects.filter(pk__in=[row.pk for row in choices]).delete()
    MendingScan.objects.filter(pk__in=[row.pk for row in scans]).delete()
    files_erase(access=access, files=[*(row.file for row in petikan), *(row.file for row in scans)])
    found = len(petikan) + len(choices) + len(scans)
    activity_record(access=access, action=ERASED, subject_uid=person, detail={"rows": found})
    return found
