"""Daftar pegawai: who is found, counted and shown, to whom."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path
from urllib.parse import urlencode

import openpyxl
import pytest
from django.test import Client

from malaqbiq.home.selectors import roster as rosters
from malaqbiq.home.selectors.roster import Roster, View, Wanted
from malaqbiq.intake.models import Import
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.models import Person
from malaqbiq.service.effects import DutyAssignedV1
from tests import builders as make
from tests.intake.office import DAY as IMPORTED
from tests.intake.office import bare, founded, nik, nip, written
from tests.intake.test_views import sent
from tests.pages import MOST_STATEMENTS, at_most, signed_in

pytestmark = pytest.mark.django_db

TODAY, NEW_YEAR, LAST_DAY = date(2022, 1, 11), date(2022, 1, 1), date(2022, 12, 31)
LOW = 2_000_000


class Town:
    """Two kabupaten of a province: one by an own decree, one by the opening and paid too little, one elsewhere."""

    def __init__(self) -> None:
        self.province, self.here, self.there = (
            make.unit("76"),
            make.unit("76.01", "kabkota"),
            make.unit("76.02", "kabkota"),
        )
        self.fine = Person.objects.create(name="Sitti Beres", nip=nip(), nik=nik())
        self.low = Person.objects.create(name="Anto Rendah")
        self.foreign = Person.objects.create(name="Sitti Asing")
        make.opened(self.here, make.engaged(self.low, self.here, date(2021, 1, 1), date(2022, 2, 28), LOW))
        make.opened(self.there, make.engaged(self.foreign, self.there, date(2021, 1, 1), LAST_DAY, LOW))
        make.opened(self.here, make.engaged(self.fine, self.here, date(2021, 1, 1), date(2021, 12, 31)))
        make.issued(self.province, make.engaged(self.fine, self.here, NEW_YEAR, LAST_DAY, effect="extended"), TODAY)


@pytest.fixture
def town() -> Town:
    return Town()


def shown(client: Client, address: str = "/staff", **params: str) -> str:
    with clock.standing_at(make.noon(TODAY)):
        response = client.get(f"{address}?{urlencode(params)}")
    assert response.status_code == 200
    return response.content.decode()


def names(client: Client, **params: str) -> list[str]:
    page = shown(client, **params)
    return [name for name in ("Anto Rendah", "Sitti Asing", "Sitti Beres") if name in page]


def test_the_people_whom_one_list_brought(home: Path, tmp_path: Path) -> None:
    founded()
    client = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(make.noon(IMPORTED)):
        for rows in ([bare("Baco Lama")], [bare("Nur Baru"), bare("Budi Baru", "PNS")]):
            client.post(f"{sent(client, written(tmp_path, rows))}/taking")
    new = Import.objects.latest("pk")
    with clock.standing_at(make.noon(IMPORTED)):
        listed = client.get(f"/staff?list={new.uid}").content.decode()
        undecreed = client.get(f"/staff?view=undecreed&list={new.uid}").content.decode()
        unseen = signed_in(Role.SDM_OFFICER, "76.02", username="lain").get(f"/staff?list={new.uid}").content.decode()
        wrong = client.get("/staff?list=nonsense").content.decode()
    assert "Nur Baru" in listed and "Budi Baru" in listed and "Baco Lama" not in listed
    assert "Only those whom the list daftar.xlsx brought in" in listed
    assert "Nur Baru" in undecreed and "Budi Baru" not in undecreed
    assert "Nur Baru" not in unseen and "daftar.xlsx" not in unseen
    assert "Baco Lama" in wrong


def test_only_people_of_covered_units_are_listed_searched_counted_and_exported(town: Town) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert names(client) == ["Anto Rendah", "Sitti Beres"]
    assert names(client, q="sitti") == ["Sitti Beres"]
    assert names(client, unit="76.02") == [] and names(client, unit="76") == ["Anto Rendah", "Sitti Beres"]
    assert names(client, pick=str(town.foreign.uid)) == []
    assert "1–2 of 2" in shown(client)
    with clock.standing_at(make.noon(TODAY)):
        sheet = openpyxl.load_workbook(BytesIO(client.get("/staff?format=xlsx").content)).active
        remind = client.get(f"/remind/staff?pick={town.foreign.uid}&pick={town.low.uid}").content.decode()
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["Anto Rendah", "Sitti Beres"]
    assert "Anto Rendah" in remind and "Sitti Asing" not in remind


def test_a_province_lists_all_below_it_or_itself_alone(town: Town) -> None:
    client = signed_in(Role.SECRETARY, "76")
    assert names(client) == ["Anto Rendah", "Sitti Asing", "Sitti Beres"]
    assert names(client, unit="76") == ["Anto Rendah", "Sitti Asing", "Sitti Beres"]
    assert names(client, unit="76", only="1") == []
    assert names(client, unit="76.02") == ["Sitti Asing"]


def test_each_view_holds_whom_it_says_and_its_count_agrees(town: Town) -> None:
    access = Access("a", {Role.SDM_OFFICER: frozenset({"76", "76.01", "76.02"})})
    held = {view: {row.name for row in Roster(access, TODAY, Wanted(view=view)).rows("", 0, None)} for view in View}
    assert held[View.UNDECREED] == {"Anto Rendah", "Sitti Asing"}
    assert held[View.BELOW] == {"Anto Rendah", "Sitti Asing"}
    assert held[View.ENDING] == {"Anto Rendah"}
    assert held[View.CONTRACT] == held[View.ALL] == {"Anto Rendah", "Sitti Asing", "Sitti Beres"}
    counts = Roster(access, TODAY, Wanted()).counts()
    assert {view: len(found) for view, found in held.items()} == dict(counts)
    for view in View:
        assert Roster(access, TODAY, Wanted(view=view)).count() == counts[view]


def test_many_are_walked_and_few_gathered_with_the_same_answer(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    access = Access("a", {Role.SDM_OFFICER: frozenset({"76", "76.01"})})
    asked = [
        Wanted(),
        Wanted(text="sitti"),
        Wanted(view=View.BELOW),
        Wanted(ends_by=date(2022, 3, 1)),
        Wanted(unit="76"),
    ]
    few = [[row.name for row in Roster(access, TODAY, wanted).rows("", 0, None)] for wanted in asked]
    monkeypatch.setattr(rosters, "WIDE", -1)
    assert [[row.name for row in Roster(access, TODAY, wanted).rows("", 0, None)] for wanted in asked] == few
    assert [len(found) for found in few] == [2, 1, 1, 1, 2]


def test_who_is_on_duty_here_is_listed_but_his_pay_is_his_home_units(town: Town) -> None:
    duty = DutyAssignedV1(work_unit=town.here.uid, last_day=LAST_DAY)
    make.issued(
        town.province, [make.EntryDraft("service.duty_assigned", TODAY, town.there.uid, duty, person=town.foreign.uid)]
    )
    access = Access("a", {Role.SDM_OFFICER: frozenset({"76.01"})})
    (row,) = Roster(access, TODAY, Wanted(text="asing")).rows("", 0, None)
    assert (row.unit_name, row.duty_name, row.amount, row.floor) == ("KPU 76.02", "KPU 76.01", None, None)
    assert Roster(access, TODAY, Wanted()).count() == 3
    assert Roster(access, TODAY, Wanted()).counts()[View.BELOW] == 1


def test_a_nik_is_found_whole_only_and_never_shown(town: Town) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert names(client, q=nik()) == ["Sitti Beres"]
    assert names(client, q=nik()[:15]) == []
    assert names(client, q=nip()[:8]) == ["Sitti Beres"]
    assert nik() not in shown(client, col="nik", q="sitti")


def test_what_others_are_paid_is_not_for_appraisers_nor_commissioners(town: Town) -> None:
    for role in (Role.APPRAISER, Role.COMMISSIONER):
        page = shown(signed_in(role, "76.01", username=role.value), sort="-amount")
        assert "Anto Rendah" in page and "Rp2" not in page and "Below the floor" not in page


@pytest.mark.parametrize(
    "params",
    [
        {"sort": "password"},
        {"sort": "-name;drop table people_person"},
        {"sort": "name__nik"},
        {"unit": "' or 1=1 --"},
        {"status": "x'", "view": "x", "until": "2022-13-01", "page": "-1"},
        {"q": "%' or 1=1 --"},
        {"q": "\0"},
        {"pick": "no uid"},
    ],
)
def test_nonsense_in_the_address_reaches_no_statement(town: Town, params: dict[str, str]) -> None:
    assert "Sitti Asing" not in shown(signed_in(Role.SDM_OFFICER, "76.01"), **params)


def test_a_name_that_is_a_script_or_a_formula_does_nothing(town: Town) -> None:
    Person.objects.filter(uid=town.low.uid).update(name="=cmd|<script>alert(1)</script>")
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert "<script>alert" not in shown(client)
    assert "<script>alert" not in shown(client, "/remind/staff", pick=str(town.low.uid))
    with clock.standing_at(make.noon(TODAY)):
        sheet = openpyxl.load_workbook(BytesIO(client.get("/staff?format=xlsx").content)).active
    assert {sheet.cell(row, 1).data_type for row in (2, 3)} == {"s"}


def test_who_has_no_work_unit_is_in_no_list(town: Town) -> None:
    Person.objects.create(name="Sitti Tanpa Satker")
    assert "Tanpa Satker" not in shown(signed_in(Role.ADMINISTRATOR, "76"))


def test_staff_have_no_list(town: Town) -> None:
    client = signed_in(Role.STAFF, "76", person=town.low.uid)
    assert client.get("/staff").status_code == client.get("/remind/staff").status_code == 404


def test_groups_follow_the_ledger(town: Town) -> None:
    access = Access("a", {Role.SDM_OFFICER: frozenset({"76.01"})})
    assert Roster(access, TODAY, Wanted()).counts()[View.UNDECREED] == 1
    extended = make.engaged(town.low, town.here, date(2022, 1, 12), LAST_DAY, effect="extended")
    make.issued(town.province, extended, date(2022, 1, 12))
    # Not owed a decree any more from the day on which it is issued, though it takes effect later.
    before = Roster(access, TODAY, Wanted())
    assert before.counts()[View.UNDECREED] == 0
    assert date(2022, 1, 12) in [row.decreed_from for row in before.rows("", 0, None)]
    assert Roster(access, TODAY, Wanted(view=View.UNDECREED)).rows("", 0, None) == []
    assert Roster(access, date(2022, 1, 12), Wanted()).counts()[View.UNDECREED] == 0


@pytest.mark.parametrize("address", ["/staff", "/staff?q=sitti", "/staff?view=below&sort=-amount&as_of=2022-01-10"])
def test_the_list_costs_few_statements(town: Town, address: str) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(make.noon(TODAY)), at_most(MOST_STATEMENTS + 1):  # one for the kept views
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("order", ["", "name", "-name"])
def test_the_last_pages_are_taken_from_the_end_in_the_same_order(town: Town, order: str) -> None:
    access = Access("a", {Role.SDM_OFFICER: frozenset({"76", "76.01", "76.02"})})
    found = Roster(access, TODAY, Wanted())
    whole = [row.uid for row in found.rows(order, 0, None)]
    assert [row.uid for start in range(3) for row in found.rows(order, start, start + 1)] == whole
    assert [row.uid for row in found.rows(order, 2, 52)] == whole[2:]


def test_a_chosen_day_is_called_by_its_date(town: Town) -> None:
    page = signed_in(Role.SDM_OFFICER, "76").get("/staff?as_of=2019-05-02").content.decode()
    assert "Everybody in service on 2 May 2019" in page and "Nobody is in service on 2 May 2019" in page


def test_marked_people_are_drafted_for_by_who_may(town: Town) -> None:
    officer = signed_in(Role.SDM_OFFICER, "76", "76.01", username="sdm")
    page = shown(officer, view="undecreed")
    assert 'formaction="/decrees/new"' in page and "Mark who is to be in one decree" in page
    assert "Anto Rendah" in shown(officer, "/decrees/new", pick=str(town.low.uid))
    assert 'formaction="/decrees/new"' not in shown(officer, as_of="2022-01-05")
    auditor = signed_in(Role.AUDITOR, "76", "76.01", username="auditor")
    assert 'formaction="/decrees/new"' not in shown(auditor, view="undecreed")


def test_who_stands_in_a_draft_already_is_told_in_the_list_and_on_hari_ini(town: Town) -> None:
    client = signed_in(Role.SDM_OFFICER, "76", "76.01", username="sdm")
    assert "already" not in shown(client, "/today") and "issued yet" not in shown(client)
    for wanted in ("issued yet: Perpanjangan PPNPN", "in 2 decrees already that aren"):
        make.drafted(town.province, make.engaged(town.low, town.here, date(2022, 3, 1), LAST_DAY, effect="extended"))
        assert wanted in shown(client, view="undecreed")
        assert shown(client, "/today").count("1 of them is in a draft or submitted decree already") == 2
    kabupaten = signed_in(Role.SDM_OFFICER, "76.01", username="kabupaten")
    assert "already" not in shown(kabupaten, view="undecreed")
