"""A round is begun, and its phases are opened one after the other or expressly released."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction

from malaqbiq.appointments.errors import NoStructure, RoundRefused
from malaqbiq.appointments.models import Criterion, Inauguration, Phase, Proposal, Round, RoundEnd, Seat
from malaqbiq.appointments.rules.rounds import LEVELS
from malaqbiq.appointments.selectors.phases import appointments_waiting
from malaqbiq.appointments.selectors.rounds import RELEASERS, RUNNERS, office_has_posts, posts_unfilled
from malaqbiq.decrees.services.posting import ledger_lock
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.service.models import PostInForce

CRITERIA = (
    ("track-record", "Rekam jejak dan kinerja dua tahun terakhir", Criterion.Axis.PERFORMANCE, 100),
    ("managerial", "Kompetensi manajerial", Criterion.Axis.POTENTIAL, 40),
    ("socio-cultural", "Kompetensi sosial kultural", Criterion.Axis.POTENTIAL, 20),
    ("technical", "Kompetensi teknis", Criterion.Axis.POTENTIAL, 40),
)
"""What a panel scores: Malaqbiq's own default, no rule of KPU (the three competences: PP 11/2017 art. 54)."""


@transaction.atomic
def round_begin(*, access: Access, office: str, title: str, levels: Sequence[str] = LEVELS) -> Round:
    """A round over all posts in force in an office and below it that nobody holds definitively, a phase for each level
    that has such posts, in the order of the levels.

    RoundRefused if there is none, or no title; Forbidden for an office that isn't the asker's.
    """
    access.require(office, *RUNNERS)
    # Locked, so that of two rounds begun at once, of an office or of one above it, the second finds the posts taken.
    ledger_lock()
    unit = WorkUnit.objects.get(code=office)
    title = " ".join(title.split())
    if not title:
        raise RoundRefused(gettext_noop("the filling needs a title"))
    posts = posts_unfilled(access, office=office, day=clock.today(settings.TIME_ZONE), levels=levels)
    if not posts:
        if not office_has_posts(access, office=office, day=clock.today(settings.TIME_ZONE)):
            raise NoStructure(unit.code)
        raise RoundRefused(
            gettext_noop("every post of these levels is held definitively, or another filling is at it"),
            gettext_noop("record the new structure first if one takes effect"),
        )
    made = Round.objects.create(office=unit, title=title, begun_by=access.actor, begun_at=clock.now())
    wanted = [level for level in LEVELS if any(post.level == level for post in posts)]
    phases = {
        level: Phase.objects.create(round=made, ordinal=ordinal, level=level)
        for ordinal, level in enumerate(wanted, start=1)
    }
    Seat.objects.bulk_create([Seat(round=made, phase=phases[post.level], post=post) for post in posts])
    Criterion.objects.bulk_create(
        Criterion(phase=phase, key=key, title=title, axis=axis, weight=weight)
        for phase in phases.values()
        for key, title, axis, weight in CRITERIA
    )
    _told(access, made, "appointments.round_begin", {"posts": len(posts), "phases": len(phases)})
    return made


@transaction.atomic
def phase_open(*, access: Access, phase: UUID) -> Phase:
    """Open a phase: candidates can then be named. RoundRefused while an earlier phase is neither inaugurated nor
    released, and for one that is open.
    """
    found = phase_locked(access=access, phase=phase)
    refuse_ended(found)
    if found.opened_on is not None:
        raise RoundRefused(gettext_noop("the phase is open already"))
    before = found.round.phases.filter(ordinal__lt=found.ordinal)
    for earlier in before.filter(inaugurated_on=None, released_on=None):
        words = gettext_noop("the phase %(level)s before it is not inaugurated yet")
        raise RoundRefused(
            Words(words, {"level": earlier.level}), gettext_noop("inaugurate it, or let the Sekretaris release it")
        )
    found.opened_on, found.opened_by = clock.today(settings.TIME_ZONE), access.actor
    found.save(update_fields=["opened_on", "opened_by"])
    _told(access, found.round, "appointments.phase_open", {"level": found.level})
    return found


