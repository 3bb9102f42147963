"""Ingatkan: ready texts, to whom they are, what they leave out, and who sees a phone number."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from malaqbiq.appraisal.models import Appraisee
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.worker import run_waiting
from malaqbiq.people.models import Person
from tests.appraisal.cast import Cast, cast, named, opened, scored
from tests.appraisal.office import told
from tests.appraisal.test_services_decreeing import DECIDED, drafted, issued, settled
from tests.builders import noon, unit
from tests.pages import at_most, signed_in

DAY = date(2021, 12, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> Cast:
    return cast()


def test_who_owes_scores_is_reminded_of_whom_together_or_alone(people: Cast) -> None:
    with clock.standing_at(noon(DAY)):
        cycle = opened(people)
        scored(people, cycle, "anto", "budi")
        named(people, cycle, "citra", appraiser="kabag")
        named(people, cycle, "dewi")
        officer = signed_in(Role.SDM_OFFICER, "76")
        assert f"/remind/scores?cycle={cycle.uid}" in officer.get(f"/appraisal/{cycle.uid}").content.decode()
        both = _text(officer, f"/remind/scores?cycle={cycle.uid}")
        alone = _text(officer, f"/remind/scores?cycle={cycle.uid}&by={people['kabag']}")
        of_unit = _text(officer, f"/remind/scores?cycle={cycle.uid}&unit=76.02")
    assert "Citra Uji" in both and "Dewi Uji" in both and "Budi Uji" not in both
    assert alone.startswith("Yth. Kabag Uji,") and "- Citra Uji" in alone and "Dewi" not in alone
    assert "Dewi Uji" in of_unit and "Citra Uji" not in of_unit


def test_a_text_is_indonesian_for_offices_whatever_the_reader_speaks(people: Cast) -> None:
    cycle = settled(people)
    officer = signed_in(Role.SDM_OFFICER, "76")
    address = f"/remind/step?cycle={cycle.uid}&step=issued"
    with clock.standing_at(noon(DECIDED)):
        assert _text(officer, address).startswith("Yth. ")
        assert _text(officer, f"{address}&language=en").startswith("To ")


def test_the_boards_cell_gives_exactly_those_who_lack_the_step(people: Cast) -> None:
    cycle = settled(people)
    with clock.standing_at(noon(date(2022, 1, 6))):
        decrees = drafted(cycle).decrees
    issued(next(one for one in decrees if one.entries.filter(work_unit__code="76.01").exists()))
    officer = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(noon(DECIDED)):
        page = officer.get(f"/board/{cycle.uid}/issued").content.decode()
        address = unescape(re.search(r'href="(/remind/step[^"]*)"', page)[1])  # type: ignore[index]
        text = _text(officer, address)
        assert "/remind" not in officer.get(f"/board/{cycle.uid}/appraised").content.decode()
    assert "Dewi Uji" in text and "Anto Uji" in text and "Budi Uji" not in text


def test_each_reminder_holds_only_the_askers_own(people: Cast) -> None:
    cycle = settled(people)
    unit("73", "provinsi")
    own = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    other = signed_in(Role.SDM_OFFICER, "73", username="lain")
    staff = signed_in(Role.STAFF, "76", username="staf")
    with clock.standing_at(noon(DECIDED)):
        address = f"/remind/step?cycle={cycle.uid}&step=issued"
        assert "Dewi Uji" not in _text(own, address) and "Budi Uji" in _text(own, address)
        assert _text(own, f"{address}&unit=76.02") == ""
        assert other.get(address).status_code == 404
        assert _text(other, "/remind/months") == _text(other, "/remind/signatures") == ""
        for kind in ("step", "staff", "gaps", "scores", "objections", "approvals", "signatures", "raises", "months"):
            assert staff.get(f"/remind/{kind}").status_code == 404, kind
        assert own.get("/remind/step?cycle=1&step=issued").status_code == 404
        assert own.get("/remind/nothing").status_code == 404


def test_all_kinds_fill_their_texts(people: Cast) -> None:
    cycle = settled(people)
    with clock.standing_at(noon(date(2022, 1, 6))):
        first, *_rest = [issued(one) for one in drafted(cycle).decrees]
    officer = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(noon(DECIDED)):
        officer.post("/decrees/papers", {"pick": str(first.uid)})
        run_waiting()
        texts = {
            "signatures": _text(officer, "/remind/signatures"),
            "agreements": _text(officer, f"/remind/agreements?pick={first.uid}"),
            "months": _text(officer, "/remind/months?month=2022-01"),
            "gaps": _text(officer, "/remind/gaps?unit=76&column=phone"),
            "staff": _text(officer, "/remind/staff?view=ppnpn"),
        }
        assert _text(officer, "/remind/objections") == _text(officer, "/remind/approvals") == ""
        assert _text(officer, "/remind/staff") == ""
    for kind, text in texts.items():
        assert text and "%(" not in text and "Terima kasih." in text, kind
    assert first.number in texts["signatures"]
    assert "Januari 2022 belum ditutup di 3 satker" in texts["months"]
    assert "Perjanjian kerja 1 orang siap" in texts["agreements"]


def test_a_phone_number_is_shown_to_who_needs_it_and_written_down(people: Cast) -> None:
    with clock.standing_at(noon(DAY)):
        cycle = opened(people)
        named(people, cycle, "citra", appraiser="anto")
        Person.objects.filter(uid=people["anto"]).update(phone="+6281234567890")
        address = f"/remind/scores?cycle={cycle.uid}&by={people['anto']}"
        officer = signed_in(Role.SDM_OFFICER, "76", username="sdm")
        hidden = officer.get(address).content.decode()
        assert "81234567890" not in hidden and "https://wa.me/?text=Yth." in hidden and "Show the phone" in hidden
        assert not Activity.objects.filter(action="people.reveal").exists()
        assert 'href="https://wa.me/6281234567890?text=' in officer.post(address).content.decode()
        assert Activity.objects.get(action="people.reveal").subject_uid == people["anto"]
        auditor = signed_in(Role.AUDITOR, "76", username="auditor")
        assert "81234567890" not in auditor.post(address).content.decode()
        kab = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
        assert "81234567890" not in kab.post(address).content.decode()
    assert Activity.objects.filter(action="people.reveal").count() == 1


def test_an_objections_text_names_nobody() -> None:
    office = told("anto")
    Appraisee.objects.update(told_on=date(2022, 1, 3))
    with clock.standing_at(noon(date(2022, 1, 4))):
        office.client("anto").post(office.address("/mine/objection"), {"reason": "nilai Desember keliru"})
        text = _text(office.client("officer", Role.SDM_OFFICER), "/remind/objections")
    assert "1 keberatan" in text and "Anto" not in text and "keliru" not in text


def test_cards_of_today_offer_their_text(people: Cast) -> None:
    cycle = settled(people)
    with clock.standing_at(noon(date(2022, 1, 6))):
        for one in drafted(cycle).decrees:
            issued(one)
    officer = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(noon(DECIDED)):
        page = officer.get("/today").content.decode()
        addresses = [unescape(one) for one in re.findall(r'href="(/remind/[^"]*)"', page)]
        assert any(one.startswith("/remind/signatures") for one in addresses)
        for address in addresses:
            with at_most(16):
                assert _text(officer, address), address


def _text(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page.content.decode(), re.DOTALL)
    if found is None:
        return ""
    text = unescape(found[1])
    sent = re.search(r'href="(https://wa\.me/[^"]*)"', page.content.decode())
    assert sent
    assert parse_qs(urlsplit(unescape(sent[1])).query)["text"] == [text]
    return text
