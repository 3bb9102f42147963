"""The consequence before the act, and the act."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client

from malaqbiq.decrees.models import Decree, Ledger
from malaqbiq.decrees.services import decree_change, decree_submit, decree_withdraw
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.models import Job
from malaqbiq.people.models import FamilyTie, Person
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import DECREED, LAST_DAY, NEW_YEAR
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

pytestmark = pytest.mark.django_db

MOST_OF_A_REVIEW = 28
"""Statements of a review, of however many decrees of one office and day."""

ROUTES = ("submissions", "approvals", "issues", "returns")


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


def state(decree: Decree) -> str:
    return Decree.objects.get(pk=decree.pk).state


def test_the_button_says_how_many_decrees_and_people() -> None:
    picks = [office.submitted(["76.05", "76.05", "76.02"]).uid, office.submitted(["76.05"]).uid]
    page = office.text_of(office.secretary(), "/decrees/review", whole="1", act="approve", pick=picks)
    assert "Approve 2 decrees · 4 people" in page
    assert "3 petikan" in page
    assert "1 TAHUN 2022" in page and "2 TAHUN 2022" in page
    assert "Orang 1" in page and "Rp2.678.864" in page


def test_the_page_stands_before_anybody_is_looked_at_and_tells_the_same_totals() -> None:
    client, picks = office.secretary(), [str(office.submitted(["76.05", "76.02"] * 5).uid) for _ in range(3)]
    asked = {"act": "approve", "pick": picks}
    assert statements_of(client, "/decrees/review", **asked) <= MOST_STATEMENTS
    ahead = client.get("/decrees/review", asked).content.decode()
    assert 'hx-trigger="load"' in ahead and "whole=1" in ahead
    figures = re.compile(r"<dd[^>]*>([^<]+)")
    whole = client.get("/decrees/review", {**asked, "whole": "1"}).content.decode()
    assert figures.findall(ahead)[:3] == figures.findall(whole)[:3]
    part = client.get("/decrees/review", {**asked, "whole": "1"}, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="review")
    assert "<html" not in part.content.decode() and "Approve 3 decrees" in part.content.decode()


def test_looking_at_thirty_decrees_asks_no_more_than_at_three_nor_at_thirty_people_than_at_three() -> None:
    client, codes = office.secretary(), ["76.05", "76.02"]
    three = [office.submitted(codes).uid for _ in range(3)]
    thirty = [*three, *(office.submitted(codes).uid for _ in range(27))]
    larger = [office.submitted(codes * 15).uid for _ in range(3)]
    cost = statements_of(client, "/decrees/review", whole="1", act="approve", pick=three)
    assert cost <= MOST_OF_A_REVIEW
    assert statements_of(client, "/decrees/review", whole="1", act="approve", pick=thirty) == cost
    assert statements_of(client, "/decrees/review", whole="1", act="approve", pick=larger) == cost


def test_each_of_many_decrees_is_told_its_own_people_and_faults() -> None:
    good, bad = office.submitted(["76.05"]), office.submitted(["76.02"], amount=office.LOW)
    page = office.text_of(office.secretary(), "/decrees/review", whole="1", act="issue", pick=[good.uid, bad.uid])
    alone = [
        office.text_of(office.secretary(), "/decrees/review", whole="1", act="issue", pick=item.uid)
        for item in (good, bad)
    ]
    assert "below the floor" not in alone[0] and "below the floor" in alone[1]
    assert page.count("below the floor") == alone[1].count("below the floor")


def test_who_stands_in_two_of_the_decrees_is_counted_once_and_told() -> None:
    first = office.draft(["76.05", "76.05"])
    who = first.entries.order_by("row")[0].person
    second = make.drafted(office.place("76"), make.engaged(who, office.place("76.05"), NEW_YEAR, LAST_DAY))
    client = office.officer()
    for asked in ({}, {"whole": "1"}):
        page = office.text_of(client, "/decrees/review", act="submit", pick=[first.uid, second.uid], **asked)
        assert f"1 person stands in more than one of these decrees:</strong> {who.full_name}." in page
        assert re.findall(r"<dd[^>]*>([^<]+)", page)[:2] == ["2", "2"]
        alone = office.text_of(client, "/decrees/review", act="submit", pick=[second.uid], **asked)
        assert "more than one of these decrees" not in alone


@pytest.mark.parametrize("administers", [False, True])
def test_a_floor_that_is_missing_leads_to_where_it_is_stated(*, administers: bool) -> None:
    who = Person.objects.create(name="Tanpa UMP")
    contract, term = make.engaged(who, office.place("76.05"), NEW_YEAR, LAST_DAY)
    bare = term.payload.model_copy(update={"floor_amount": None})
    draft = make.drafted(office.place("76"), [contract, replace(term, payload=bare)])
    client = office.officer()
    if administers:
        client = signed_in(Role.ADMINISTRATOR, "76", username="sdm")
    page = office.text_of(client, "/decrees/review", whole="1", act="submit", pick=draft.uid)
    told = "/law/wage_floors/state" if administers else "an administrator states it there"
    assert "Recalculate the pay" in page and told in page


def test_all_are_approved_and_issued_with_one_press_each() -> None:
    decrees = [office.submitted() for _ in range(3)]
    client = office.secretary()
    response = client.post("/decrees/approvals", {"quote": [office.quote(item) for item in decrees]})
    assert [state(item) for item in decrees] == ["approved"] * 3
    assert "act=issue" in response["Location"] and str(decrees[0].uid) in response["Location"]
    page = office.text_of(client, response["Location"] + "&whole=1")
    assert "Issue 3 decrees · 6 people" in page
    decrees = [Decree.objects.get(pk=item.pk) for item in decrees]
    # Each named twice: a step is taken with it once.
    response = client.post("/decrees/issues", {"quote": [office.quote(item) for item in decrees] * 2})
    assert [state(item) for item in decrees] == ["issued"] * 3
    assert [item.number_value for item in Decree.objects.order_by("place")] == [1, 2, 3]
    assert "Make papers" in office.text_of(client, response["Location"])
    assert sorted(Job.objects.get().arguments["decrees"]) == sorted(str(item.uid) for item in decrees)


def test_who_submitted_is_told_why_he_may_not_approve_and_sees_no_button() -> None:
    client = signed_in(Role.SECRETARY, "76", username="rangkap")
    signed_in(Role.SDM_OFFICER, "76", username="rangkap")
    self_made = office.submitted(
        by=Access(office.actor("rangkap"), {Role.SDM_OFFICER: frozenset({"76", "76.05", "76.02"})})
    )
    page = office.text_of(client, "/decrees/review", whole="1", act="approve", pick=self_made.uid)
    assert "You submitted it yourself" in page
    assert "Approve 1 decree" not in page
    assert client.post("/decrees/approvals", {"quote": office.quote(self_made)}).status_code == 409
    assert state(self_made) == "submitted"


def test_nobody_approves_their_own_or_their_familys_case() -> None:
    decree = office.submitted(["76.05"])
    about = decree.entries.first().person
    mother = Person.objects.create(name="Ibu")
    FamilyTie.objects.create(person=mother, kin=about, relation="parent", entered_by="x", entered_at=make.noon(DECREED))
    for who in (about, mother):
        client = signed_in(Role.SECRETARY, "76", person=who.uid, username=f"u{who.pk}")
        assert "about yourself or close family" in office.text_of(
            client, "/decrees/review", whole="1", act="approve", pick=decree.uid
        )
        assert client.post("/decrees/approvals", {"quote": office.quote(decree)}).status_code == 409
    assert state(decree) == "submitted"


def test_a_stale_approval_is_refused_and_both_are_shown() -> None:
    decree = office.submitted()
    read = office.quote(decree)
    draft = decree_withdraw(access=make.OFFICER, decree=decree.uid)
    draft = decree_change(access=make.OFFICER, decree=decree.uid, version=draft.version, title="Judul lain")
    now = decree_submit(access=make.OFFICER, decree=decree.uid, version=draft.version)
    response = office.secretary().post("/decrees/approvals", {"quote": read})
    page = response.content.decode()
    assert response.status_code == 409
    assert state(decree) == "submitted"
    assert f"you had read version {decree.version} ({decree.content_digest[:12]}" in page
    assert f"now stands version {now.version} ({now.content_digest[:12]}" in page


def test_the_same_content_submitted_anew_is_stale_too() -> None:
    decree = office.submitted()
    read = office.quote(decree)
    draft = decree_withdraw(access=make.OFFICER, decree=decree.uid)
    decree_submit(access=make.OFFICER, decree=decree.uid, version=draft.version)
    assert office.secretary().post("/decrees/approvals", {"quote": read}).status_code == 409
    assert state(decree) == "submitted"


def test_a_changed_digest_approves_and_issues_nothing() -> None:
    client = office.secretary()
    one, two = office.submitted(), office.approved()
    for route, decree in (("approvals", one), ("issues", two)):
        false = f"{decree.uid}:{decree.version}:{'0' * 64}"
        assert client.post(f"/decrees/{route}", {"quote": false}).status_code == 409
    assert [state(one), state(two)] == ["submitted", "approved"]


def test_status_number_and_signer_in_the_body_change_nothing() -> None:
    decree = office.submitted()
    more = {"state": "issued", "number": "999", "approved_by": "siapa", "monthly_amount": "1", "title": "X"}
    office.secretary().post("/decrees/approvals", {"quote": office.quote(decree), **more})
    now = Decree.objects.get(pk=decree.pk)
    assert (now.state, now.number, now.approved_by, now.title) == (
        "approved", "", office.actor("sekretaris"), decree.title
    )  # fmt: skip


def test_what_holds_issuing_up_is_named_with_its_person_and_is_not_issued() -> None:
    low, good = office.approved(["76.05"], amount=office.LOW), office.approved(["76.02"])
    client = office.secretary()
    page = office.text_of(client, "/decrees/review", whole="1", act="issue", pick=[low.uid, good.uid])
    assert "is below the floor" in page and "Orang 1" in page
    assert "Issue 1 decree · 1 person" in page
    assert office.quote(low) not in page
    response = client.post("/decrees/issues", {"quote": [office.quote(good), office.quote(low)]})
    assert response.status_code == 409
    assert [state(good), state(low)] == ["issued", "approved"]
    assert "1 decree was issued" in response.content.decode()


@pytest.mark.parametrize(("act", "make_one"), [("submit", office.draft), ("approve", office.submitted)])
def test_who_takes_on_what_cant_be_issued_yet_is_told_beside_the_button(
    act: str, make_one: Callable[..., Decree]
) -> None:
    client, told = office.secretary() if act == "approve" else office.officer(), "still holds issuing up"
    low, good = make_one(["76.05"], amount=office.LOW), make_one(["76.02"])
    assert f"1 thing {told}" in office.text_of(client, "/decrees/review", whole="1", act=act, pick=[low.uid, good.uid])
    assert told not in office.text_of(client, "/decrees/review", whole="1", act=act, pick=[good.uid])


def test_a_secretary_gives_back_a_draft() -> None:
    one, two = office.submitted(), office.approved()
    office.secretary().post("/decrees/returns", {"quote": [office.quote(one), office.quote(two)]})
    assert [state(one), state(two)] == ["draft", "draft"]


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.APPRAISER, Role.COMMISSIONER, Role.STAFF, Role.AUDITOR])
def test_a_role_without_the_right_finds_no_act(route: str, role: Role) -> None:
    decree = office.approved() if route in {"issues", "returns"} else office.submitted()
    client = signed_in(role, "76")
    assert client.post(f"/decrees/{route}", {"quote": office.quote(decree)}).status_code == 404
    assert client.get("/decrees/review", {"act": "approve", "pick": str(decree.uid)}).status_code == 404
    assert state(decree) == decree.state


@pytest.mark.parametrize("route", ROUTES)
def test_an_act_on_a_foreign_decree_is_not_there(route: str) -> None:
    decrees = {"submissions": office.draft, "approvals": office.submitted, "issues": office.approved}
    decree = decrees.get(route, office.submitted)()
    for client in (office.officer("76.05"), office.secretary("76.05")):
        assert client.post(f"/decrees/{route}", {"quote": office.quote(decree)}).status_code == 404
        assert client.get("/decrees/review", {"pick": str(decree.uid)}).status_code == 404
    assert state(decree) == decree.state


def test_a_role_elsewhere_gives_no_right_here() -> None:
    """An SDM officer of the province who is secretary of a kabupaten alone approves nothing of the province."""
    office.draft(["76.02"])
    decree = office.submitted()
    signed_in(Role.SDM_OFFICER, "76", username="dua")
    client = signed_in(Role.SECRETARY, "76.05", username="dua")
    assert client.post("/decrees/approvals", {"quote": office.quote(decree)}).status_code == 404
    assert "does not allow this step" in office.text_of(
        client, "/decrees/review", whole="1", act="approve", pick=decree.uid
    )
    assert state(decree) == "submitted"


@pytest.mark.parametrize("text", ["", "x", "x:1:y", "01890a5d-ac96-774b-bcce-b302099a8057:1:aa", "a:b:c:d"])
def test_a_quote_that_is_none_is_not_there(text: str) -> None:
    assert office.secretary().post("/decrees/approvals", {"quote": text}).status_code == 404


def test_nothing_is_changed_by_get_or_without_a_token() -> None:
    decree = office.submitted()
    signed_in(Role.SDM_OFFICER, "76", username="sekretaris")
    client = office.secretary()
    for route in ROUTES:
        assert client.get(f"/decrees/{route}").status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post("/decrees/approvals", {"quote": office.quote(decree)}).status_code == 403
    assert state(decree) == "submitted"


def test_a_title_with_a_script_is_shown_as_text() -> None:
    office.draft()
    decree = Decree.objects.get()
    decree_change(access=make.OFFICER, decree=decree.uid, version=1, title='<script>alert(1)</script>"')
    client = office.officer()
    for address in ("/decrees", "/decrees/review?act=submit", f"/decrees/{decree.uid}", f"/decrees/{decree.uid}/text"):
        assert "<script>alert(1)" not in office.text_of(client, address)


@pytest.mark.django_db(transaction=True)
def test_the_same_decrees_issued_twice_at_once_are_issued_once() -> None:
    decrees = [office.approved() for _ in range(2)]
    quotes = [office.quote(item) for item in decrees]
    clients = [office.secretary(), signed_in(Role.SECRETARY, "76", username="lain")]
    answers: list[int] = []

    def press(client: Client) -> None:
        answers.append(client.post("/decrees/issues", {"quote": quotes}).status_code)
        connection.close()

    threads = [threading.Thread(target=press, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(answers) == 302 and set(answers) <= {302, 409}
    numbers = sorted(Decree.objects.values_list("number_value", flat=True))
    assert numbers == [1, 2]
    assert Ledger.objects.get().place == 2
