"""The panel of a phase, its candidates, what it gives, and whom it proposes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Conflict, Nominee, Participant, Phase, Proposal, Score, Seat
from malaqbiq.appointments.selectors.assignment import placed_by
from malaqbiq.appointments.selectors.phases import is_closed, seat_title, with_force
from malaqbiq.appointments.selectors.rounds import HANDS, RELEASERS
from malaqbiq.appointments.selectors.scores import CANDIDATE, MEMBER, phases_scored
from malaqbiq.appointments.services.eligible import REMEDY, firsts_against, require_eligible
from malaqbiq.appointments.services.own import kin_declare, kin_of, refuse_candidate, refuse_own
from malaqbiq.appointments.services.rounds import phase_locked, refuse_proposed, told
from malaqbiq.appointments.services.telling import waiting_settle
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.days import dated_require
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import people_visible
from malaqbiq.service.effects import Status
from malaqbiq.service.models import Employment

NOMINEES = 3


@transaction.atomic
def member_name(*, access: Access, phase: UUID, person: UUID, seating: str) -> Participant:
    """A member of the Tim Penilai Kinerja of a phase. RoundRefused for who is a candidate in it or no PNS in service,
    where a candidate names him, and once scores are in; Person.DoesNotExist for whom the asker may not see.

    Close family of his among the candidates he doesn't judge.
    """
    found = _chosen_for(access, phase, is_open=True)
    if seating not in Participant.Seating.values:
        raise RoundRefused(gettext_noop("say as what the member sits on the panel"))
    today = clock.today(settings.TIME_ZONE)
    if not people_visible(access, today).filter(uid=person).exists():
        raise Person.DoesNotExist
    if not Employment.objects.as_of(today).filter(person__uid=person, status=Status.PNS).exists():
        raise RoundRefused(gettext_noop("a member of the panel is a PNS in service"))
    member = _named(access, found, person, MEMBER, seating)
    candidates = list(found.participants.filter(part=CANDIDATE))
    _declare_kin(access, [member], candidates, today)
    return member


@transaction.atomic
def candidates_name(*, access: Access, phase: UUID, people: Sequence[UUID]) -> list[Participant]:
    """Candidates of a phase. RoundRefused for who sits on its panel, is no PNS serving here, or is eligible for none of
    its posts (what stands against it is named) without a waiver that another granted; where a candidate names them, and
    once scores are in.

    Close family of a member is a conflict of interest from the start: the member doesn't judge them.
    """
    found = _chosen_for(access, phase, is_open=True)
    today = clock.today(settings.TIME_ZONE)
    require_servants(access=access, people=people, day=today)
    named = [_named(access, found, person, CANDIDATE, "") for person in dict.fromkeys(people)]
    require_eligible(access=access, phase=found, people=people, day=today)
    _declare_kin(access, list(found.participants.filter(part=MEMBER)), named, today)
    return named


@transaction.atomic
def participant_remove(*, access: Access, phase: UUID, participant: UUID) -> None:
    """Somebody takes no part in a phase after all. RoundRefused where a candidate says so, and once scores are in."""
    found = _chosen_for(access, phase)
    one = found.participants.get(uid=participant)
    told(access=access, phase=found, action="participant_remove", detail={"part": one.part}, about=one.person_id)
    one.delete()


@transaction.atomic
def candidates_remove(*, access: Access, phase: UUID, people: Collection[UUID]) -> int:
    """Candidates (by person) of a phase are none after all; how many were. RoundRefused as in `participant_remove`."""
    found = _chosen_for(access, phase)
    rows = list(found.participants.filter(part=CANDIDATE, person__uid__in=people))
    if not rows:
        raise RoundRefused(gettext_noop("none of them is a candidate"))
    for one in rows:
        one.delete()
        told(access=access, phase=found, action="participant_remove", detail={"part": one.part}, about=one.person_id)
    return len(rows)


def _chosen_for(access: Access, phase: UUID, *, is_open: bool = False) -> Phase:
    """The phase, locked, while it is chosen who takes part; not by a candidate, who would choose rivals and judges."""
    found = phase_locked(access=access, phase=phase, roles=HANDS, is_open=is_open)
    refuse_candidate(access=access, phase=found)
    _refuse_scored(found)
    return found


@transaction.atomic
def conflict_declare(*, access: Access, phase: UUID, member: UUID, candidate: UUID, reason: str) -> Conflict:
    """A member doesn't judge a candidate, for a reason: what he gave goes. By the member himself, or who runs it."""
    found = Phase.objects.select_related("round__office").get(uid=phase)
    one = found.participants.select_related("person").get(uid=member, part=MEMBER)
    is_own = access.person is not None and one.person_id == access.person
    found = phase_locked(access=access, phase=phase, roles=tuple(Role) if is_own else HANDS)
    refuse_proposed(found)
    refuse_candidate(access=access, phase=found)
    if not reason.strip():
        raise RoundRefused(gettext_noop("say what the conflict of interest is"))
    other = found.participants.get(uid=candidate, part=CANDIDATE)
    Score.objects.filter(member=one, candidate=other).delete()
    facts = {"reason": reason.strip(), "declared_by": access.actor, "declared_at": clock.now()}
    made, _new = Conflict.objects.get_or_create(member=one, candidate=other, defaults=facts)
    told(access=access, phase=found, action="conflict_declare", about=one.person_id)
    return made


