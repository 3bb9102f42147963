"""Who is told of a step with decrees."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from malaqbiq.accounts.models import Notice, User
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import decree_draft, received_record
from malaqbiq.decrees.services.drafting import DecreeDraft
from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.models import Person
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import LAST_DAY, NEW_YEAR, place
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


@pytest.fixture
def officer() -> Client:
    return office.officer()


@pytest.fixture
def secretary() -> Client:
    return office.secretary()


def drafted(by: str = "sdm", about: Person | None = None) -> Decree:
    make.signed_for(place("76"))
    draft = DecreeDraft(
        place("76").uid,
        "contract-extension",
        "sekretaris",
        "Perpanjangan PPNPN",
        make.engaged(about or make.person(), place("76.05"), NEW_YEAR, LAST_DAY),
    )
    return decree_draft(access=Access(office.actor(by), everything=True), draft=draft)


def told(username: str, *, unread: bool = True) -> list[str]:
    rows = Notice.objects.filter(user__username=username, read_at__isnull=unread).order_by("pk")
    return list(rows.values_list("kind", flat=True))


def step(client: Client, act: str, *decrees: Decree) -> None:
    quotes = [office.quote(Decree.objects.get(pk=decree.pk)) for decree in decrees]
    assert client.post(f"/decrees/{act}", {"quote": quotes}).status_code == 302


def test_a_draft_goes_its_way_and_each_is_told_his_part(officer: Client, secretary: Client) -> None:
    decree = drafted()
    step(officer, "submissions", decree)
    assert (told("sekretaris"), told("sdm")) == (["decrees.submitted"], [])
    page = secretary.get("/notices").content.decode()
    assert "A decree waits for your approval: Perpanjangan PPNPN" in page
    step(secretary, "approvals", decree)
    assert (told("sekretaris"), told("sdm")) == ([], ["decrees.approved"])
    step(secretary, "issues", decree)
    assert told("sdm") == ["decrees.approved", "decrees.issued"]
    assert "(1 TAHUN 2022)" in officer.get("/notices").content.decode()


def test_whom_a_decree_is_about_is_told_when_it_is_issued(officer: Client, secretary: Client) -> None:
    who, other = make.person("Anto"), make.person("Budi")
    staff = signed_in(Role.STAFF, "76", person=who.uid, username="anto")
    signed_in(Role.STAFF, "76", person=other.uid, username="budi")
    decree = drafted(about=who)
    for client, act in ((officer, "submissions"), (secretary, "approvals")):
        step(client, act, decree)
        assert told("anto") == []
    step(secretary, "issues", decree)
    assert (told("anto"), told("budi")) == (["decrees.about_you"], [])
    assert "A decree about you was issued: Perpanjangan PPNPN (1 TAHUN 2022)" in staff.get("/notices").content.decode()
    (notice,) = Notice.objects.filter(user__username="anto")
    assert notice.path == f"/mine#{decree.uid}"


def test_whom_a_received_decree_is_about_is_told_and_the_opening_tells_nobody() -> None:
    who = make.person("Anto")
    signed_in(Role.STAFF, "76", person=who.uid, username="anto")
    make.opened(place("76.05"), make.engaged(who, place("76.05"), date(2021, 1, 1), date(2021, 12, 31)))
    assert told("anto") == []
    received_record(
        access=make.OFFICER,
        office=place("76").uid,
        kind="contract-extension",
        authority="sekretaris-jenderal",
        number="7/2022",
        decided_on=NEW_YEAR,
        title="Perpanjangan",
        entries=make.engaged(who, place("76.05"), NEW_YEAR, LAST_DAY, effect="extended"),
    )
    assert told("anto") == ["decrees.about_you"]


def test_what_is_given_back_is_told_and_asks_for_nothing_any_more(officer: Client, secretary: Client) -> None:
    decree = drafted()
    step(officer, "submissions", decree)
    step(secretary, "returns", decree)
    assert (told("sekretaris"), told("sdm")) == ([], ["decrees.returned"])


def test_taking_back_ones_own_tells_nobody_but_ends_the_asking(officer: Client, secretary: Client) -> None:
    decree = drafted()
    step(officer, "submissions", decree)
    step(officer, "returns", decree)
    assert (told("sekretaris"), told("sdm")) == ([], [])


def test_many_at_once_are_told_as_a_number(officer: Client, secretary: Client) -> None:
    decrees = [drafted() for _ in range(5)]
    step(officer, "submissions", *decrees)
    assert told("sekretaris") == ["decrees.submitted_many"]
    assert "5 decrees wait for your approval: KPU Provinsi" in secretary.get("/notices").content.decode()
    step(secretary, "approvals", *decrees[:4])
    assert told("sekretaris") == ["decrees.submitted_many"]
    step(secretary, "approvals", decrees[4])
    assert told("sekretaris") == []


def test_who_drafted_is_not_asked_to_approve_and_a_foreign_secretary_is_not_told(officer: Client) -> None:
    signed_in(Role.SECRETARY, "76.02", username="foreign")
    both = signed_in(Role.SECRETARY, "76", username="both")
    decree = drafted("both")
    step(officer, "submissions", decree)
    assert (told("foreign"), told("both")) == ([], [])
    assert both.get("/notices").status_code == 200


def test_a_name_in_a_title_is_read_by_who_may_see_the_decree_alone(officer: Client, secretary: Client) -> None:
    decree = drafted()
    step(officer, "submissions", decree)
    User.objects.get(username="sekretaris").grants.all().delete()
    page = secretary.get("/notices").content.decode()
    assert "Perpanjangan" not in page and "something that is no longer there" in page
    assert "as-link" not in page


def test_a_system_users_draft_tells_no_user(secretary: Client) -> None:
    decree = decree_draft(
        access=make.OFFICER,
        draft=DecreeDraft(place("76").uid, "contract-extension", "sekretaris", "Perpanjangan", []),
    )
    assert decree.drafted_by == "system:officer"
    assert not Notice.objects.exists()
