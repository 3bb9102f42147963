"""What stands against naming somebody for a phase, and against proposing him first for one of its posts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Nominee, Phase, Seat
from malaqbiq.appointments.rules.candidates import CRITERIA, Verdict
from malaqbiq.appointments.rules.chances import MAY
from malaqbiq.appointments.rules.eligibility import Account
from malaqbiq.appointments.selectors.candidates import Looked, kind_of, kinds_of, looked_at, marks_of
from malaqbiq.appointments.selectors.phases import seat_title
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Words, gettext_noop, joined

REMEDY = gettext_noop("record what is missing; where the rule lets it, propose a waiver and let the Sekretaris decide")


def require_eligible(*, access: Access, phase: Phase, people: Collection[UUID], day: date) -> None:
    """RoundRefused, naming person and rule, unless nothing is missing of each of these people for at least one kind of
    post of the phase, or it is waived. What is unknown doesn't stand against it.
    """
    kinds = kinds_of(phase.seats.select_related("post"))
    looked = looked_at(access, day, phase, people, kinds, marks_of(phase))
    if len(looked.chances) < len(set(people)):
        raise RoundRefused(gettext_noop("only a PNS in service here can be given a structural post"))
    for one in looked.chances.values():
        if not one.may_be_named:
            words = gettext_noop("%(name)s is eligible for no post of this phase: %(rules)s")
            rules = missing_told(looked.account(one.person.uid, one.kind))
            raise RoundRefused(Words(words, {"name": one.person.name, "rules": rules}), REMEDY)


def firsts_against(*, access: Access, phase: Phase, day: date) -> Mapping[int, Words]:
    """What stands against first nominees of a phase, by the key of the seat: what is missing for that very post and not
    waived, naming person, post and rule. For who may read the accounts. Nine statements.
    """
    seats = list(phase.seats.select_related("post__work_unit"))
    firsts = Nominee.objects.filter(seat__phase=phase, rank=1).order_by("seat_id")
    first = dict(firsts.values_list("seat_id", "candidate__person__uid"))
    looked = looked_at(access, day, phase, list(first.values()), kinds_of(seats), marks_of(phase))
    told = ((seat.pk, _against(seat, first[seat.pk], looked)) for seat in seats if seat.pk in first)
    return {seat: words for seat, words in told if words}


def _against(seat: Seat, who: UUID, looked: Looked) -> Words | None:
    post = seat_title(seat)
    if who not in looked.chances:
        return Words(gettext_noop("the first nominee for %(post)s is in service here no more"), {"post": post})
    kind, one = kind_of(seat).key, looked.chances[who]
    if one.of(kind).standing in MAY:
        return None
    words = gettext_noop("%(name)s can't be the first nominee for %(post)s: %(rules)s")
    return Words(words, {"name": one.person.name, "post": post, "rules": missing_told(looked.account(who, kind))})


def missing_told(found: Account) -> Words:
    """What is missing of an account, rule by rule, and why."""
    lines = [
        Words(gettext_noop("%(rule)s (%(why)s)"), {"rule": Words(CRITERIA[one.rule.criterion]), "why": one.why})
        for one in found.of(Verdict.MISSING)
    ]
    return joined(lines, "; ")
