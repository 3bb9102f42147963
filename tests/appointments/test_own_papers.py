"""A kabupaten's own office has the papers of its people of the province's inauguration, and nothing else of it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from malaqbiq.accounts.models import Notice
from malaqbiq.appointments.models import Appointment, Inauguration
from malaqbiq.appointments.notices import SWORN_IN
from malaqbiq.appointments.selectors.going_on import seats_elsewhere
from malaqbiq.appointments.selectors.own_papers import inaugurations_elsewhere, own_sworn
from malaqbiq.appointments.services import (
    numbers_write,
    own_numbers_write,
    own_papers_make,
    phase_open,
    phase_release,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.models import Activity
from malaqbiq.organization.rules.names import long_name
from malaqbiq.people.models import Person
from malaqbiq.regulations.rules.rows import CeremonyPaper
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import FIRST, SECRETARY, _january, begun, filled, holders, kasubag, phases
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

KABUPATEN = Access("system:lain", {Role.SDM_OFFICER: frozenset({"76.01"})})
ELSEWHERE = Access("system:asing", {Role.SDM_OFFICER: frozenset({"76.99"})})


@pytest.fixture
def event(holders: Mapping[str, Person]) -> Inauguration:
    """All Kasubag are sworn in: four in the kabupaten, one of them from the province; one left it for the province."""
    found = phases(begun())
    phase_release(access=SECRETARY, phase=found["Administrator"].uid, reason="mendesak")
    phase_open(access=OFFICER, phase=found["Pengawas"].uid)
    return filled(found["Pengawas"], kasubag(holders))


@pytest.fixture(autouse=True)
def _fifth(_january: object) -> object:
    with clock.standing_at(make.noon(FIRST)):
        yield


def at(event: Inauguration, rest: str = "") -> str:
    return f"/structure/filling/inaugurations/{event.uid}{rest}"


def text(client: Client, address: str, **params: object) -> str:
    response = client.get(address, params)
    assert response.status_code == 200, response.status_code
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def test_who_came_and_who_left_are_the_offices_own(event: Inauguration, holders: Mapping[str, Person]) -> None:
    assert inaugurations_elsewhere(KABUPATEN) == [(event, 5)]
    assert inaugurations_elsewhere(OFFICER) == inaugurations_elsewhere(ELSEWHERE) == []
    _event, concerned = own_sworn(KABUPATEN, event.uid)
    came = {one.row.person_id for one in concerned if one.is_placed}
    left = {one.row.person_id for one in concerned if not one.is_placed}
    assert came == {holders[code].uid for code in ("K08.1", "P08.32", "K08.3", "K08.2")}
    assert left == {holders["K08.4"].uid}
    with pytest.raises(Inauguration.DoesNotExist):
        own_sworn(ELSEWHERE, event.uid)


def test_its_officer_and_sekretaris_print_them_and_nobody_elses(
    event: Inauguration, holders: Mapping[str, Person]
) -> None:
    for role in (Role.SDM_OFFICER, Role.SECRETARY):
        client = signed_in(role, "76.01", username=f"kab {role}")
        page = client.get(at(event)).content.decode()
        assert holders["K08.1"].full_name in page and holders["K08.4"].full_name in page
        assert holders["P08.11"].full_name not in page
        assert at(event) in client.get("/structure/filling").content.decode()
        assert statements_of(client, at(event)) <= MOST_STATEMENTS
        assert statements_of(client, "/structure/filling") <= MOST_STATEMENTS
        assert client.get(f"/structure/filling/phases/{event.phase.uid}/inauguration").status_code == 404
        spmt = text(client, at(event, "/papers/spmt"))
        assert holders["K08.1"].full_name in spmt and holders["P08.11"].full_name not in spmt


def test_of_who_left_no_oath_and_no_handover_is_told(event: Inauguration, holders: Mapping[str, Person]) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    row = Appointment.objects.get(person=holders["K08.4"])
    every = text(client, at(event, "/papers/all"), of=row.uid)
    assert "SURAT PERNYATAAN MELAKSANAKAN TUGAS" in every and "SUMPAH/JANJI JABATAN" not in every
    assert client.get(at(event, "/papers/oath"), {"of": row.uid}).status_code == 404
    foreign = Appointment.objects.get(person=holders["P08.11"])
    assert client.get(at(event, "/papers/spmt"), {"of": foreign.uid}).status_code == 404
    assert client.get(at(event, "/papers/rekaan")).status_code == 404


def test_for_others_and_before_it_is_closed_nothing_is_there(event: Inauguration) -> None:
    for role in (Role.APPRAISER, Role.COMMISSIONER, Role.AUDITOR, Role.STAFF, Role.ADMINISTRATOR):
        client = signed_in(role, "76.01", username=f"milik {role}")
        assert {client.get(at(event, rest)).status_code for rest in ("", "/papers/spmt")} == {404}, role
    planned = Inauguration.objects.create(
        phase=event.phase, held_on=FIRST, place="x", led_by="y", planned_by="z", planned_at=clock.now()
    )
    assert signed_in(Role.SDM_OFFICER, "76.01", username="kab").get(at(planned)).status_code == 404


def test_that_they_were_made_is_written_down_for_the_work_unit(event: Inauguration) -> None:
    content = own_papers_make(access=KABUPATEN, inauguration=event.uid, papers=list(CeremonyPaper), size="f4")
    assert content.startswith(b"%PDF")
    made = Activity.objects.get(action="appointments.papers_make")
    assert made.unit_code == "76.01"


def test_its_own_book_numbers_what_its_sekretaris_signs(event: Inauguration, holders: Mapping[str, Person]) -> None:
    came = Appointment.objects.get(inauguration=event, person=holders["K08.1"].uid)
    left = Appointment.objects.get(inauguration=event, person=holders["K08.4"].uid)
    numbers_write(access=OFFICER, inauguration=event.uid, numbers={came.uid: {"minutes": "BA-76", "spmt": "76"}})
    client = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    page = client.get(at(event)).content.decode()
    assert f'name="{came.uid}.spmt" value="76"' in page and f"{came.uid}.minutes" not in page
    fields = {"do": "numbers", f"{came.uid}.spmt": "  12/KP.05/7601/2022 ", f"{came.uid}.minutes": "x"}
    fields[f"{left.uid}.spmt"] = "not theirs"
    assert client.post(at(event), fields).status_code == 302
    kept = dict(event.paper_numbers.values_list("paper", "number"))
    assert kept == {"minutes": "BA-76", "spmt": "12/KP.05/7601/2022"}
    assert "12/KP.05/7601/2022" in text(client, at(event, "/papers/spmt"), of=str(came.uid))
    written = Activity.objects.filter(action="appointments.sworn_write", unit_code="76.01").get()
    assert (written.subject_uid, written.detail) == (event.uid, {"people": 1})
    with pytest.raises(Appointment.DoesNotExist):
        own_numbers_write(access=KABUPATEN, inauguration=event.uid, numbers={left.uid: {"spmt": "1"}})
    with pytest.raises(Inauguration.DoesNotExist):
        own_numbers_write(access=ELSEWHERE, inauguration=event.uid, numbers={})
    assert dict(event.paper_numbers.values_list("paper", "number")) == kept


def test_two_offices_at_the_same_numbers_never_blank_each_others(
    event: Inauguration, holders: Mapping[str, Person]
) -> None:
    came, other = (Appointment.objects.get(inauguration=event, person=holders[one].uid) for one in ("K08.1", "K08.3"))
    province, kabupaten = signed_in(Role.SDM_OFFICER, "76", username="prov"), signed_in(Role.SDM_OFFICER, "76.01")
    papers = f"/structure/filling/phases/{event.phase.uid}/inaugurations/{event.uid}/papers"
    assert f'name="was.{came.uid}.spmt" value=""' in province.get(papers).content.decode()
    assert kabupaten.post(at(event), {"do": "numbers", f"{came.uid}.spmt": "800/7601"}).status_code == 302
    stale = {f"{came.uid}.spmt": "", f"was.{came.uid}.spmt": "", f"was.{other.uid}.spp": ""}
    assert province.post(papers, {"do": "numbers", **stale, f"{other.uid}.spp": "7"}).status_code == 302
    assert dict(event.paper_numbers.values_list("paper", "number")) == {"spmt": "800/7601", "spp": "7"}
    clash = province.post(papers, {"do": "numbers", **stale, f"{came.uid}.spmt": "1/76"})
    assert clash.status_code == 422 and "has given the number 800/7601 meanwhile" in clash.content.decode()
    assert 'value="1/76"' in clash.content.decode()
    again = {f"{came.uid}.spmt": "1/76", f"was.{came.uid}.spmt": "800/7601"}
    assert province.post(papers, {"do": "numbers", **again}).status_code == 302
    assert event.paper_numbers.get(paper="spmt").number == "1/76"


def test_the_work_unit_is_told_that_papers_wait_and_sees_no_post_of_it_waiting(holders: Mapping[str, Person]) -> None:
    found = phases(begun())
    phase_release(access=SECRETARY, phase=found["Administrator"].uid, reason="mendesak")
    phase_open(access=OFFICER, phase=found["Pengawas"].uid)
    officer = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    signed_in(Role.SECRETARY, "76.01", username="sek")
    for username, role, *codes in (
        ("prov", Role.SDM_OFFICER, "76"),
        ("both", Role.SDM_OFFICER, "76", "76.01"),
        ("auditor", Role.AUDITOR, "76.01"),
    ):
        signed_in(role, *codes, username=username)
    event = filled(found["Pengawas"], kasubag(holders))
    told = Notice.objects.filter(kind=SWORN_IN).values_list("user__username", "unit_code", "path")
    assert set(told) == {("kab", "76.01", at(event)), ("sek", "76.01", at(event))}
    page = officer.get("/notices").content.decode()
    assert "Papers of who was sworn in to your work unit are to be made: 5 January 2022" in page
    assert seats_elsewhere(KABUPATEN) == []


def test_on_a_day_before_it_was_held_nothing_of_it_is_there(event: Inauguration) -> None:
    client, before = signed_in(Role.SDM_OFFICER, "76.01", username="kab"), {"as_of": "2022-01-04"}
    assert at(event) not in client.get("/structure/filling", before).content.decode()
    assert {client.get(at(event, rest), before).status_code for rest in ("", "/papers/spmt")} == {404}
    assert client.get(at(event), {"as_of": "2022-01-05"}).status_code == 200


def test_a_number_on_two_papers_is_told_by_name_and_paper(event: Inauguration, holders: Mapping[str, Person]) -> None:
    one, other = (Appointment.objects.get(inauguration=event, person=holders[who].uid) for who in ("K08.1", "K08.3"))
    client = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    fields = {f"{one.uid}.spmt": "5/SDM.05/7601", f"{one.uid}.spmj": "5/sdm.05 / 7601", f"{other.uid}.spmt": "6"}
    page = client.post(at(event), {"do": "numbers", **fields}, follow=True).content.decode()
    name = one.person.full_name
    assert "The number 5/SDM.05/7601 stands on several papers" in page
    assert f"{name} (SPMT)" in page and f"{name} (SPMJ)" in page
    page = client.post(at(event), {"do": "numbers", f"{one.uid}.spmj": "7"}, follow=True).content.decode()
    assert "stands on several papers" not in page
    papers = f"/structure/filling/phases/{event.phase.uid}/inaugurations/{event.uid}/papers"
    province = signed_in(Role.SDM_OFFICER, "76", username="prov")
    spp = {"do": "numbers", f"{one.uid}.spp": "1/SPP", f"{other.uid}.spp": "1/SPP"}
    assert f"{other.person.full_name} (SPP)" in province.post(papers, spp, follow=True).content.decode()


def test_all_papers_of_one_person_are_a_file_that_bears_his_name(
    event: Inauguration, holders: Mapping[str, Person]
) -> None:
    row = Appointment.objects.get(inauguration=event, person=holders["K08.1"].uid)
    papers = f"/structure/filling/phases/{event.phase.uid}/inaugurations/{event.uid}/papers/all"
    for code, address in (("76.01", at(event, "/papers/all")), ("76", papers)):
        client = signed_in(Role.SDM_OFFICER, code, username=f"sdm {code}")
        assert row.person.name in client.get(address, {"of": row.uid}).headers["Content-Disposition"]


def test_the_pact_names_the_secretariat_and_the_handover_the_seat_of_the_posts_work_unit(
    event: Inauguration, holders: Mapping[str, Person]
) -> None:
    row = Appointment.objects.get(inauguration=event, person=holders["K08.2"].uid)
    unit = row.seat.post.work_unit
    unit.seat = "Pasangkayu"
    unit.save(update_fields=["seat"])
    client = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    pact = " ".join(text(client, at(event, "/papers/integrity"), of=row.uid).split())
    assert f"informasi penyimpangan integritas di {long_name(f'Sekretariat {unit.name}')}" in pact
    handover = " ".join(text(client, at(event, "/papers/handover")).split())
    assert "bertempat di Pasangkayu" in handover and "bertempat di Mamuju" not in handover
