"""A structure takes effect by the pages: written down, looked at, edited, recorded; by whom, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from malaqbiq.appointments.models import Change
from malaqbiq.decrees.models import Decree
from malaqbiq.kernel.access import Role
from malaqbiq.organization.models import Post
from malaqbiq.service.models import PostInForce
from tests import builders as make
from tests.appointments.test_changes import drafted, opened, recorded
from tests.kernel.test_media import MINIMAL_PDF
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

SAID = {
    "regime": "pkpu-14-2020",
    "since": "2022-01-03",
    "unit": "76",
    "below": "on",
    "authority": "KPU RI",
    "number": "14 TAHUN 2020",
    "decided_on": "2020-10-15",
}


def officer(username: str = "ani") -> Client:
    return signed_in(Role.SDM_OFFICER, "76", username=username)


def address(change: Change, act: str = "") -> str:
    return f"/structure/changes/{change.uid}" + (f"/{act}" if act else "")


def test_from_the_regulation_to_posts_in_force() -> None:
    opened()
    client = officer()
    assert "No regulation has changed the structure" in client.get("/structure/changes").content.decode()
    response = client.post("/structure/changes/new", SAID, follow=True)
    change = Change.objects.get()
    content = response.content.decode()
    assert response.redirect_chain == [(address(change), 302)]
    assert "Record it: 2 work units, 13 demisioner" in content
    assert "Pemangku K08.1" in content and "Subbagian Hukum dan SDM" in content
    assert not PostInForce.objects.filter(regime="pkpu-14-2020").exists()
    response = client.post(address(change, "recording"), {"version": change.version}, follow=True)
    assert "The structure is recorded" in response.content.decode()
    assert PostInForce.objects.known().filter(regime="pkpu-14-2020").count() == 15
    assert "recorded" in client.get("/structure/changes").content.decode()
    chart = client.get("/structure", {"unit": "76.01", "as_of": "2022-01-11"}).content.decode()
    assert "Pemangku K08.1" in chart and "demisioner" in chart


def test_what_goes_on_from_what_is_edited_in_the_table() -> None:
    opened()
    change = drafted()
    posted = {"version": change.version, "from.K20": ["K08"], "carries.K20": "1", "from.K20.2": ["K08.4", "K08.3", ""]}
    response = officer().post(address(change, "pairs"), posted, follow=True)
    assert response.status_code == 200
    pairs = {(row.old, row.new, row.carries) for row in change.pairs.all()}
    assert pairs == {("K08", "K20", True), ("K08.4", "K20.2", False), ("K08.3", "K20.2", False)}
    assert "merged" in response.content.decode()


def test_who_comes_second_is_told_and_sees_what_stands() -> None:
    opened(filled=False)
    change = drafted()
    officer().post(address(change, "pairs"), {"version": change.version})
    response = officer("budi").post(address(change, "recording"), {"version": change.version})
    assert response.status_code == 409
    assert "edited since you looked at it" in response.content.decode()
    assert not Decree.objects.filter(origin="received").exists()


def test_what_stands_against_it_names_the_work_unit_and_nothing_is_recorded() -> None:
    make.unit("76.01", "kabkota")
    client = officer()
    client.post("/structure/changes/new", SAID)
    change = Change.objects.get()
    content = client.get(address(change)).content.decode()
    assert "KPU 76.01: no structure is in force there on that day" in content
    response = client.post(address(change, "recording"), {"version": change.version})
    assert response.status_code == 422
    assert not Decree.objects.exists()


@pytest.mark.parametrize(
    "bad", [{"since": "x"}, {"regime": "pkpu-1"}, {"unit": "75"}, {"number": ""}, {"decided_on": "20202-01-01"}]
)
def test_what_is_wrong_is_said_in_the_form_and_what_was_typed_stays(bad: dict[str, str]) -> None:
    opened(filled=False)
    make.unit("75")
    response = officer().post("/structure/changes/new", {**SAID, "authority": "Ketikan saya", **bad})
    assert response.status_code == 422
    assert "Ketikan saya" in response.content.decode() and not Change.objects.exists()


def test_the_scan_is_attached_and_read_by_who_sees_the_change() -> None:
    opened(filled=False)
    change = drafted()
    client = officer()
    assert client.get(address(change, "file")).status_code == 404
    sent = SimpleUploadedFile("PKPU 14.pdf", MINIMAL_PDF)
    assert "The file is attached" in client.post(address(change, "file"), {"file": sent}, follow=True).content.decode()
    assert client.get(address(change, "file")).content == MINIMAL_PDF
    assert signed_in(Role.AUDITOR, "76", username="audit").get(address(change, "file")).content == MINIMAL_PDF
    for other in (signed_in(Role.SDM_OFFICER, "76.01", username="kab"), signed_in(Role.STAFF, "76", username="staf")):
        assert other.get(address(change, "file")).status_code in {403, 404}
        assert other.post(address(change, "file"), {"file": sent}).status_code in {403, 404}


@pytest.mark.parametrize("content", [b"", b"<svg onload='x'/>", b"MZ"])
def test_what_is_no_scan_is_refused(content: bytes, tmp_path: Path) -> None:
    opened(filled=False)
    change = drafted()
    response = officer().post(address(change, "file"), {"file": SimpleUploadedFile("x.pdf", content)})
    assert response.status_code == 422
    change.refresh_from_db()
    assert change.file is None


def test_a_reader_records_nothing_and_another_unit_sees_nothing() -> None:
    opened(filled=False)
    change = drafted()
    acts = ("pairs", "recording", "discarding")
    for client, seen in (
        (signed_in(Role.SECRETARY, "76", username="sek"), 200),
        (signed_in(Role.SDM_OFFICER, "76.01", username="kab"), 404),
    ):
        assert client.get(address(change)).status_code == seen
        for act in acts:
            assert client.post(address(change, act), {"version": change.version}).status_code in {403, 404}
    assert Change.objects.exists() and not Decree.objects.filter(origin="received").exists()


def test_a_draft_is_thrown_away_and_a_recorded_one_is_not() -> None:
    opened(filled=False)
    change = drafted()
    client = officer()
    client.post(address(change, "discarding"), {"version": change.version})
    assert not Change.objects.exists()
    change = recorded()
    assert client.post(address(change, "discarding"), {"version": change.version}).status_code == 422
    assert Change.objects.exists()


def test_the_pages_cost_few_statements() -> None:
    opened()
    client = officer()
    change = recorded()
    assert Post.objects.count() == 30
    assert statements_of(client, "/structure/changes") <= MOST_STATEMENTS
    assert statements_of(client, address(change)) <= MOST_STATEMENTS
    assert statements_of(client, "/structure", unit="76", as_of="2022-01-11") <= MOST_STATEMENTS


def test_who_reads_here_and_is_officer_elsewhere_acts_on_nothing_here() -> None:
    opened(filled=False)
    change = drafted()
    signed_in(Role.AUDITOR, "76", username="dua")
    client = signed_in(Role.SDM_OFFICER, "76.01", username="dua")
    assert client.get(address(change)).status_code == 200
    for act in ("pairs", "recording", "discarding", "file"):
        sent = {"version": change.version, "file": SimpleUploadedFile("x.pdf", MINIMAL_PDF)}
        assert client.post(address(change, act), sent).status_code == 404, act
