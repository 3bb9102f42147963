"""Who may be named for the posts of a phase: all civil servants checked against them, with what was waived."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import F, Value

from malaqbiq.appointments.models import Participant, Phase, Seat, Waiver
from malaqbiq.appointments.rules.candidates import Sought, Verdict
from malaqbiq.appointments.rules.chances import Chance, Lack, Waived, lack_of, with_waivers
from malaqbiq.appointments.rules.eligibility import Account, account, mastery
from malaqbiq.appointments.selectors.eligibility import Law, PostKind, Register, law_on, register_on
from malaqbiq.appointments.selectors.rounds import SEERS
from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.regulations.rules.rows import Criterion


@dataclass(frozen=True, slots=True)
class Marks:
    """What is written of people in a phase: in which part they are in it (their participant's uid too), and what was
    waived for whom.
    """

    parts: Mapping[UUID, str] = field(default_factory=dict)
    waived: Mapping[UUID, Sequence[Waived]] = field(default_factory=dict)
    waiting: int = 0
    """waivers that are to be decided"""


def phase_and_kinds(access: Access, uid: UUID) -> tuple[Phase, list[PostKind]]:
    """A phase that the asker may see and the kinds of its posts, as the structure orders them: one statement.

    Phase.DoesNotExist for any other.
    """
    rows = list(Seat.objects.filter(phase__uid=uid).select_related("phase__round__office", "post"))
    if not rows or not access.covers(rows[0].phase.round.office.code, *SEERS):
        raise Phase.DoesNotExist
    return rows[0].phase, kinds_of(rows)


def kinds_of(seats: Collection[Seat]) -> list[PostKind]:
    """The kinds of posts among some, as the structure orders them."""
    found = {kind_of(seat) for seat in seats}
    return sorted(found, key=lambda one: (one.regime, one.unit_code, one.position))


def kind_of(seat: Seat) -> PostKind:
    """The kind of post that a seat is of."""
    post = seat.post
    return PostKind(post.regime, post.unit_code, post.position_name, post.level, post.eselon)


def marks_of(phase: Phase) -> Marks:
    """Who takes part in a phase, and which waivers stand or wait. One statement."""
    taking = phase.participants.order_by().values_list("person__uid", F("part"), Value(""), Value(""))
    standing = phase.waivers.order_by().filter(withdrawn_by="").exclude(outcome=Waiver.Outcome.REFUSED)
    waived: defaultdict[UUID, list[Waived]] = defaultdict(list)
    parts: dict[UUID, str] = {}
    waiting = 0
    for person, part, criterion, kind in taking.union(
        standing.values_list("person__uid", "outcome", "criterion", "kind"), all=True
    ):
        if part in Participant.Part.values:
            parts[person] = part
        elif part:
            waived[person].append(Waived(Criterion(criterion), kind))
        else:
            waiting += 1
    return Marks(parts, dict(waived), waiting)


def law_of(access: Access, day: date, phase: Phase) -> Law:
    """The rules of a day for a phase's office."""
    return law_on(access, day, phase.round.office.code)


def office_register(access: Access, day: date, phase: Phase, law: Law) -> Register:
    """All civil servants of a phase's office and of the work units below it that the asker covers. Five statements."""
    tree = unit_tree(access, day=day)
    code = phase.round.office.code
    return register_on(access, day, law, units=tree.below(code) if code in tree else [code])


def chances(register: Register, kinds: Sequence[PostKind], waived: Mapping[UUID, Collection[Waived]]) -> list[Chance]:
    """What everybody of a register lacks for each kind of post. No statement is made.

    A level and eselon is checked once a person, whatever the number of kinds; so is what their competencies come to.
    """
    keys = tuple(kind.key for kind in kinds)
    soughts = [register.law.sought(kind) for kind in kinds]
    looked = [
        any(one.criterion is Criterion.COMPETENCE and one.is_on for one in register.law.book.rules_for(sought))
        for sought in soughts
    ]
    bases = [register.base(sought) for sought in soughts]
    found = []
    for place, person in enumerate(register.people):
        own = waived.get(person.uid, ())
        known: dict[object, Lack] = {}
        lacks = []
        for kind, sought, base, asked in zip(kinds, soughts, bases, looked, strict=True):
            verdict = mastery(person.competencies, sought.competencies) if asked else Verdict.OFF
            key = (id(base), verdict, kind.key if own else "")
            if key not in known:
                verdicts = [(one.rule.criterion, one.verdict) for one in base[place]]
                known[key] = lack_of([*verdicts, (Criterion.COMPETENCE, verdict)], kind.key, own)
            lacks.append(known[key])
        found.append(Chance(person, keys, tuple(lacks)))
    return found


@dataclass(frozen=True, slots=True)
class Looked:
    """People who were looked at for the posts of a phase: their chances by uid, and the account of each, in full."""

    register: Register
    chances: Mapping[UUID, Chance]
    soughts: Mapping[str, Sought]
    marks: Marks

    def account(self, person: UUID, kind: str) -> Account:
        """What all rules find of one of them for a kind of post, with what was waived; KeyError for anybody else."""
        facts, book = self.chances[person].person, self.register.law.book
        found = account(facts, self.soughts[kind], book, self.register.day)
        return with_waivers(found, kind, self.marks.waived.get(person, ()))


def looked_at(
    access: Access, day: date, phase: Phase, people: Collection[UUID], kinds: Sequence[PostKind], marks: Marks
) -> Looked:
    """Some people, of those whom the asker may read, looked at for the posts of a phase. Seven statements."""
    law = law_of(access, day, phase)
    register = register_on(access, day, law, people=people)
    found = {one.person.uid: one for one in chances(register, kinds, marks.waived)}
    return Looked(register, found, {kind.key: law.sought(kind) for kind in kinds}, marks)


def waivers_about(access: Access, person: UUID, level: str) -> list[Waiver]:
    """What was waived for somebody in phases of a level that the asker may see, the latest first. One statement."""
    rows = Waiver.objects.filter(
        person__uid=person, phase__level=level, outcome=Waiver.Outcome.GRANTED, withdrawn_by=""
    ).select_related("phase__round")
    codes = access.units(*SEERS)
    if codes is not None:
        rows = rows.filter(phase__round__office__code__in=codes)
    return list(rows.order_by("-decided_at", "-pk"))


def waivers_of(phase: Phase) -> list[Waiver]:
    """All waivers of a phase, those that wait first, then the latest. One statement."""
    rows = list(phase.waivers.select_related("person").order_by("-pk"))
    return sorted(rows, key=lambda one: not one.is_waiting)
