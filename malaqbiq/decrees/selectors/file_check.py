"""Whether a file is one of ours: compared with the register by its content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings
from django.db.models import Q, QuerySet

from malaqbiq.decrees.documents.inspection import FoundSignature, Inspection, inspect, origins
from malaqbiq.decrees.models import Document, SignatureEvidence
from malaqbiq.kernel.canonical import digest
from malaqbiq.kernel.media import PDF, media_of

PAPERS = Document.objects.select_related("decree", "decree__office", "file", "signable")


class Verdict(StrEnum):
    """What a file is to the register."""

    OURS = "ours"
    """exactly a file that was made here"""
    SCAN = "scan"
    """exactly a scan that was attached here"""
    SIGNED = "signed"
    """a file that was made here, with sound signatures by certificates that are known here, and nothing else added"""
    STRANGER = "stranger"
    """a file that was made here, with signatures of which one is by a certificate that isn't known here"""
    UNSOUND = "unsound"
    """a file that was made here, with signatures of which one doesn't hold"""
    COVERED = "covered"
    """a file that was made here, with signatures that are seen where no room was left for them"""
    CHANGED = "changed"
    """a file that was made here, changed since"""
    CLAIMS = "claims"
    """a file that names one of our papers, but is not the file that was made here"""
    UNKNOWN = "unknown"
    """nothing here answers to it, or it can't be read"""
    NO_PDF = "no_pdf"
    """no PDF, and nothing here answers to it"""


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What a file is to the register, of which paper, and which electronic signatures are in it."""

    verdict: Verdict
    sha256: str
    """the file's own, in hexadecimal"""
    document: Document | None = None
    signatures: tuple[FoundSignature, ...] = ()
    problem: str = ""
    covered: tuple[int, ...] = ()
    """pages over which signatures lie"""


def file_check(content: bytes) -> FileCheck:
    """What the content is to the register. It is read in a process with limits unless it is no PDF.

    Anybody may ask: the caller bounds size and rate, and shows of the document only what is public.
    """
    sha256 = digest(content)
    pdf = media_of(content) == PDF
    if paper := PAPERS.filter(Q(file__digest=sha256) | Q(signable__digest=sha256)).first():
        return FileCheck(Verdict.OURS, sha256, paper)
    if evidence := _standing().filter(file__digest=sha256).order_by("pk").first():
        if pdf and evidence.kind == SignatureEvidence.Kind.ELSEWHERE and evidence.same_pages is not None:
            return _signed_or_changed(content, sha256)
        found = inspect(content, roots=trust_folder()) if pdf else Inspection()
        return FileCheck(_of_evidence(evidence), sha256, PAPERS.get(pk=evidence.document_id), found.signatures)
    return _signed_or_changed(content, sha256) if pdf else FileCheck(Verdict.NO_PDF, sha256)


def trust_folder() -> Path:
    """Where an installation puts the roots that it trusts for electronic signatures, as PEM or DER."""
    return Path(settings.HOME) / "trust"


def _signed_or_changed(content: bytes, own: str) -> FileCheck:
    lengths: dict[str, int] = {}
    for length, sha256 in origins(content):
        lengths.setdefault(sha256, length)
    paper, base, room = _origin(lengths)
    found = inspect(content, base=base, roots=trust_folder(), room=room)
    if paper is None:
        claimed = PAPERS.filter(code__in=found.keywords).first()
        verdict = Verdict.CLAIMS if claimed else Verdict.UNKNOWN
        return FileCheck(verdict, own, claimed, found.signatures, found.problem)
    return FileCheck(_of_signed(found), own, paper, found.signatures, found.problem, found.covered)


def _of_signed(found: Inspection) -> Verdict:
    if not found.signatures or not (found.same_pages or found.covered):
        return Verdict.CHANGED
    if found.covered:
        return Verdict.COVERED
    if not all(signature.sound for signature in found.signatures):
        return Verdict.UNSOUND
    return Verdict.SIGNED if all(signature.trusted for signature in found.signatures) else Verdict.STRANGER


def _origin(lengths: dict[str, int]) -> tuple[Document | None, int | None, Sequence[int]]:
    """The paper of which a file at the beginning of the content is, that file's length, and its room for a stamp."""
    papers = PAPERS.filter(Q(file__digest__in=lengths) | Q(signable__digest__in=lengths))
    paper = papers.first()
    if paper:
        files = [file for file in (paper.file, paper.signable) if file and file.digest in lengths]
        first = min(files, key=lambda file: lengths[file.digest])
        return paper, lengths[first.digest], paper.room if first == paper.signable else ()
    evidence = _standing().filter(origin_digest__in=lengths).first()
    if evidence is None:
        return None, None, ()
    paper = PAPERS.get(pk=evidence.document_id)
    # Signed here: rendered with room for that, signed and never stored unsigned.
    return paper, lengths[evidence.origin_digest], paper.room


def _of_evidence(evidence: SignatureEvidence) -> Verdict:
    if evidence.kind == SignatureEvidence.Kind.WET_INK:
        return Verdict.SCAN
    return Verdict.SIGNED if evidence.same_pages else Verdict.CHANGED


def _standing() -> QuerySet[SignatureEvidence]:
    return SignatureEvidence.objects.filter(withdrawn_at__isnull=True)
