"""Bagan & jabatan: who holds what on a day, compared with another, and what others don't see."""

from __future__ import annotations

import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import EntryDraft, opening_record, received_record
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import Post
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EngagedV1, PostGivenV1, PostLeftV1, Status
from malaqbiq.service.selectors.chart import MOST_TOGETHER
from malaqbiq.service.selectors.structures import Choice
from malaqbiq.service.services import structure_open
from tests import builders as make
from tests.pages import MOST_STATEMENTS, at_most, signed_in

pytestmark = pytest.mark.django_db

SINCE, LEFT = date(2020, 1, 1), date(2022, 1, 5)
UNITS = ("76", "76.01", "76.02", "76.03", "76.04", "76.05", "76.06")


@pytest.fixture(autouse=True)
def _province() -> None:
    for code in UNITS[1:]:
        make.unit(code, "kabkota")
    structure_open(access=Access.system("x"), choice=Choice("pkpu-6-2008", SINCE, UNITS))


def post(unit: str, code: str) -> Post:
    return Post.objects.get(work_unit__code=unit, unit_code=code)


def given(name: str, where: Post, since: date = SINCE) -> Person:
    """A civil servant who is given a post by the opening."""
    who, unit = make.person(name), where.work_unit_id
    engaged = EngagedV1(status=Status.PNS, work_unit=unit)
    held = PostGivenV1(person=who.uid, post=where.uid)
    entries = [
        EntryDraft("service.engaged", date(2010, 1, 1), unit, engaged, person=who.uid),
        EntryDraft("service.post_given", since, unit, held, person=who.uid, post=where.uid),
    ]
    opening_record(access=make.OFFICER, office=unit, title="x", entries=entries)
    return who


def replaced(was: Person, by: str, where: Post) -> Decree:
    """A received decree by which one leaves the post and another is given it."""
    who = make.person(by)
    unit = where.work_unit_id
    engaged = EngagedV1(status=Status.PNS, work_unit=unit)
    opening_record(
        access=make.OFFICER,
        office=unit,
        title="x",
        entries=[EntryDraft("service.engaged", date(2010, 1, 1), unit, engaged, person=who.uid)],
    )
    left, taken = PostLeftV1(person=was.uid, post=where.uid), PostGivenV1(person=who.uid, post=where.uid)
    return received_record(
        access=make.OFFICER,
        office=unit,
        kind="received-appointment",
        authority="Sekretaris Jenderal",
        number="1/SDM/2022",
        decided_on=LEFT,
        title="Pelantikan",
        entries=[
            EntryDraft("service.post_left", LEFT, unit, left, person=was.uid, post=where.uid),
            EntryDraft("service.post_given", LEFT, unit, taken, person=who.uid, post=where.uid),
        ],
    )


def shown(path: str, role: Role = Role.SDM_OFFICER, *codes: str) -> str:
    return signed_in(role, *(codes or ("76",))).get(path).content.decode()


def test_every_post_stands_with_its_holder_and_those_of_nobody_count() -> None:
    who = given("Sitti Aminah", post("76", "P08.3"))
    content = shown("/structure")
    assert "Sekretaris KPU 76.06" in content and "Kepala Bagian Hukum" in content
    assert f'href="/staff/{who.uid}' in content and "Sitti Aminah" in content
    assert "since 1 Jan 2020" in content and "9 vacant" in content
    assert content.count('class="seat') == 40


def test_a_province_costs_no_more_statements_with_another_day_beside() -> None:
    given("Sitti Aminah", post("76", "P08.3"))
    client = signed_in(Role.SDM_OFFICER, "76")
    client.get("/structure")
    for path in ("/structure", "/structure?with=2019-01-01", "/structure/posts", "/structure/posts?format=xlsx"):
        with at_most(MOST_STATEMENTS):
            assert client.get(path).status_code == 200, path


def test_another_day_shows_who_held_it_then() -> None:
    where = post("76", "P08.3")
    replaced(given("Sitti Aminah", where), "Andi Baso", where)
    before, after = shown("/structure?as_of=2022-01-04"), shown("/structure?as_of=2022-01-05")
    assert "Sitti Aminah" in before and "Andi Baso" not in before
    assert "Andi Baso" in after and "Sitti Aminah" not in after


@pytest.mark.parametrize("query", ["as_of=2022-02-01&with=2021-12-01", "as_of=2021-12-01&with=2022-02-01"])
def test_two_days_are_compared_the_earlier_first_with_the_decree_behind(query: str) -> None:
    where = post("76", "P08.3")
    decree = replaced(given("Sitti Aminah", where), "Andi Baso", where)
    content = shown(f"/structure?{query}")
    section = content.partition('id="differences"')[2].partition("</section>")[0]
    assert "What differs from 1 December 2021 to 1 February 2022" in section
    assert section.index("Sitti Aminah") < section.index("Andi Baso")
    assert "another holder" in section and f"/decrees/{decree.uid}" in section and "1/SDM/2022" in section
    assert section.count("<tr>") == 2
    assert content.count(' changed"') == 1