@dataclass(frozen=True, slots=True)
class Nominated:
    """Up to three candidates (uids) for a post (uid), in the panel's order; why it places another than was advised."""

    post: UUID
    candidates: Sequence[UUID]
    reason: str = ""


@transaction.atomic
def nominees_set(*, access: Access, phase: UUID, nominated: Sequence[Nominated], is_advised: bool = False) -> None:
    """The nominees for posts, in place of those named for them before: all of them, or none. `is_advised`: as the best
    assignment has them.

    RoundRefused before all scores are in, for more than three, for a first one who is first for another post, for one
    whom nobody judged, for who is a candidate himself, and for who would place close family otherwise than they stand.
    """
    found = phase_locked(access=access, phase=phase, roles=HANDS, is_open=True)
    refuse_proposed(found)
    refuse_candidate(access=access, phase=found)
    kin_declare(access=access, phase=found)
    if found.pk not in phases_scored([found.pk]):
        raise RoundRefused(gettext_noop("not all scores are in yet"))
    seats = {seat.post_id: seat for seat in found.seats.all()}
    rows = _rows(found, seats, nominated)
    named = [seats[one.post] for one in nominated]
    before = Nominee.objects.filter(seat__in=named)
    if not is_advised:
        stood = set(before.values_list("seat", "candidate__person__uid", "rank"))
        stands = {(row.seat_id, row.candidate.person_id, row.rank) for row in rows}
        refuse_own(access=access, people={person for _seat, person, _rank in stood ^ stands})
    before.delete()
    _open_seats(found)
    _refuse_first_twice(found, rows)
    Seat.objects.bulk_update(named, ["reason"])
    Nominee.objects.bulk_create(rows)
    told(access=access, phase=found, action="nominees_set")


@transaction.atomic
def proposal_make(
    *, access: Access, phase: UUID, number: str, dated_on: date, nominated: Sequence[Nominated] = ()
) -> Proposal:
    """The usulan to the Sekretaris Jenderal, by the Sekretaris: what it follows from stays. `nominated` are nominees
    that are set with it, as by `nominees_set`: both, or neither.

    RoundRefused while a post has no nominee and no reason why, or a first one who isn't eligible for that very post and
    has no waiver (post, person and rule are named); while it isn't said why a first nominee is another than in the
    latest best assignment; and for a second proposal.
    """
    found = phase_locked(access=access, phase=phase, roles=RELEASERS, is_open=True)
    refuse_proposed(found)
    _refuse_kin(access, found)
    if nominated:
        nominees_set(access=access, phase=phase, nominated=nominated)
    dated_require(dated_on, today=clock.today(found.round.office.zone))
    if found.opened_on and dated_on < found.opened_on:
        early = gettext_noop("the phase was opened on %(day)s: a proposal isn't dated before it")
        raise RoundRefused(Words(early, {"day": found.opened_on}))
    if not number.strip():
        raise RoundRefused(gettext_noop("type the proposal's number as it stands in the office's book"))
    _refuse_unready(access, found)
    made = Proposal.objects.create(
        phase=found,
        number=" ".join(number.split()),
        dated_on=dated_on,
        made_by=access.actor,
        made_at=clock.now(),
    )
    waiting_settle(access=access, phase=found, is_over=True)
    told(access=access, phase=found, action="proposal_make")
    return made


def _refuse_unready(access: Access, phase: Phase) -> None:
    """RoundRefused while the nominees of a phase can't be proposed as they stand."""
    seats = _open_seats(phase)
    if not Nominee.objects.filter(seat__phase=phase).exists():
        raise RoundRefused(gettext_noop("a proposal names somebody for one post at least"))
    empty = seats.filter(nominees=None, reason="").count()
    if empty:
        lacking = gettext_noop("%(count)s posts have no nominee yet")
        raise RoundRefused(Words(lacking, {"count": empty}), gettext_noop("name somebody, or say why nobody is named"))
    if other := _otherwise(phase):
        differs = gettext_noop("the first nominee for %(post)s is another than in the best assignment")
        raise RoundRefused(Words(differs, {"post": other}), gettext_noop("say why, in the post's line"))
    for words in firsts_against(access=access, phase=phase, day=clock.today(settings.TIME_ZONE)).values():
        raise RoundRefused(words, REMEDY)
    nominees = Nominee.objects.filter(seat__phase=phase).values_list("candidate__person__uid", flat=True)
    refuse_own(access=access, people=set(nominees))


