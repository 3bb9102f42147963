"""Kelayakan by its pages: the list, its filters and workbook, one person's account, and who is shown them."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.regulations.services import fact_state
from tests import builders as make
from tests.appointments.test_eligibility import DAY, ready, servant, structured
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

ADDRESS = "/structure/eligibility"
POST = {"post": "pkpu-14-2020:K20.4", "unit": "76.01"}


@pytest.fixture(autouse=True)
def _that_day() -> object:
    with clock.standing_at(make.noon(DAY)):
        yield


def officer(*codes: str) -> Client:
    return signed_in(Role.SDM_OFFICER, *(codes or ("76.01",)))


def shown(client: Client, **params: str) -> str:
    response = client.get(ADDRESS, params)
    assert response.status_code == 200
    return response.content.decode()


def test_the_list_counts_and_narrows_by_standing() -> None:
    structured()
    ready()
    servant("Baru Datang", "III/a")
    page = shown(officer(), **POST)
    assert "eligible 1" in page and "one thing missing 1" in page and "something unknown 0" in page
    assert "Siap Semua" in page and "missing: Rank (golongan); unknown: Education, Predikat, Competencies" in page
    assert "Baru Datang" not in shown(officer(), **POST, standing="eligible")
    assert "Siap Semua" not in shown(officer(), **POST, standing="one-missing")
    assert "Siap Semua" in shown(officer(), **POST, standing="nonsense")


def test_a_level_alone_asks_for_no_competencies_and_says_so() -> None:
    structured()
    servant("Baru Datang", "III/a")
    page = shown(officer())
    assert '<option value="Pengawas:IV.a" selected>' in page
    assert "Competencies are looked at once one post is chosen" in page
    assert "Competencies are looked at" not in shown(officer(), **POST)
    assert '<option value="Administrator:III.a" selected>' in shown(officer(), post="Administrator:III.a")


def test_the_list_is_sorted_and_saved_as_a_workbook_with_what_was_chosen() -> None:
    structured()
    ready()
    servant("Baru Datang", "III/a")
    page = shown(officer(), **POST, sort="rank")
    assert page.index("Baru Datang") < page.index("Siap Semua")
    page = shown(officer(), **POST, sort="standing")
    assert page.index("Siap Semua") < page.index("Baru Datang")
    params = {**POST, "format": "xlsx", "sort": "rank", "col": ["name", "standing", "rank", "of-appraisal"]}
    response = officer().get(ADDRESS, params)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert ["Baru Datang", "III/a", "one thing missing", "unknown: 2020: not recorded; 2021: not recorded"] in rows


def test_an_account_says_rule_by_rule_why_with_its_source() -> None:
    structured()
    ready()
    who = servant("Baru Datang", "III/a")
    page = officer().get(f"{ADDRESS}/{who.uid}", POST).content.decode()
    assert "III/a is 2 ranks below III/c" in page
    assert "Asked: III/c, or 1 rank below it" in page and "from memory, unverified" in page
    assert "PP 100/2000" in page and "/law/eligibility_rules/facts/eligibility:pengawas:rank:IV.a" in page
    assert "2020: not recorded; 2021: not recorded" in page
    assert "Perbendaharaan dan pertanggungjawaban: not assessed, asked 2" in page
    assert "Kepala Subbagian Keuangan, Umum, dan Logistik" in page


def test_a_rule_that_the_office_switched_off_is_told() -> None:
    structured()
    who = servant("Baru Datang", "III/a")
    said = {"level": "Pengawas", "criterion": "rank", "eselon": "IV.a", "statement": "Pangkat", "value": "III/c"}
    values = {**said, "beside": "1", "applies": "off", "source": "surat"}
    fact_state(access=make.OFFICER, office="76", table="eligibility_rules", values=values)
    assert "One rule is switched off here" in shown(officer(), **POST)
    assert "switched off: it does not count" in officer().get(f"{ADDRESS}/{who.uid}", POST).content.decode().lower()


def test_nobody_sees_the_civil_servants_of_other_units() -> None:
    structured()
    make.unit("76.02", "kabkota")
    who, foreign = servant("Baru Datang", "III/a"), servant("Orang Lain", "III/a", where="76.02")
    client = officer()
    assert "Orang Lain" not in shown(client)
    assert client.get(ADDRESS, {"unit": "76.02"}).status_code == 404
    assert client.get(f"{ADDRESS}/{foreign.uid}").status_code == 404
    assert client.get(f"{ADDRESS}/{who.uid}", {"unit": "76.02"}).status_code == 404
    for role, status in {
        Role.SECRETARY: 200,
        Role.AUDITOR: 200,
        Role.STAFF: 404,
        Role.COMMISSIONER: 404,
        Role.APPRAISER: 404,
        Role.ADMINISTRATOR: 404,
    }.items():
        other = signed_in(role, "76.01", username=role.value)
        assert other.get(ADDRESS).status_code == status, role
        assert other.get(f"{ADDRESS}/{who.uid}").status_code == status, role


def test_who_reads_here_and_is_something_else_above_begins_with_what_he_reads() -> None:
    structured()
    servant("Baru Datang", "III/a")
    client = officer()
    signed_in(Role.COMMISSIONER, "76")
    assert "Baru Datang" in shown(client)
    assert client.get(ADDRESS, {"unit": "76"}).status_code == 404


def test_another_day_is_asked_with_its_own_rules_and_facts() -> None:
    structured()
    ready()
    assert "Siap Semua" in shown(officer(), as_of="2010-03-01", post="Pengawas:IV.a")
    assert "Siap Semua" not in shown(officer(), as_of="2010-02-28", post="Pengawas:IV.a")
    assert "something unknown 1" in shown(officer(), as_of="2023-01-01", post="Pengawas:IV.a")


@pytest.mark.parametrize("params", [{}, POST])
def test_the_pages_cost_no_more_statements_for_many_than_for_one(params: dict[str, str]) -> None:
    structured()
    first = ready("A")
    counts = []
    for names in ((), ("B", "C", "D")):
        for name in names:
            ready(name)
        counts.append(statements_of(officer(), ADDRESS, **params))
    assert counts[0] == counts[1] <= MOST_STATEMENTS
    assert statements_of(officer(), f"{ADDRESS}/{first.uid}", **params) <= MOST_STATEMENTS