def test_before_the_structure_every_post_is_new() -> None:
    content = shown("/structure?with=2019-01-01")
    assert content.count("new post") == 40


@pytest.mark.parametrize("wrong", ["x", "2022-13-01", "", "0000-00-00"])
def test_a_day_that_is_none_is_not_compared_with(wrong: str) -> None:
    assert 'id="differences"' not in shown(f"/structure?with={wrong}")


def test_where_no_structure_is_open_the_page_says_what_to_do() -> None:
    make.unit("75")
    assert "/structure/opening?unit=75" in shown("/structure", Role.SDM_OFFICER, "75")
    for role in (Role.SECRETARY, Role.AUDITOR):
        content = signed_in(role, "75", username=f"other-{role}").get("/structure").content.decode()
        assert "No structure is open here on this day" in content and "/structure/opening" not in content


def test_the_list_is_narrowed_sorted_and_exported() -> None:
    given("Sitti Aminah", post("76", "P08.3"))
    client = signed_in(Role.SDM_OFFICER, "76")
    assert "1–39 of 39" in client.get("/structure/posts?state=vacant").content.decode()
    content = client.get("/structure/posts?sort=holder").content.decode()
    assert "Sitti Aminah" in content.partition("<tbody>")[2].partition("</tr>")[0]
    export = client.get("/structure/posts?format=xlsx&state=definitive")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(export.content)).get_sheet_by_index(0).to_python()
    assert any("Sitti Aminah" in row for row in rows) and "Kepala Subbagian Hukum" not in str(rows)


def test_a_kabupaten_sees_its_own_posts_and_no_others() -> None:
    given("Sitti Aminah", post("76", "P08.3"))
    client = signed_in(Role.SDM_OFFICER, "76.01")
    content = client.get("/structure").content.decode()
    assert content.count('class="seat') == 5 and "Sitti Aminah" not in content
    for path in ("/structure?unit=76", "/structure/posts?unit=76.02", "/structure?unit=99"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STAFF])
def test_who_works_with_people_sees_the_chart(role: Role) -> None:
    client = signed_in(role, "76")
    assert client.get("/structure").status_code == 200
    assert client.get("/structure/posts").status_code == 200


def test_staff_see_their_own_post_on_their_own_page_alone() -> None:
    who = given("Sitti Aminah", post("76", "P08.3"))
    client = signed_in(Role.STAFF, "76", person=who.uid)
    assert client.get("/structure").status_code == 404
    assert "Kepala Bagian Hukum, Teknis" in client.get(f"/staff/{who.uid}").content.decode()


def test_being_staff_of_another_unit_shows_nothing_of_it() -> None:
    client = signed_in(Role.STAFF, "76")
    signed_in(Role.SDM_OFFICER, "76.01")
    content = client.get("/structure").content.decode()
    assert content.count('class="seat') == 5
    assert client.get("/structure?unit=76").status_code == 404


def test_who_sees_the_country_begins_with_one_unit() -> None:
    for number in range(1, MOST_TOGETHER + 1):
        make.unit(f"75.{number:02}", "kabkota")
    client = signed_in(Role.AUDITOR, "00")
    for path in ("/structure?with=2019-01-01", "/structure?unit=00&with=2019-01-01"):
        with at_most(MOST_STATEMENTS):
            content = client.get(path).content.decode()
        assert "more work units stand below it" in content and content.count("<tbody>") <= 1
    assert content.count('class="seat') == 0
    assert client.get("/structure?unit=76").content.decode().count('class="seat') == 40


def test_a_persons_page_tells_his_posts_with_their_decrees() -> None:
    where = post("76", "P08.3")
    was = given("Sitti Aminah", where)
    decree = replaced(was, "Andi Baso", where)
    successor = Person.objects.get(name="Andi Baso")
    content = shown(f"/staff/{was.uid}")
    assert "from 1 Jan 2020, until 4 Jan 2022" in content
    assert f"/decrees/{decree.uid}" in shown(f"/staff/{successor.uid}")


def test_the_page_of_a_civil_servant_with_posts_costs_few_statements() -> None:
    where = post("76", "P08.3")
    was = given("Sitti Aminah", where)
    replaced(was, "Andi Baso", where)
    client = signed_in(Role.SDM_OFFICER, "76")
    with at_most(MOST_STATEMENTS):
        client.get(f"/staff/{was.uid}")
