"""A decree's page: what it changes, its text, its papers; who sees how much of it."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import decree_approve, decree_change, decree_issue, decree_submit
from malaqbiq.decrees.services.documents import documents_prepare
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import DECREED, LAST_DAY, NEW_YEAR, decreed, place
from tests.pages import at_most, signed_in, statements_of

pytestmark = pytest.mark.django_db

LAST_YEAR, EVE = date(2021, 1, 1), date(2021, 12, 31)
PAGES = ("", "/text", "/papers")


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


def test_each_line_says_what_stood_and_what_stands() -> None:
    who = make.person("Rahma Uji")
    make.opened(place("76.05"), make.engaged(who, place("76.05"), LAST_YEAR, EVE, office.LOW))
    decree = make.drafted(place("76"), make.engaged(who, place("76.05"), NEW_YEAR, LAST_DAY, effect="extended"))
    for done in (False, True):
        if done:
            decree = decree_submit(access=make.OFFICER, decree=decree.uid, version=1)
            decree = decree_approve(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)
            with clock.standing_at(make.noon(DECREED)):
                decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)
        page = office.text_of(office.officer(), f"/decrees/{decree.uid}")
        before, _, after = page.partition("Rp2.400.000 (below the floor of its day)")
        assert "until 31 Dec 2021" in before and "until 31 Dec 2022" in after and "Rp2.678.864" in after


def test_who_covers_a_part_sees_its_lines_alone() -> None:
    decree = decreed(["76.05", "76.02"], ["Anto Majene", "Budi Mamuju"])
    documents_prepare(access=make.OFFICER)
    whole = office.text_of(office.officer(), f"/decrees/{decree.uid}")
    assert "Anto Majene" in whole and "Budi Mamuju" in whole
    part = signed_in(Role.SDM_OFFICER, "76.05", username="majene")
    for address in ("", "/text", "?format=xlsx", "/papers"):
        response = part.get(f"/decrees/{decree.uid}{address}")
        assert response.status_code == 200
        if "xlsx" in address:
            sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
            told = " ".join(str(cell.value) for row in sheet for cell in row)
        else:
            told = response.content.decode()
        assert "Budi Mamuju" not in told
        assert "Anto Majene" in told or address == "/papers"


def test_a_foreign_decree_is_not_there_and_a_draft_is_its_offices_own() -> None:
    issued, draft = decreed(["76.02"]), office.draft(["76.05"])
    client = signed_in(Role.SECRETARY, "76.05", username="majene")
    for address in PAGES:
        assert client.get(f"/decrees/{issued.uid}{address}").status_code == 404
        assert client.get(f"/decrees/{draft.uid}{address}").status_code == 404
    for address in ("files", "bound", "removal"):
        assert client.post(f"/decrees/{issued.uid}/{address}").status_code == 404
    assert client.get(f"/decrees/{draft.uid}/draft.pdf").status_code == 404


def test_a_member_of_staff_sees_his_own_line_and_no_others() -> None:
    decree = decreed(["76.05", "76.05"], ["Anto Sendiri", "Budi Lain"])
    me = Person.objects.get(name="Anto Sendiri")
    client = signed_in(Role.STAFF, "76.05", person=me.uid, username="anto")
    for address in ("", "/text"):
        page = office.text_of(client, f"/decrees/{decree.uid}{address}")
        assert "Anto Sendiri" in page and "Budi Lain" not in page
    other = signed_in(Role.STAFF, "76", username="lain")
    assert other.get(f"/decrees/{decree.uid}").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_a_decree_by_role(role: Role) -> None:
    decree = decreed(["76.05"])
    readers = {Role.ADMINISTRATOR, Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR}
    client = signed_in(role, "76")
    expected = 200 if role in readers else 404
    assert [client.get(f"/decrees/{decree.uid}{address}").status_code for address in PAGES] == [expected] * 3
    assert client.get("/decrees").status_code == expected
    assert client.get("/decrees/register").status_code == expected


def test_mendings_are_told_on_both_sides() -> None:
    first = decreed(["76.05"])
    entry = first.entries.get(effect="service.engaged")
    term = first.entries.get(effect="pay.term_set")
    mends = [make.mending(item, Mending.ANNULMENT, NEW_YEAR) for item in (entry, term)]
    second = make.issued(place("76"), mends, DECREED)
    client = office.officer()
    assert "2 of its effects are annulled by" in office.text_of(client, f"/decrees/{first.uid}")
    assert "It annuls 2 effects of" in office.text_of(client, f"/decrees/{second.uid}")


def test_the_text_is_as_on_paper_and_a_draft_says_what_is_not_known() -> None:
    page = office.text_of(office.officer(), f"/decrees/{decreed(['76.05']).uid}/text")
    assert "Menimbang" in page and "Mengingat" in page and "NOMOR 1 TAHUN 2022" in page
    assert "MEMUTUSKAN" in office.text_of(office.officer(), f"/decrees/{office.draft(['76.05']).uid}/text")


def test_a_draft_is_downloaded_as_word(home: object) -> None:
    response = office.officer().get(f"/decrees/{office.draft(['76.05']).uid}/draft.docx")
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content.startswith(b"PK")
    assert office.officer().get(f"/decrees/{decreed(['76.05']).uid}/draft.docx").status_code == 404


def test_a_draft_is_thrown_away_in_the_version_that_was_read() -> None:
    decree = office.draft()
    decree_change(access=make.OFFICER, decree=decree.uid, version=1, title="Lain")
    client = office.officer()
    for version in ("1", "", "²", "9" * 5000):
        assert client.post(f"/decrees/{decree.uid}/removal", {"version": version}).status_code == 302
    assert Decree.objects.filter(uid=decree.uid).exists()
    client.post(f"/decrees/{decree.uid}/removal", {"version": "2"})
    assert not Decree.objects.filter(uid=decree.uid).exists()


def test_lines_are_paged_and_statements_few() -> None:
    decree = decreed(["76.05"] * 60)
    client = office.officer()
    address = f"/decrees/{decree.uid}"
    assert "51–60 of 60" in office.text_of(client, address, page=2)
    for tab in PAGES:
        client.get(address + tab)
        with at_most():
            response = client.get(address + tab)
        assert len(response.content) < 100_000


def test_the_text_of_a_draft_and_what_holds_it_up_cost_the_same_for_three_and_thirty_people() -> None:
    three, thirty = office.draft(["76.05"] * 3), office.draft(["76.05"] * 30)
    client = office.officer()
    for tab, most in (("", 12), ("/text", 12), ("/hold", 20)):
        cost = statements_of(client, f"/decrees/{three.uid}{tab}")
        assert cost <= most, tab
        assert statements_of(client, f"/decrees/{thirty.uid}{tab}") == cost, tab


def test_a_formula_in_a_name_stays_a_text_in_the_workbook() -> None:
    decree = decreed(["76.05"], ['=HYPERLINK("http://x")'])
    response = office.officer().get(f"/decrees/{decree.uid}?format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert sheet["A2"].data_type == "s" and sheet["A2"].quotePrefix


def test_ctrl_k_finds_decrees_that_are_seen() -> None:
    decree = decreed(["76.05"])
    draft = office.draft(["76.05"])
    assert str(decree.uid) in office.text_of(office.officer(), "/find", q=decree.number)
    assert str(draft.uid) in office.text_of(office.officer(), "/find", q="Perpanjangan")
    majene = signed_in(Role.SDM_OFFICER, "76.05", username="majene")
    found = office.text_of(majene, "/find", q="Perpanjangan")
    assert str(decree.uid) in found and str(draft.uid) not in found
    mamuju = signed_in(Role.SDM_OFFICER, "76.02", username="mamuju")
    assert str(decree.uid) not in office.text_of(mamuju, "/find", q="Perpanjangan")
    assert office.officer().get("/find", {"q": "a\0b"}).status_code == 200