@transaction.atomic
def phase_release(*, access: Access, phase: UUID, reason: str) -> Phase:
    """Let later phases go on before this one is inaugurated, for a reason. By the Sekretaris, not who runs the round.

    RoundRefused without a reason, and for a phase that holds nothing up.
    """
    found = phase_locked(access=access, phase=phase, roles=RELEASERS)
    refuse_ended(found)
    if not found.holds_up or not found.round.phases.filter(ordinal__gt=found.ordinal).exists():
        raise RoundRefused(gettext_noop("the phase holds nothing up"))
    if not reason.strip():
        raise RoundRefused(gettext_noop("say why the later phases need not wait for it"))
    found.released_on, found.released_by = clock.today(settings.TIME_ZONE), access.actor
    found.reason = reason.strip()
    found.save(update_fields=["released_on", "released_by", "reason"])
    _told(access, found.round, "appointments.phase_release", {"level": found.level})
    return found


@transaction.atomic
def round_end(*, access: Access, round_uid: UUID, reason: str) -> RoundEnd:
    """A round is given up before all of its posts are filled, such as after its structure was replaced: nothing more is
    done in it, and its posts are free for another. By the Sekretaris, not who runs the round.

    RoundRefused without a reason, for one that is done or ended already, and while somebody waits for the oath to a
    post that is still in force, or an inauguration is planned.
    """
    found = Round.objects.select_related("office").get(uid=round_uid)
    access.require(found.office.code, *RELEASERS)
    Round.objects.select_for_update().get(pk=found.pk)
    if found.ended:
        raise RoundRefused(gettext_noop("the filling was ended already"))
    phases = list(found.phases.all())
    if not any(phase.inaugurated_on is None for phase in phases):
        raise RoundRefused(gettext_noop("every phase is inaugurated: there is nothing to end"))
    if not reason.strip():
        raise RoundRefused(gettext_noop("say why the filling is ended"))
    if Inauguration.objects.filter(phase__in=phases, closed_at=None).exists():
        raise RoundRefused(gettext_noop("an inauguration is planned: close it or take it back first"))
    today = clock.today(settings.TIME_ZONE)
    waiting = {row.seat.post_id: row for phase in phases for row in appointments_waiting(phase)}
    for row in PostInForce.objects.as_of(today).filter(post__uid__in=waiting):
        words = gettext_noop("%(name)s is appointed and waits for the oath")
        raise RoundRefused(
            Words(words, {"name": waiting[row.post_id].person.full_name}),
            gettext_noop("close the inauguration, or take the decree back, first"),
        )
    said = {"reason": reason.strip(), "ended_by": access.actor, "ended_at": clock.now()}
    made = RoundEnd.objects.create(round=found, ended_on=today, **said)
    _told(access, found, "appointments.round_end", {"phases": len(phases)})
    return made


def phase_locked(*, access: Access, phase: UUID, roles: Sequence[str] = RUNNERS, is_open: bool = False) -> Phase:
    """A phase, its round locked so that one at a time changes anything in it; Forbidden without one of the roles.

    RoundRefused if it must be open and isn't, or its round was ended.
    """
    found = Phase.objects.select_related("round__office", "round__ending").get(uid=phase)
    access.require(found.round.office.code, *roles)  # type: ignore[arg-type]
    Round.objects.select_for_update().get(pk=found.round_id)
    found.refresh_from_db()
    if is_open:
        refuse_ended(found)
    if is_open and found.opened_on is None:
        raise RoundRefused(gettext_noop("the phase is not open yet"))
    return found


def refuse_ended(phase: Phase) -> None:
    """RoundRefused once the phase's round was ended."""
    if RoundEnd.objects.filter(round=phase.round_id).exists():
        raise RoundRefused(gettext_noop("the filling was ended: nothing more is done in it"))


def refuse_proposed(phase: Phase) -> None:
    """RoundRefused once the phase's proposal is made: what it follows from stays; and once its round was ended."""
    refuse_ended(phase)
    if Proposal.objects.standing().filter(phase=phase).exists():
        raise RoundRefused(gettext_noop("the proposal was made: what it follows from stays"))


def told(
    *, access: Access, phase: Phase, action: str, detail: dict[str, Json] | None = None, about: UUID | None = None
) -> None:
    """Write down what was done in a phase; `about` is the person whom it concerns, if it is one."""
    said: dict[str, Json] = {"level": phase.level, **(detail or {})}
    if about:
        said["round"] = str(phase.round.uid)
    _told(access, phase.round, f"appointments.{action}", said, about)


def _told(access: Access, found: Round, action: str, detail: dict[str, Json], about: UUID | None = None) -> None:
    subject, code = about or found.uid, found.office.code
    activity_record(access=access, action=action, unit_code=code, subject_uid=subject, detail=detail)
