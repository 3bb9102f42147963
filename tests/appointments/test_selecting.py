"""The panel of a phase: who takes part, what it gives, whom it proposes, and what then stays."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Nominee, Participant, Phase, Score, ScoreChange
from malaqbiq.appointments.selectors.scores import ranking, scores_changed
from malaqbiq.appointments.services import (
    Nominated,
    ScoreGiven,
    candidates_name,
    conflict_declare,
    member_name,
    nominees_set,
    phase_open,
    proposal_make,
    scores_give,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.people.models import FamilyTie, Person
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import SECRETARY, TODAY, _january, begun, holders, phases, servant

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db


class TestSelection:
    """The panel of the first phase."""

    @pytest.fixture(autouse=True)
    def _open(self, holders: Mapping[str, Person]) -> None:
        self.holders = holders
        self.phase = phases(begun())["Administrator"]
        phase_open(access=OFFICER, phase=self.phase.uid)
        self.chair, self.other = servant("Ketua Tim"), servant("Anggota Tim")
        self.one, self.two = holders["P08.1"], holders["P08.2"]

    def named(self) -> dict[UUID, Participant]:
        member_name(access=OFFICER, phase=self.phase.uid, person=self.chair.uid, seating="chair")
        member_name(access=OFFICER, phase=self.phase.uid, person=self.other.uid, seating="member")
        candidates_name(access=OFFICER, phase=self.phase.uid, people=[self.one.uid, self.two.uid])
        return {one.person_id: one for one in self.phase.participants.all()}

    def give(self, member: Person, candidate: Participant, points: int, reason: str = "") -> None:
        access = Access(f"system:{member.name}", {Role.APPRAISER: frozenset({"76"})}, person=member.uid)
        given = [ScoreGiven(candidate.uid, one.key, points) for one in self.phase.criteria.all()]
        scores_give(access=access, phase=self.phase.uid, given=given, reason=reason)

    def test_nobody_is_candidate_and_member(self) -> None:
        named = self.named()
        with pytest.raises(RoundRefused, match="otherwise"):
            candidates_name(access=OFFICER, phase=self.phase.uid, people=[self.chair.uid])
        with pytest.raises(RoundRefused, match="otherwise"):
            member_name(access=OFFICER, phase=self.phase.uid, person=self.one.uid, seating="member")
        with pytest.raises(RoundRefused, match="chair already"):
            member_name(access=OFFICER, phase=self.phase.uid, person=servant("Ketua Lain").uid, seating="chair")
        facts = {"part": "member", "seating": "member", "named_by": "x", "named_at": named[self.one.uid].named_at}
        with pytest.raises(IntegrityError), transaction.atomic():
            Participant.objects.create(phase=self.phase, person=self.one, **facts)

    def test_scores_are_hidden_until_all_are_in_and_rank_then(self) -> None:
        named = self.named()
        self.give(self.chair, named[self.one.uid], 90)
        self.give(self.chair, named[self.two.uid], 70)
        self.give(self.other, named[self.one.uid], 80)
        assert ranking(self.phase) == []
        self.give(self.other, named[self.two.uid], 50)
        found = ranking(self.phase)
        assert [(one.who, one.box, int(one.score), one.place) for one in found] == [
            (self.one.uid, 9, 85, 1),
            (self.two.uid, 5, 60, 2),
        ]

    def test_what_all_can_read_is_changed_for_a_reason_that_all_can_read(self) -> None:
        named = self.named()
        for member in (self.chair, self.other):
            for who in (self.one, self.two):
                self.give(member, named[who.uid], 80)
        with pytest.raises(RoundRefused, match="all scores are in"):
            self.give(self.chair, named[self.one.uid], 10)
        self.give(self.chair, named[self.one.uid], 80)
        assert scores_changed(self.phase) == []
        self.give(self.chair, named[self.one.uid], 60, reason="  salah   baris ")
        changes = scores_changed(self.phase)
        assert {(one.from_points, one.to_points, one.reason) for one in changes} == {(80, 60, "salah baris")}
        assert len(changes) == self.phase.criteria.count()
        assert {one.member.person for one in changes} == {self.chair}
        assert ranking(self.phase)[0].who == self.two.uid
        with pytest.raises(IntegrityError), transaction.atomic():
            ScoreChange.objects.update(to_points=80)
        with pytest.raises(IntegrityError), transaction.atomic():
            ScoreChange.objects.all().delete()

    def test_close_family_is_a_conflict_from_the_start_and_others_are_declared(self) -> None:
        FamilyTie.objects.create(
            person=self.chair,
            kin=self.one,
            relation="parent",
            source="KK",
            entered_by="x",
            entered_at=clock.now(),
        )
        named = self.named()
        with pytest.raises(RoundRefused, match="conflict"):
            self.give(self.chair, named[self.one.uid], 90)
        conflict_declare(
            access=Access("system:other", {Role.APPRAISER: frozenset({"76"})}, person=self.other.uid),
            phase=self.phase.uid,
            member=named[self.other.uid].uid,
            candidate=named[self.two.uid].uid,
            reason="rekan usaha",
        )
        with pytest.raises(RoundRefused, match="conflict"):
            self.give(self.other, named[self.two.uid], 50)
        self.give(self.chair, named[self.two.uid], 70)
        self.give(self.other, named[self.one.uid], 60)
        assert [one.who for one in ranking(self.phase)] == [self.two.uid, self.one.uid]

    def test_who_is_no_member_gives_nothing_and_points_have_their_range(self) -> None:
        named = self.named()
        with pytest.raises(RoundRefused, match="only a member"):
            self.give(self.two, named[self.one.uid], 90)
        with pytest.raises(RoundRefused, match="between"):
            self.give(self.chair, named[self.one.uid], 101)

    def test_three_nominees_a_post_one_first_for_one_and_the_proposal_settles_all(self) -> None:
        named = self.named()
        posts = [seat.post_id for seat in self.phase.seats.order_by("pk")]
        one, two = named[self.one.uid].uid, named[self.two.uid].uid
        with pytest.raises(RoundRefused, match="not all scores"):
            nominate(self.phase, posts[0], [one])
        for member in (self.chair, self.other):
            for who in (self.one, self.two):
                self.give(member, named[who.uid], 80)
        nominate(self.phase, posts[0], [one, two])
        with pytest.raises(RoundRefused, match=f"{self.one.full_name} is named first for .* and for "):
            nominate(self.phase, posts[1], [one])
        with pytest.raises(RoundRefused, match="no nominee yet"):
            proposal_make(access=SECRETARY, phase=self.phase.uid, number="1/SDM", dated_on=TODAY)
        nominate(self.phase, posts[1], [two, one])
        with pytest.raises(RoundRefused, match="scores were given"):
            candidates_name(access=OFFICER, phase=self.phase.uid, people=[servant("Calon Ketiga").uid])

    def test_after_the_proposal_nothing_that_it_follows_from_changes(self) -> None:
        third = self.holders["P08.3"]
        member_name(access=OFFICER, phase=self.phase.uid, person=self.chair.uid, seating="chair")
        people = [self.one.uid, self.two.uid, third.uid]
        named = candidates_name(access=OFFICER, phase=self.phase.uid, people=people)
        for one in named:
            self.give(self.chair, one, 80)
        for seat, one in zip(self.phase.seats.all(), named, strict=True):
            nominate(self.phase, seat.post_id, [one.uid])
        with pytest.raises(Forbidden):
            proposal_make(access=OFFICER, phase=self.phase.uid, number="1/SDM", dated_on=TODAY)
        proposal_make(access=SECRETARY, phase=self.phase.uid, number="1/SDM", dated_on=TODAY)
        with pytest.raises(RoundRefused, match="stays"):
            self.give(self.chair, named[0], 10)
        for rows in (Score.objects.all(), Nominee.objects.all(), Participant.objects.all()):
            with pytest.raises(IntegrityError), transaction.atomic():
                rows.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            Score.objects.update(points=1)


def nominate(phase: Phase, post: UUID, candidates: list[UUID]) -> None:
    nominees_set(access=OFFICER, phase=phase.uid, nominated=[Nominated(post, candidates)])