def _open_seats(phase: Phase) -> QuerySet[Seat]:
    """The posts of a phase that are in force still; who was named for others is named no more."""
    seats = with_force(phase.seats.all(), clock.today(phase.round.office.zone))
    closed = [seat.pk for seat in seats if is_closed(seat)]
    Nominee.objects.filter(seat__in=closed).delete()
    return phase.seats.exclude(pk__in=closed)


def _rows(phase: Phase, seats: Mapping[UUID, Seat], nominated: Sequence[Nominated]) -> list[Nominee]:
    """The nominees to be kept, and each seat's reason as it is said now."""
    people = {one.uid: one for one in phase.participants.filter(part=CANDIDATE).select_related("person")}
    judged = set(Score.objects.filter(candidate__phase=phase).values_list("candidate__uid", flat=True))
    rows: list[Nominee] = []
    for one in nominated:
        if len(one.candidates) > NOMINEES or len(set(one.candidates)) < len(one.candidates):
            raise RoundRefused(gettext_noop("a post has up to three different nominees"))
        if one.post not in seats or set(one.candidates) - set(people):
            raise RoundRefused(gettext_noop("there is no such post or candidate in this phase"))
        for who in one.candidates:
            if who not in judged:
                words = gettext_noop("nobody of the panel judged %(name)s: all have a conflict of interest")
                raise RoundRefused(Words(words, {"name": people[who].person.full_name}))
        seat = seats[one.post]
        seat.reason = one.reason.strip()
        rows += [Nominee(seat=seat, candidate=people[who], rank=rank) for rank, who in enumerate(one.candidates, 1)]
    return rows


def _refuse_first_twice(phase: Phase, rows: Sequence[Nominee]) -> None:
    """RoundRefused, naming person and posts, for who would be the first nominee for two of them."""
    kept = Nominee.objects.filter(seat__phase=phase, rank=1).select_related(
        "seat__post__work_unit", "candidate__person"
    )
    seats: dict[int, Seat] = {}
    for row in (*kept, *(one for one in rows if one.rank == 1)):
        other = seats.setdefault(row.candidate_id, row.seat)
        if other is not row.seat:
            words = gettext_noop("%(name)s is named first for %(post)s and for %(other)s")
            told = {"name": row.candidate.person.full_name, "post": seat_title(other), "other": seat_title(row.seat)}
            raise RoundRefused(Words(words, told), gettext_noop("name somebody else first for one of them"))


def _refuse_kin(access: Access, phase: Phase) -> None:
    """RoundRefused where a member judged close family of his: who proposes sees first what is left of the scores."""
    for one in kin_declare(access=access, phase=phase):
        pair = {"member": one.member.person.full_name, "candidate": one.candidate.person.full_name}
        raise RoundRefused(
            Words(gettext_noop("%(member)s of the panel is close family of %(candidate)s, and judged him"), pair),
            gettext_noop("save the nominees again: these scores are taken out then"),
        )


def _otherwise(phase: Phase) -> str:
    """A post whose first nominee is another than was advised, with no reason said; empty if there is none."""
    advised = placed_by(phase)
    firsts = Nominee.objects.filter(seat__phase=phase, rank=1, seat__reason="").select_related("seat__post__work_unit")
    rows = firsts.annotate(who=F("candidate__person__uid")) if advised else ()
    return next((seat_title(row.seat) for row in rows if advised.get(row.seat.post_id, row.who) != row.who), "")


def require_servants(*, access: Access, people: Collection[UUID], day: date) -> None:
    """RoundRefused unless all of these are PNS in service on a day whom the asker may see."""
    rows = Employment.objects.as_of(day).filter(person__uid__in=people, status=Status.PNS)
    serving = people_visible(access, day).filter(uid__in=rows.values("person__uid"))
    if serving.count() < len(set(people)):
        raise RoundRefused(gettext_noop("only a PNS in service here can be given a structural post"))


def _named(access: Access, phase: Phase, person: UUID, part: str, seating: str) -> Participant:
    who = Person.objects.get(uid=person)
    if phase.participants.filter(person=who).exclude(part=part).exists():
        words = gettext_noop("%(name)s takes part in this phase otherwise: nobody is candidate and member of the panel")
        raise RoundRefused(Words(words, {"name": who.full_name}))
    facts = {"part": part, "seating": seating, "named_by": access.actor, "named_at": clock.now()}
    try:
        with transaction.atomic():
            made, new = Participant.objects.get_or_create(phase=phase, person=who, defaults=facts)
    except IntegrityError as error:
        raise RoundRefused(gettext_noop("the panel has a chair already")) from error
    if new:
        told(access=access, phase=phase, action=f"{part}_name", about=person)
    return made


def _declare_kin(access: Access, members: Sequence[Participant], candidates: Sequence[Participant], day: date) -> None:
    Conflict.objects.bulk_create(
        kin_of(access=access, members=members, candidates=candidates, day=day), ignore_conflicts=True
    )


def _refuse_scored(phase: Phase) -> None:
    if Score.objects.filter(member__phase=phase).exists():
        raise RoundRefused(gettext_noop("scores were given already: who takes part stays"))
