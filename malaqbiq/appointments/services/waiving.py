"""Waivers: one proposes for somebody that a rule be waived, with a reason; another decides."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.conf import settings
from django.db import transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Phase, Waiver
from malaqbiq.appointments.rules.candidates import CRITERIA, Verdict
from malaqbiq.appointments.rules.chances import Chance
from malaqbiq.appointments.selectors.candidates import Looked, kinds_of, looked_at, marks_of
from malaqbiq.appointments.selectors.rounds import RELEASERS, RUNNERS
from malaqbiq.appointments.services.own import refuse_own
from malaqbiq.appointments.services.rounds import phase_locked, refuse_proposed, told
from malaqbiq.appointments.services.telling import decided_tell, proposed_tell, waiting_settle
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.rows import Criterion

ERASED_REASONS = "appointments.waiver_reasons_erase"


@transaction.atomic
def waivers_propose(
    *, access: Access, phase: UUID, people: Collection[UUID], criteria: Collection[str], reason: str, kind: str = ""
) -> list[Waiver]:
    """That rules be waived for people in a phase, for a reason: for each what is missing of him among these criteria,
    for a kind of post (its key) or, without one, for all of the phase. It opens nothing before another has granted it.

    What waits or stands already isn't proposed again. RoundRefused without a reason, for a rule that may not be waived,
    for what isn't missing, for competencies without a kind of post, and about oneself or close family.
    """
    found = phase_locked(access=access, phase=phase, is_open=True)
    refuse_proposed(found)
    reason = reason.strip()
    if not reason:
        raise RoundRefused(gettext_noop("a waiver needs a reason"))
    wanted = _criteria(criteria, kind)
    today = clock.today(settings.TIME_ZONE)
    refuse_own(access=access, people=people)
    kinds = kinds_of(found.seats.select_related("post"))
    if kind and kind not in {one.key for one in kinds}:
        raise RoundRefused(gettext_noop("this phase fills no such post"))
    looked = looked_at(access, today, found, people, kinds, marks_of(found))
    if set(people) - set(looked.chances):
        raise RoundRefused(gettext_noop("only a PNS in service here can be given a structural post"))
    made = [
        waiver
        for one in looked.chances.values()
        for waiver in _proposed(access, found, looked, one, wanted, kind, reason)
    ]
    proposed_tell(access=access, phase=found, waivers=made, day=today)
    told(access=access, phase=found, action="waivers_propose", detail={"waivers": len(made)})
    return made


@transaction.atomic
def waivers_decide(*, access: Access, phase: UUID, waivers: Collection[UUID], is_granted: bool) -> list[Waiver]:
    """Waivers that wait, granted or refused by the Sekretaris, who didn't propose them: all of them, or none.

    RoundRefused for one's own proposal, about oneself or close family, and for what waits no more; Waiver.DoesNotExist
    for one of another phase.
    """
    found = phase_locked(access=access, phase=phase, roles=RELEASERS)
    refuse_proposed(found)
    rows = list(found.waivers.select_for_update().filter(uid__in=waivers))
    if not rows or len(rows) < len(set(waivers)):
        raise Waiver.DoesNotExist
    refuse_own(access=access, people=[row.person_id for row in rows])
    for row in rows:
        if not row.is_waiting:
            raise RoundRefused(gettext_noop("it is decided or withdrawn already"))
        if row.proposed_by == access.actor or (access.person and row.proposer_id == access.person):
            raise RoundRefused(gettext_noop("who proposes a waiver doesn't decide it"))
        row.decided_by, row.decided_at, row.decider_id = access.actor, clock.now(), access.person
        row.outcome = Waiver.Outcome.GRANTED if is_granted else Waiver.Outcome.REFUSED
        row.save(update_fields=["decided_by", "decided_at", "decider", "outcome"])
    decided_tell(access=access, phase=found, waivers=rows, is_granted=is_granted)
    detail: dict[str, Json] = {"waivers": len(rows), "granted": is_granted}
    told(access=access, phase=found, action="waivers_decide", detail=detail)
    return rows


@transaction.atomic
def waiver_withdraw(*, access: Access, waiver: UUID) -> Waiver:
    """A waiver counts no more, or is no longer asked for: by who runs the round, or the Sekretaris.

    RoundRefused once the proposal is made, for what is withdrawn or refused already, and about oneself or close family.
    """
    one = Waiver.objects.select_related("phase").get(uid=waiver)
    found = phase_locked(access=access, phase=one.phase.uid, roles=(*RUNNERS, *RELEASERS))
    refuse_proposed(found)
    one = Waiver.objects.select_for_update().get(pk=one.pk)
    refuse_own(access=access, people=[one.person_id])
    if one.withdrawn_by or one.outcome == Waiver.Outcome.REFUSED:
        raise RoundRefused(gettext_noop("it doesn't count already"))
    one.withdrawn_by, one.withdrawn_at = access.actor, clock.now()
    one.save(update_fields=["withdrawn_by", "withdrawn_at"])
    waiting_settle(access=access, phase=found)
    told(access=access, phase=found, action="waiver_withdraw", about=one.person_id)
    return one


@transaction.atomic
def waiver_reasons_erase(*, access: Access, person: UUID) -> int:
    """Put the mark of erasing in the place of why rules were waived for a person (UU 27/2022); how many.

    Forbidden for all but a system user. What was waived, and by whom, stays.
    """
    access.require("", Role.ADMINISTRATOR)
    erased = Waiver.objects.filter(person__uid=person).exclude(reason=ERASED).update(reason=ERASED)
    activity_record(access=access, action=ERASED_REASONS, subject_uid=person, detail={"reasons": erased})
    return erased


def _criteria(criteria: Collection[str], kind: str) -> list[Criterion]:
    wanted = [one for one in Criterion if one.value in set(criteria)]
    if not wanted or len(wanted) < len(set(criteria)):
        raise RoundRefused(gettext_noop("say which rules are to be waived"))
    if Criterion.COMPETENCE in wanted and not kind:
        raise RoundRefused(gettext_noop("competencies are waived for one kind of post: choose it"))
    return wanted


def _proposed(
    access: Access, phase: Phase, looked: Looked, one: Chance, wanted: Sequence[Criterion], kind: str, reason: str
) -> list[Waiver]:
    """What is proposed for one person; RoundRefused for a rule that can't be waived, and where nothing is missing."""
    name, found = one.person.name, looked.account(one.person.uid, kind or one.kind)
    missing = [each for each in found.of(Verdict.MISSING) if each.rule.criterion in wanted]
    for each in missing:
        if not each.rule.is_waivable:
            words = gettext_noop("%(rule)s can't be waived, for %(name)s or anybody")
            raise RoundRefused(Words(words, {"rule": Words(CRITERIA[each.rule.criterion]), "name": name}))
    there = set(
        phase.waivers.filter(person__uid=one.person.uid, kind=kind, outcome="", withdrawn_by="").values_list(
            "criterion", flat=True
        )
    )
    if not missing:
        raise RoundRefused(Words(gettext_noop("nothing of this is missing of %(name)s"), {"name": name}))
    return [
        Waiver.objects.create(
            phase=phase,
            person_id=one.person.uid,
            criterion=each.rule.criterion,
            kind=kind,
            reason=reason,
            proposed_by=access.actor,
            proposed_at=clock.now(),
            proposer_id=access.person,
        )
        for each in missing
        if each.rule.criterion not in there
    ]
