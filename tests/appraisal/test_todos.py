from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.appraisal.models import Appraisee, Cycle
from malaqbiq.appraisal.services import ScoreChange, cycle_close, decisions_take, objection_decide, objection_raise
from malaqbiq.appraisal.todos import TODOS
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.ui.todos import to_do
from tests.appraisal.cast import SYSTEM
from tests.appraisal.office import Office, complete, told, waiting
from tests.appraisal.test_services_decreeing import drafted
from tests.builders import noon
from tests.pages import at_most

pytestmark = pytest.mark.django_db

DAY = date(2022, 1, 4)


def whats(access: Access) -> list[str]:
    return [str(card.what) for card in to_do(access, DAY).cards if "contract" not in str(card.what)]


def asked(office: Office, name: str, *roles: Role) -> list[str]:
    return whats(office.cast.access(name, *roles))


def test_an_appraiser_is_told_how_many_wait() -> None:
    office = waiting("anto", "budi")
    assert "2 people wait for your scores" in asked(office, "kasubag", Role.APPRAISER)
    assert asked(office, "kabag", Role.APPRAISER) == []


def test_who_is_scored_waits_no_longer() -> None:
    assert asked(complete("anto"), "kasubag", Role.APPRAISER) == []


def test_results_to_tell_objections_and_decisions_are_asked_of_whom_they_wait_for() -> None:
    office = complete("anto", "budi")
    assert "2 people have no result told yet" in asked(office, "officer", Role.SDM_OFFICER)
    assert asked(office, "chair", Role.AUDITOR) == []
    cycle_close(access=SYSTEM, cycle=office.cycle.uid)
    objection_raise(access=SYSTEM, cycle=office.cycle.uid, person=office.cast["anto"], reason="keliru")
    assert asked(office, "secretary", Role.SECRETARY) == ["1 objection to decide", "2 people to decide on"]
    assert not {"1 objection to decide", "2 people to decide on"} & set(asked(office, "officer", Role.SDM_OFFICER))
    kab = office.cast.access("kabag", Role.SECRETARY, codes=("76.01",))
    assert whats(kab) == []


def test_a_period_in_which_everybody_was_told_asks_to_be_closed_then_for_decrees_until_each_unit_has_a_draft() -> None:
    office = told("anto", "budi")
    closing = f"{office.cycle.title} can be closed"
    assert closing in asked(office, "officer", Role.SDM_OFFICER)
    assert closing not in asked(office, "secretary", Role.SECRETARY)
    objection = objection_raise(
        access=office.cast.access("anto"), cycle=office.cycle.uid, person=office.cast["anto"], reason="keliru"
    )
    assert closing not in asked(office, "officer", Role.SDM_OFFICER)
    objection_decide(
        access=SYSTEM, objection=objection.uid, changes=[], reason="tetap", decider=office.cast["secretary"]
    )
    cycle_close(access=SYSTEM, cycle=office.cycle.uid)
    assert closing not in asked(office, "officer", Role.SDM_OFFICER)
    assert not [what for what in asked(office, "officer", Role.SDM_OFFICER) if "without a draft" in what]
    decisions_take(access=office.cast.access("secretary", Role.SECRETARY), cycle=office.cycle.uid)
    assert "2 decided, without a draft" in asked(office, "officer", Role.SDM_OFFICER)
    assert asked(office, "secretary", Role.SECRETARY) == []
    drafted(office.cycle)
    assert not [what for what in asked(office, "officer", Role.SDM_OFFICER) if "without a draft" in what]


def test_a_result_that_changed_after_the_decision_is_asked_for_again() -> None:
    office = complete("anto", "budi")
    cycle_close(access=SYSTEM, cycle=office.cycle.uid)
    access = office.cast.access("secretary", Role.SECRETARY)
    decisions_take(access=access, cycle=office.cycle.uid)
    assert whats(access) == []
    own, cycle = office.cast.access("anto"), office.cycle.uid
    objection = objection_raise(access=own, cycle=cycle, person=office.cast["anto"], reason="keliru")
    changes = [ScoreChange("behaviour", 80, 20)]
    objection_decide(access=access, objection=objection.uid, changes=changes, reason="bukti")
    assert whats(access) == ["1 person to decide on anew"]
    assert whats(office.cast.access("kabag", Role.SECRETARY, codes=("76.01",))) == []
    assert asked(office, "officer", Role.SDM_OFFICER) == []
    client = office.client("secretary", Role.SECRETARY)
    with clock.standing_at(noon(DAY)), at_most():
        assert f"/appraisal/{office.cycle.uid}/people?part=anew" in client.get("/today").content.decode()
    listed = client.get(office.address("/people?part=anew")).content.decode()
    assert "Anto Uji" in listed
    assert "Budi Uji" not in listed
    decisions_take(access=access, cycle=office.cycle.uid)
    assert whats(access) == []


def test_ones_own_result_is_asked_to_be_read_by_the_last_day_to_object() -> None:
    office = told("anto")
    Appraisee.objects.update(told_on=date(2022, 1, 3))
    access = office.cast.access("anto", Role.STAFF)
    with at_most(6):
        cards = to_do(access, DAY).cards
    assert [(str(card.what), card.due) for card in cards] == [("Your appraisal's result was told", date(2022, 1, 6))]
    (late,) = to_do(access, date(2022, 1, 7)).cards
    assert (str(late.why), late.due) == ("an objection was possible until 6 January 2022", None)
    office.client("anto").post(office.address("/mine/reading"))
    assert whats(access) == []


def test_the_card_opens_the_result_that_was_told_last_and_not_a_period_that_serves_later() -> None:
    office = told("anto")
    older = office.cycle.appraisees.get(person__uid=office.cast["anto"])
    later = Cycle.objects.get(pk=office.cycle.pk)
    later.pk, later.uid, later.title, later.service_on = None, new_uid(), "Belakangan", date(2023, 1, 1)
    later.save(force_insert=True)
    Appraisee.objects.create(cycle=later, person=older.person, work_unit=older.work_unit, since=older.since)
    (card,) = to_do(office.cast.access("anto", Role.STAFF), DAY).cards
    assert card.address == f"/appraisal/{office.cycle.uid}/mine"
    client = office.client("anto")
    shown = client.get("/appraisal/mine").content.decode()
    assert "I have read it" in shown
    assert shown.index(office.cycle.title) < shown.index("Belakangan") and "unread" in shown


def test_who_objected_is_not_asked_to_read_the_result() -> None:
    office = told("anto")
    own = office.cast.access("anto", Role.STAFF)
    assert whats(own) == ["Your appraisal's result was told"]
    objection = objection_raise(access=own, cycle=office.cycle.uid, person=office.cast["anto"], reason="keliru")
    assert whats(own) == []
    secretary = office.cast.access("secretary", Role.SECRETARY)
    objection_decide(access=secretary, objection=objection.uid, changes=[], reason="sesuai bukti")
    assert whats(own) == []
    assert "I have read it" not in office.client("anto").get("/appraisal/mine").content.decode()


def test_what_is_asked_costs_a_statement_or_two() -> None:
    office = complete("anto")
    for name, role in (("kasubag", Role.APPRAISER), ("officer", Role.SDM_OFFICER), ("secretary", Role.SECRETARY)):
        access = office.cast.access(name, role)
        with at_most(1):
            assert [list(todo(access, DAY)) for todo in TODOS]
    client = office.client("kasubag", Role.APPRAISER)
    with clock.standing_at(noon(DAY)), at_most():
        client.get("/today")
