"""The desk: piles, cards, what holds a decree up, lists."""

from __future__ import annotations

import pytest

from malaqbiq.decrees.models import SignatureEvidence
from malaqbiq.decrees.services.documents import documents_prepare
from malaqbiq.kernel.access import Role
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import decreed
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


def test_each_decree_lies_in_the_pile_of_its_step_with_people_and_rupiah() -> None:
    office.draft()
    office.submitted(["76.05"])
    page = office.text_of(office.officer(), "/decrees")
    assert [f'href="#{step}"><span class="number">{many}<' in page for step, many in (("draft", 1), ("submitted", 1))]
    assert "2 people" in page
    assert "KPU Kabupaten Majene" in page
    assert "Rp64.292.736" in page  # 2 x 12 x 2.678.864; the THR's month is not set
    assert page.count("<article") == 2


def test_a_decree_with_a_signature_kept_is_signed_until_it_is_withdrawn() -> None:
    decree = decreed()
    documents_prepare(access=make.OFFICER)
    paper = decree.documents.get(kind="decree")
    client = office.officer()
    assert "1</span> Issued, unsigned" in office.text_of(client, "/decrees")
    kept = SignatureEvidence.objects.create(
        document=paper, kind="wet", signer="A", recorded_by="x", recorded_at=make.noon(decree.decided_on)
    )
    assert "1</span> Signed" in office.text_of(client, "/decrees")
    facts = {"withdrawn_by": "x", "withdrawn_at": make.noon(decree.decided_on), "reason": "salah"}
    SignatureEvidence.objects.filter(pk=kept.pk).update(**facts)
    assert "0</span> Signed" in office.text_of(client, "/decrees")


def test_the_desk_shows_no_decree_of_an_office_that_is_not_covered() -> None:
    decree = office.draft(["76.05"])
    page = office.text_of(office.officer("76.05"), "/decrees")
    assert str(decree.uid) not in page
    assert "<article" not in page
    assert str(decree.uid) not in office.text_of(office.officer("76.05"), "/decrees", step="draft")


def test_what_another_office_issued_wholly_about_ones_work_units_lies_there_to_be_printed() -> None:
    client = office.officer("76.05")
    draft = office.draft(["76.05"])
    alone = decreed(["76.05"])
    for address in ("/decrees", "/decrees/papers"):
        page = office.text_of(client, address)
        assert str(alone.uid) in page and str(draft.uid) not in page, address
    documents_prepare(access=make.OFFICER)
    page = office.text_of(client, "/decrees/papers")
    assert "The office that issued them makes their papers." in page and "1 petikan" in page
    assert "Make 3 papers" not in page and "Sign 1 decree" not in page
    assert "Make 3 papers" in office.text_of(signed_in(Role.SDM_OFFICER, "76", username="prov"), "/decrees/papers")
    assert str(alone.uid) not in office.text_of(office.officer("76.02"), "/decrees", step="draft")
    other = signed_in(Role.SDM_OFFICER, "76.02", username="lain")
    assert str(alone.uid) not in office.text_of(other, "/decrees")
    with at_most():
        client.get("/decrees")


def test_what_another_office_issued_about_others_too_lies_there_not() -> None:
    shared = decreed(["76.05", "76.02"])
    assert str(shared.uid) not in office.text_of(office.officer("76.05"), "/decrees")
    assert str(shared.uid) in office.text_of(office.officer("76"), "/decrees")


def test_a_line_on_the_card_says_what_holds_it_up() -> None:
    client = office.officer()
    good, low = office.draft(), office.draft(amount=office.LOW)
    assert "nothing holds it up" in office.text_of(client, f"/decrees/{good.uid}/hold")
    assert "2 things hold issuing up · 2 people" in office.text_of(client, f"/decrees/{low.uid}/hold")
    assert office.officer("76.05").get(f"/decrees/{low.uid}/hold").status_code == 200  # the same user, both units
    assert signed_in(Role.AUDITOR, "76.02", username="other").get(f"/decrees/{low.uid}/hold").status_code == 404


def test_a_button_is_there_for_who_may_take_the_step() -> None:
    office.submitted()
    assert 'value="approve"' in office.text_of(office.secretary(), "/decrees")
    page = office.text_of(office.officer(), "/decrees")
    assert 'value="approve"' not in page
    assert "data-act" not in office.text_of(office.secretary(), "/decrees", as_of="2022-01-01")


def test_a_pile_is_a_list_that_exports() -> None:
    client = office.officer()
    for _ in range(3):
        office.draft()
    assert "1–3 of 3" in office.text_of(client, "/decrees", step="draft")
    response = client.get("/decrees?step=draft&format=xlsx")
    assert response["Content-Disposition"].startswith("attachment")
    for hostile in ("1; DROP TABLE decrees_decree", "--number", "decree__drafted_by", "%00"):
        assert client.get("/decrees", {"step": "draft", "sort": hostile, "page": hostile}).status_code == 200


def test_statements_do_not_grow_with_decrees() -> None:
    client = office.officer()
    for _ in range(4):
        office.draft()
        office.submitted()
    for address in ("/decrees", "/decrees?step=draft"):
        client.get(address)
        with at_most():
            response = client.get(address)
        assert len(response.content) < 100_000
