"""The public page on which anybody checks a paper, by its code or by a file."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from pypdf import PdfWriter

from malaqbiq.decrees.documents.render import Place
from malaqbiq.decrees.documents.signing import Key, Stamper
from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.selectors.public import Standing, paper_by_code
from malaqbiq.decrees.services.documents import documents_render
from malaqbiq.decrees.services.signatures import scan_attach
from malaqbiq.home.views import public as views
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.files import file_read
from malaqbiq.kernel.installation import installation_record
from tests import builders as make
from tests.decrees.documents.keys import PASSWORD, key_files
from tests.decrees.documents.test_signing import A4, changed, paint
from tests.decrees.papers.issuing import DECREED, decreed
from tests.kernel.test_media import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

OFFICER = Access.system("documents")


@pytest.fixture(autouse=True)
def _installed() -> Iterator[None]:
    installation_record()
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def decree() -> Decree:
    found = decreed(["76.05", "76.05"], names=["Rahmatia Bulang", "Sudirman Tanete"])
    documents_render(access=OFFICER, workers=1)
    return found


def paper(decree: Decree, kind: str = "decree") -> Document:
    return decree.documents.select_related("file").filter(kind=kind).first()


def page(client: Client, document: Document) -> str:
    return client.get(f"/verify/{document.code}").content.decode()


def checked(client: Client, content: bytes) -> str:
    return client.post("/verify/file", {"file": SimpleUploadedFile("x.pdf", content)}).content.decode()


def test_it_tells_what_is_certain_and_what_is_not(client: Client, decree: Decree) -> None:
    shown = page(client, paper(decree))
    assert decree.number in shown
    assert "11 January 2022" in shown
    assert "It stands: nothing of it was revoked" in shown
    assert "Sekretaris Komisi Pemilihan Umum Provinsi Sulawesi Barat" in shown
    assert hashlib.sha256(file_read(file=paper(decree).file)).hexdigest() in shown
    assert "no evidence of a signature is kept here" in shown
    assert "are no electronic signature" in shown


def test_a_personal_paper_tells_initials_and_no_number_of_a_person(client: Client, decree: Decree) -> None:
    shown = page(client, paper(decree, "extract"))
    assert "R••• B•••" in shown
    assert "Rahmatia" not in shown
    assert "7602010000000001" not in shown


def test_a_revoked_paper_says_by_what_and_from_when(client: Client, decree: Decree) -> None:
    document = paper(decree, "extract")
    touched = decree.entries.filter(person__uid=document.person_id)
    entries = [make.mending(entry, Mending.REVOCATION, date(2022, 6, 1)) for entry in touched]
    revoking = make.issued(decree.office, entries, date(2022, 5, 2))
    shown = page(client, document)
    assert "revoked: nothing of it stands any more" in shown
    assert f"by {revoking.number} of 2 May 2022, from 1 June 2022" in shown
    assert paper_by_code(paper(decree).code).standing == Standing.CHANGED


def test_evidence_of_signature_is_told(client: Client, decree: Decree) -> None:
    document = paper(decree)
    scan_attach(access=OFFICER, document=document.uid, content=picture("PNG"), name="x", signer="A", signed_on=DECREED)
    assert "wet ink, with a scan, 11 January 2022" in page(client, document)


def test_a_typed_code_leads_to_its_page(client: Client, decree: Decree) -> None:
    code = paper(decree).code
    assert client.get("/verify", {"code": f" {code} "}).headers["Location"] == f"/verify/{code}"
    assert client.get("/verify").status_code == 200


@pytest.mark.parametrize("code", ["a/b", "file", ".", "../health", "//elsewhere.id", "a\0b", "é?#%", "x" * 5000])
def test_whatever_is_typed_is_no_code_at_worst(client: Client, code: str) -> None:
    answer = client.get("/verify", {"code": code})
    assert (answer.status_code, "Location" in answer.headers) == (404, False)


def test_our_own_file_is_known(client: Client, decree: Decree) -> None:
    shown = checked(client, file_read(file=paper(decree).file))
    assert "exactly the file that was made here" in shown
    assert f"Decree, {decree.number}" in shown
    assert "(the file you chose)" in shown
    assert "It stands" in shown
    assert "That it was signed: this file carries no electronic signature" in shown
    assert "says the same" not in shown


def test_a_changed_file_is_not_to_be_relied_on(client: Client, decree: Decree) -> None:
    content = changed(file_read(file=paper(decree).file), paint)
    shown = checked(client, content)
    assert "was changed since. Do not rely on it" in shown
    assert "Ask the office for the file again" in shown
    assert shown.index("This file is not the same as the registered one") < shown.index("It stands")
    assert ('data-tone="bad"' in shown, 'data-tone="good"' in shown) == (True, False)
    assert hashlib.sha256(content).hexdigest() in shown
    assert hashlib.sha256(file_read(file=paper(decree).file)).hexdigest() in shown
    assert "(the file you chose)" not in shown


def test_a_registered_file_of_a_revoked_paper_says_both(client: Client, decree: Decree) -> None:
    document = paper(decree, "extract")
    touched = decree.entries.filter(person__uid=document.person_id)
    entries = [make.mending(entry, Mending.ANNULMENT, entry.effective_on) for entry in touched]
    make.issued(decree.office, entries, date(2022, 5, 2))
    shown = checked(client, file_read(file=document.file))
    assert "exactly the file that was made here" in shown
    assert "revoked: nothing of it stands any more" in shown


def test_a_kept_scan_is_known_with_what_a_scan_cannot_tell(client: Client, decree: Decree) -> None:
    scan = picture("PNG")
    facts = {"content": scan, "name": "x", "signer": "A", "signed_on": DECREED}
    scan_attach(access=OFFICER, document=paper(decree).uid, **facts)
    shown = checked(client, scan)
    assert "exactly the scan that is kept here" in shown
    assert "no machine can tell from a scan" in shown


def test_a_signature_over_the_page_is_told(client: Client, decree: Decree, tmp_path: object) -> None:
    key = Key.load(key_files(tmp_path)[0], PASSWORD)
    shown = checked(client, Stamper(key).sign(file_read(file=paper(decree).file), Place(1, 60, 60), A4, ""))
    assert "covers part of page 1. Do not rely on it" in shown


def test_signatures_in_a_file_are_told_with_what_is_not_known(client: Client, decree: Decree, tmp_path: object) -> None:
    key = Key.load(key_files(tmp_path)[0], PASSWORD)
    shown = checked(client, Stamper(key).sign(file_read(file=paper(decree).file), None, A4, ""))
    assert "by somebody whose certificate is not known here" in shown
    assert "nothing else added" not in shown
    assert "ANDI TENRI PADA" in shown
    assert "can be trusted was not found out here" in shown


@pytest.mark.parametrize("content", [b"x", b"<script>alert(1)</script>", picture("PNG")])
def test_what_is_no_pdf_is_told_as_such(client: Client, content: bytes) -> None:
    shown = checked(client, content)
    assert "This file is not a PDF, and nothing in this register answers to it" in shown
    assert "Choose the PDF as you received it" in shown
    assert "<script>alert" not in shown


def test_a_pdf_from_elsewhere_is_unknown_and_a_broken_one_unreadable(client: Client) -> None:
    elsewhere = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(elsewhere)
    shown = checked(client, elsewhere.getvalue())
    assert "Nothing in this register answers to this file." in shown
    assert "Check the code under the QR code instead" in shown
    assert "it is encrypted, or damaged" in checked(client, b"%PDF-1.7 x")


def test_too_large_a_file_or_none_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "FILE_LIMIT", 1000)
    monkeypatch.setattr(views, "ENVELOPE", 500)
    for content in (bytes(1001), bytes(100_000)):
        answer = client.post("/verify/file", {"file": SimpleUploadedFile("x", content)})
        assert (answer.status_code, "The file is too big" in answer.content.decode()) == (413, True)
    for answer in (client.post("/verify/file"), client.post("/verify/file", {"file": "text"})):
        assert (answer.status_code, "No file was chosen" in answer.content.decode()) == (400, True)
    answer = client.post("/verify/file", {"file": SimpleUploadedFile("x", b"")})
    assert (answer.status_code, "The file is empty" in answer.content.decode()) == (400, True)
    assert 'name="file"' in answer.content.decode()


def test_nothing_is_changed_by_reading(client: Client) -> None:
    answer = client.get("/verify/file")
    assert (answer.status_code, 'name="file"' in answer.content.decode()) == (200, True)
    assert client.put("/verify/file").status_code == 405
    assert client.post("/verify").status_code == 405


def test_too_many_files_are_refused_for_a_while(client: Client) -> None:
    codes = [client.post("/verify/file", {"file": SimpleUploadedFile("x", b"x")}).status_code for _ in range(12)]
    assert codes == [200] * 10 + [429] * 2


@pytest.mark.parametrize(("proxies", "refused"), [(1, 0), (0, 2)])
def test_behind_a_proxy_each_reader_has_an_address_of_his_own(client: Client, proxies: int, refused: int) -> None:
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        codes = [
            client.post("/verify/file", {"file": SimpleUploadedFile("x", b"x")}, headers={"x-forwarded-for": reader})
            for reader in ["10.0.0.1"] * 6 + ["10.0.0.2"] * 6
        ]
    assert [code.status_code for code in codes].count(429) == refused


def test_a_file_that_is_checked_is_not_kept(client: Client, decree: Decree) -> None:
    from malaqbiq.kernel.files import files_folder
    from malaqbiq.kernel.models import StoredFile

    before = (StoredFile.objects.count(), len(list(files_folder().rglob("*"))))
    checked(client, picture("PNG"))
    assert (StoredFile.objects.count(), len(list(files_folder().rglob("*")))) == before


def test_the_other_language_is_one_click_away(client: Client) -> None:
    assert 'value="id"' in client.get("/verify").content.decode()
    client.post("/i18n/setlang/", {"language": "id", "next": "/verify"})
    assert '<html lang="id">' in client.get("/verify").content.decode()


def test_a_reader_of_indonesian_reads_all_of_it_in_indonesian(client: Client, decree: Decree) -> None:
    client.cookies["django_language"] = "id"
    assert "Tanggal</dt><dd>11 Januari 2022" in page(client, paper(decree))
    shown = checked(client, file_read(file=paper(decree).file))
    assert "Tepat berkas yang terdaftar" in shown
    assert "Tidak ada berkas yang dipilih" in client.post("/verify/file").content.decode()
    assert not any(word in shown for word in (" the ", " file ", "Certain"))


def test_the_page_needs_no_script_and_nothing_from_elsewhere(client: Client, decree: Decree) -> None:
    shown = page(client, paper(decree))
    # The one script only remembers light or dark.
    assert re.findall(r"<script[^>]*>", shown) == ['<script src="/static/ui/js/theme.js">']
    assert "http://" not in shown.replace("http://127.0.0.1:8000", "")


def test_the_form_says_what_of_a_scan_can_not_be_told(client: Client) -> None:
    shown = client.get("/verify").content.decode()
    assert "Of a photo or a scan of your own nothing can be told" in shown
    assert "or a scan</label>" not in shown
