"""Penyusun SK: drafts made and changed by hand."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import decree_submit
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import LAST_DAY, NEW_YEAR, place
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

pytestmark = pytest.mark.django_db

LAST_YEAR, EVE = date(2021, 1, 1), date(2021, 12, 31)
TERM = {"start": "2022-01-01", "last_day": "2022-12-31"}


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


@pytest.fixture
def people() -> list[Person]:
    """Two of Majene whose contracts ended with last year, one paid below the new floor."""
    found = [make.person("Anto Majene"), make.person("Budi Majene")]
    for row, (who, amount) in enumerate(zip(found, (office.LOW, 3_000_000), strict=True), start=1):
        make.opened(place("76.05"), make.engaged(who, place("76.05"), LAST_YEAR, EVE, amount, row=row))
    return found


def made(client: Client, kind: str, people: list[Person], **said: Any) -> Any:
    picks = [str(who.uid) for who in people]
    return client.post("/decrees/new", {"kind": kind, "pick": picks, **said})


def amounts(decree: Decree) -> list[int]:
    terms = decree.entries.filter(effect="pay.term_set").order_by("row")
    return [entry.payload["monthly_amount"] for entry in terms]


def typed(decree: Decree, people: list[Person], **said: Any) -> dict[str, Any]:
    """What the form of a draft sends."""
    picks = [str(who.uid) for who in people]
    return {"version": decree.version, "title": decree.title, **TERM, "pick": picks, **said}


def test_composing_for_thirty_people_asks_no_more_than_for_three() -> None:
    three, thirty = office.draft(["76.05"] * 3), office.draft(["76.05"] * 30)
    client = office.officer()
    for address, most in (("compose", MOST_STATEMENTS), ("compose/reading", 28)):
        cost = statements_of(client, f"/decrees/{three.uid}/{address}")
        assert cost <= most
        assert statements_of(client, f"/decrees/{thirty.uid}/{address}") == cost


def test_people_from_a_list_become_a_draft_at_the_floor_or_as_before(people: list[Person]) -> None:
    client = office.officer()
    page = office.text_of(client, "/decrees/new", pick=[who.uid for who in people])
    assert "Anto Majene" in page and 'value="2022-01-01"' in page and 'value="2022-12-31"' in page
    response = made(client, "contract-extension", people, **TERM)
    decree = Decree.objects.get(origin="own")
    assert response["Location"] == f"/decrees/{decree.uid}/compose"
    assert (decree.office.code, decree.authority, decree.kind) == ("76", "sekretaris", "contract-extension")
    assert "Kabupaten Majene" in decree.title and "2022" in decree.title
    assert amounts(decree) == [make.FLOOR, 3_000_000]
    page = office.text_of(client, response["Location"])
    assert 'value="3.000.000"' in page and "until now Rp3.000.000" in page
    make.signed_for(place("76"))
    read = office.text_of(client, f"{response['Location']}/reading")
    assert "MEMUTUSKAN" in read and "nothing holds it up" in read


def test_a_draft_is_changed_and_what_holds_it_up_stands_below(people: list[Person]) -> None:
    client = office.officer()
    made(client, "contract-extension", people, **TERM)
    decree = Decree.objects.get(origin="own")
    low = {f"amount-{people[0].uid}": "Rp2.000.000", "title": "Judul lain", "remove": str(people[1].uid)}
    assert client.post(f"/decrees/{decree.uid}/compose", typed(decree, people, **low)).status_code == 302
    decree.refresh_from_db()
    assert (decree.title, amounts(decree), decree.version) == ("Judul lain", [2_000_000], 2)
    assert "is below the floor" in office.text_of(client, f"/decrees/{decree.uid}/compose/reading")


def test_a_decree_that_is_there_already_is_told_before_and_in_the_draft(people: list[Person]) -> None:
    client, (who, other) = office.officer(), people
    make.opened(place("76.05"), make.engaged(who, place("76.05"), NEW_YEAR, LAST_DAY, effect="extended"))
    with clock.standing_at(make.noon(date(2022, 1, 15))):
        shown, beside = (client.get(f"/decrees/new?pick={one.uid}").content.decode() for one in (who, other))
        assert "A decree is there already" in shown and "31 December 2022" in shown
        assert "A decree is there already" not in beside
        address = made(client, "extension", [who], start="2023-01-01", last_day="2023-12-31")["Location"]
        read = client.get(f"{address}/reading").content.decode()
    assert "A decree is there already, from 1 Jan" in read and "look whether that year is meant." in read


def test_who_stands_in_another_draft_is_told_as_he_is_chosen_and_in_the_draft(people: list[Person]) -> None:
    client, who = office.officer(), people[0]
    first = made(client, "contract-extension", people, **TERM)["Location"]
    uid = Decree.objects.get(origin="own").uid
    shown = office.text_of(client, "/decrees/new", pick=who.uid)
    assert f'in a draft already: <a href="/decrees/{uid}">' in shown and "1 of these people stands" in shown
    found = office.text_of(client, "/decrees/new", q="Budi", pick=who.uid)
    assert found.count(f'<a href="/decrees/{uid}">') == 2
    assert "in a draft already" not in office.text_of(client, first)
    second = made(client, "contract-extension", [who], **TERM)["Location"]
    assert "in a draft already" in office.text_of(client, first)
    read = office.text_of(client, f"{second}/reading")
    assert "Anto Majene: in another decree for the same days already (a draft:" in read
    assert f'<a href="/decrees/{uid}">Open the other decree</a>' in read
    assert "Budi" not in read.split('id="held"')[1]


def test_a_draft_for_other_days_competes_with_none(people: list[Person]) -> None:
    client = office.officer()
    made(client, "contract-extension", people, **TERM)
    with clock.standing_at(make.noon(EVE)):
        ends = made(client, "contract-end", people[:1], start="2022-01-01", reason="resigned")["Location"]
        assert "in another decree" in office.text_of(client, f"{ends}/reading")
        pays = made(client, "pay-adjustment", people[:1], start="2021-12-31")["Location"]
        assert "in another decree" not in office.text_of(client, f"{pays}/reading")


def test_a_stale_write_is_refused_and_both_are_shown(people: list[Person]) -> None:
    client = office.officer()
    made(client, "contract-extension", people, **TERM)
    decree = Decree.objects.get(origin="own")
    theirs = typed(decree, people, title="Judul mereka", **{f"amount-{people[1].uid}": "3.100.000"})
    client.post(f"/decrees/{decree.uid}/compose", theirs)
    mine = typed(decree, people, title="Judul saya", **{f"amount-{people[1].uid}": "3.200.000"})
    response = client.post(f"/decrees/{decree.uid}/compose", mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Judul mereka" in page and "Rp3.100.000" in page and "Judul saya" in page and 'value="3.200.000"' in page
    decree.refresh_from_db()
    assert (decree.title, decree.version) == ("Judul mereka", 2)


@pytest.mark.parametrize(
    ("kind", "said", "effects"),
    [
        ("contract-end", {"start": "2022-01-01", "reason": "resigned"}, ["service.ended"]),
        ("pay-adjustment", {"start": "2022-07-01"}, ["pay.term_set"]),
        (
            "contract-engagement",
            {**TERM, "status": "ppnpn", "job_family": "pramubakti", "work_unit": "76.02"},
            ["service.engaged", "pay.term_set"],
        ),
    ],
)
def test_the_other_kinds(kind: str, said: dict[str, str], effects: list[str], people: list[Person]) -> None:
    who = [people[0]]
    if kind == "pay-adjustment":
        who = [make.person("Citra Majene")]
        make.opened(place("76.05"), make.engaged(who[0], place("76.05"), NEW_YEAR, LAST_DAY))
    if kind == "contract-engagement":
        who = [Person.objects.create(name="Dewi Baru", entered_unit="76.02")]
        said = {**said, "work_unit": str(place("76.02").uid)}
    client = office.officer()
    response = made(client, kind, who, **said)
    assert response.status_code == 302, response.content.decode()
    decree = Decree.objects.get(origin="own")
    assert list(decree.entries.order_by("ordinal").values_list("effect", flat=True)) == effects
    page = office.text_of(client, f"{response['Location']}/reading")
    again = {"version": 1, "title": decree.title, "pick": str(who[0].uid), **said}
    assert client.post(response["Location"], again).status_code == 302
    assert "MEMUTUSKAN" in page


def test_what_was_typed_stays_where_the_form_is_wrong(people: list[Person]) -> None:
    client = office.officer()
    wrong = {"start": "2022-06-01", "last_day": "2022-01-01", f"amount-{people[0].uid}": "banyak"}
    response = made(client, "contract-extension", people, **wrong)
    page = response.content.decode()
    assert response.status_code == 422
    assert "The last day is before the first." in page and 'value="banyak"' in page
    response = made(client, "contract-extension", people, start="2023-06-01", last_day="2023-12-31")
    assert "No contract is in force on 31 May 2023 for Anto Majene" in response.content.decode()
    assert not Decree.objects.filter(origin="own").exists()


def test_people_are_found_and_nothing_is_written_by_finding(people: list[Person]) -> None:
    client = office.officer()
    response = client.post("/decrees/new", {"find": "1", "q": "Budi", "pick": str(people[0].uid), **TERM})
    page = response.content.decode()
    assert "Budi Majene" in page and "Anto Majene" in page
    assert not Decree.objects.filter(origin="own").exists()
    assert client.get("/decrees/new", {"q": "a\0b"}).status_code == 200


def test_what_an_empty_amount_means_is_said_where_one_can_be_empty(people: list[Person]) -> None:
    client, means = office.officer(), "An empty amount means"
    assert means not in office.text_of(client, "/decrees/new")
    assert means in office.text_of(client, "/decrees/new", pick=[people[0].uid])


def test_the_amounts_have_a_visible_label_and_their_hint_before_them(people: list[Person]) -> None:
    page = office.officer().get(f"/decrees/new?pick={people[0].uid}").content.decode()
    head, hint, box = (page.index(text) for text in ("pay-head", "An empty amount means", 'name="amount-'))
    assert head < hint < box
    assert 'class="pay-label"' in page


def test_what_was_typed_stays_while_people_are_looked_for(people: list[Person]) -> None:
    client = office.officer()
    said = {"start": "2022-03-01", "last_day": "2022-06-30", f"amount-{people[0].uid}": "2.900.000"}
    page = made(client, "contract-extension", people[:1], q="Budi", find="1", **said).content.decode()
    assert 'value="2022-03-01"' in page and 'value="2022-06-30"' in page and 'value="2.900.000"' in page


PROPOSED = {"proposed-start": "2022-01-11", "proposed-last_day": "2022-12-31"}
"""What a page proposed on which nobody was chosen yet."""


def test_the_first_day_follows_from_whom_the_last_press_adds(people: list[Person]) -> None:
    client = office.officer()
    assert 'name="proposed-start" value="2022-01-11"' in office.text_of(client, "/decrees/new")
    found = made(client, "contract-extension", [], q="Budi", find="1", **TERM | {"start": "2022-01-11"}, **PROPOSED)
    assert 'name="start" value="2022-01-11"' in found.content.decode()
    response = made(client, "contract-extension", people, **TERM | {"start": "2022-01-11"}, **PROPOSED)
    decree = Decree.objects.get(origin="own")
    assert {entry.effective_on for entry in decree.entries.all()} == {NEW_YEAR}
    page = office.text_of(client, response["Location"])
    assert "The draft is made, from 1 January 2022: the day after the contracts end." in page
    assert 'value="2022-01-01"' in page


def test_a_day_that_was_typed_stays_whoever_is_added(people: list[Person]) -> None:
    client = office.officer()
    said = {"start": "2022-01-05", "last_day": "2022-06-30"}
    page = made(client, "contract-extension", people, **said, **PROPOSED).content.decode()
    assert 'value="2022-01-05"' in page and 'value="2022-06-30"' in page
    assert "No contract is in force on 4 January 2022" in page


def test_other_pay_is_proposed_from_today_not_from_after_the_contract(people: list[Person]) -> None:
    page = office.text_of(office.officer(), "/decrees/new", kind="pay-adjustment", pick=[people[0].uid])
    assert 'name="start" value="2022-01-11"' in page


def test_nobody_found_says_what_was_searched_and_what_to_do(people: list[Person]) -> None:
    client = office.officer()
    page = office.text_of(client, "/decrees/new", q="Zainal <b>")
    assert "Nobody else answers to “Zainal &lt;b&gt;”" in page
    assert "who serve on 11 January 2022 or served on 31 December 2021" in page
    assert 'href="/staff?q=Zainal+%3Cb%3E"' in page and 'href="/import/"' in page
    assert "Type at least two letters" in office.text_of(client, "/decrees/new", q="Z")
    assert 'id="not-found"' not in office.text_of(client, "/decrees/new", q="Budi")
    assert 'id="not-found"' not in office.text_of(client, "/decrees/new")


def test_what_is_remarked_in_a_review_leads_to_where_one_sees_to_it(people: list[Person]) -> None:
    client = office.officer()
    made(client, "contract-extension", people, **TERM)
    decree = Decree.objects.get(origin="own")
    page = office.text_of(client, "/decrees/review", act="submit", pick=str(decree.uid), whole="1")
    assert re.search(r"<li>No ceiling is known for this pay \([^<]*people: 2\)[^<]*<a href=\"/pay/limits\">", page)


def test_somebody_of_another_unit_can_not_be_put_into_a_draft(people: list[Person]) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.02", username="mamuju")
    assert client.get("/decrees/new", {"person": str(people[0].uid)}).status_code == 404
    assert made(client, "contract-extension", people, **TERM).status_code == 404
    assert "Anto Majene" not in office.text_of(client, "/decrees/new", q="Majene")
    assert client.get("/decrees/new", {"pick": "x"}).status_code == 404


def test_an_officer_of_a_kabupaten_drafts_nothing_for_the_province(people: list[Person]) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.05", username="majene")
    response = made(client, "contract-extension", people, **TERM)
    assert response.status_code == 422
    told = response.content.decode()
    assert "A decree on these people is issued by KPU" in told and "SDM officer there" in told
    page = client.get("/decrees/new", {"pick": str(people[0].uid)}).content.decode()
    assert "Decrees of this kind on your people are issued by KPU" in page
    assert "are issued by" not in office.officer().get("/decrees/new").content.decode()
    assert not Decree.objects.filter(origin="own").exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SDM_OFFICER])
def test_only_an_officer_composes(people: list[Person], role: Role) -> None:
    made(office.officer(), "contract-extension", people, **TERM)
    decree = Decree.objects.get(origin="own")
    client = signed_in(role, "76")
    assert client.get("/decrees/new").status_code == 404
    assert client.get(f"/decrees/{decree.uid}/compose").status_code == 404
    assert client.get(f"/decrees/{decree.uid}/compose/reading").status_code == 404
    assert client.post(f"/decrees/{decree.uid}/compose", typed(decree, people)).status_code == 404


def test_what_is_submitted_or_foreign_is_not_composed(people: list[Person]) -> None:
    made(office.officer(), "contract-extension", people, **TERM)
    decree = Decree.objects.get(origin="own")
    other = signed_in(Role.SDM_OFFICER, "76.02", username="mamuju")
    assert other.post(f"/decrees/{decree.uid}/compose", typed(decree, people)).status_code == 404
    decree_submit(access=make.OFFICER, decree=decree.uid, version=1)
    assert office.officer().get(f"/decrees/{decree.uid}/compose").status_code == 404
    assert office.officer().post(f"/decrees/{decree.uid}/compose", typed(decree, people)).status_code == 404


def test_amounts_that_are_none_are_refused(people: list[Person]) -> None:
    client = office.officer()
    for wrong in ("-1", "0", "1e9", "99999999999999999999", "2678864,5"):
        response = made(client, "contract-extension", people, **TERM, **{f"amount-{people[0].uid}": wrong})
        assert response.status_code == 422, wrong


def test_the_composer_says_what_the_review_says_when_nobody_is_named_who_signs(people: list[Person]) -> None:
    client = office.officer()
    made(client, "contract-extension", people, **TERM)
    decree = Decree.objects.get(origin="own")
    read = office.text_of(client, f"/decrees/{decree.uid}/compose/reading")
    assert "nobody is named who signs the decree" in read and '<a href="/units/76">Name who signs</a>' in read
    assert "nothing holds it up" not in read
    assert "1 thing holds issuing up" in office.text_of(client, f"/decrees/{decree.uid}/hold")
    review = office.text_of(client, "/decrees/review", act="submit", pick=str(decree.uid), whole="1")
    assert "1 thing holds issuing up" in review
    make.signed_for(place("76"))
    assert "nothing holds it up" in office.text_of(client, f"/decrees/{decree.uid}/compose/reading")
