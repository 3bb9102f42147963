"""The pages of Plt and Plh: few statements, limits before the act, and nothing of it for who isn't of the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from malaqbiq.decrees.models import Decree
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from malaqbiq.service.models import Acting
from tests.appointments.test_acting import END, TODAY, _january, holders, plt, post
from tests.appointments.test_rounds import begun
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

LIST, NEW = "/structure/acting", "/structure/acting/new"


def asked(code: str) -> str:
    return f"{NEW}?post={post(code).uid}"


def test_every_page_costs_few_statements(holders: Mapping[str, Person]) -> None:
    plt("K20.1", holders["K08.2"])
    client = signed_in(Role.SDM_OFFICER, "76", "76.01")
    costs = {address: statements_of(client, address) for address in (LIST, NEW, asked("K20.2"), asked("K20"))}
    assert {address: cost for address, cost in costs.items() if cost > MOST_STATEMENTS} == {}


def test_limits_and_who_may_not_are_told_before_the_act(holders: Mapping[str, Person]) -> None:
    client = signed_in(Role.SDM_OFFICER, "76", "76.01")
    shown = client.get(asked("K20.1") + "&q=Pemangku P08").content.decode()
    for told in ("Plt.", "3 April 2022", "holds a post of a higher level", "Draft the order", "demisioner"):
        assert told in shown
    held = client.get(asked("K20")).content.decode()
    assert "Plh." in held


def test_an_order_is_drafted_and_another_recorded_by_the_page(holders: Mapping[str, Person]) -> None:
    client = signed_in(Role.SDM_OFFICER, "76", "76.01")
    said = {"post": str(post("K20.1").uid), "person": str(holders["K08.2"].uid), "start": "2022-01-04"}
    assert client.post(NEW, {**said, "last_day": "2022-04-04", "how": "own"}).status_code == 422
    drafted = client.post(NEW, {**said, "last_day": "2022-04-03", "how": "own"})
    decree = Decree.objects.get(kind="acting-order")
    assert drafted["Location"] == f"/decrees/{decree.uid}"
    lacking = client.post(NEW, {**said, "last_day": "2022-04-03", "how": "received"})
    assert lacking.status_code == 422
    came = {"authority": "Sekretaris Jenderal", "number": "7/SPt/2022", "decided_on": "2022-01-03"}
    assert client.post(NEW, {**said, "last_day": "2022-08-31", "how": "received", **came}).status_code == 302
    assert Acting.objects.get().valid_until == date(2022, 9, 1)
    assert "longer than it may be" in client.get(LIST).content.decode()


def test_another_work_unit_finds_nothing_of_it(holders: Mapping[str, Person]) -> None:
    plt("P20B.11", holders["P08.12"])
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert client.get(asked("P20B.11")).status_code == 404
    assert client.post(NEW, {"post": str(post("P20B.11").uid)}).status_code == 404
    assert holders["P08.12"].full_name not in client.get(LIST).content.decode()
    auditor = signed_in(Role.AUDITOR, "76", username="budi")
    assert holders["P08.12"].full_name in auditor.get(LIST).content.decode()
    assert auditor.get(NEW).status_code == 404


def test_what_the_address_gets_wrong_is_taken_as_not_said(holders: Mapping[str, Person]) -> None:
    client = signed_in(Role.SDM_OFFICER, "76", "76.01")
    for wrong in ("?post=x", "?post=", f"?post={post('K20.1').uid}&start=2022-13-01&person=x&q=%00", "?unit=76.01"):
        assert client.get(NEW + wrong).status_code == 200
    assert client.get(f"{NEW}?post={holders['K08.2'].uid}").status_code == 404
    body = {"post": str(post("K20.1").uid), "person": "x", "start": "x", "last_day": "y", "how": "z"}
    assert client.post(NEW, body).status_code == 422


def test_the_chart_the_board_and_the_calendar_show_until_when(holders: Mapping[str, Person]) -> None:
    found = begun()
    plt("K20.1", holders["K08.2"])
    client = signed_in(Role.SDM_OFFICER, "76", "76.01")
    for address in ("/structure?unit=76.01", f"/structure/filling/{found.uid}", f"/staff/{holders['K08.2'].uid}"):
        assert "3 Apr 2022" in client.get(address).content.decode(), address
    year = client.get("/calendar?matter=acting").content.decode()
    assert holders["K08.2"].full_name in year
    assert TODAY < END


def test_a_term_is_ended_by_the_page(holders: Mapping[str, Person]) -> None:
    decree = plt("K20.1", holders["K08.2"])
    client = signed_in(Role.SDM_OFFICER, "76", "76.01")
    at = f"/structure/acting/{decree.entries.get().uid}/end"
    assert at in client.get(LIST).content.decode()
    assert statements_of(client, at) <= MOST_STATEMENTS
    said = {"last_day": "2022-01-20", "authority": "Sekretaris", "number": "4/ND", "decided_on": "2022-01-04"}
    assert client.post(at, {**said, "last_day": "2022-12-31"}).status_code == 422
    assert client.post(at, said).status_code == 302
    assert Acting.objects.known().get().valid_until == date(2022, 1, 21)
    assert signed_in(Role.SDM_OFFICER, "76.01", username="kab").get(at).status_code == 200
    assert signed_in(Role.AUDITOR, "76", username="budi").get(at).status_code == 404
