"""Every address of the room, by every role, for own and foreign work units."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.urls import urlpatterns
from malaqbiq.kernel.access import Role
from tests import builders
from tests.appraisal.office import Office, told
from tests.pages import signed_in

pytestmark = pytest.mark.django_db

READ = {"officer": 200, "secretary": 200, "auditor": 200, "appraiser": 404, "staff": 404, "administrator": 404}
KEEP = {"officer": 200, "secretary": 200, "auditor": 404, "appraiser": 404, "staff": 404, "administrator": 404}
ALL = dict.fromkeys(READ, 200)
OWN = {"officer": 404, "secretary": 404, "auditor": 404, "appraiser": 200, "staff": 404, "administrator": 404}
MINE = {"officer": 404, "secretary": 404, "auditor": 404, "appraiser": 404, "staff": 200, "administrator": 404}
ACT = {"officer": 405, "secretary": 405, "auditor": 404, "appraiser": 404, "staff": 404, "administrator": 404}

PAGES: dict[str, dict[str, int]] = {
    "appraisal-cycles": READ,
    "appraisal-open": KEEP,
    "appraisal-sheets": {**ALL, "appraiser": 302},
    "appraisal-moderations": {**READ, "officer": 302, "secretary": 302, "auditor": 302},
    "appraisal-objections": READ,
    "appraisal-objection": READ,
    "appraisal-mine": ALL,
    "appraisal-cycle": READ,
    "appraisal-telling": ACT,
    "appraisal-attendance": {**ACT, "secretary": 404},
    "appraisal-refreshing": ACT,
    "appraisal-closure": ACT,
    "appraisal-decisions": {**ACT, "officer": 404},
    "appraisal-drafts": KEEP,
    "appraisal-appraisers": KEEP,
    "appraisal-people": READ,
    "appraisal-person": READ,
    "appraisal-moderate": ACT,
    "appraisal-excuse": ACT,
    "appraisal-excuse-withdrawal": ACT,
    "appraisal-decision": {**ACT, "officer": 404},
    "appraisal-paper-objection": ACT,
    "appraisal-moderation": READ,
    "appraisal-sheet": OWN,
    "appraisal-cells": dict.fromkeys(READ, 405),
    "appraisal-workbook": OWN,
    "appraisal-mine-in": MINE,
    "appraisal-reading": dict.fromkeys(READ, 405),
    "appraisal-own-objection": dict.fromkeys(READ, 405),
}
"""What each role is answered for its own work units, by GET: a write isn't there for others and 405 for its own."""

ROLES = {
    "officer": Role.SDM_OFFICER,
    "secretary": Role.SECRETARY,
    "auditor": Role.AUDITOR,
    "appraiser": Role.APPRAISER,
    "staff": Role.STAFF,
    "administrator": Role.ADMINISTRATOR,
}
PEOPLE = {"officer": "officer", "secretary": "secretary", "appraiser": "kasubag", "staff": "anto"}


def browser(office: Office, role: str, code: str = "76") -> Client:
    person = office.cast[PEOPLE[role]] if role in PEOPLE else None
    username = "anto" if role == "staff" else f"{role} {code}"
    return signed_in(ROLES[role], code, person=person, username=username)


def address(office: Office, pattern: URLPattern, objection: object) -> str:
    found = f"/{pattern.pattern}".replace("<uuid:cycle>", str(office.cycle.uid))
    return found.replace("<uuid:person>", str(office.cast["anto"])).replace("<uuid:objection>", str(objection))


def objected(office: Office) -> object:
    staff = office.client("anto")
    staff.post(office.address("/mine/objection"), {"reason": "keliru"})
    return office.cycle.appraisees.get(person__uid=office.cast["anto"]).objections.get().uid


def test_each_role_is_answered_what_is_its_own() -> None:
    office = told("anto")
    objection = objected(office)
    assert {pattern.name for pattern in urlpatterns} == PAGES.keys()
    found = {}
    for role in ROLES:
        client = browser(office, role)
        for pattern in urlpatterns:
            found[pattern.name, role] = client.get(address(office, pattern, objection)).status_code
    assert found == {(name, role): status for name, row in PAGES.items() for role, status in row.items()}


def test_what_lies_in_a_foreign_work_unit_is_not_there() -> None:
    office = told("anto", "budi")
    objection = objected(office)
    foreign = {}
    for role in ("officer", "secretary", "auditor"):
        client = browser(office, role, "76.02")
        for pattern in urlpatterns:
            if "<uuid" in str(pattern.pattern):
                asked = address(office, pattern, objection)
                foreign[pattern.name, role, "get"] = client.get(asked).status_code
                foreign[pattern.name, role, "post"] = client.post(asked, {"reason": "x"}).status_code
    assert {key for key, status in foreign.items() if status not in {404, 405, 400}} == set()


def test_lists_and_searches_hold_only_ones_own_people() -> None:
    office = told("anto", "budi", "dewi")
    client = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    for part in ("/people", "/people?unit=76.02", "", "/moderation", "/appraisers", "/appraisers?unit=76.02"):
        page = client.get(office.address(part)).content.decode()
        assert "Dewi Uji" not in page, part
        assert "KPU 76.02" not in page, part
    assert "Budi Uji" in client.get(office.address("/people")).content.decode()
    rows = client.get(office.address("/people?format=xlsx"))
    assert rows.status_code == 200


def test_a_province_beside_sees_nothing_of_the_cycle() -> None:
    office = told("anto")
    builders.unit("73", "provinsi")
    client = signed_in(Role.SDM_OFFICER, "73", username="lain")
    assert client.get(office.address()).status_code == 404
    assert "Evaluasi 2021" not in client.get("/appraisal").content.decode()


@pytest.mark.parametrize(
    "part", ["sort=name;drop table x", "sort=--name", "page=-1", "page=9999999999", "part='", "unit='--"]
)
def test_odd_parameters_reach_no_statement(part: str) -> None:
    office = told("anto")
    client = office.client("officer", Role.SDM_OFFICER)
    for address in (
        f"/appraisal?{part}",
        office.address(f"/people?{part}"),
        office.address(f"/moderation?{part}&component='"),
    ):
        assert client.get(address).status_code == 200
    assert client.get(office.address("/moderation?appraiser=' or 1=1")).status_code == 200


def test_nobody_opens_a_cycle_over_a_work_unit_above_by_its_uid() -> None:
    office = told("anto")
    kab = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    form = {
        "office": str(office.cast.units["76"].uid),
        "title": "x",
        "first_day": "2021-01-01",
        "last_day": "2021-11-30",
        "service_on": "2021-12-27",
        "instrument": "malaqbiq",
    }
    assert kab.post("/appraisal/open", form).status_code == 422
    assert Cycle.objects.count() == 1


def test_whom_an_officer_beside_only_scores_does_not_show_in_the_officers_lists() -> None:
    office = told("anto", "budi")
    client = office.client("kasubag", Role.SDM_OFFICER, "76.01")
    assert "Anto Uji" in client.get(office.address("/sheet")).content.decode()
    for part in ("", "/people", "/moderation?component=behaviour&appraiser=" + str(office.cast["kasubag"])):
        page = client.get(office.address(part)).content.decode()
        assert "Anto Uji" not in page, part
        assert 'unit=76"' not in page and 'value="76"' not in page, part
    assert client.get(office.person("anto")).status_code == 404
