"""Who may be named for the posts of a phase: all civil servants checked against them, with what was waived."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Value

from malaqbiq.appointments.models import Participant, Phase, Proposal, Score, Seat, Waiver
from malaqbiq.appointments.rules.candidates import Sought, Verdict
from malaqbiq.appointments.rules.chances import Chance, Lack, Waived, lack_of, with_waivers
from malaqbiq.appointments.rules.eligibility import Account, account, mastery
from malaqbiq.appointments.selectors.eligibility import READERS, Law, PostKind, Register, law_on, register_on
from malaqbiq.appointments.selectors.rounds import RELEASERS, SEERS
from malaqbiq.appointments.selectors.settled import with_settling
from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.regulations.rules.offices import ROOT
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


@dataclass(frozen=True, slots=True)
class Selection:
    """A phase with the kinds of its posts, as the structure orders them, how many posts there are of each, whether
    somebody gave a score (who takes part stays then), and whether the proposal is made, or the round was ended.
    """

    phase: Phase
    kinds: Sequence[PostKind]
    posts: Mapping[str, int]
    is_settled: bool
    is_proposed: bool

    @property
    def office(self) -> str:
        """The code of the work unit whose round it is of."""
        return self.phase.round.office.code


def selection_seen(access: Access, uid: UUID) -> Selection:
    """A phase that the asker may see; Phase.DoesNotExist for any other. Two statements, however many posts."""
    scores = Score.objects.filter(member__phase=OuterRef("pk"))
    proposals = Proposal.objects.standing().filter(phase=OuterRef("pk"))
    rows = Phase.objects.select_related("round__office", "round__ending")
    phase = with_settling(rows).annotate(is_settled=Exists(scores), is_proposed=Exists(proposals)).get(uid=uid)
    if not access.covers(phase.round.office.code, *SEERS):
        raise Phase.DoesNotExist
    names = ("regime", "unit_code", "position_name", "level", "eselon")
    grouped = phase.seats.order_by().values_list(*(f"post__{name}" for name in names)).annotate(Count("pk"))
    posts: Counter[str] = Counter()
    kinds = set()
    for *of, count in grouped:
        kind = PostKind(*of)
        kinds.add(kind)
        posts[kind.key] += count
    return Selection(phase, _in_order(kinds), posts, phase.is_settled, phase.is_proposed or bool(phase.round.ended))


def kinds_of(seats: Collection[Seat]) -> list[PostKind]:
    """The kinds of posts among some, as the structure orders them."""
    return _in_order({kind_of(seat) for seat in seats})


def _in_order(kinds: Collection[PostKind]) -> list[PostKind]:
    return sorted(kinds, key=lambda one: (one.regime, one.unit_code, one.position))


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


def law_of(access: Access, day: date, phase: Phase, *, named: bool = True) -> Law:
    """The rules of a day for a phase's office; see `law_on`."""
    return law_on(access, day, phase.round.office.code, named=named)


MOST_UNITS = 60
"""More work units than this are not checked at once: of a whole country one province is."""


@dataclass(frozen=True, slots=True)
class Region:
    """The work units of a phase's office whose civil servants are checked at once, by code: all of `provinces` chosen
    from, or one of them (`province`) where there are too many. Without `provinces` nothing needs to be chosen.
    """

    units: frozenset[str]
    province: str = ""
    provinces: Sequence[str] = ()


def region_of(access: Access, day: date, phase: Phase, *, province: str = "", unit: str = "") -> Region:
    """What is checked at once of a phase's office and all below it that the asker covers: the province asked for, that
    of the work unit asked for, else the first of too many. The office of the whole country counts as one by itself.
    """
    tree, covered = unit_tree(access, day=day), access.units(*READERS)
    code = phase.round.office.code
    units = tree.below(code) if code in tree else frozenset({code})
    units = units if covered is None else units & covered
    if len(units) <= MOST_UNITS:
        return Region(units)
    within: defaultdict[str, set[str]] = defaultdict(set)
    for one in units:
        within[tree.province_of(one) or one].add(one)
    asked = tree.province_of(unit) or unit if unit in units else province
    first = min((one for one in within if one != ROOT), default=ROOT)
    chosen = asked if asked in within else first
    return Region(frozenset(within[chosen]), chosen, sorted(within))


def office_register(
    access: Access,
    day: date,
    phase: Phase,
    law: Law,
    *,
    region: Region | None = None,
    people: Collection[UUID] | None = None,
) -> Register:
    """All civil servants of a phase's office and of the work units below it that the asker covers, those of a region,
    or some people of them. Four statements.
    """
    if region is not None:
        return register_on(access, day, law, units=region.units, people=people)
    tree = unit_tree(access, day=day)
    code = phase.round.office.code
    return register_on(access, day, law, units=tree.below(code) if code in tree else [code], people=people)


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
            lack = known.get(key)
            if lack is None:
                verdicts = [(one.rule.criterion, one.verdict) for one in base[place]]
                lack = known[key] = lack_of([*verdicts, (Criterion.COMPETENCE, verdict)], kind.key, own)
            lacks.append(lack)
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
    access: Access,
    day: date,
    phase: Phase,
    people: Collection[UUID],
    kinds: Sequence[PostKind],
    marks: Marks,
    *,
    named: bool = True,
) -> Looked:
    """Some people, of those whom the asker may read, looked at for the posts of a phase. Six statements, five
    without the names of competencies.
    """
    law = law_of(access, day, phase, named=named)
    register = register_on(access, day, law, people=people)
    found = {one.person.uid: one for one in chances(register, kinds, marks.waived)}
    return Looked(register, found, {kind.key: law.sought(kind) for kind in kinds}, marks)


def waivers_about(access: Access, person: UUID, level: str, phase: Phase | None = None) -> list[Waiver]:
    """What was waived for somebody in a phase, or in all of a level that the asker may see; the latest first. One
    statement.
    """
    rows = Waiver.objects.filter(person__uid=person, outcome=Waiver.Outcome.GRANTED, withdrawn_by="")
    rows = rows.filter(phase=phase) if phase else rows.filter(phase__level=level)
    codes = access.units(*SEERS)
    if codes is not None:
        rows = rows.filter(phase__round__office__code__in=codes)
    return list(rows.select_related("phase__round", "decider").order_by("-decided_at", "-pk"))


def waivers_of(phase: Phase) -> list[Waiver]:
    """All waivers of a phase, those that wait first, then the latest. One statement."""
    rows = list(phase.waivers.select_related("person").order_by("-pk"))
    return sorted(rows, key=lambda one: not one.is_waiting)


def waivers_waiting(access: Access) -> list[tuple[Phase, int]]:
    """The phases in which waivers wait that the asker may decide and didn't propose, and how many. One statement."""
    proposed = Proposal.objects.standing().filter(phase=OuterRef("phase"))
    rows = Waiver.objects.filter(~Exists(proposed), decided_by="", withdrawn_by="", phase__round__ending=None)
    rows = rows.exclude(proposed_by=access.actor).select_related("phase__round")
    if access.person is not None:
        rows = rows.exclude(proposer__uid=access.person).exclude(person__uid=access.person)
    codes = access.units(*RELEASERS)
    if codes is not None:
        rows = rows.filter(phase__round__office__code__in=codes)
    found = Counter(row.phase_id for row in rows)
    phases = {row.phase_id: row.phase for row in rows}
    return [(phases[key], found[key]) for key in sorted(found)]
