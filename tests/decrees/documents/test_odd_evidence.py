"""Odd PDFs as evidence of a signature: refused with a reason, or kept as what they are; nothing breaks."""

from __future__ import annotations

import pytest

from malaqbiq.decrees.errors import SignatureRefused
from malaqbiq.decrees.models import Document, SignatureEvidence
from malaqbiq.decrees.selectors.file_check import Verdict, file_check
from malaqbiq.decrees.services.documents import documents_prepare
from malaqbiq.decrees.services.signatures import scan_attach, signed_file_attach
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.files import file_read
from malaqbiq.kernel.media import FileRefused
from tests.decrees.documents.odd_pdfs import HARMLESS, REFUSED
from tests.decrees.papers.issuing import decreed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

OFFICER = Access.system("documents")


@pytest.fixture
def paper() -> Document:
    decree = decreed(["76.05"])
    documents_prepare(access=OFFICER)
    return decree.documents.get(kind="decree")


def attached(paper: Document, content: bytes) -> SignatureEvidence:
    return scan_attach(access=OFFICER, document=paper.uid, content=content, name="a.pdf", signer="", signed_on=None)


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_hides_or_does_something_is_no_evidence(paper: Document, content: bytes) -> None:
    with pytest.raises(FileRefused):
        attached(paper, content)
    with pytest.raises(FileRefused):
        signed_file_attach(access=OFFICER, document=paper.uid, content=content, name="a.pdf")
    assert not SignatureEvidence.objects.exists()


@pytest.mark.parametrize("content", HARMLESS.values(), ids=HARMLESS)
def test_what_is_odd_is_kept_as_a_scan_byte_by_byte_and_holds_no_signature(paper: Document, content: bytes) -> None:
    with pytest.raises(SignatureRefused):
        signed_file_attach(access=OFFICER, document=paper.uid, content=content, name="a.pdf")
    evidence = attached(paper, content)
    assert (evidence.file.media_type, evidence.file.suffix) == ("application/pdf", ".pdf")
    assert file_read(file=evidence.file) == content


@pytest.mark.parametrize("content", [*REFUSED.values(), *HARMLESS.values()], ids=[*REFUSED, *HARMLESS])
def test_the_public_check_of_files_knows_none_of_them(content: bytes) -> None:
    found = file_check(content)
    assert found.document is None and found.verdict not in {Verdict.SCAN, Verdict.STRANGER}
