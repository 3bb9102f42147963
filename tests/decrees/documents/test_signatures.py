"""Evidence of signature, and files checked against the register."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pypdf import PdfReader
from pytest_django import Settings

from malaqbiq.decrees.documents.inspection import inspect
from malaqbiq.decrees.documents.render import Place
from malaqbiq.decrees.documents.signing import Key, Stamper
from malaqbiq.decrees.errors import SignatureDayRefused, SignatureRefused
from malaqbiq.decrees.models import Decree, Document, SignatureEvidence
from malaqbiq.decrees.rules.naming import is_named_alike
from malaqbiq.decrees.selectors.documents import decrees_unsigned
from malaqbiq.decrees.selectors.file_check import Verdict, file_check, trust_folder
from malaqbiq.decrees.services.documents import (
    document_make_signable,
    document_open,
    documents_prepare,
    documents_render,
)
from malaqbiq.decrees.services.queueing import signatures_enqueue
from malaqbiq.decrees.services.signatures import (
    documents_sign,
    evidence_withdraw,
    scan_attach,
    signed_file_attach,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.canonical import digest
from malaqbiq.kernel.files import file_read
from malaqbiq.kernel.media import FileRefused
from malaqbiq.kernel.models import StoredFile
from tests.builders import noon
from tests.decrees.documents.keys import PASSWORD, certificate_pem, key_files
from tests.decrees.documents.test_signing import A4, changed, paint
from tests.decrees.papers.issuing import DECREED, decreed
from tests.kernel.test_media import MINIMAL_PDF, picture
from tests.tampering import past_the_triggers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

OFFICER = Access.system("documents")
SECRETARY = Access("secretary", {Role.SECRETARY: frozenset({"76", "76.05"})})
KABUPATEN = Access("kabupaten", {Role.SDM_OFFICER: frozenset({"76.05"})})


@pytest.fixture
def decree() -> Decree:
    found = decreed(["76.05", "76.05"])
    documents_render(access=OFFICER, workers=1)
    return found


@pytest.fixture
def paper(decree: Decree) -> Document:
    return decree.documents.select_related("file").get(kind="decree")


@pytest.fixture
def key(tmp_path: Path, settings: Settings) -> Iterator[Key]:
    path, password = key_files(tmp_path)
    settings.P12, settings.P12_PASSWORD_FILE = str(path), str(password)
    return Key.load(path, PASSWORD)


def signed_elsewhere(paper: Document, key: Key) -> bytes:
    signable = document_make_signable(access=OFFICER, document=paper.uid)
    return Stamper(key).sign(file_read(file=signable), None, A4, "")


def test_a_scan_proves_a_signature_in_ink(decree: Decree, paper: Document) -> None:
    assert decrees_unsigned(OFFICER, as_of=DECREED).exists()
    evidence = scan_attach(
        access=KABUPATEN,
        document=paper.uid,
        content=picture("JPEG"),
        name="../pindai.png",
        signer="ANDI",
        signed_on=DECREED,
    )
    assert (evidence.kind, evidence.file.name) == ("wet", "pindai.jpg")
    assert not decrees_unsigned(OFFICER, as_of=DECREED).exists()
    assert file_check(picture("JPEG")).verdict == Verdict.SCAN


@pytest.mark.parametrize(("days", "told"), [(-1, "the day that it bears"), (400, "lies ahead")])
def test_nobody_signed_in_ink_before_the_papers_day_or_ahead(paper: Document, days: int, told: str) -> None:
    facts: dict[str, Any] = {"access": OFFICER, "document": paper.uid, "content": picture("PNG"), "name": "x"}
    with clock.standing_at(noon(DECREED)), pytest.raises(SignatureDayRefused, match=told):
        scan_attach(**facts, signer="ANDI", signed_on=DECREED + timedelta(days=days))
    assert not SignatureEvidence.objects.exists()


@pytest.mark.parametrize("content", [b"<html>", b"<svg/>", b"", picture("GIF")])
def test_what_is_no_scan_is_no_evidence(paper: Document, content: bytes) -> None:
    with pytest.raises(FileRefused):
        scan_attach(access=OFFICER, document=paper.uid, content=content, name="x.pdf", signer="", signed_on=None)
    assert not SignatureEvidence.objects.exists()


def test_nobody_attaches_to_a_foreign_paper(paper: Document) -> None:
    other = Access("other", {Role.SDM_OFFICER: frozenset({"76.02"})})
    with pytest.raises(Document.DoesNotExist):
        scan_attach(access=other, document=paper.uid, content=picture("PNG"), name="x", signer="", signed_on=None)
    auditor = Access("auditor", {Role.AUDITOR: frozenset({"76.05"})})
    with pytest.raises(Forbidden):
        scan_attach(access=auditor, document=paper.uid, content=picture("PNG"), name="x", signer="", signed_on=None)


def test_a_file_signed_elsewhere_is_looked_into(paper: Document, key: Key) -> None:
    content = signed_elsewhere(paper, key)
    evidence = signed_file_attach(access=OFFICER, document=paper.uid, content=content, name="tte.pdf")
    assert (evidence.kind, evidence.signer) == ("tte", "ANDI TENRI PADA")
    assert (evidence.same_pages, evidence.sound, evidence.trusted) == (True, True, False)
    assert document_open(access=OFFICER, document=paper.uid)[1] == content
    found = file_check(content)
    assert (found.verdict, found.document) == (Verdict.STRANGER, paper)


def test_a_signed_file_of_ours_is_known_before_it_is_attached(paper: Document, key: Key) -> None:
    found = file_check(signed_elsewhere(paper, key))
    assert (found.verdict, found.document, found.signatures[0].sound) == (Verdict.STRANGER, paper, True)


def trusting(tmp_path: Path) -> None:
    trust_folder().mkdir(exist_ok=True)
    (trust_folder() / "uji.pem").write_bytes(certificate_pem((tmp_path / "kunci.p12").read_bytes()))


def test_a_signer_who_is_trusted_here_is_no_stranger(paper: Document, key: Key, tmp_path: Path) -> None:
    trusting(tmp_path)
    assert file_check(signed_elsewhere(paper, key)).verdict == Verdict.SIGNED


def stamped(content: bytes, key: Key, place: Place) -> bytes:
    return Stamper(key).sign(content, place, A4, "")


def test_a_signature_is_seen_only_where_room_was_left(paper: Document, key: Key, tmp_path: Path) -> None:
    trusting(tmp_path)
    signable = file_read(file=document_make_signable(access=OFFICER, document=paper.uid))
    paper.refresh_from_db()
    page, left, _, _, top = paper.room
    assert file_check(stamped(signable, key, Place(page, left, A4 - top))).verdict == Verdict.SIGNED
    for place in (Place(page, left - 3, A4 - top), Place(page, left, A4 - top + 40), Place(1, 60, 60)):
        content = stamped(signable, key, place)
        found = file_check(content)
        assert (found.verdict, found.covered) == (Verdict.COVERED, (place.page,))
    evidence = signed_file_attach(access=OFFICER, document=paper.uid, content=content, name="x.pdf")
    assert (evidence.same_pages, file_check(content).verdict) == (False, Verdict.COVERED)


def test_the_paper_without_room_has_no_place_for_a_stamp(paper: Document, key: Key) -> None:
    document_make_signable(access=OFFICER, document=paper.uid)
    paper.refresh_from_db()
    page, left, _, _, top = paper.room
    content = stamped(file_read(file=paper.file), key, Place(page, left, A4 - top))
    assert file_check(content).verdict == Verdict.COVERED


def test_a_paper_signed_here_is_signed_with_its_stamp(paper: Document, key: Key) -> None:
    documents_sign(access=SECRETARY, documents=[paper.uid], workers=1)
    content = document_open(access=OFFICER, document=paper.uid)[1]
    assert file_check(content).verdict == Verdict.SIGNED
    # The same file, not known byte by byte: a stranger's second, invisible signature came after.
    found = file_check(_again(content, key))
    assert (found.verdict, found.document) == (Verdict.STRANGER, paper)


def _again(content: bytes, key: Key) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    append_signature_field(writer, SigFieldSpec("Lain"))
    return bytes(PdfSigner(PdfSignatureMetadata("Lain"), key.signer).sign_pdf(writer).getvalue())


def test_a_file_changed_before_it_was_signed_is_kept_and_flagged(paper: Document, key: Key) -> None:
    signable = file_read(file=document_make_signable(access=OFFICER, document=paper.uid))
    content = Stamper(key).sign(changed(signable, paint), None, A4, "")
    assert file_check(content).verdict == Verdict.CHANGED
    evidence = signed_file_attach(access=OFFICER, document=paper.uid, content=content, name="x.pdf")
    assert (evidence.same_pages, evidence.sound) == (False, True)
    assert file_check(content).verdict == Verdict.CHANGED


def test_a_signed_file_that_is_not_ours_is_kept_and_flagged(paper: Document, key: Key, decree: Decree) -> None:
    other = decree.documents.select_related("file").get(kind="extract", ordinal=1)
    content = Stamper(key).sign(file_read(file=other.file), None, A4, "")
    evidence = signed_file_attach(access=OFFICER, document=paper.uid, content=content, name="x.pdf")
    assert (evidence.same_pages, evidence.origin_digest) == (None, "")


def test_a_file_without_a_signature_is_no_signed_file(paper: Document) -> None:
    with pytest.raises(SignatureRefused, match="no electronic signature"):
        signed_file_attach(access=OFFICER, document=paper.uid, content=file_read(file=paper.file), name="x.pdf")


def test_evidence_is_withdrawn_with_a_reason_and_stays_to_be_seen(decree: Decree, paper: Document) -> None:
    content = picture("PNG")
    wrong = scan_attach(
        access=OFFICER, document=paper.uid, content=content, name="x", signer="", signed_on=date(2022, 1, 12)
    )
    with pytest.raises(SignatureRefused):
        evidence_withdraw(access=OFFICER, evidence=wrong.uid, reason=" ")
    evidence_withdraw(access=OFFICER, evidence=wrong.uid, reason="salah berkas")
    assert list(decrees_unsigned(OFFICER, as_of=DECREED)) == [decree]
    assert SignatureEvidence.objects.get().reason == "salah berkas"
    assert file_check(content).verdict == Verdict.NO_PDF


def test_papers_are_signed_here_in_a_batch(decree: Decree, key: Key) -> None:
    papers = list(decree.documents.values_list("uid", flat=True))
    assert documents_sign(access=SECRETARY, documents=papers, workers=1).signed == 5
    assert documents_sign(access=SECRETARY, documents=papers, workers=1).signed == 0
    for evidence in SignatureEvidence.objects.select_related("file", "document"):
        content = file_read(file=evidence.file)
        found = file_check(content)
        assert (found.verdict, found.document) == (Verdict.SIGNED, evidence.document)
        shown = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        assert "Belum ditandatangani" not in shown
    assert not decrees_unsigned(OFFICER, as_of=DECREED).exists()


def test_who_is_not_the_offices_secretary_does_not_sign(decree: Decree, key: Key) -> None:
    papers = list(decree.documents.values_list("uid", flat=True))
    with pytest.raises(Forbidden):
        documents_sign(access=KABUPATEN, documents=papers)


def test_without_a_key_or_with_a_wrong_password_nothing_is_signed(
    paper: Document, settings: Settings, tmp_path: Path
) -> None:
    settings.P12 = ""
    with pytest.raises(SignatureRefused, match="MALAQBIQ_P12"):
        documents_sign(access=SECRETARY, documents=[paper.uid])
    path, _ = key_files(tmp_path)
    wrong = tmp_path / "salah"
    wrong.write_bytes(b"salah")
    settings.P12, settings.P12_PASSWORD_FILE = str(path), str(wrong)
    with pytest.raises(SignatureRefused, match="another password"):
        documents_sign(access=SECRETARY, documents=[paper.uid])
    assert not SignatureEvidence.objects.exists()


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("expired", r"valid from 20\d\d-.* it is 20"),
        ("early", "valid from"),
        ("encrypting", "usage is key encipherment"),
    ],
)
@pytest.mark.parametrize("sign", [documents_sign, signatures_enqueue])
def test_a_certificate_that_may_not_sign_now_signs_nothing(
    sign: Callable[..., object], kind: str, why: str, paper: Document, settings: Settings, tmp_path: Path
) -> None:
    settings.P12, settings.P12_PASSWORD_FILE = map(str, key_files(tmp_path, **{kind: True}))
    files = StoredFile.objects.count()
    with pytest.raises(SignatureRefused, match=why) as refused:
        sign(access=SECRETARY, documents=[paper.uid])
    assert "MALAQBIQ_P12" in str(refused.value.remedy)
    assert not SignatureEvidence.objects.exists()
    assert StoredFile.objects.count() == files


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"kind": "ed25519"}, "the key of ANDI TENRI PADA is ED25519, which can't sign here: RSA of at least 2048"),
        ({"kind": "rsa1024"}, "is RSA 1024"),
        ({"name": ""}, "names nobody"),
    ],
)
@pytest.mark.parametrize("sign", [documents_sign, signatures_enqueue])
def test_a_key_that_can_not_sign_here_is_refused_in_words(
    sign: Callable[..., object], options: dict[str, str], why: str, paper: Document, settings: Settings, tmp_path: Path
) -> None:
    settings.P12, settings.P12_PASSWORD_FILE = map(str, key_files(tmp_path, **options))
    with pytest.raises(SignatureRefused, match=why) as refused:
        sign(access=SECRETARY, documents=[paper.uid])
    assert "MALAQBIQ_P12" in str(refused.value.remedy)
    assert not SignatureEvidence.objects.exists()


def named(decree: Decree, name: str) -> None:
    """The decree's papers name this signer."""
    head = decree.snapshots.get(ordinal=0)
    content = {**head.content, "signature": {**head.content["signature"], "name": name}}
    with past_the_triggers("decrees_snapshot"):
        type(head).objects.filter(pk=head.pk).update(content=content)


