"""What was written down by mistake is taken back while nobody was sworn in: a record that counts no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from django.db import DatabaseError, transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Decision, Nominee, Participant, Phase, Proposal, Score
from malaqbiq.appointments.rules.rounds import Stage
from malaqbiq.appointments.selectors.rounds import board_of
from malaqbiq.appointments.selectors.settled import told_on
from malaqbiq.appointments.services import (
    DecisionDraft,
    Event,
    appointments_waiting,
    decision_file_attach,
    decision_record,
    decision_withdraw,
    inauguration_close,
    inauguration_plan,
    nominees_set,
    phase_open,
    proposal_make,
    proposal_withdraw,
    remarks_erase,
)
from malaqbiq.appointments.todos import filling
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.models import Activity
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appointments.test_changes import CODES, OFFICER
from tests.appointments.test_own import officer, phase, placed, scored
from tests.appointments.test_rounds import FIRST, SECRETARY, TODAY, _january, begun, holders, kabag, phases
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders", "phase"]

pytestmark = pytest.mark.django_db

OTHER = Access("system:other", {Role.SDM_OFFICER: frozenset(CODES)})


def decided(phase: Phase, holders: Mapping[str, Person], number: str = "1", access: Access = OFFICER) -> Decision:
    seats = {seat.post.unit_code: seat.post_id for seat in phase.seats.select_related("post")}
    appointed = {seats[code]: who.uid for code, who in kabag(holders).items()}
    return decision_record(access=access, phase=phase.uid, draft=DecisionDraft("Sekjen", number, TODAY, appointed))


def proposed(phase: Phase, holders: Mapping[str, Person], number: str = "5") -> Proposal:
    nominees_set(access=OFFICER, phase=phase.uid, nominated=placed(phase, holders))
    return proposal_make(access=SECRETARY, phase=phase.uid, number=number, dated_on=TODAY)


def refused(*acts: Callable[[], object]) -> None:
    for act in acts:
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.fixture
def opened(holders: object) -> Phase:
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    return found


def test_a_decree_taken_back_appoints_nobody_and_is_recorded_anew(opened: Phase, holders: Mapping[str, Person]) -> None:
    wrong = decided(opened, holders)
    decision_withdraw(access=OTHER, decision=wrong.uid, reason=" salah ketik ")
    assert appointments_waiting(opened) == []
    assert {one.stage for one in board_of(OFFICER, opened.round, TODAY)[0].seats} == {Stage.CANDIDATES}
    assert [str(card.what) for card in filling(OFFICER, TODAY)] == [
        "Administrator: panel and candidates are to be named"
    ]
    right = decided(opened, holders)
    assert {row.decision_id for row in appointments_waiting(opened)} == {right.pk}
    wrong.refresh_from_db()
    assert (wrong.withdrawn_by, wrong.reason, wrong.number) == (OTHER.actor, "salah ketik", "1")
    assert Activity.objects.get(action="appointments.decision_withdraw").detail["number"] == "1"


def test_who_is_appointed_by_it_doesnt_take_it_back(opened: Phase, holders: Mapping[str, Person]) -> None:
    made = decided(opened, holders)
    with pytest.raises(RoundRefused, match="themselves"):
        decision_withdraw(access=officer(holders["P08.1"]), decision=made.uid, reason="x")
    with pytest.raises(RoundRefused, match="say why"):
        decision_withdraw(access=OFFICER, decision=made.uid, reason=" ")
    with pytest.raises(Forbidden):
        decision_withdraw(
            access=Access("system:audit", {Role.AUDITOR: frozenset(CODES)}), decision=made.uid, reason="x"
        )
    decision_withdraw(access=SECRETARY, decision=made.uid, reason="x")
    with pytest.raises(RoundRefused, match="already"):
        decision_withdraw(access=SECRETARY, decision=made.uid, reason="x")


def test_once_somebody_was_sworn_in_it_stays(opened: Phase, holders: Mapping[str, Person]) -> None:
    made = decided(opened, holders)
    event = inauguration_plan(access=OFFICER, phase=opened.uid, event=Event(FIRST, "x", "y", ("a", "b")))
    with clock.standing_at(make.noon(FIRST)):
        one = appointments_waiting(opened)[0]
        inauguration_close(access=OFFICER, inauguration=event.uid, present=[one.uid])
        with pytest.raises(RoundRefused, match="sworn in"):
            decision_withdraw(access=OTHER, decision=made.uid, reason="x")
        gone = {"withdrawn_by": "x", "withdrawn_at": clock.now(), "reason": "x"}
        refused(lambda: Decision.objects.filter(pk=made.pk).update(**gone))
        page = signed_in(Role.SDM_OFFICER, "76").get(f"/structure/filling/phases/{opened.uid}/decision")
        assert "Only a decree of the Sekretaris Jenderal that mends or revokes it" in page.content.decode()


def test_nothing_else_of_what_was_taken_back_changes(opened: Phase, holders: Mapping[str, Person]) -> None:
    made = decided(opened, holders)
    row = Decision.objects.filter(pk=made.pk)
    now = clock.now()
    own = {"withdrawn_by": "x", "withdrawn_at": now, "reason": "x"}
    refused(
        lambda: row.update(withdrawn_by="x", withdrawn_at=now, reason=""),
        lambda: row.update(number="2"),
        row.delete,
    )
    decision_withdraw(access=OTHER, decision=made.uid, reason="salah Anwar")
    appointment = made.appointments.first()
    refused(
        lambda: row.update(withdrawn_by="", withdrawn_at=None, reason=""),
        lambda: row.update(reason="lain"),
        lambda: row.update(number="2"),
        lambda: row.update(file_id=None),
        row.delete,
        lambda: made.appointments.create(seat=appointment.seat, person=make.person()),
        lambda: Decision.objects.create(
            phase=opened, authority="x", number="9", decided_on=TODAY, received_by="a", received_at=now, **own
        ),
    )
    with pytest.raises(RoundRefused, match="taken back"):
        decision_file_attach(access=OFFICER, decision=made.uid, content=b"%PDF-1.4 %%EOF", name="a.pdf")
    remarks_erase(access=Access.system("erase"), person=holders["P08.1"].uid, is_named=lambda text: "Anwar" in text)
    assert row.get().reason == ERASED


def test_a_proposal_taken_back_lets_what_it_followed_from_change_again(
    phase: Phase, holders: Mapping[str, Person]
) -> None:
    made = proposed(phase, holders)
    with pytest.raises(RoundRefused, match="say why"):
        proposal_withdraw(access=SECRETARY, phase=phase.uid, reason="")
    with pytest.raises(Forbidden):
        proposal_withdraw(access=OFFICER, phase=phase.uid, reason="x")
    proposal_withdraw(access=SECRETARY, phase=phase.uid, reason="salah nomor")
    made.refresh_from_db()
    assert {tuple(names) for _post, names in made.nominees} == {(str(who.uid),) for who in kabag(holders).values()}
    assert told_on(phase, TODAY).of is None
    member = phase.participants.filter(part="member").select_related("person").first()
    scored(phase, member.person, points=70, reason="ditinjau lagi")
    again = proposed(phase, holders, number="6")
    assert list(Proposal.objects.standing().filter(phase=phase)) == [again]
    with pytest.raises(RoundRefused, match="made"):
        scored(phase, member.person, points=60, reason="x")
    refused(
        lambda: Score.objects.update(points=1),
        lambda: Nominee.objects.all().delete(),
        lambda: Participant.objects.filter(part="candidate").delete(),
        lambda: Proposal.objects.filter(pk=made.pk).update(withdrawn_at=None, withdrawn_by="", reason=""),
        lambda: Proposal.objects.filter(pk=made.pk).update(nominees=[]),
        lambda: Proposal.objects.filter(pk=again.pk).update(nominees=[1]),
        lambda: Proposal.objects.filter(pk=again.pk).update(number="7"),
        lambda: Proposal.objects.all().delete(),
    )


def test_a_proposal_that_a_decree_answers_stays_until_that_is_taken_back(
    phase: Phase, holders: Mapping[str, Person]
) -> None:
    made, decree = proposed(phase, holders), decided(phase, holders)
    with pytest.raises(RoundRefused, match="answers"):
        proposal_withdraw(access=SECRETARY, phase=phase.uid, reason="x")
    gone = {"withdrawn_by": "x", "withdrawn_at": clock.now(), "reason": "x"}
    refused(lambda: Proposal.objects.filter(pk=made.pk).update(**gone))
    decision_withdraw(access=OTHER, decision=decree.uid, reason="x")
    proposal_withdraw(access=SECRETARY, phase=phase.uid, reason="x")
    with pytest.raises(RoundRefused, match="no proposal"):
        proposal_withdraw(access=SECRETARY, phase=phase.uid, reason="x")


def test_the_pages_take_back_and_go_on_telling_it(phase: Phase, holders: Mapping[str, Person]) -> None:
    proposed(phase, holders)
    decree = decided(phase, holders)
    at = f"/structure/filling/phases/{phase.uid}"
    client, secretary = signed_in(Role.SDM_OFFICER, "76"), signed_in(Role.SECRETARY, "76", username="sek")
    assert client.post(f"{at}/proposal/withdrawal", {"reason": "x"}).status_code == 404
    told = secretary.post(f"{at}/proposal/withdrawal", {"reason": "x"}, follow=True).content.decode()
    assert "answers this proposal" in told
    page = secretary.get(f"{at}/proposal").content.decode()
    assert f"Decree {decree.number} answers it" in page and "proposal/withdrawal" not in page
    assert f"{at}/decisions/{decree.uid}/withdrawal" in client.get(f"{at}/decision").content.decode()
    answer = client.post(f"{at}/decisions/{decree.uid}/withdrawal", {"reason": "salah <b>nama</b>"})
    assert answer.status_code == 302
    page = client.get(f"{at}/decision").content.decode()
    assert "taken back 4 Jan 2022" in page and "salah &lt;b&gt;nama" in page and "decree taken back" in page
    assert secretary.post(f"{at}/proposal/withdrawal", {"reason": "salah nomor"}).status_code == 302
    page = secretary.get(f"{at}/proposal").content.decode()
    assert (
        "was taken back by the Sekretaris on 4 January 2022" in page
        and "salah nomor" in page
        and "Make the proposal" in page
    )
    for step in ("decision", "proposal", "inauguration"):
        assert statements_of(secretary, f"{at}/{step}") <= MOST_STATEMENTS, step


def test_a_candidate_takes_nothing_back_though_another_is_appointed(
    phase: Phase, holders: Mapping[str, Person]
) -> None:
    proposed(phase, holders)
    rival = officer(holders["P08.2"])
    made = DecisionDraft("Sekjen", "9", TODAY, {phase.seats.all()[0].post_id: holders["P08.1"].uid})
    decree = decision_record(access=OFFICER, phase=phase.uid, draft=made)
    with pytest.raises(RoundRefused, match="candidate of this phase"):
        decision_withdraw(access=rival, decision=decree.uid, reason="x")
    mine = f"/structure/filling/phases/{phase.uid}/decision"
    page = signed_in(Role.SDM_OFFICER, "76", username="calon", person=holders["P08.2"].uid).get(mine).content.decode()
    assert "You are a candidate of this phase yourself" in page and "Take the decree back" not in page
    decision_withdraw(access=OFFICER, decision=decree.uid, reason="who recorded it mistyped it")
