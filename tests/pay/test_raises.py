"""When a floor rises: who is due, what it costs, and the decrees that carry it out."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import decree_approve, decree_issue, decree_submit
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.raises import Cost
from malaqbiq.pay.selectors import raise_plan, wage_check
from malaqbiq.pay.services import exception_approve, exception_propose, raise_draft_decrees
from malaqbiq.people.models import Person
from tests import builders as make
from tests.pay import payroll

pytestmark = pytest.mark.django_db

NEW_YEAR, LAST_DAY, APRIL, BEFORE = date(2023, 1, 1), date(2023, 12, 31), date(2023, 4, 1), date(2022, 1, 1)
OLD, FLOOR = make.FLOOR, 2_871_795
MORE = FLOOR - OLD


def staff(office: WorkUnit, name: str = "Anto", last_day: date = LAST_DAY) -> Person:
    """Somebody with a contract from before, at the floor of then."""
    found = make.person(name)
    make.opened(office, make.engaged(found, office, BEFORE, last_day))
    return found


def test_who_is_below_the_new_floor_is_due_and_costs_thirteen_months() -> None:
    office = make.unit()
    payroll.profile(office, 2023, thr_month=4, programmes=["jkk-I", "jkm"], honorarium_budget=13 * FLOOR)
    who = staff(office)
    plan = raise_plan(make.OFFICER, NEW_YEAR)
    (unit,) = plan.units
    assert [(item.person, item.amount, item.floor.amount) for item in unit.due] == [(who.uid, OLD, FLOOR)]
    assert (unit.cost.months, unit.cost.thr) == (12 * MORE, MORE)
    assert (unit.need.gross, unit.left, unit.unknown) == (13 * FLOOR, 0, ())
    assert set(unit.cost.premiums) == {"jkk-I", "jkm"}
    assert unit.need.premiums["jkm"] == 12 * 8_616


def test_a_raise_within_the_year_costs_what_is_left_of_it() -> None:
    office = make.unit()
    payroll.profile(office, 2023, thr_month=3)
    staff(office)
    (unit,) = raise_plan(make.OFFICER, APRIL).units
    assert (unit.cost.months, unit.cost.thr) == (9 * MORE, 0)


def test_a_contract_that_ends_costs_only_as_far_as_it_reaches() -> None:
    office = make.unit()
    payroll.profile(office, 2023, thr_month=4)
    staff(office, last_day=date(2023, 3, 31))
    (unit,) = raise_plan(make.OFFICER, NEW_YEAR).units
    assert (unit.cost.months, unit.cost.thr) == (3 * MORE, 0)


def test_what_is_not_known_is_said() -> None:
    office = make.unit()
    staff(office)
    (unit,) = raise_plan(make.OFFICER, NEW_YEAR).units
    assert (len(unit.unknown), unit.budget, unit.left) == (3, None, None)
    assert unit.cost.thr == MORE, "the THR is counted all the same"
    (unit,) = raise_plan(make.OFFICER, NEW_YEAR, budgets={"76": 1_000_000}).units
    assert unit.left == 1_000_000 - 13 * FLOOR


def test_a_floor_that_is_not_known_makes_nothing_due_and_is_named() -> None:
    staff(make.unit(), last_day=date(2031, 12, 31))
    plan = raise_plan(make.OFFICER, date(2031, 1, 1))
    assert (plan.due, [missing.key for missing in plan.missing]) == (0, ["ump:76:2031"])


def test_who_is_at_the_floor_is_not_due() -> None:
    office = make.unit()
    make.opened(office, make.engaged(make.person(), office, BEFORE, LAST_DAY, FLOOR))
    plan = raise_plan(make.OFFICER, NEW_YEAR)
    assert (plan.due, plan.cost) == (0, Cost())
    assert raise_draft_decrees(access=make.OFFICER, day=NEW_YEAR) == []


def test_the_provincial_sekretaris_raises_each_unit_by_a_decree_of_its_own() -> None:
    province, kabupaten = make.unit(), make.unit("76.01", "kabkota")
    people = [staff(province, "Satu"), staff(kabupaten, "Dua"), staff(kabupaten, "Tiga")]
    drafts = raise_draft_decrees(access=make.OFFICER, day=NEW_YEAR)
    assert [(decree.office_id, decree.authority, decree.kind) for decree in drafts] == [
        (province.uid, "sekretaris", "pay-adjustment")
    ] * 2
    assert [decree.entries.count() for decree in drafts] == [1, 2]
    for decree in drafts:
        issue(decree)
    assert wage_check(make.OFFICER, NEW_YEAR).below_floor == 0
    assert wage_check(make.OFFICER, LAST_DAY).lowest == FLOOR
    assert wage_check(make.OFFICER, date(2022, 12, 31)).lowest == OLD
    assert len(people) == 3


def issue(decree: Decree) -> None:
    make.signed_for(decree.office)
    with clock.standing_at(make.noon(date(2023, 1, 9))):
        decree = decree_submit(access=make.OFFICER, decree=decree.uid, version=decree.version)
        decree = decree_approve(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)
        decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)


def test_or_all_of_the_province_by_one() -> None:
    province, kabupaten = make.unit(), make.unit("76.01", "kabkota")
    staff(province, "Satu"), staff(kabupaten, "Dua")
    (decree,) = raise_draft_decrees(access=make.OFFICER, day=NEW_YEAR, together=True)
    rows = [(entry.work_unit_id, entry.row) for entry in decree.entries.order_by("ordinal")]
    assert rows == [(province.uid, 1), (kabupaten.uid, 2)]
    assert "2023" in decree.title


def test_until_2021_each_kabupaten_decreed_for_its_own() -> None:
    make.unit()
    kabupaten = make.unit("76.02", "kabkota")
    payroll.profile(kabupaten, 2021, floor_policy="UMP")
    make.opened(kabupaten, make.engaged(make.person(), kabupaten, date(2020, 1, 1), date(2021, 12, 31), 1_000_000))
    (decree,) = raise_draft_decrees(access=make.OFFICER, day=date(2021, 1, 1))
    assert decree.office_id == kabupaten.uid


def test_drafting_again_drafts_only_for_whom_nothing_is_drafted() -> None:
    office = make.unit()
    staff(office, "Satu")
    first = raise_draft_decrees(access=make.OFFICER, day=NEW_YEAR)
    assert raise_draft_decrees(access=make.OFFICER, day=NEW_YEAR) == first
    second = staff(office, "Dua")
    again = raise_draft_decrees(access=make.OFFICER, day=NEW_YEAR)
    assert (len(again), again[0]) == (2, first[0])
    assert [entry.person_id for entry in again[1].entries.all()] == [second.uid]
    for decree in again:
        issue(decree)
    assert raise_draft_decrees(access=make.OFFICER, day=NEW_YEAR) == []
    assert Decree.objects.filter(origin="own").count() == 2


def test_who_has_an_exception_is_shown_and_left_out() -> None:
    office = make.unit()
    who = staff(office)
    with clock.standing_at(make.noon(date(2022, 12, 1))):
        exception = exception_propose(
            access=make.OFFICER, person=who.uid, limit="floor", reason="DIPA", last_day=LAST_DAY
        )
        exception_approve(access=make.SECRETARY, exception=exception.uid)
    entry = payroll.term(who, office, NEW_YEAR, OLD, FLOOR, "ump:76:2023", LAST_DAY)
    named = {"exception": exception.uid, "exception_limit": "floor", "exception_last_day": LAST_DAY}
    payload = entry.payload.model_copy(update=named)  # type: ignore[union-attr]
    entry = type(entry)(entry.effect, entry.effective_on, entry.work_unit, payload, person=entry.person)
    make.issued(office, [entry], date(2022, 12, 20))
    (unit,) = raise_plan(make.OFFICER, NEW_YEAR).units
    assert (unit.due, [item.person for item in unit.excepted]) == ((), [who.uid])
    assert wage_check(make.OFFICER, NEW_YEAR).below_floor == 1
    assert raise_draft_decrees(access=make.OFFICER, day=NEW_YEAR) == []


def test_a_kabupaten_neither_sees_others_nor_drafts_for_the_province() -> None:
    make.unit()
    own, foreign = make.unit("76.01", "kabkota"), make.unit("76.02", "kabkota")
    staff(own, "Sendiri"), staff(foreign, "Lain")
    officer = payroll.access("officer", ["76.01"], Role.SDM_OFFICER)
    assert [unit.unit_code for unit in raise_plan(officer, NEW_YEAR).units] == ["76.01"]
    with pytest.raises(Forbidden):
        raise_draft_decrees(access=officer, day=NEW_YEAR)
    raise_draft_decrees(access=make.OFFICER, day=NEW_YEAR)
    reader = payroll.access("reader", ["76.01"], Role.AUDITOR)
    assert raise_plan(reader, NEW_YEAR).due == 1


def test_statements_do_not_grow_with_people() -> None:
    office, counts = make.unit(), []
    for more in (1, 30):
        for number in range(more):
            staff(office, f"Orang {more} {number}")
        with CaptureQueriesContext(connection) as queries:
            raise_plan(make.OFFICER, NEW_YEAR)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 30