@pytest.mark.parametrize("sign", [documents_sign, signatures_enqueue])
def test_a_paper_of_another_signer_is_refused_before_anything_is_signed(
    sign: Callable[..., object], decree: Decree, key: Key
) -> None:
    named(decree, "Nadia Angingmararrang, S.H.")
    papers = list(decree.documents.values_list("uid", flat=True))
    with pytest.raises(SignatureRefused, match=r"of ANDI TENRI PADA, but .* signed by Nadia Angingmararrang, S\.H\."):
        sign(access=SECRETARY, documents=papers)
    assert not SignatureEvidence.objects.exists()


def test_who_is_named_with_titles_signs(decree: Decree, paper: Document, key: Key) -> None:
    named(decree, "Dr. Andi Tenri Pada, S.H., M.Si.")
    assert documents_sign(access=SECRETARY, documents=[paper.uid], workers=1).signed == 1


@pytest.mark.parametrize(
    ("certificate", "paper", "alike"),
    [
        ("ANDI TENRI PADA", "Andi Tenri Pada, S.H.", True),
        ("DRS H ANDI TENRI PADA MSI", "Drs. H. Andi Tenri Pada, M.Si.", True),
        ("Andi Tenri Pada SH MH", "ANDI TENRI PADA", True),
        ("Andi Tenri", "Andi Tenri Pada", False),
        ("Andi Tenri Padda", "Andi Tenri Pada", False),
        ("", "Andi Tenri Pada", False),
        ("S.H.", "M.Si.", False),
    ],
)
def test_names_are_compared_without_case_marks_and_titles(certificate: str, paper: str, alike: bool) -> None:
    assert is_named_alike(certificate, paper) is alike


