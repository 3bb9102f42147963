"""Who may be named for a phase, and waivers: one proposes with a reason, another decides, nobody for himself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Participant, Phase, Waiver
from malaqbiq.appointments.rules.candidates import Verdict
from malaqbiq.appointments.rules.eligibility import Standing
from malaqbiq.appointments.selectors.candidates import (
    chances,
    kinds_of,
    law_of,
    looked_at,
    marks_of,
    office_register,
    waivers_waiting,
)
from malaqbiq.appointments.services import (
    Nominated,
    ScoreGiven,
    candidates_name,
    candidates_remove,
    member_name,
    nominees_set,
    phase_open,
    phase_release,
    proposal_make,
    scores_give,
    waiver_reasons_erase,
    waiver_withdraw,
    waivers_decide,
    waivers_propose,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.errors import UserError
from malaqbiq.people.models import Competency, CompetencyKind, FamilyTie, Person
from malaqbiq.people.services import competency_catalogue_load
from malaqbiq.regulations.rules.rows import Criterion
from malaqbiq.regulations.services import fact_state
from malaqbiq.service.models import Predikat
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import SECRETARY, TODAY, _january, begun, holders, kasubag, phases, servant

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

TIME, KIND = "time-in-post", "pkpu-14-2020:P20B.21"


class TestWaivers:
    """The phase of the Kasubag, in which whoever holds an old post lacks the time in it that an office asks."""

    @pytest.fixture(autouse=True)
    def _open(self, holders: Mapping[str, Person]) -> None:
        self.holders = holders
        self.found = phases(begun())
        self.phase = self.found["Pengawas"]
        phase_release(access=SECRETARY, phase=self.found["Administrator"].uid, reason="mendesak")
        phase_open(access=OFFICER, phase=self.phase.uid)
        stated("time-in-post", value="9", beside="10", waiver="allowed")
        self.who = holders["P08.11"]

    def name(self, *people: Person) -> list[Participant]:
        return candidates_name(access=OFFICER, phase=self.phase.uid, people=[one.uid for one in people])

    def propose(self, *people: Person, access: Access = OFFICER, **facts: object) -> list[Waiver]:
        said = {"criteria": [TIME], "reason": "jabatan lama dihapus", **facts}
        uids = [one.uid for one in people or (self.who,)]
        return waivers_propose(access=access, phase=self.phase.uid, people=uids, **said)  # type: ignore[arg-type]

    def decide(self, made: list[Waiver], *, access: Access = SECRETARY, is_granted: bool = True) -> list[Waiver]:
        uids = [one.uid for one in made]
        return waivers_decide(access=access, phase=self.phase.uid, waivers=uids, is_granted=is_granted)

    def test_who_lacks_something_is_refused_by_name_and_rule_until_two_have_waived_it(self) -> None:
        with pytest.raises(RoundRefused, match=f"{self.who.full_name} is eligible for no post .*Time in the present"):
            self.name(self.who)
        made = self.propose()
        with pytest.raises(RoundRefused, match="eligible for no post"):
            self.name(self.who)
        self.decide(made)
        assert [one.person_id for one in self.name(self.who)] == [self.who.uid]

    def test_refused_and_withdrawn_count_as_none(self) -> None:
        self.decide(self.propose(), is_granted=False)
        with pytest.raises(RoundRefused, match="eligible for no post"):
            self.name(self.who)
        granted = self.decide(self.propose())
        waiver_withdraw(access=OFFICER, waiver=granted[0].uid)
        with pytest.raises(RoundRefused, match="eligible for no post"):
            self.name(self.who)
        with pytest.raises(RoundRefused, match="doesn't count already"):
            waiver_withdraw(access=OFFICER, waiver=granted[0].uid)

    def test_nobody_does_both_and_nobody_for_himself_or_close_family(self) -> None:
        both = replace(OFFICER, roles={**OFFICER.roles, **SECRETARY.roles})
        with pytest.raises(RoundRefused, match="doesn't decide"):
            self.decide(self.propose(access=both), access=both)
        with pytest.raises(Forbidden):
            self.decide(list(Waiver.objects.all()), access=OFFICER)
        with pytest.raises(Forbidden):
            self.propose(access=SECRETARY)
        kin = self.holders["P08.12"]
        facts = {"source": "KK", "entered_by": "x", "entered_at": clock.now()}
        FamilyTie.objects.create(person=self.who, kin=kin, relation="parent", **facts)
        for person in (self.who, kin):
            with pytest.raises(RoundRefused, match="close family"):
                self.propose(access=replace(OFFICER, person=person.uid), reason="lain")
            with pytest.raises(RoundRefused, match="close family"):
                self.decide(list(Waiver.objects.all()), access=replace(SECRETARY, person=person.uid))
        other = replace(SECRETARY, person=self.holders["P08.2"].uid)
        own = self.propose(self.holders["P08.21"], access=replace(OFFICER, person=other.person))
        with pytest.raises(RoundRefused, match="doesn't decide"):
            self.decide(own, access=other)

    def test_the_database_refuses_it_too(self) -> None:
        (made,) = self.propose()
        row = Waiver.objects.filter(pk=made.pk)
        granted = {"outcome": "granted", "decided_at": clock.now()}
        for facts in (
            {"decided_by": OFFICER.actor, **granted},
            {"decided_by": "system:boss", **granted, "decider": self.who},
            {"decided_by": "system:boss", **granted, "decided_at": None},
            {"criterion": "rank"},
            {"reason": "lain"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                row.update(**facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            Waiver.objects.create(
                phase=self.phase,
                person=self.holders["P08.12"],
                criterion=TIME,
                reason="x",
                proposed_by="a",
                proposed_at=clock.now(),
                decided_by="b",
                **granted,
            )
        self.decide([made])
        for facts in ({"outcome": "refused"}, {"decided_by": "system:c"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                row.update(**facts)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.delete()

    def test_what_may_not_be_waived_is_not_and_a_waiver_needs_a_reason_and_a_lack(self) -> None:
        with pytest.raises(RoundRefused, match="needs a reason"):
            self.propose(reason="  ")
        with pytest.raises(RoundRefused, match="which rules"):
            self.propose(criteria=["nonsense"])
        with pytest.raises(RoundRefused, match="nothing of this is missing"):
            self.propose(criteria=["education"])
        with pytest.raises(RoundRefused, match="one kind of post"):
            self.propose(criteria=["competence"])
        facts = {"source": "SKP", "entered_by": "x", "entered_at": clock.now()}
        Predikat.objects.create(person=self.who, year=2021, predikat="Kurang", **facts)
        with pytest.raises(RoundRefused, match="Predikat can't be waived"):
            self.propose(criteria=[TIME, "appraisal"])
        assert not Waiver.objects.exists()
        for criterion, value in (("status", "pns"), ("discipline", "medium"), ("pension", "0")):
            with pytest.raises(UserError, match="never waived"):
                stated(criterion, value=value, waiver="allowed")

    def test_competencies_are_waived_for_one_kind_of_post_alone(self) -> None:
        stated("time-in-post", value="1", beside="5")
        competency_catalogue_load(access=make.OFFICER)
        known = {"source": "uji", "entered_by": "x", "entered_at": clock.now(), "assessed_on": TODAY}
        Competency.objects.create(person=self.who, kind=CompetencyKind.objects.get(code="bendahara"), level=1, **known)
        self.decide(self.propose(criteria=["competence"], kind=KIND))
        kinds = kinds_of(self.phase.seats.select_related("post"))
        looked = looked_at(OFFICER, TODAY, self.phase, [self.who.uid], kinds, marks_of(self.phase))
        one = looked.chances[self.who.uid]
        assert one.of(KIND).waived == (Criterion.COMPETENCE,) and one.of(KIND).standing is Standing.UNKNOWN
        assert one.of("pkpu-14-2020:K20.4").missing == (Criterion.COMPETENCE,)
        found = looked.account(self.who.uid, KIND)
        assert [each.rule.criterion for each in found.of(Verdict.WAIVED)] == [Criterion.COMPETENCE]

    def test_the_first_nominee_is_eligible_for_that_very_post_when_the_proposal_is_made(self) -> None:
        stated("time-in-post", value="1", beside="5")
        competency_catalogue_load(access=make.OFFICER)
        self.ready_to_propose(list(kasubag(self.holders).values()))
        seat = self.phase.seats.select_related("post").get(post__unit_code="P20B.21")
        first = seat.nominees.get(rank=1).candidate.person
        known = {"source": "uji", "entered_by": "x", "entered_at": clock.now(), "assessed_on": TODAY}
        Competency.objects.create(person=first, kind=CompetencyKind.objects.get(code="bendahara"), level=1, **known)
        with pytest.raises(RoundRefused, match=f"{first.full_name} can't be the first nominee for .*Keuangan.*Compet"):
            proposal_make(access=SECRETARY, phase=self.phase.uid, number="1/SDM", dated_on=TODAY)
        made = self.propose(first, criteria=["competence"], kind=KIND)
        with pytest.raises(RoundRefused, match="can't be the first nominee"):
            proposal_make(access=SECRETARY, phase=self.phase.uid, number="1/SDM", dated_on=TODAY)
        self.decide(made)
        proposal_make(access=SECRETARY, phase=self.phase.uid, number="1/SDM", dated_on=TODAY)
        with pytest.raises(RoundRefused, match="proposal was made"):
            waiver_withdraw(access=OFFICER, waiver=made[0].uid)
        with pytest.raises(IntegrityError), transaction.atomic():
            Waiver.objects.update(withdrawn_by="x", withdrawn_at=clock.now())

    def ready_to_propose(self, people: list[Person]) -> None:
        """A panel of one scored these, and each is the first for one post."""
        chair = servant("Ketua Tim")
        member_name(access=OFFICER, phase=self.phase.uid, person=chair.uid, seating="chair")
        named = self.name(*people)
        access = Access("system:chair", {Role.APPRAISER: frozenset({"76"})}, person=chair.uid)
        keys = list(self.phase.criteria.values_list("key", flat=True))
        given = [ScoreGiven(one.uid, key, 80) for one in named for key in keys]
        scores_give(access=access, phase=self.phase.uid, given=given)
        posts: list[UUID] = list(self.phase.seats.values_list("post__uid", flat=True))
        nominated = [Nominated(post, [one.uid]) for post, one in zip(posts, named, strict=True)]
        nominees_set(access=OFFICER, phase=self.phase.uid, nominated=nominated)

    def test_candidates_are_taken_off_together_until_scores_are_in(self) -> None:
        stated("time-in-post", value="1", beside="5")
        self.name(self.who, self.holders["P08.12"])
        with pytest.raises(RoundRefused, match="none of them"):
            candidates_remove(access=OFFICER, phase=self.phase.uid, people=[self.holders["P08.21"].uid])
        assert candidates_remove(access=OFFICER, phase=self.phase.uid, people=[self.who.uid]) == 1
        assert self.phase.participants.get().person_id == self.holders["P08.12"].uid

    def test_what_waits_is_told_to_who_decides_alone_and_reasons_can_be_erased(self) -> None:
        (made,) = self.propose()
        assert waivers_waiting(SECRETARY) == [(self.phase, 1)]
        assert waivers_waiting(replace(SECRETARY, actor=OFFICER.actor)) == []
        assert waivers_waiting(Access("x", {Role.SECRETARY: frozenset({"76.01"})})) == []
        assert self.propose() == []
        self.decide([made])
        assert waivers_waiting(SECRETARY) == []
        assert waiver_reasons_erase(access=make.OFFICER, person=self.who.uid) == 1
        made.refresh_from_db()
        assert made.reason == ERASED

    def test_the_list_finds_of_everybody_what_naming_finds(self) -> None:
        self.decide(self.propose(self.who))
        kinds = kinds_of(self.phase.seats.select_related("post"))
        register = office_register(OFFICER, TODAY, self.phase, law_of(OFFICER, TODAY, self.phase))
        may = {one.person.uid for one in chances(register, kinds, marks_of(self.phase).waived) if one.may_be_named}
        assert self.who.uid in may and self.holders["P08.12"].uid not in may
        for one in register.people:
            with transaction.atomic():
                try:
                    candidates_name(access=OFFICER, phase=self.phase.uid, people=[one.uid])
                except RoundRefused:
                    assert one.uid not in may
                else:
                    assert one.uid in may


def stated(criterion: str, **values: str) -> None:
    said = {"level": "Pengawas", "criterion": criterion, "statement": "x", "source": "surat", **values}
    fact_state(access=make.OFFICER, office="76", table="eligibility_rules", values=said)


def test_a_waiver_of_another_phase_is_none_here(holders: Mapping[str, Person]) -> None:
    found = phases(begun())
    phase_open(access=OFFICER, phase=found["Administrator"].uid)
    with pytest.raises(RoundRefused, match="not open"):
        waivers_propose(
            access=OFFICER,
            phase=found["Pengawas"].uid,
            people=[holders["P08.11"].uid],
            criteria=[TIME],
            reason="x",
        )
    with pytest.raises(Waiver.DoesNotExist):
        waivers_decide(access=SECRETARY, phase=found["Administrator"].uid, waivers=[UUID(int=1)], is_granted=True)
    assert Phase.objects.filter(waivers__isnull=False).count() == 0
