"""The best assignment over a phase's posts: what it is reckoned from, and what was advised."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from pydantic import TypeAdapter

from malaqbiq.appointments.models import Assignment, Phase, Seat
from malaqbiq.appointments.planner.explain import VACANCY_LABELS, Explanation, Standing
from malaqbiq.appointments.planner.problem import FULL, Candidate, Kin, Pairing, Post, Problem, Staying, Weights
from malaqbiq.appointments.rules.chances import MAY
from malaqbiq.appointments.selectors.candidates import chances, kind_of, kinds_of, law_of, marks_of, office_register
from malaqbiq.appointments.selectors.eligibility import Law, Register
from malaqbiq.appointments.selectors.phases import Someone, seat_title, seats_of
from malaqbiq.appointments.selectors.scores import CANDIDATE, ranking
from malaqbiq.appraisal.rules.points import half_up
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.jobs import OPEN
from malaqbiq.kernel.models import Job
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.people.models import CompetencyKind
from malaqbiq.people.selectors import close_families
from malaqbiq.service.effects import Holding
from malaqbiq.service.models import Holder

ASSIGNMENT = "appointments.assignment"
"""The name of the work in the background."""
EXPLANATIONS = TypeAdapter(Explanation)
"""How an explanation is kept as JSON, and read again."""


def problem_of(access: Access, phase: Phase, day: date, *, keeping: bool = False, weights: Weights) -> Problem:
    """What the best assignment over a phase's unfilled posts is reckoned from, as everything stands on a day.

    The posts are those without a definitive holder; candidates may have those for which nothing is missing (what is
    unknown doesn't stand against them) or it is waived. Nobody comes to lead a work unit in which close family of his
    works (our own default); `keeping` keeps the first nominees that are named already, as far as they may be.
    """
    law = law_of(access, day, phase, named=False)
    register = office_register(access, day, phase, law)
    filled = _filled(phase, day)
    seats = [seat for seat in seats_of(phase) if seat.post_id not in filled]
    candidates = _candidates(phase, register, seats)
    named = {one.uid for one in candidates}
    homes = {one.uid: one.unit for one in register.people}
    barred, kin = _family(close_families(access, day, sorted(named)), homes, seats, named)
    problem = Problem(
        units=tuple(sorted(set(phase.round.seats.values_list("post__work_unit__code", flat=True)))),
        groups=dict(CompetencyKind.objects.values_list("code", "group")),
        posts=tuple(Post(seat.post_id, seat.post.work_unit.code, _needs(law, seat)) for seat in seats),
        candidates=candidates,
        staying=tuple(Staying(one.unit, one.competencies) for one in register.people if one.uid not in named),
        barred=barred,
        kin=kin,
        weights=weights,
    )
    return replace(problem, chosen=_chosen(problem, seats)) if keeping else problem


def latest_assignment(phase: Phase) -> Assignment | None:
    """What was advised last for a phase. One statement."""
    return phase.assignments.first()


def reckoning_of(phase: Phase) -> Job | None:
    """The job that reckons the best assignment of a phase, while it waits or runs. One statement."""
    return Job.objects.filter(name=ASSIGNMENT, subject_uid=phase.uid, state__in=OPEN).first()


@dataclass(frozen=True, slots=True)
class Placing:
    """A post in the advice: who is placed there and why; or why it stays vacant. `other` is the best other holder, and
    `swapped` the post that the placed one would take for it.
    """

    seat: Seat
    title: str
    who: Someone | None
    why: Standing | None
    vacant: str
    short: Sequence[tuple[str, int | None, int]]
    other: Someone | None
    swapped: str

    @property
    def low(self) -> int:
        """In how many competencies the level that is recorded is below what is asked."""
        return sum(level is not None for _name, level, _needed in self.short)

    @property
    def untold(self) -> int:
        """Of how many competencies that are asked for nobody recorded a level."""
        return len(self.short) - self.low


@dataclass(frozen=True, slots=True)
class Advice:
    """The best assignment as it was advised: post by post, and the work units before and after."""

    made: Assignment
    explanation: Explanation
    placings: Sequence[Placing]
    units: Mapping[str, str]

    @property
    def placed(self) -> Mapping[UUID, UUID]:
        """The person by the post."""
        return {one.post: one.person for one in self.explanation.standings}

    @property
    def is_best(self) -> bool:
        """Whether it was proven that none is better."""
        return self.made.bound == self.made.value and len(self.explanation.standings) == self.made.fillable


def advice_of(
    access: Access, phase: Phase, day: date, seats: Sequence[Seat], candidates: Collection[Someone]
) -> Advice | None:
    """The latest advice for a phase, with the names of its seats and candidates; None before any. Two statements."""
    made = latest_assignment(phase)
    if made is None:
        return None
    told = EXPLANATIONS.validate_python(made.told)
    people, names = {one.person: one for one in candidates}, dict(CompetencyKind.objects.values_list("code", "name"))
    titles = {seat.post_id: seat_title(seat) for seat in seats}
    standing = {one.post: one for one in told.standings}
    placings = [_placing(seat, standing.get(seat.post_id), told, people, names, titles) for seat in seats]
    return Advice(made, told, placings, unit_tree(access, day=day).names)


def placed_by(phase: Phase) -> Mapping[UUID, UUID]:
    """The person by the post in the latest advice for a phase; empty before any. One statement."""
    made = latest_assignment(phase)
    return {one.post: one.person for one in EXPLANATIONS.validate_python(made.told).standings} if made else {}


def _placing(
    seat: Seat,
    why: Standing | None,
    told: Explanation,
    people: Mapping[UUID, Someone],
    names: Mapping[str, str],
    titles: Mapping[UUID, str],
) -> Placing:
    vacancy, other = told.vacant.get(seat.post_id), why.alternative if why else None
    return Placing(
        seat=seat,
        title=titles[seat.post_id],
        who=people.get(why.person) if why else None,
        why=why,
        vacant=VACANCY_LABELS[vacancy] if vacancy else "",
        short=[(names.get(one.kind, one.kind), one.level, one.needed) for one in why.short] if why else (),
        other=people.get(other.person) if other else None,
        swapped=titles.get(other.exchanged, "") if other and other.exchanged else "",
    )


def _filled(phase: Phase, day: date) -> set[UUID]:
    held = Holder.objects.as_of(day).filter(state=Holding.DEFINITIVE, post__in=phase.seats.values("post"))
    return set(held.values_list("post__uid", flat=True))


def _candidates(phase: Phase, register: Register, seats: Sequence[Seat]) -> tuple[Candidate, ...]:
    named = set(phase.participants.filter(part=CANDIDATE).values_list("person__uid", flat=True))
    scores = {row.who: half_up(row.score.numerator * FULL, row.score.denominator * 100) for row in ranking(phase)}
    kinds = {seat.post_id: kind_of(seat).key for seat in seats}
    return tuple(
        Candidate(
            uid=one.person.uid,
            unit=one.person.unit,
            levels=one.person.competencies,
            score=scores.get(one.person.uid, 0),
            posts=frozenset(post for post, kind in kinds.items() if one.of(kind).standing in MAY),
        )
        for one in chances(register, kinds_of(seats), marks_of(phase).waived)
        if one.person.uid in named
    )


def _needs(law: Law, seat: Seat) -> dict[str, int]:
    return {one.code: one.level for one in law.sought(kind_of(seat)).competencies or () if one.level}


def _family(
    families: Mapping[UUID, Collection[UUID]], homes: Mapping[UUID, str], seats: Sequence[Seat], candidates: set[UUID]
) -> tuple[frozenset[Pairing], frozenset[Kin]]:
    """Posts that close family bars: in the unit of who stays; and whom no unit may bring together."""
    at = [(seat.post_id, seat.post.work_unit.code) for seat in seats]
    barred = {
        (who, post)
        for who, family in families.items()
        for kin in family
        if kin in homes and kin not in candidates
        for post, unit in at
        if unit == homes[kin]
    }
    together = {
        Kin(min(who, kin), max(who, kin), unit)
        for who, family in families.items()
        for kin in family
        if kin in candidates
        for _, unit in at
    }
    return frozenset(barred), frozenset(together)


def _chosen(problem: Problem, seats: Sequence[Seat]) -> frozenset[Pairing]:
    first = {(row.candidate.person_id, seat.post_id) for seat in seats for row in seat.nominees.all() if row.rank == 1}
    return frozenset(first & set(problem.possible))
