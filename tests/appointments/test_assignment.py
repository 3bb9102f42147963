"""The best assignment over a phase's posts: reckoned from what is recorded, kept, and taken over as nominees."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Assignment, Nominee, Phase
from malaqbiq.appointments.planner.problem import Kin
from malaqbiq.appointments.planner.worth import value_of
from malaqbiq.appointments.selectors.assignment import placed_by, problem_of
from malaqbiq.appointments.services import (
    DEFAULT_WEIGHTS,
    Nominated,
    ScoreGiven,
    assignment_reckon,
    assignment_use,
    candidates_name,
    member_name,
    nominees_set,
    phase_open,
    proposal_make,
    scores_give,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.worker import run_waiting
from malaqbiq.people.models import Competency, CompetencyKind, FamilyTie, Person
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import SECRETARY, TODAY, _january, begun, holders, phases, servant
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders"]

AUDITOR = Access("system:auditor", {Role.AUDITOR: frozenset({"76", "76.01"})})

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase(holders: Mapping[str, Person]) -> Phase:
    """The first phase, with three candidates and their scores: 90, 80, 70."""
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    chair = servant("Ketua Tim")
    member_name(access=OFFICER, phase=found.uid, person=chair.uid, seating="chair")
    named = candidates_name(access=OFFICER, phase=found.uid, people=[one.uid for one in trio(holders)])
    access = Access("system:chair", {Role.APPRAISER: frozenset({"76"})}, person=chair.uid)
    keys = list(found.criteria.values_list("key", flat=True))
    given = [ScoreGiven(one.uid, key, 90 - 10 * place) for place, one in enumerate(named) for key in keys]
    scores_give(access=access, phase=found.uid, given=given)
    return found


def trio(holders: Mapping[str, Person]) -> list[Person]:
    return [holders[code] for code in ("P08.1", "P08.2", "P08.3")]


def posts_of(phase: Phase) -> list[UUID]:
    return [seat.post_id for seat in phase.seats.order_by("pk")]


def mastered(person: Person, code: str, level: int) -> None:
    named = {"name": code, "group": code, "source": "uji"}
    kind, _new = CompetencyKind.objects.get_or_create(code=code, defaults=named)
    facts = {"source": "uji", "entered_by": "x", "entered_at": clock.now()}
    Competency.objects.create(person=person, kind=kind, level=level, assessed_on=TODAY, **facts)


def tied(one: Person, other: Person) -> None:
    facts = {"relation": "parent", "source": "KK", "entered_by": "x", "entered_at": clock.now()}
    FamilyTie.objects.create(person=one, kin=other, **facts)


def test_it_is_the_best_of_all_that_may_be(phase: Phase, holders: Mapping[str, Person]) -> None:
    for place, code in enumerate(("anggaran", "kepegawaian", "tahapan-pemilu")):
        mastered(trio(holders)[place], code, 3)
    problem = problem_of(OFFICER, phase, TODAY, weights=DEFAULT_WEIGHTS)
    people, posts = [one.uid for one in problem.candidates], [one.uid for one in problem.posts]
    assert len(people) == len(posts) == 3
    possible = set(problem.possible)
    plans = [dict(zip(posts, order, strict=True)) for order in permutations(people)]
    best = max(value_of(problem, plan) for plan in plans if all((who, post) in possible for post, who in plan.items()))
    made = assignment_reckon(access=OFFICER, phase=phase.uid)
    assert made.value == made.bound == best == value_of(problem, placed_by(phase))
    assert made.fillable == len(made.told["standings"]) == 3


def test_it_waits_for_all_scores_and_ends_with_the_proposal(holders: Mapping[str, Person]) -> None:
    found = phases(begun())["Administrator"]
    with pytest.raises(RoundRefused, match="not open"):
        assignment_reckon(access=OFFICER, phase=found.uid)
    phase_open(access=OFFICER, phase=found.uid)
    with pytest.raises(RoundRefused, match="not all scores"):
        assignment_reckon(access=OFFICER, phase=found.uid)
    with pytest.raises(Forbidden):
        assignment_reckon(access=AUDITOR, phase=found.uid)
    with pytest.raises(RoundRefused, match="not all scores"):
        assignment_reckon(access=SECRETARY, phase=found.uid)


def test_advice_never_changes(phase: Phase) -> None:
    assignment_reckon(access=OFFICER, phase=phase.uid)
    for change in (lambda: Assignment.objects.update(value=1), lambda: Assignment.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_it_becomes_the_first_nominees_and_another_needs_a_reason(phase: Phase) -> None:
    with pytest.raises(RoundRefused, match="no assignment"):
        assignment_use(access=OFFICER, phase=phase.uid)
    assignment_reckon(access=OFFICER, phase=phase.uid)
    assert assignment_use(access=OFFICER, phase=phase.uid) == 3
    first = Nominee.objects.filter(seat__phase=phase, rank=1)
    assert dict(first.values_list("seat__post__uid", "candidate__person__uid")) == placed_by(phase)
    assert Nominee.objects.filter(seat__phase=phase).count() == 9

    one, other, _third = posts_of(phase)
    who = {row.seat.post_id: row.candidate.uid for row in first.select_related("seat", "candidate")}
    swapped = [Nominated(one, [who[other]]), Nominated(other, [who[one]])]
    nominees_set(access=OFFICER, phase=phase.uid, nominated=swapped)
    with pytest.raises(RoundRefused, match="another than in the best assignment"):
        proposal_make(access=SECRETARY, phase=phase.uid, number="1/SDM", dated_on=TODAY)
    reasoned = [Nominated(one.post, one.candidates, "penugasan lama") for one in swapped]
    nominees_set(access=OFFICER, phase=phase.uid, nominated=reasoned)
    proposal_make(access=SECRETARY, phase=phase.uid, number="1/SDM", dated_on=TODAY)
    with pytest.raises(RoundRefused, match="stays"):
        assignment_reckon(access=OFFICER, phase=phase.uid)


def test_a_post_may_stay_without_nominee_for_a_reason(phase: Phase) -> None:
    named = {one.person_id: one.uid for one in phase.participants.filter(part="candidate")}
    one, other, third = posts_of(phase)
    first, second, _last = named.values()
    nominees_set(access=OFFICER, phase=phase.uid, nominated=[Nominated(one, [first]), Nominated(other, [second])])
    with pytest.raises(RoundRefused, match="no nominee yet"):
        proposal_make(access=SECRETARY, phase=phase.uid, number="1/SDM", dated_on=TODAY)
    nominees_set(access=OFFICER, phase=phase.uid, nominated=[Nominated(third, [], "belum ada yang memenuhi syarat")])
    proposal_make(access=SECRETARY, phase=phase.uid, number="1/SDM", dated_on=TODAY)


def test_named_nominees_are_kept_where_that_is_asked(phase: Phase) -> None:
    assignment_reckon(access=OFFICER, phase=phase.uid)
    placed, posts = placed_by(phase), posts_of(phase)
    candidate = {one.person_id: one.uid for one in phase.participants.filter(part="candidate")}
    other = next(who for who in candidate if who != placed[posts[0]])
    nominees_set(access=OFFICER, phase=phase.uid, nominated=[Nominated(posts[0], [candidate[other]])])
    made = assignment_reckon(access=OFFICER, phase=phase.uid, keeping=True)
    assert placed_by(phase)[posts[0]] == other
    assert {one["post"] for one in made.told["standings"] if one["is_chosen"]} == {str(posts[0])}


def test_close_family_is_not_brought_together(phase: Phase, holders: Mapping[str, Person]) -> None:
    one, other, third = trio(holders)
    tied(one, other)
    tied(third, servant("Adik di Kantor"))
    problem = problem_of(OFFICER, phase, TODAY, weights=DEFAULT_WEIGHTS)
    assert problem.kin == {Kin(min(one.uid, other.uid), max(one.uid, other.uid), "76")}
    assert problem.barred == {(third.uid, post) for post in posts_of(phase)}
    made = assignment_reckon(access=OFFICER, phase=phase.uid)
    assert third.uid not in placed_by(phase).values()
    assert made.fillable == len(made.told["standings"]) < 3


def test_the_page_reckons_in_the_background_and_takes_it_over(phase: Phase) -> None:
    officer, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/phases/{phase.uid}/assignment"
    assert "No assignment was reckoned yet" in officer.get(at).content.decode()
    weights = {"fit": 3, "score": 2, "levelling": 20, "moving": 500}
    assert officer.post(at, weights | {"fit": 10_001}).status_code == 422
    answer = officer.post(at, weights)
    assert answer.status_code == 302 and "/jobs/" in answer["Location"]
    run_waiting()
    page = officer.get(at).content.decode()
    assert "It is proven that no other assignment is better" in page
    assert all(who.full_name in page for who in Person.objects.filter(uid__in=placed_by(phase).values()))
    assert officer.post(at, {"do": "use"})["Location"].endswith("/proposal")
    proposal = officer.get(f"/structure/filling/phases/{phase.uid}/proposal").content.decode()
    assert proposal.count("as in the best assignment") == 3 and "otherwise" not in proposal
    for step in ("assignment", "proposal"):
        assert statements_of(officer, f"/structure/filling/phases/{phase.uid}/{step}") <= MOST_STATEMENTS


def test_it_is_nobody_elses(phase: Phase) -> None:
    at = f"/structure/filling/phases/{phase.uid}/assignment"
    assert signed_in(Role.SDM_OFFICER, "76.01").get(at).status_code == 404
    auditor = signed_in(Role.AUDITOR, "76", username="pemeriksa")
    assert auditor.get(at).status_code == 200
    assert auditor.post(at, {"do": "use"}).status_code == 404
    assert auditor.post(at, {"fit": 3, "score": 2, "levelling": 20, "moving": 500}).status_code == 404
    assert not Assignment.objects.exists()
