"""Halaman pegawai: what it tells of whom, to whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from malaqbiq.decrees.models import Document
from malaqbiq.decrees.registry import book
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.home.life import EFFECTS
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.files import file_store
from malaqbiq.kernel.models import Activity, StoredFile
from malaqbiq.people.models import Person
from malaqbiq.people.selectors import people_visible
from malaqbiq.service.effects import MovedV1
from malaqbiq.service.selectors import person_now
from tests import builders as make
from tests.home.test_staff import LAST_DAY, NEW_YEAR, TODAY, Town
from tests.intake.office import nik
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return Town()


def got(client: Client, address: str, **headers: str) -> str:
    with clock.standing_at(make.noon(TODAY)):
        response = client.get(address, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def status(client: Client, address: str, method: str = "get") -> int:
    with clock.standing_at(make.noon(TODAY)):
        return int(getattr(client, method)(address).status_code)


def test_a_page_tells_what_stands_and_every_decree_in_order(town: Town) -> None:
    page = got(signed_in(Role.SDM_OFFICER, "76.01"), f"/staff/{town.fine.uid}")
    assert "Sitti Beres" in page and "KPU 76.01" in page and "Rp2.678.864" in page
    assert page.index("Contract extended") < page.index("Enters service")
    assert "Where does this come from?" in page and "ump" in page.casefold()
    assert "the law says Rp2.678.863,10, raised to whole rupiah" in page and "2678863.10" not in page
    told = page.partition("Where does this come from?")[2].partition("</details>")[0]
    assert told.count("<dt>Source</dt>") == 1 and told.count("BPS UMP series") <= 1


@pytest.mark.parametrize("part", ["", "/about"])
def test_a_foreign_person_is_not_there(town: Town, part: str) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert status(client, f"/staff/{town.foreign.uid}{part}") == 404
    assert status(client, f"/staff/{town.foreign.uid}{part}?as_of=2021-12-31") == 404
    assert status(client, f"/staff/{town.foreign.uid}/about", "post") == 404
    assert status(client, f"/staff/01890a5d-ac96-774b-bcce-b302099a8057{part}") == 404


def test_staff_see_their_own_page_only(town: Town) -> None:
    client = signed_in(Role.STAFF, "76", person=town.low.uid)
    page = got(client, f"/staff/{town.low.uid}")
    assert "Rp2.000.000" in page and "Enters service" in page
    assert status(client, f"/staff/{town.fine.uid}") == 404
    assert status(client, f"/staff/{town.fine.uid}/about", "post") == 404
    assert "Show numbers" in got(client, f"/staff/{town.low.uid}/about")


def test_pay_and_decrees_are_for_who_reads_them(town: Town) -> None:
    page = got(signed_in(Role.APPRAISER, "76.01"), f"/staff/{town.low.uid}")
    assert "Anto Rendah" in page
    assert "Rp2" not in page and "Enters service" not in page


def test_a_role_elsewhere_opens_no_pay_here(town: Town) -> None:
    signed_in(Role.SDM_OFFICER, "76.02")
    page = got(signed_in(Role.APPRAISER, "76.01"), f"/staff/{town.low.uid}")
    assert "Anto Rendah" in page and "Rp2" not in page


def test_who_moved_away_is_not_followed_by_asking_about_an_earlier_day(town: Town) -> None:
    move = make.EntryDraft(
        "service.moved", date(2022, 1, 12), town.here.uid, MovedV1(work_unit=town.there.uid), person=town.fine.uid
    )
    pay = make.engaged(town.fine, town.there, date(2022, 1, 12), LAST_DAY, make.FLOOR + 7)[1]
    make.issued(town.province, [move, pay], date(2022, 1, 12))
    client = signed_in(Role.SDM_OFFICER, "76.01")
    with clock.standing_at(make.noon(date(2022, 1, 13))):
        assert client.get(f"/staff/{town.fine.uid}").status_code == 404
        before = client.get(f"/staff/{town.fine.uid}?as_of={TODAY}").content.decode()
        new_home = signed_in(Role.SDM_OFFICER, "76.02", username="baru").get(f"/staff/{town.fine.uid}").content.decode()
    assert "Contract extended" in before and "Rp2.678.871" not in before
    assert "Contract extended" in new_home and "Rp2.678.871" in new_home


def test_what_was_annulled_is_struck_through(town: Town) -> None:
    entry = make.entry_of(make.Decree.objects.get(origin="own"), town.fine.uid, "pay.term_set")
    payload = make.engaged(town.fine, town.here, NEW_YEAR, LAST_DAY, make.FLOOR + 5)[1].payload
    make.issued(town.province, [make.mending(entry, Mending.CORRECTION, NEW_YEAR, payload)], TODAY)
    page = got(signed_in(Role.SDM_OFFICER, "76.01"), f"/staff/{town.fine.uid}")
    assert page.count('class="undone"') == 1
    assert "Rp2.678.869" in page and "corrected" in page


def test_who_is_out_of_service_is_still_answered_for_by_the_last_home(town: Town) -> None:
    gone = make.person("Baco Usai")
    make.opened(town.here, make.engaged(gone, town.here, date(2021, 1, 1), date(2021, 12, 31)))
    assert "not in service" in got(signed_in(Role.SDM_OFFICER, "76.01"), f"/staff/{gone.uid}")
    assert status(signed_in(Role.SDM_OFFICER, "76.02", username="lain"), f"/staff/{gone.uid}") == 404


def test_a_person_is_seen_by_whom_lists_show_him_to(town: Town) -> None:
    entered = Person.objects.create(name="Baru Masuk", entered_unit="76.02")
    for codes in ({"76.01"}, {"76.02"}, {"76.01", "76.02"}, {"76"}):
        access = Access("a", {Role.SDM_OFFICER: frozenset(codes)})
        for person in (town.fine, town.low, town.foreign, entered):
            listed = people_visible(access, TODAY).filter(uid=person.uid).exists()
            try:
                seen = bool(person_now(access, TODAY, person.uid))
            except Person.DoesNotExist:
                seen = False
            assert seen == listed, (codes, person.name)


def test_numbers_are_masked_until_an_officer_asks_and_that_is_written_down(town: Town) -> None:
    address = f"/staff/{town.fine.uid}/about"
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert nik() not in got(client, address)
    assert not Activity.objects.filter(action="people.reveal").exists()
    with clock.standing_at(make.noon(TODAY)):
        response = client.post(address)
    assert nik() in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert Activity.objects.get(action="people.reveal").subject_uid == town.fine.uid
    auditor = signed_in(Role.AUDITOR, "76.01", username="auditor")
    assert "Show numbers" not in got(auditor, address)
    assert status(auditor, address, "post") == 404


def test_the_birth_does_not_give_the_hidden_digits_of_the_nik_away(town: Town) -> None:
    Person.objects.filter(uid=town.fine.uid).update(birth_date=date(1990, 8, 17))
    page = got(signed_in(Role.SDM_OFFICER, "76.01"), f"/staff/{town.fine.uid}/about")
    assert "1990" in page and "August" not in page


def test_papers_are_given_to_whom_they_concern(town: Town, home: object) -> None:
    decree = make.Decree.objects.get(origin="own")
    file = _stored(town.fine)
    document = Document.objects.create(
        decree=decree, kind="extract", ordinal=1, unit_code="76.01", person=town.fine, file=file
    )
    address = f"/papers/{document.uid}"
    assert f'href="{address}"' in got(signed_in(Role.SDM_OFFICER, "76.01"), f"/staff/{town.fine.uid}")
    with clock.standing_at(make.noon(TODAY)):
        response = signed_in(Role.SDM_OFFICER, "76.01").get(address)
    assert response.content.startswith(b"%PDF") and "attachment" in response["Content-Disposition"]
    assert status(signed_in(Role.STAFF, "76.01", username="sitti", person=town.fine.uid), address) == 200
    assert status(signed_in(Role.SDM_OFFICER, "76.02", username="lain"), address) == 404
    assert status(signed_in(Role.STAFF, "76.01", username="anto", person=town.low.uid), address) == 404
    assert status(signed_in(Role.APPRAISER, "76.01", username="penilai"), address) == 404


def test_the_drawer_is_given_the_page_without_what_stands_around_it(town: Town) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    part = got(client, f"/staff/{town.fine.uid}", **{"HX-Request": "true", "HX-Target": "drawer-body"})
    assert "Sitti Beres" in part and "<html" not in part


def test_stored_script_stays_text(town: Town) -> None:
    Person.objects.filter(uid=town.low.uid).update(name="<script>alert(1)</script>", address="<b>x", phone="<i>")
    client = signed_in(Role.SDM_OFFICER, "76.01")
    for part in ("", "/about"):
        page = got(client, f"/staff/{town.low.uid}{part}")
        assert "<script>alert" not in page and "<b>x" not in page and "<i>" not in page


def test_every_effect_on_a_person_has_words() -> None:
    on_people = {name for name, effect in book().effects.items() if "person" in effect.subjects}
    assert on_people - {name for name in on_people if not name.startswith(("service.", "pay."))} <= set(EFFECTS)


@pytest.mark.parametrize("part", ["", "/about", "?as_of=2022-01-10"])
def test_the_page_costs_few_statements(town: Town, part: str) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(make.noon(TODAY)), at_most():
        assert client.get(f"/staff/{town.fine.uid}{part}").status_code == 200


def _stored(who: Person) -> StoredFile:
    return file_store(
        access=make.OFFICER, content=b"%PDF-1.7\n%%EOF\n", name="petikan.pdf", unit_code="76.01", subject_uid=who.uid
    )
