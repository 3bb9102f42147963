"""A draft that was made before its floor was known is told anew, and only then can be issued."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.decrees.errors import StaleWrite, WrongState
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import decree_review, decree_submit
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.recalculating import recalculated
from malaqbiq.pay.services import ContractOrder, contract_entries
from malaqbiq.pay.services.recalculating import draft_recalculate, recalculation
from malaqbiq.people.models import Person
from malaqbiq.regulations.services import fact_state
from malaqbiq.service.effects import Status
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import place
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

YEAR = 2030
START, END = date(YEAR, 1, 1), date(YEAR, 12, 31)
STATED = 5_000_000
BEFORE = 3_000_000


@pytest.mark.parametrize(
    ("amount", "former", "then", "now", "excepted", "told"),
    [
        (3_000_000, 3_000_000, None, 5_000_000, False, 5_000_000),
        (3_000_000, 3_000_000, None, 2_000_000, False, 3_000_000),
        (4_000_000, 3_000_000, 4_000_000, 3_500_000, False, 3_500_000),
        (4_500_000, 3_000_000, 4_000_000, 4_200_000, False, 4_500_000),
        (4_500_000, 3_000_000, 4_000_000, 5_000_000, False, 5_000_000),
        (1_000_000, 3_000_000, None, 5_000_000, True, 1_000_000),
        (3_000_000, 3_000_000, 2_000_000, None, False, 3_000_000),
        (2_000_000, 0, 2_000_000, None, False, 2_000_000),
    ],
)
def test_pay_by_the_rule_follows_it_and_what_was_set_by_hand_stays(
    amount: int, former: int, then: int | None, now: int | None, *, excepted: bool, told: int
) -> None:
    assert recalculated(amount, former=former, then=then, now=now, excepted=excepted) == told


@pytest.fixture
def unit(db: None) -> WorkUnit:
    office.standing()
    return place("76")


def early(unit: WorkUnit, *amounts: int | None) -> Decree:
    """Extensions of a year whose minimum wage nobody has stated, each with an amount by hand, or as before."""
    orders = []
    for number, amount in enumerate(amounts):
        who = Person.objects.create(name=f"Orang {number}")
        eve = date(YEAR - 1, 12, 31)
        make.opened(unit, make.engaged(who, unit, date(2021, 1, 1), eve, BEFORE))
        orders.append(ContractOrder(who.uid, unit.uid, Status.PPNPN, "pramubakti", START, END, amount))
    make.signed_for(unit)
    return make.drafted(unit, contract_entries(access=make.OFFICER, orders=orders))


def stated(amount: int = STATED) -> None:
    make.unit("00", "setjen")
    values = {
        "level": "UMP", "region_code": "76", "region_name": "Sulawesi Barat", "year": YEAR, "amount": amount,
        "source": "SK Gubernur",
    }  # fmt: skip
    fact_state(access=Access.system("tests"), office="00", table="wage_floors", values=values)


def pays(decree: Decree) -> list[tuple[int, int | None]]:
    terms = decree.entries.filter(effect="pay.term_set").order_by("row")
    return [(entry.payload["monthly_amount"], entry.payload.get("floor_amount")) for entry in terms]


def held(decree: Decree) -> set[str]:
    return {problem.code for problem in decree_review(access=make.OFFICER, decree=decree.uid).problems}


def test_a_floor_that_became_known_is_taken_into_the_draft_and_nothing_holds_it_up_any_more(unit: WorkUnit) -> None:
    decree = early(unit, None, 6_000_000)
    assert pays(decree) == [(BEFORE, None), (6_000_000, None)]
    stated()
    assert held(decree) == {"pay.floor_not_confirmed", "pay.floor_unknown"}
    foreseen = recalculation(access=make.OFFICER, decree=decree.uid)
    assert [(one.name, one.more) for one in foreseen.changed] == [("Orang 0", STATED - BEFORE), ("Orang 1", 0)]
    others = list(decree.entries.exclude(effect="pay.term_set").order_by("ordinal").values("payload", "person", "row"))
    draft_recalculate(access=make.OFFICER, decree=decree.uid, version=decree.version)
    assert pays(decree) == [(STATED, STATED), (6_000_000, STATED)]
    assert held(decree) == set()
    left = decree.entries.exclude(effect="pay.term_set").order_by("ordinal")
    assert list(left.values("payload", "person", "row")) == others
    assert recalculation(access=make.OFFICER, decree=decree.uid).changed == ()


def test_a_floor_that_is_not_stated_yet_is_named_and_changes_nothing(unit: WorkUnit) -> None:
    decree = early(unit, None)
    found = recalculation(access=make.OFFICER, decree=decree.uid)
    assert (len(found.unknown), found.changed) == (1, ())


def test_only_the_current_draft_is_recalculated(unit: WorkUnit) -> None:
    decree = early(unit, None)
    stated()
    with pytest.raises(StaleWrite):
        draft_recalculate(access=make.OFFICER, decree=decree.uid, version=decree.version + 1)
    decree_submit(access=make.OFFICER, decree=decree.uid, version=decree.version)
    with pytest.raises(WrongState):
        recalculation(access=make.OFFICER, decree=decree.uid)


def test_the_review_leads_there_and_the_page_says_what_changes_before_its_button(unit: WorkUnit) -> None:
    decree = early(unit, *[None] * 8)
    stated()
    client = office.officer()
    review = office.text_of(client, "/decrees/review", act="submit", pick=str(decree.uid), whole="1")
    there = f"/decrees/{decree.uid}/recalculation"
    assert review.count(f'<a href="{there}">Recalculate the pay</a>') == 2
    assert "and 2 more people</strong>: the floor on 1 January 2030 is Rp5.000.000" in review
    page = client.get(there).content.decode()
    assert "Recalculate the pay · 8 people · Rp16.000.000 more a month" in page
    done = client.post(there, {"version": decree.version})
    assert done["Location"] == f"/decrees/review?act=submit&pick={decree.uid}"
    assert pays(decree) == [(STATED, STATED)] * 8
    assert "Nothing to recalculate" in client.get(there).content.decode()
    assert client.post(there, {"version": decree.version}).status_code == 200
    assert client.post(there, {"version": "x"}).status_code == 404


def test_who_does_not_draft_for_the_office_does_not_recalculate(unit: WorkUnit) -> None:
    decree = early(unit, None)
    there = f"/decrees/{decree.uid}/recalculation"
    assert signed_in(Role.SECRETARY, "76", username="sekretaris").get(there).status_code == 404
    assert signed_in(Role.SDM_OFFICER, "76.02", username="mamuju").get(there).status_code == 404


def test_what_was_submitted_is_given_back_before_it_is_mended(unit: WorkUnit) -> None:
    decree = early(unit, None)
    decree_submit(access=make.OFFICER, decree=decree.uid, version=decree.version)
    stated()
    page = office.text_of(office.secretary(), "/decrees/review", act="approve", pick=str(decree.uid), whole="1")
    assert "Give it back as a draft to mend it." in page and "/recalculation" not in page
    client = office.officer()
    assert client.get(f"/decrees/{decree.uid}/recalculation")["Location"] == f"/decrees/{decree.uid}"
