"""Papers' files and the evidence of their signatures, by the pages."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from malaqbiq.decrees.models import Decree, Document, SignatureEvidence
from malaqbiq.decrees.services import decree_issue
from malaqbiq.decrees.services.documents import documents_prepare
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.files import file_read
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.worker import run_waiting
from malaqbiq.people.models import Person
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import LAST_DAY, NEW_YEAR, decreed
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing(home: Path) -> None:
    office.standing()


@pytest.fixture
def decree() -> Decree:
    found = decreed(["76.05", "76.02"], ["Anto Majene", "Budi Mamuju"])
    documents_prepare(access=make.OFFICER)
    return found


@pytest.fixture
def paper(decree: Decree) -> Document:
    return decree.documents.get(kind="decree")


def scan(name: str = "pindaian.png", content: bytes | None = None) -> SimpleUploadedFile:
    if content is None:
        target = io.BytesIO()
        Image.new("RGB", (40, 60), "white").save(target, "PNG")
        content = target.getvalue()
    return SimpleUploadedFile(name, content, "application/pdf")


def test_papers_are_made_opened_and_bound(decree: Decree, paper: Document) -> None:
    client = office.officer()
    assert client.get(f"/papers/{paper.uid}").status_code == 404
    response = client.post("/decrees/papers", {"pick": str(decree.uid)})
    assert response["Location"].startswith("/jobs/")
    assert run_waiting() == 1
    assert "All papers are made." in office.text_of(client, "/decrees/papers", pick=decree.uid)
    response = client.get(f"/papers/{paper.uid}")
    assert response.content.startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("attachment") and "sandbox" in response["Content-Security-Policy"]
    bound = client.post(f"/decrees/{decree.uid}/bound")
    assert bound.content.startswith(b"%PDF")
    assert "All work agreements as one file" in office.text_of(client, f"/decrees/{decree.uid}/papers")
    agreements = client.post(f"/decrees/{decree.uid}/bound", {"kind": "contract"})
    assert "Perjanjian Kerja 1 TAHUN 2022 (2 orang)" in agreements["Content-Disposition"]
    assert client.post(f"/decrees/{decree.uid}/bound", {"kind": "decree"}).status_code == 404
    extract = decree.documents.get(kind="extract", person__name="Anto Majene")
    me = signed_in(Role.STAFF, "76.05", person=Person.objects.get(name="Anto Majene").uid, username="anto")
    assert me.get(f"/papers/{extract.uid}").status_code == 200
    other = decree.documents.get(kind="extract", person__name="Budi Mamuju")
    for foreign in (me, signed_in(Role.SECRETARY, "76.05", username="majene")):
        assert foreign.get(f"/papers/{other.uid}").status_code == 404
        assert foreign.get(f"/papers/{paper.uid}").status_code == 404


def test_petikan_of_several_decrees_are_one_file_of_which_nothing_is_kept(decree: Decree, home: Path) -> None:
    client = office.officer()
    ready = office.approved(["76.05"])
    with clock.standing_at(make.noon(office.DECREED)):
        other = decree_issue(access=make.SECRETARY, decree=ready.uid, digest=ready.content_digest)
    picks = {"pick": [str(decree.uid), str(other.uid)]}
    client.post("/decrees/papers", picks)
    assert run_waiting() == 1
    kept = sorted((home / "files").rglob("*.pdf"))
    page = client.get("/decrees/papers", picks).content.decode()
    assert "3 petikan as one file" in page and "3 work agreements as one file" in page
    printed = client.post("/decrees/bound", picks)
    assert printed.content.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", printed.content)) == 3
    assert sorted((home / "files").rglob("*.pdf")) == kept
    assert Activity.objects.get(action="decrees.petikan_print").detail == {"documents": 3}
    agreements = client.post("/decrees/bound", {**picks, "kind": "contract"})
    assert agreements["Content-Disposition"] == 'attachment; filename="Perjanjian Kerja 2 SK.pdf"'
    assert len(re.findall(rb"/Type\s*/Page\b", agreements.content)) > 3
    assert Activity.objects.get(action="decrees.agreements_print").detail == {"documents": 3}
    assert sorted((home / "files").rglob("*.pdf")) == kept
    assert client.post("/decrees/bound", {**picks, "kind": "decree"}).status_code == 404
    majene = signed_in(Role.SECRETARY, "76.05", username="majene")
    assert len(re.findall(rb"/Type\s*/Page\b", majene.post("/decrees/bound", picks).content)) == 2
    assert (
        signed_in(Role.SECRETARY, "76.02", username="mamuju")
        .post("/decrees/bound", {"pick": str(other.uid)})
        .status_code
        == 404
    )
    other.documents.filter(kind="extract").update(size="f4")
    assert "papers are of several sizes" in client.post("/decrees/bound", picks, follow=True).content.decode()


def test_a_scan_is_kept_as_evidence_and_withdrawn_with_a_reason(paper: Document) -> None:
    client = office.officer()
    assert paper.decree.decided_on is not None
    said = {"file": scan(), "signer": "SALMAH", "signed_on": paper.decree.decided_on.isoformat()}
    assert client.post(f"/papers/{paper.uid}/signature/scan", said).status_code == 302
    evidence = SignatureEvidence.objects.get()
    assert (evidence.signer, evidence.recorded_by) == ("SALMAH", office.actor("sdm"))
    page = office.text_of(client, f"/papers/{paper.uid}/signature")
    assert "SALMAH" in page
    assert client.get(f"/papers/{paper.uid}/signature/{evidence.uid}").content.startswith(b"\x89PNG")
    address = f"/papers/{paper.uid}/signature/{evidence.uid}/withdrawal"
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "salah naskah"}).status_code == 302
    evidence.refresh_from_db()
    assert evidence.withdrawn_at and evidence.reason == "salah naskah"


def test_once_a_scan_is_kept_the_page_leads_to_the_next_unsigned_decree(paper: Document) -> None:
    ready = office.approved(["76.05"])
    with clock.standing_at(make.noon(office.DECREED)):
        other = decree_issue(access=make.SECRETARY, decree=ready.uid, digest=ready.content_digest)
    documents_prepare(access=make.OFFICER)
    client, address = office.officer(), f"/papers/{paper.uid}/signature"
    page = office.text_of(client, address)
    name = paper.decree.snapshots.get(ordinal=0).content["signature"]["name"]
    assert name and f'name="signer" value="{name}"' in page
    assert "The next unsigned decree" not in page and "<details" not in page.partition('id="main"')[2]
    client.post(f"{address}/scan", {"file": scan(), "signer": name, "fewer": "on"})
    page = office.text_of(client, address)
    following = other.documents.get(kind="decree")
    assert f'href="/papers/{following.uid}/signature">The next unsigned decree' in page
    assert page.index("Kept as evidence") < page.index("Attach another scan") < page.index("Who signed")
    client.post(f"/papers/{following.uid}/signature/scan", {"file": scan(), "signer": name, "fewer": "on"})
    assert "No other decree waits for its signature" in office.text_of(client, address)


def test_decrees_whose_papers_were_never_laid_down_have_them_made(decree: Decree) -> None:
    client = office.officer()
    ready = office.approved(["76.05"])
    with clock.standing_at(make.noon(office.DECREED)):
        other = decree_issue(access=make.SECRETARY, decree=ready.uid, digest=ready.content_digest)
    assert not other.documents.exists()
    page = office.text_of(client, "/decrees/papers", pick=other.uid)
    assert "All papers are made" not in page and "Make the papers of 1 decree" in page and "not made yet" in page
    paper = decree.documents.get(kind="decree")
    client.post(f"/papers/{paper.uid}/signature/scan", {"file": scan(), "signer": "A", "fewer": "on"})
    signed = office.text_of(client, f"/papers/{paper.uid}/signature")
    assert f'href="/decrees/{other.uid}/papers">The next unsigned decree' in signed
    client.post("/decrees/papers", {"pick": str(other.uid)})
    assert run_waiting() == 1
    assert "All papers are made." in office.text_of(client, "/decrees/papers", pick=other.uid)


def test_without_issued_decrees_the_papers_page_says_what_to_do() -> None:
    page = office.text_of(office.officer(), "/decrees/papers")
    assert "All papers are made" not in page and "<table" not in page
    assert "No issued decree waits for its papers" in page and 'href="/decrees">To the decree desk' in page


def test_a_scan_with_fewer_pages_than_the_paper_is_doubted_until_it_is_confirmed(
    decree: Decree, paper: Document
) -> None:
    client = office.officer()
    client.post("/decrees/papers", {"pick": str(decree.uid)})
    assert run_waiting() == 1
    paper.refresh_from_db()
    whole = file_read(file=paper.file)
    pages = len(re.findall(rb"/Type\s*/Page\b", whole))
    assert pages > 1
    address = f"/papers/{paper.uid}/signature/scan"
    doubted = client.post(address, {"file": scan(), "signer": "SALMAH"})
    page = doubted.content.decode()
    assert doubted.status_code == 422 and not SignatureEvidence.objects.exists()
    assert f"The scan has 1 of the paper&#x27;s {pages} pages." in page
    assert '<input type="checkbox" name="fewer"' in page and 'value="SALMAH"' in page
    empty = client.post(address, {"file": scan("kosong.pdf", b"%PDF-1.4\n%%EOF"), "signer": "SALMAH"})
    assert f"can&#x27;t be counted: the paper has {pages}." in empty.content.decode()
    sloppy, sheets = io.BytesIO(), [Image.new("RGB", (20, 30), "white") for _sheet in range(pages)]
    sheets[0].save(sloppy, "pdf", save_all=True, append_images=sheets[1:-1])
    short = client.post(address, {"file": scan("foto.pdf", sloppy.getvalue()), "signer": "SALMAH"})
    assert f"The scan has {pages - 1} of the paper&#x27;s {pages} pages." in short.content.decode()
    assert client.post(address, {"file": scan(), "signer": "SALMAH", "fewer": "on"}).status_code == 302
    assert Activity.objects.get(action="decrees.evidence").detail["fewer"] is True
    assert client.post(address, {"file": scan("utuh.pdf", whole), "signer": "SALMAH"}).status_code == 302
    assert 'name="fewer"' in office.text_of(client, f"/papers/{paper.uid}/signature")
    assert 'type="checkbox" name="fewer"' not in office.text_of(client, f"/papers/{paper.uid}/signature")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../etc/passwd.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("a.pdf", b"<html><script>alert(1)</script></html>"),
        ("a.png", b"MZ\x90\x00"),
        ("a.pdf", b""),
    ],
)
def test_a_file_that_is_no_scan_is_refused_and_what_was_typed_stays(paper: Document, name: str, content: bytes) -> None:
    said = {"file": scan(name, content), "signer": "SALMAH yang diketik", "signed_on": "2022-01-12"}
    response = office.officer().post(f"/papers/{paper.uid}/signature/scan", said)
    page = response.content.decode()
    assert response.status_code == 422
    assert "SALMAH yang diketik" in page and 'value="2022-01-12"' in page
    assert not SignatureEvidence.objects.exists()


def test_a_name_of_a_file_with_a_script_is_shown_as_text(paper: Document) -> None:
    client = office.officer()
    said = {"file": scan('"><script>alert(1)<|script>.png'), "signer": "<script>alert(2)</script>"}
    assert client.post(f"/papers/{paper.uid}/signature/scan", said).status_code == 302
    page = office.text_of(client, f"/papers/{paper.uid}/signature")
    assert "<script>alert" not in page


def test_a_file_without_a_signature_is_no_signed_file(paper: Document) -> None:
    client = office.officer()
    client.post(f"/decrees/{paper.decree.uid}/files")
    run_waiting()
    content = client.get(f"/papers/{paper.uid}").content
    response = client.post(f"/papers/{paper.uid}/signature/file", {"file": scan("a.pdf", content)})
    assert response.status_code == 422
    assert "There is no electronic signature in this file" in response.content.decode()


def test_without_a_key_nothing_is_signed_here(paper: Document) -> None:
    client = office.secretary()
    assert "Not possible here" in office.text_of(client, f"/papers/{paper.uid}/signature")
    response = client.post("/decrees/signatures", {"paper": str(paper.uid), "next": "https://evil.example/"})
    assert response["Location"] == "/decrees"
    assert not SignatureEvidence.objects.exists()


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.SDM_OFFICER, Role.SECRETARY}])
def test_a_role_without_the_right_attaches_nothing(paper: Document, role: Role) -> None:
    client = signed_in(role, "76")
    assert client.get(f"/papers/{paper.uid}/signature").status_code == 404
    for route in ("signature/scan", "signature/file", "signable"):
        assert client.post(f"/papers/{paper.uid}/{route}", {"file": scan(), "signer": "x"}).status_code == 404
    assert client.post("/decrees/papers", {"pick": str(paper.decree.uid)}).status_code == 404
    assert client.post("/decrees/signatures", {"paper": str(paper.uid)}).status_code == 404
    assert not SignatureEvidence.objects.exists()


def test_a_foreign_paper_or_evidence_is_not_there(decree: Decree, paper: Document) -> None:
    office.officer().post(f"/papers/{paper.uid}/signature/scan", {"file": scan(), "signer": "A", "fewer": "on"})
    evidence = SignatureEvidence.objects.get()
    part = decree.documents.get(kind="part", unit_code="76.05")
    client = signed_in(Role.SECRETARY, "76.05", username="majene")
    for uid in (paper.uid, part.uid):
        assert client.get(f"/papers/{uid}/signature/{evidence.uid}").status_code == 404
        assert client.post(f"/papers/{uid}/signature/{evidence.uid}/withdrawal", {"reason": "x"}).status_code == 404
    assert client.post(f"/papers/{paper.uid}/signature/scan", {"file": scan(), "signer": "B"}).status_code == 404
    assert client.post("/decrees/papers", {"pick": str(decree.uid)}).status_code == 404
    assert SignatureEvidence.objects.filter(withdrawn_at__isnull=True).count() == 1


@pytest.fixture
def files(decree: Decree) -> dict[str, tuple[str, str]]:
    """Every route by which a stored file of Majene can be read, by name: method and address."""
    office.officer().post("/decrees/papers", {"pick": str(decree.uid)})
    run_waiting()
    extract = decree.documents.get(kind="extract", person__name="Anto Majene")
    part = decree.documents.get(kind="part", unit_code="76.05")
    for paper in (extract, part):
        office.officer().post(f"/papers/{paper.uid}/signature/scan", {"file": scan(), "signer": "A", "fewer": "on"})
    evidence = {item.document_id: item.uid for item in SignatureEvidence.objects.all()}
    return {
        "extract": ("get", f"/papers/{extract.uid}"),
        "part": ("get", f"/papers/{part.uid}"),
        "evidence of the extract": ("get", f"/papers/{extract.uid}/signature/{evidence[extract.pk]}"),
        "evidence of the part": ("get", f"/papers/{part.uid}/signature/{evidence[part.pk]}"),
        "signable": ("post", f"/papers/{extract.uid}/signable"),
        "bound": ("post", f"/decrees/{decree.uid}/bound"),
    }


SIGNERS = {Role.SDM_OFFICER, Role.SECRETARY}
READ_BY = {Role.ADMINISTRATOR, Role.AUDITOR, *SIGNERS}


@pytest.mark.parametrize("role", list(Role))
def test_a_file_is_read_by_who_may_read_its_record_and_in_its_work_unit_only(
    files: dict[str, tuple[str, str]], role: Role
) -> None:
    own, foreign = signed_in(role, "76.05", username="own"), signed_in(role, "76.02", username="foreign")
    for name, (method, address) in files.items():
        allowed = role in (SIGNERS if name == "signable" else READ_BY)
        assert (name, getattr(own, method)(address).status_code) == (name, 200 if allowed else 404)
        if name != "bound":
            assert (name, getattr(foreign, method)(address).status_code) == (name, 404)
    assert signed_in(None, username="nobody").get(files["extract"][1]).status_code == 404


def test_reading_the_evidence_of_anothers_personal_paper_is_written_down(files: dict[str, tuple[str, str]]) -> None:
    reader = signed_in(Role.AUDITOR, "76.05", username="auditor")
    before = Activity.objects.filter(action="decrees.document_open").count()
    assert reader.get(files["evidence of the extract"][1]).status_code == 200
    assert reader.get(files["evidence of the part"][1]).status_code == 200
    assert Activity.objects.filter(action="decrees.document_open").count() == before + 1


def test_the_office_makes_a_copy_and_others_do_not(decree: Decree) -> None:
    client = office.officer()
    response = client.post(f"/decrees/{decree.uid}/copies", follow=True)
    copy = decree.documents.get(kind="copy")
    content = response.content.decode()
    assert f"/papers/{copy.uid}" in content and "Salinan 1 TAHUN 2022.pdf" in content
    assert client.get(f"/papers/{copy.uid}").content.startswith(b"%PDF")
    assert "#copies" in client.get(f"/decrees/{decree.uid}").content.decode()
    majene = signed_in(Role.SDM_OFFICER, "76.05", username="majene")
    assert majene.post(f"/decrees/{decree.uid}/copies").status_code == 404
    assert majene.get(f"/papers/{copy.uid}").status_code == 404
    assert f"/papers/{copy.uid}" not in majene.get(f"/decrees/{decree.uid}/papers").content.decode()


def test_a_draft_has_no_copies() -> None:
    draft = make.drafted(make.unit("76"), make.engaged(make.person("Aminah"), make.unit("76"), NEW_YEAR, LAST_DAY))
    assert office.officer().post(f"/decrees/{draft.uid}/copies").status_code == 404
