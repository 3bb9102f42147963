"""The pages of pay: what they show, to whom, and what they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from malaqbiq.decrees.models import Decree
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.words import Words
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.models import PayException, PayMonth
from malaqbiq.pay.rules.wageline import WageYear, picture
from malaqbiq.pay.selectors import choosing
from malaqbiq.pay.selectors.duties import below_floor
from malaqbiq.pay.selectors.wageline import wage_line
from malaqbiq.pay.services import DppRow, DppStray, dpp_record
from malaqbiq.people.models import Person
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.ui.todos import to_do
from tests import builders as make
from tests.pages import MOST_STATEMENTS, at_most, signed_in, statements_of
from tests.pay import payroll

pytestmark = pytest.mark.django_db

TODAY = date(2022, 1, 11)
READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)
OTHERS = (Role.STAFF, Role.APPRAISER, Role.COMMISSIONER, Role.ADMINISTRATOR)
PAGES = ("/pay/limits", "/pay/limits/line?unit=76.01", "/pay/exceptions", "/pay/raises", "/pay/month?unit=76.01")


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with clock.standing_at(make.noon(TODAY)):
        yield


@pytest.fixture
def province() -> WorkUnit:
    return make.unit()


@pytest.fixture
def kabupaten(province: WorkUnit) -> WorkUnit:
    payroll.profile(province, 2022, thr_month=4)
    found = make.unit("76.01", "kabkota")
    payroll.profile(found, 2022, thr_month=4)
    return found


@pytest.fixture
def low(kabupaten: WorkUnit) -> Person:
    found = make.person("Budi Rendah")
    payroll.opened_low(found, kabupaten)
    return found


@pytest.fixture
def foreign(kabupaten: WorkUnit) -> Person:
    other, found = make.unit("76.02", "kabkota"), make.person("Cici Asing")
    payroll.opened_low(found, other)
    return found


@pytest.mark.parametrize("role", Role)
def test_pay_is_shown_to_who_reads_it_and_is_not_there_for_others(role: Role, low: Person) -> None:
    client = signed_in(role, "76.01")
    wanted = 200 if role in READERS else 404
    assert {client.get(address).status_code for address in PAGES} == {wanted}
    may_draft = 200 if role == Role.SDM_OFFICER else 404
    assert client.get("/pay/raises/drafts").status_code == may_draft
    assert client.get(f"/pay/people/{low.uid}/exceptions").status_code == may_draft


def test_a_page_shows_its_own_work_units_and_no_others(low: Person, foreign: Person) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = client.get("/pay/limits").content.decode()
    assert "Budi Rendah" in page and "Cici Asing" not in page and "Rp678.864" in page
    assert "Rp8.825.232" in page
    for address in ("/pay/limits?unit=76.02", "/pay/limits?unit=76.", "/pay/limits?q=Cici", "/pay/raises"):
        assert "Cici Asing" not in client.get(address).content.decode()
    for address in (
        "/pay/limits/line?unit=76.02",
        "/pay/month?unit=76.02",
        "/pay/month?unit=76.02&format=xlsx",
        "/pay/month/dpp?unit=76.02",
        f"/pay/slip/{foreign.uid}",
        f"/pay/people/{foreign.uid}/exceptions",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post("/pay/month/closings", {"unit": "76.02", "month": "2022-01"}).status_code == 404


def test_a_role_elsewhere_that_reads_no_pay_opens_none_of_it(low: Person, foreign: Person) -> None:
    signed_in(Role.STAFF, "76.02")
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert "Cici Asing" not in client.get("/pay/limits").content.decode()
    assert "Cici Asing" not in _cells(client.get("/pay/limits?format=xlsx").content)
    assert "Cici Asing" not in _cells(client.get("/pay/raises?format=xlsx").content)
    assert client.get("/pay/month?unit=76.02").status_code == 404
    assert client.get(f"/pay/slip/{foreign.uid}").status_code == 404


def test_the_list_says_where_every_figure_comes_from(low: Person) -> None:
    page = signed_in(Role.SDM_OFFICER, "76.01").get("/pay/limits").content.decode()
    assert "/law/wage_floors/facts/ump:76:2022" in page and "two sources" in page
    assert f"/staff/{low.uid}" in page
    used = page.partition("Limits in use")[2].partition("</table>")[0]
    assert "the state cost standard" in used and "Rp0<" not in used


def test_views_filter_and_hostile_parameters_are_taken_as_not_said(low: Person) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert "Budi Rendah" in client.get("/pay/limits?view=below").content.decode()
    assert "Budi Rendah" not in client.get("/pay/limits?view=above").content.decode()
    for bad in ("view=1;drop", "sort=person__nik", "sort='--", "unit=%00", "page=-1", "q=%00<script>alert(1)</script>"):
        answer = client.get(f"/pay/limits?{bad}")
        assert answer.status_code == 200 and "<script>alert(1)" not in answer.content.decode()
    for bad in ("month=9999-99", "month=x", "month=0001-01"):
        assert client.get(f"/pay/month?unit=76.01&{bad}").status_code == 200
    assert client.get("/pay/raises?day=99999-01-01").status_code == 200


def test_pages_of_lists_stay_within_the_budget(low: Person, foreign: Person) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    for address in (
        "/pay/limits",
        "/pay/limits?view=below&unit=76.01",
        "/pay/limits/line?unit=76.01",
        "/pay/exceptions",
    ):
        with at_most(MOST_STATEMENTS + 1):  # one for the kept views
            assert client.get(address).status_code == 200
    with at_most(MOST_STATEMENTS + 1):
        client.get("/pay/limits?as_of=2021-12-31")


def test_raises_and_the_month_cost_the_same_for_three_and_thirty_people(kabupaten: WorkUnit) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    # The month has the track's header.
    pages = (("/pay/raises", 16), ("/pay/raises/drafts", 16), ("/pay/month?unit=76.01&month=2022-01", 15 + 4))
    costs = []
    for already, many in ((0, 3), (3, 30)):
        for number in range(already, many):
            payroll.opened_low(make.person(f"Orang {number}"), kabupaten)
        costs.append([statements_of(client, address) for address, _most in pages])
    assert costs[0] == costs[1]
    assert all(cost <= most for cost, (_address, most) in zip(costs[0], pages, strict=True)), costs


def test_before_a_month_is_closed_the_page_tells_of_the_payment_list_and_of_a_month_never_closed(
    low: Person, kabupaten: WorkUnit
) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    address = "/pay/month?unit=76.01&month=2022-01"
    close = client.get(address).content.decode().partition('id="close"')[2]
    assert "December 2021 is still open" in close and "the DPP of this month" not in close
    officer = Access.system("test")
    rows = [DppRow("", low.name, payroll.LOW + 1), DppRow("", "Orang Lain", 1)]
    stray = DppStray(7, "", "Tanpa Angka", None, Words("no amount"))
    dpp_record(access=officer, unit="76.01", month=date(2022, 1, 1), rows=rows, source="dpp.xlsx", strays=[stray])
    page = client.get(address).content.decode()
    assert "differences between the DPP of this month and the decrees are still open" in page
    assert "1 row of the DPP's file was compared with nothing" in page
    assert page.index("It can be closed all the same") < page.index('action="/pay/month/closings"')
    for unread in ("2022-13", "x", ""):
        told = client.post("/pay/month/closings", {"unit": "76.01", "month": unread}, follow=True).content.decode()
        assert "Nothing was closed" in told and not PayMonth.objects.exists()
    client.post("/pay/month/closings", {"unit": "76.01", "month": "2022-01"})
    assert PayMonth.objects.count() == 1
    with clock.standing_at(make.noon(date(2022, 2, 1))):
        later = client.get("/pay/month?unit=76.01&month=2022-02").content.decode()
    assert "is still open" not in later and "It can be closed all the same" not in later


def test_a_month_that_waits_for_the_thr_leads_to_the_units_profile(province: WorkUnit) -> None:
    make.unit("76.03", "kabkota")
    page = signed_in(Role.SDM_OFFICER, "76.03").get("/pay/month?unit=76.03&month=2022-01").content.decode()
    holds = page.partition("holds up the closing")[2].partition("</section>")[0]
    assert "the THR of 2022" in holds and 'href="/units/76.03?year=2022#id_thr_month"' in holds


def test_a_whole_country_begins_with_one_province_until_another_is_chosen(
    low: Person, foreign: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.unit("73", "provinsi")
    elsewhere = make.unit("73.01", "kabkota")
    other = make.person("Dodi Jauh")
    payroll.opened_low(other, elsewhere)
    monkeypatch.setattr(choosing, "MOST_UNITS", 1)
    monkeypatch.setattr(choosing, "MOST_AT_ONCE", 1)
    client = signed_in(Role.SDM_OFFICER, "73", "76")
    for address in ("/pay/raises", "/pay/limits"):
        first, second = (client.get(f"{address}{asked}").content.decode() for asked in ("", "?unit=76."))
        assert "one province is counted at a time" in first and 'value="76."' in first
        assert "Dodi Jauh" in first and "Budi Rendah" not in first
        assert "Dodi Jauh" not in second and "Budi Rendah" in second
    drafted = client.get("/pay/raises/drafts?unit=76.&day=2022-01-01").content.decode()
    assert 'name="unit" value="76."' in drafted


def test_a_cell_that_looks_like_a_formula_is_text_in_the_workbook(kabupaten: WorkUnit) -> None:
    payroll.opened_low(make.person("=1+1 Uji"), kabupaten)
    client = signed_in(Role.SDM_OFFICER, "76.01")
    for address in ("/pay/limits?format=xlsx", "/pay/raises?format=xlsx", "/pay/month?unit=76.01&format=xlsx"):
        book = openpyxl.load_workbook(BytesIO(client.get(address).content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert [cell.data_type for cell in cells if "Uji" in str(cell.value)] == ["s"], address


def _cells(content: bytes) -> str:
    book = openpyxl.load_workbook(BytesIO(content))
    return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)


# --- Exceptions ----------------------------------------------------------------------------------------------------


def propose(client: Client, who: Person, **changes: str) -> object:
    data = {"limit": "floor", "reason": "DIPA <b>belum</b> direvisi", "last_day": "2022-03-31"}
    return client.post(f"/pay/people/{who.uid}/exceptions", {**data, **changes})


def test_one_proposes_an_exception_and_another_approves_it(low: Person) -> None:
    officer = signed_in(Role.SDM_OFFICER, "76.01")
    propose(officer, low, approved_by="system:me", proposed_by="system:other")
    found = PayException.objects.get()
    assert found.approved_by == "" and found.proposed_by != "system:other"
    page = officer.get("/pay/exceptions").content.decode()
    assert "DIPA &lt;b&gt;belum" in page and "/approval" not in page
    secretary = signed_in(Role.SECRETARY, "76.01", username="sekretaris")
    assert f"/pay/exceptions/{found.uid}/approval" in secretary.get("/pay/exceptions").content.decode()
    secretary.post(f"/pay/exceptions/{found.uid}/approval")
    found.refresh_from_db()
    assert found.approved_by not in ("", found.proposed_by)


def test_who_proposed_does_not_approve_though_he_holds_both_roles(low: Person) -> None:
    signed_in(Role.SECRETARY, "76.01")
    both = signed_in(Role.SDM_OFFICER, "76.01")
    propose(both, low)
    found = PayException.objects.get()
    assert "/approval" not in both.get("/pay/exceptions").content.decode()
    both.post(f"/pay/exceptions/{found.uid}/approval")
    found.refresh_from_db()
    assert found.approved_by == ""


def test_nobody_proposes_or_approves_for_himself_or_elsewhere(low: Person, foreign: Person) -> None:
    himself = signed_in(Role.SDM_OFFICER, "76.01", person=low.uid)
    answer = propose(himself, low)
    assert answer.status_code == 200 and not PayException.objects.exists()  # type: ignore[attr-defined]
    assert propose(himself, foreign).status_code == 404  # type: ignore[attr-defined]
    propose(signed_in(Role.SDM_OFFICER, "76.02", username="lain"), foreign)
    found = PayException.objects.get()
    here = signed_in(Role.SECRETARY, "76.01", username="sekretaris")
    assert here.post(f"/pay/exceptions/{found.uid}/approval").status_code == 404
    assert himself.post(f"/pay/exceptions/{found.uid}/approval").status_code == 404


def test_what_was_typed_stays_where_the_form_has_an_error(low: Person) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    answer = propose(client, low, last_day="2021-12-31")
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "DIPA &lt;b&gt;belum&lt;/b&gt; direvisi" in page and "2021-12-31" in page and 'class="note bad"' in page
    assert not PayException.objects.exists()


def test_nothing_is_changed_by_get_or_without_a_token(low: Person) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert client.get("/pay/month/closings").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post("/pay/month/closings", {"unit": "76.01", "month": "2022-01"}).status_code == 403
    assert strict.post("/pay/raises/drafts", {"day": "2022-01-11"}).status_code == 403
    assert not PayMonth.objects.exists()


# --- Raises --------------------------------------------------------------------------------------------------------


def test_raises_are_looked_at_then_drafted_and_lead_to_the_desk(low: Person) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    plan = client.get("/pay/raises").content.decode()
    assert "Budi Rendah" in plan and "DIPA not known" in plan and "has not been said" in plan
    review = client.get("/pay/raises/drafts?day=2022-01-11").content.decode()
    agreed = review.partition('name="agreed" value="')[2].partition('"')[0]
    assert "Make 1 draft · 1 people" in review
    done = client.post("/pay/raises/drafts", {"day": "2022-01-11", "agreed": agreed})
    assert (done.status_code, done["Location"], Decree.objects.filter(state="draft").count()) == (302, "/decrees", 1)
    again = client.post("/pay/raises/drafts", {"day": "2022-01-11", "agreed": agreed})
    assert again.status_code == 200 and Decree.objects.filter(state="draft").count() == 1


def test_what_has_changed_since_it_was_looked_at_is_looked_at_again(low: Person, kabupaten: WorkUnit) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    review = client.get("/pay/raises/drafts?day=2022-01-11").content.decode()
    agreed = review.partition('name="agreed" value="')[2].partition('"')[0]
    payroll.opened_low(make.person("Dedi Baru"), kabupaten)
    answer = client.post("/pay/raises/drafts", {"day": "2022-01-11", "agreed": agreed})
    assert answer.status_code == 200 and "Dedi Baru" in answer.content.decode()
    assert not Decree.objects.filter(state="draft").exists()


def test_an_office_that_does_not_issue_is_told_who_drafts(low: Person) -> None:
    page = signed_in(Role.SDM_OFFICER, "76.01").get("/pay/raises").content.decode()
    assert "Work unit KPU 76 issues these decrees" in page and "/pay/raises/drafts" not in page


# --- Months --------------------------------------------------------------------------------------------------------


def test_a_month_is_shown_closed_and_exported(low: Person) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = client.get("/pay/month?unit=76.01&month=2022-01").content.decode()
    assert "January 2022" in page and "Rp2.000.000" in page
    client.post("/pay/month/closings", {"unit": "76.01", "month": "2022-01"})
    client.post("/pay/month/closings", {"unit": "76.01", "month": "2022-01"})
    assert PayMonth.objects.count() == 1
    assert "closed on" in client.get("/pay/month?unit=76.01&month=2022-01").content.decode()
    assert "Budi Rendah" in _cells(client.get("/pay/month?unit=76.01&month=2022-01&format=xlsx").content)


def test_a_month_is_closed_by_the_units_officer_alone(low: Person) -> None:
    for role in (Role.SECRETARY, Role.AUDITOR):
        client = signed_in(role, "76.01", username=role.value)
        assert client.post("/pay/month/closings", {"unit": "76.01", "month": "2022-01"}).status_code == 404
    assert not PayMonth.objects.exists()


def test_a_payment_list_is_compared_person_by_person_with_a_remedy(low: Person) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert "No list has been brought in" in client.get("/pay/month/dpp?unit=76.01&month=2022-01").content.decode()
    rows = [DppRow("", "Budi Rendah", 1_900_000), DppRow("", "Eko Siluman", 2_000_000)]
    dpp_record(access=make.OFFICER, unit="76.01", month=TODAY, rows=rows, source="dpp.xlsx")
    page = client.get("/pay/month/dpp?unit=76.01&month=2022-01").content.decode()
    assert "Have the operator set the gross" in page and "No decree here pays the person" in page
    assert "Eko Siluman" in _cells(client.get("/pay/month/dpp?unit=76.01&month=2022-01&format=xlsx").content)
    strays = [DppStray(9, "9999", "Fajar Asing", 2_000_000, Words("is no certain amount"))]
    dpp_record(access=make.OFFICER, unit="76.01", month=TODAY, rows=rows, source="dpp.xlsx", strays=strays)
    page = client.get("/pay/month/dpp?unit=76.01&month=2022-01").content.decode()
    assert "1 row that isn't recognised" in page and "Fajar Asing" in page


def test_a_slip_is_ones_own_or_read_by_who_reads_pay(low: Person, foreign: Person) -> None:
    own = signed_in(Role.STAFF, "76.01", person=low.uid, username="budi")
    with at_most():
        page = own.get("/pay/slip?month=2022-01").content.decode()
    assert "Budi Rendah" in page and "Rp2.000.000" in page
    assert ">The opening</a>" in page and Decree.objects.filter(origin="opening")[0].title not in page
    assert own.get(f"/pay/slip/{low.uid}?month=2022-01").status_code == 200
    assert own.get(f"/pay/slip/{foreign.uid}?month=2022-01").status_code == 404
    assert "No person is linked" in signed_in(Role.STAFF, "76.01", username="x").get("/pay/slip").content.decode()
    assert signed_in(Role.AUDITOR, "76", username="y").get(f"/pay/slip/{foreign.uid}").status_code == 200


# --- The wage line and what is to be done ---------------------------------------------------------------------------


def test_the_wage_line_shows_floors_and_no_pay_after_the_day(low: Person) -> None:
    found = wage_line(make.OFFICER, TODAY, unit="76.01")
    by_year = {one.year: one for one in found.years}
    assert by_year[2022].amount == make.FLOOR and by_year[2022].below
    assert by_year[2021].lowest == payroll.LOW and by_year[2023].lowest is None and by_year[2020].lowest is None
    page = signed_in(Role.AUDITOR, "76").get("/pay/limits/line?unit=76.01").content.decode()
    assert 'role="img"' in page and "<title id" in page and "style=" not in page.partition("<svg role")[2]


def test_a_picture_of_nothing_known_is_none() -> None:
    nothing = Missing("ump:76:2020", Words("x"), Words("y"))
    assert picture([WageYear(2020, nothing, None, None)]) is None
    same = picture([WageYear(2020, nothing, TODAY, 2_000_000)])
    assert same is not None and same.floors == [] and len(same.grid) >= 2


def test_raises_that_are_due_and_months_to_close_stand_on_the_day(low: Person, foreign: Person) -> None:
    officer = Access("ani", {Role.SDM_OFFICER: frozenset({"76.01"})})
    assert (below_floor(officer, TODAY).risen, below_floor(officer, TODAY).shortfall) == (1, 678_864)
    cards = [str(card.what) for card in to_do(officer, TODAY).cards]
    assert any("1 raise due" in card for card in cards) and not any("not closed" in card for card in cards)
    client = signed_in(Role.SDM_OFFICER, "76.01")
    client.post("/pay/month/closings", {"unit": "76.01", "month": "2022-01"})
    assert any("February 2022 is not closed" in str(card.what) for card in to_do(officer, date(2022, 3, 2)).cards)
    assert not any("not closed" in str(card.what) for card in to_do(officer, date(2022, 2, 2)).cards)
    assert below_floor(Access("x", {Role.SDM_OFFICER: frozenset({"76"})}), TODAY).risen == 0


def test_a_plan_without_anybody_names_the_day_that_was_chosen(low: Person) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = client.get("/pay/raises", {"day": "2030-01-01"}).content.decode()
    assert "Nobody is under contract on 1 January 2030" in page
