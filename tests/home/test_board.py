"""The signature board: what each figure counts, who sees it, and exactly who is behind it."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from malaqbiq.appraisal.services import ScoreChange, decisions_take, objection_decide, objection_raise
from malaqbiq.home.rules.board import Board, Cell, Stance, Step
from malaqbiq.home.selectors.board import board, board_lines
from malaqbiq.home.selectors.steps import steps_by_unit
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.pay.selectors import wage_check
from malaqbiq.pay.selectors.limits import wages_of_day
from tests.appraisal.cast import CODES, SYSTEM, Cast, cast, opened
from tests.appraisal.test_services_decreeing import DECIDED, drafted, issued, settled
from tests.builders import noon
from tests.pages import at_most, signed_in

ALL = frozenset(Step)


def stance(name: str, *done: Step, unit: str = "76", ends: bool = False) -> Stance:
    from malaqbiq.kernel.entropy import new_uid

    return Stance(new_uid(), name, unit, f"KPU {unit}", frozenset(done), ends)


def test_a_cell_counts_whom_its_step_concerns() -> None:
    found = Board([stance("Ani", *ALL), stance("Budi", Step.APPRAISED, Step.ISSUED, ends=True)])
    cells = {cell.step: cell for cell in found.whole.cells}
    assert cells[Step.APPRAISED] == Cell(Step.APPRAISED, 2, 2)
    assert cells[Step.SIGNED] == Cell(Step.SIGNED, 1, 2)
    assert cells[Step.CONTRACTED] == Cell(Step.CONTRACTED, 1, 1)
    assert cells[Step.AT_FLOOR] == Cell(Step.AT_FLOOR, 1, 1)


def test_a_cell_is_full_only_when_all_is_done_and_empty_only_when_nothing_is() -> None:
    assert [Cell(Step.ISSUED, done, 80).tenths for done in (0, 1, 40, 79, 80)] == [0, 1, 5, 9, 10]
    assert Cell(Step.CONTRACTED, 0, 0).tenths == 10


def test_behind_a_cell_stand_those_who_lack_the_step_first() -> None:
    found = Board([stance("Ani", Step.ISSUED), stance("Budi"), stance("Citra", unit="76.01")])
    assert [one.name for one in found.behind("", Step.ISSUED)] == ["Budi", "Citra", "Ani"]
    assert [one.name for one in found.behind("76.01", Step.ISSUED)] == ["Citra"]
    assert found.behind("91", Step.ISSUED) == []


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def test_the_board_follows_a_cycle_from_opening_to_pay(people: Cast) -> None:
    with clock.standing_at(noon(date(2021, 12, 30))):
        opened(people)
    cycle_day = date(2021, 12, 30)
    before = _done(people, cycle_day)
    assert before == dict.fromkeys(Step, (0, 5)) | {Step.AT_FLOOR: (_at_floor(cycle_day), 5)}


def test_at_the_minimum_wage_are_those_of_whom_the_wage_check_says_it_whatever_is_issued(people: Cast) -> None:
    cycle = settled(people)
    for day in (date(2021, 12, 31), date(2022, 1, 2)):
        assert _done(people, day)[Step.AT_FLOOR] == (_at_floor(day), 5)
        _lines, whole = board_lines(SYSTEM, cycle, day)
        assert {cell.step: cell.done for cell in whole.cells}[Step.AT_FLOOR] == _at_floor(day)
    assert _at_floor(date(2021, 12, 31)) > 0


def _at_floor(day: date) -> int:
    return sum(row.shortfall == 0 for row in wage_check(SYSTEM, day).rows)


def test_issued_decrees_fill_the_board(people: Cast) -> None:
    cycle = settled(people)
    with clock.standing_at(noon(date(2022, 1, 6))):
        decrees = drafted(cycle).decrees
    assert _done(people, date(2022, 1, 5))[Step.DRAFTED] == (0, 5)
    assert _done(people, date(2022, 1, 6))[Step.DRAFTED] == (5, 5)
    for decree in decrees:
        issued(decree)
    assert _done(people, date(2022, 1, 10))[Step.ISSUED] == (0, 5)
    after = _done(people, DECIDED)
    assert {step: after[step] for step in (Step.APPRAISED, Step.DECIDED, Step.ISSUED, Step.AT_FLOOR)} == {
        Step.APPRAISED: (5, 5),
        Step.DECIDED: (5, 5),
        Step.ISSUED: (5, 5),
        Step.AT_FLOOR: (5, 5),
    }
    assert after[Step.SIGNED] == (0, 5)


def test_whose_service_ends_is_not_missed_among_the_paid(people: Cast) -> None:
    cycle = settled(people, poor="anto")
    with clock.standing_at(noon(date(2022, 1, 6))):
        decrees = drafted(cycle).decrees
    for decree in decrees:
        issued(decree)
    after = _done(people, DECIDED)
    assert after[Step.ISSUED] == (5, 5)
    assert after[Step.AT_FLOOR] == (4, 4)


def test_a_result_that_changed_is_decided_no_more_on_the_board_from_that_day(people: Cast) -> None:
    cycle = settled(people)
    before, day = date(2022, 1, 2), date(2022, 1, 3)
    with clock.standing_at(noon(day)):
        objected = {"access": SYSTEM, "cycle": cycle.uid, "person": people["anto"], "reason": "keliru"}
        objection = objection_raise(**objected)
        changes = [ScoreChange("behaviour", 80, 10)]
        decided = {"access": SYSTEM, "objection": objection.uid, "reason": "ya", "decider": people["chair"]}
        objection_decide(**decided, changes=changes)
    assert _done(people, before)[Step.DECIDED] == (5, 5)
    assert _done(people, day)[Step.DECIDED] == (4, 5)
    with clock.standing_at(noon(day)):
        decisions_take(access=SYSTEM, cycle=cycle.uid, decider=people["secretary"])
    assert _done(people, day)[Step.DECIDED] == (5, 5)


def test_a_kabupaten_sees_its_own_line_and_its_own_people(people: Cast) -> None:
    cycle = settled(people)
    client = signed_in(Role.SDM_OFFICER, "76.01")
    with clock.standing_at(noon(DECIDED)):
        with at_most():
            page = client.get("/board").content.decode()
        with at_most():
            behind = client.get(f"/board/{cycle.uid}/appraised").content.decode()
        foreign = client.get(f"/board/{cycle.uid}/appraised?unit=76.02").content.decode()
    assert "unit=76.01" in page and "unit=76.02" not in page
    assert "Budi Uji" in behind and "Dewi Uji" not in behind
    assert "Dewi Uji" not in foreign


def test_the_board_is_not_there_for_who_only_works_here_nor_for_another_province(people: Cast) -> None:
    from tests.builders import unit

    cycle = settled(people)
    unit("73", "provinsi")
    with clock.standing_at(noon(DECIDED)):
        assert signed_in(Role.STAFF, "76", username="staf").get("/board").status_code == 404
        elsewhere: Client = signed_in(Role.SDM_OFFICER, "73", username="lain")
        assert elsewhere.get(f"/board/{cycle.uid}").status_code == 404
        assert elsewhere.get(f"/board/{cycle.uid}/issued").status_code == 404
        assert elsewhere.get("/board").status_code == 200


def test_a_step_that_is_none_is_not_found(people: Cast) -> None:
    cycle = settled(people)
    client = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(noon(DECIDED)):
        assert client.get(f"/board/{cycle.uid}/password").status_code == 404


def _done(people: Cast, day: date) -> dict[Step, tuple[int, int]]:
    from malaqbiq.appraisal.models import Cycle

    found = board(SYSTEM, Cycle.objects.get(), day)
    counted = steps_by_unit(Cycle.objects.get(), day, CODES, wages_of_day(SYSTEM, day))
    assert {code: list(one.cells.values()) for code, one in counted.items()} == {
        line.code: line.cells for line in found.lines
    }
    return {cell.step: (cell.done, cell.total) for cell in found.whole.cells}