def test_the_machine_s_own_day_counts_in_a_demo_too(paper: Document, key: Key) -> None:
    """The signature claims that day: one of 2022, where the office's clock stands, would be said of none."""
    with clock.standing_at(noon(DECREED)):
        assert documents_sign(access=SECRETARY, documents=[paper.uid], workers=1).signed == 1
    evidence = SignatureEvidence.objects.select_related("file").get()
    (found,) = inspect(file_read(file=evidence.file)).signatures
    assert (evidence.sound, found.sound) == (True, True)


def test_a_password_file_that_is_not_there_is_told(paper: Document, key: Key, settings: Settings) -> None:
    settings.P12_PASSWORD_FILE = "/nonexistent"
    with pytest.raises(SignatureRefused, match="MALAQBIQ_P12_PASSWORD_FILE"):
        documents_sign(access=SECRETARY, documents=[paper.uid])


def test_our_own_file_is_known(paper: Document) -> None:
    found = file_check(file_read(file=paper.file))
    assert (found.verdict, found.document) == (Verdict.OURS, paper)


def test_a_changed_file_is_known_as_changed(paper: Document) -> None:
    found = file_check(changed(file_read(file=paper.file), paint))
    assert (found.verdict, found.document) == (Verdict.CHANGED, paper)


def test_a_file_made_anew_that_names_our_paper_only_claims_to_be_it(paper: Document) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(file_read(file=paper.file)))
    output = io.BytesIO()
    writer.write(output)
    found = file_check(output.getvalue())
    assert (found.verdict, found.document) == (Verdict.CLAIMS, paper)


@pytest.mark.parametrize("content", [MINIMAL_PDF, b"%PDF-1.7" + bytes(1000)])
def test_a_pdf_that_nobody_knows_is_unknown(content: bytes) -> None:
    found = file_check(content)
    assert (found.verdict, found.document) == (Verdict.UNKNOWN, None)


@pytest.mark.parametrize("content", [b"", b"x", picture("PNG")])
def test_what_is_no_pdf_and_unknown_is_told_as_such(content: bytes) -> None:
    found = file_check(content)
    assert (found.verdict, found.document, found.sha256) == (Verdict.NO_PDF, None, digest(content))


def test_preparing_is_enough_to_be_signed_here(key: Key) -> None:
    decree = decreed(["76.05"])
    documents_prepare(access=OFFICER)
    papers = list(decree.documents.values_list("uid", flat=True))
    assert documents_sign(access=SECRETARY, documents=papers, workers=1).signed == 3
