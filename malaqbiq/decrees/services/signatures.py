"""Evidence that a paper was signed: a scan of wet ink, a file signed elsewhere, or a signature made here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from malaqbiq.decrees.documents.certificates import KeyRefused, certificate_read, common_name, may_sign, password_read
from malaqbiq.decrees.documents.farm import Farm, WorkersRefused, workers_for
from malaqbiq.decrees.documents.inspection import Inspection, inspect, origins
from malaqbiq.decrees.documents.jobs import Done
from malaqbiq.decrees.errors import SignatureDayRefused, SignatureRefused
from malaqbiq.decrees.models import Decree, Document, SignatureEvidence
from malaqbiq.decrees.rules.naming import is_named_alike
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.documents import documents_visible
from malaqbiq.decrees.selectors.file_check import trust_folder
from malaqbiq.decrees.selectors.sheets import Sheets, orders
from malaqbiq.decrees.services.documents import BATCH, leave_outdated, new_file
from malaqbiq.decrees.services.sealing import documents_seal
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.blobs import BlobDamaged
from malaqbiq.kernel.files import LIMIT, file_read, file_store, files_store
from malaqbiq.kernel.media import PDF, SCANS, media_checked
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.progress import SILENT, Progress, batches
from malaqbiq.kernel.words import Words, gettext_noop

HERE = SignatureEvidence.Kind.HERE


@dataclass(frozen=True, slots=True)
class Signing:
    """What signing did: papers that are signed now, and papers that failed and why."""

    signed: int
    failed: tuple[tuple[UUID, str], ...]


@transaction.atomic
def scan_attach(
    *,
    access: Access,
    document: UUID,
    content: bytes,
    name: str,
    signer: str,
    signed_on: date | None,
    fewer: bool = False,
) -> SignatureEvidence:
    """The scan (PDF, PNG or JPEG) of the paper signed in ink, as evidence. FileRefused if it isn't a sound scan;
    SignatureDayRefused for a day ahead, or before the one that the paper bears.

    `fewer`: whoever attaches it knows that pages are missing (see `scan_pages`), which the log then tells.
    """
    paper = _paper(access, document)
    if signed_on is not None:
        _refuse_day(paper.decree, signed_on)
    file = file_store(
        access=access,
        content=content,
        name=name,
        unit_code=paper.unit_code,
        subject_uid=paper.uid,
        allowed=SCANS,
    )
    evidence = SignatureEvidence(kind=SignatureEvidence.Kind.WET_INK, file=file, signer=signer, signed_on=signed_on)
    return _recorded(access, paper, evidence, **({"fewer": True} if fewer else {}))


def _refuse_day(decree: Decree, signed_on: date) -> None:
    if signed_on > clock.today(decree.office.zone):
        words = gettext_noop("nobody has signed on %(day)s yet: that day lies ahead")
        raise SignatureDayRefused(Words(words, {"day": signed_on}), LOOK_AGAIN)
    if decree.decided_on and signed_on < decree.decided_on:
        words = gettext_noop("nobody signed this paper before %(day)s, the day that it bears")
        raise SignatureDayRefused(Words(words, {"day": decree.decided_on}), LOOK_AGAIN)


LOOK_AGAIN = gettext_noop("look at the day again, or leave it empty")


def scan_pages(*, access: Access, document: UUID, content: bytes) -> tuple[int | None, int | None]:
    """How many pages a scan has, and how many the paper has that it is a scan of; None where that can't be told.

    Read only. FileRefused if it isn't a sound scan.
    """
    paper = _paper(access, document)
    media = media_checked(content, SCANS, LIMIT)
    found = inspect(content).pages if media == PDF else 1
    try:
        return found, inspect(file_read(file=paper.file)).pages if paper.file else None
    except BlobDamaged:  # the paper's own page tells of it; a scan is evidence all the same
        return found, None


def signed_file_attach(*, access: Access, document: UUID, content: bytes, name: str) -> SignatureEvidence:
    """The PDF that was signed elsewhere, as evidence, with what was found in it.

    Kept even if something speaks against it, which is then told: `same_pages` False or None, `sound` False.
    SignatureRefused if it holds no signature at all; FileRefused if it is no PDF.
    """
    paper = _paper(access, document)
    media_checked(content, (PDF,), LIMIT)
    # Looked into before the transaction: nobody else should wait for it.
    length, origin = _origin(paper, content)
    room = paper.room if paper.file is None or origin != paper.file.digest else ()
    found = inspect(content, base=length, roots=trust_folder(), room=room)
    if not found.signatures:
        raise SignatureRefused(
            gettext_noop("there is no electronic signature in this file"),
            gettext_noop("attach it as a scan, or download the signed file again from where it was signed"),
        )
    with transaction.atomic():
        file = file_store(
            access=access,
            content=content,
            name=name,
            unit_code=paper.unit_code,
            subject_uid=paper.uid,
            allowed=(PDF,),
        )
        return _recorded(access, paper, _of_file(found, file, origin))


@transaction.atomic
def evidence_withdraw(*, access: Access, evidence: UUID, reason: str) -> SignatureEvidence:
    """The evidence, withdrawn: it was attached to the wrong paper, say. It stays to be seen, with the reason."""
    found = SignatureEvidence.objects.select_for_update(of=("self",)).select_related("document").get(uid=evidence)
    paper = _paper(access, found.document.uid)
    if not reason.strip():
        raise SignatureRefused(gettext_noop("say why it is withdrawn"))
    if found.withdrawn_at is None:
        found.withdrawn_by, found.withdrawn_at, found.reason = access.actor, clock.now(), reason
        found.save(update_fields=["withdrawn_by", "withdrawn_at", "reason"])
        activity_record(
            access=access, action="decrees.evidence_withdraw", unit_code=paper.unit_code, subject_uid=found.uid
        )
    return found


def documents_sign(
    *,
    access: Access,
    documents: Collection[UUID],
    workers: int | None = None,
    progress: Progress = SILENT,
) -> Signing:
    """Each paper signed here with the installation's key (PAdES), its stamp where the block of signature leaves room.

    Batch by batch, like rendering; a paper that is signed here already is left alone. SignatureRefused without a key
    that may sign now; a signature against which something speaks is not kept, its paper among those that failed.
    """
    waiting = papers_to_sign(access=access, documents=documents)
    progress.stage(gettext_noop("signatures"), len(waiting))
    signed, failed = 0, []
    try:
        with Farm(orders(sign=True), workers or workers_for(len(waiting))) as farm:
            for batch in batches(waiting, BATCH):
                sheets = Sheets(batch)
                done = list(farm.run([sheets.job(paper, sign=True) for paper in batch]))
                signed += _record_here(access, batch, sheets, done)
                failed += [(paper.uid, item.error) for paper, item in zip(batch, done, strict=True) if item.error]
                progress.advance(len(batch))
    except WorkersRefused as error:
        raise SignatureRefused(error.words, error.remedy) from error
    return Signing(signed, tuple(failed))


def _paper(access: Access, document: UUID) -> Document:
    paper = documents_visible(access).get(uid=document)
    access.require(paper.unit_code, Role.SDM_OFFICER, Role.SECRETARY)
    if paper.decree.state != Decree.State.ISSUED or paper.erased_at:
        raise SignatureRefused(gettext_noop("this paper is not there to be signed"))
    return paper


def key_require() -> str:
    """Whom the installation's key names; SignatureRefused unless it may sign now: valid on the day, and for signing."""
    if not settings.P12:
        raise SignatureRefused(gettext_noop("there is no key to sign with"), gettext_noop("set MALAQBIQ_P12"))
    try:
        certificate = certificate_read(Path(settings.P12), password_read(settings.P12_PASSWORD_FILE))
        may_sign(certificate, clock.real_now())
    except KeyRefused as error:
        raise SignatureRefused(error.words, error.remedy) from error
    return common_name(certificate)


def papers_to_sign(*, access: Access, documents: Collection[UUID]) -> list[Document]:
    """Those of the papers that aren't signed here yet, all to be signed by whom the installation's key names.

    SignatureRefused without a key that may sign now, and for a paper that names somebody else; Forbidden unless the
    asker is secretary of who signs each: of the decree's office, of a work agreement of the unit that pays.
    """
    holder = key_require()
    here = SignatureEvidence.objects.filter(kind=HERE, withdrawn_at__isnull=True)
    wanted = documents_visible(access).filter(uid__in=documents, erased_at__isnull=True)
    papers = list(wanted.exclude(pk__in=here.values("document")))
    for code in {paper.unit_code if paper.kind == Kind.CONTRACT else paper.decree.office.code for paper in papers}:
        # The key is an official's own hand: only his office signs with it.
        access.require(code, Role.SECRETARY)
    for batch in batches(papers, BATCH):
        sheets = Sheets(batch)
        for paper in batch:
            _require_own(holder, sheets.signer(paper))
    return papers


def _require_own(holder: str, signer: str) -> None:
    """SignatureRefused if a paper names another than whom the key's certificate names."""
    if signer and not is_named_alike(holder, signer):
        words = Words(
            gettext_noop("the certificate is that of %(holder)s, but the paper is to be signed by %(signer)s"),
            {"holder": holder, "signer": signer},
        )
        raise SignatureRefused(
            words, gettext_noop("have it signed with the own key of who is named; nothing was signed")
        )


@transaction.atomic
def _record_here(access: Access, papers: Sequence[Document], sheets: Sheets, done: Sequence[Done]) -> int:
    # Locked and looked at again, so that two who sign at once leave one signature.
    keys = [paper.pk for paper in papers]
    list(Document.objects.select_for_update().filter(pk__in=keys).values_list("pk", flat=True))
    taken = set(
        SignatureEvidence.objects.filter(document__in=keys, kind=HERE, withdrawn_at__isnull=True).values_list(
            "document_id", flat=True
        )
    )
    taken |= leave_outdated(sheets, papers, done)
    ready = [(p, item) for p, item in zip(papers, done, strict=True) if item.blob and p.pk not in taken]
    files = files_store(files=[new_file(paper=paper, done=item) for paper, item in ready])
    rows = [
        SignatureEvidence(
            document=paper,
            kind=HERE,
            file=file,
            signer=item.signer[:200],
            signed_on=clock.today(paper.decree.office.zone),
            origin_digest=item.origin,
            same_pages=True,
            sound=item.sound,
            recorded_by=access.actor,
            recorded_at=clock.now(),
        )
        for (paper, item), file in zip(ready, files, strict=True)
    ]
    SignatureEvidence.objects.bulk_create(rows, batch_size=500)
    rooms = {paper.pk: list(item.room) for paper, item in ready}
    documents_seal(Document.objects.filter(pk__in=rooms), rooms)
    activity_record(access=access, action="decrees.documents_sign", detail={"documents": len(rows)})
    return len(rows)


def _origin(paper: Document, content: bytes) -> tuple[int | None, str]:
    """Length and digest of our own file at the beginning of a signed one, if it is there."""
    ours = {file.digest for file in (paper.signable, paper.file) if file}
    return next(((length, sha256) for length, sha256 in origins(content) if sha256 in ours), (None, ""))


def _of_file(found: Inspection, file: StoredFile, origin: str) -> SignatureEvidence:
    last = found.signatures[-1]
    return SignatureEvidence(
        kind=SignatureEvidence.Kind.ELSEWHERE,
        file=file,
        signer=last.signer,
        signed_on=datetime.fromisoformat(last.signed_at).date() if last.signed_at else None,
        issuer=last.issuer,
        serial=last.serial[:64],
        origin_digest=origin,
        same_pages=found.same_pages,
        sound=all(item.sound for item in found.signatures),
        trusted=all(item.trusted for item in found.signatures),
    )


def _recorded(access: Access, paper: Document, evidence: SignatureEvidence, **more: bool) -> SignatureEvidence:
    evidence.document, evidence.recorded_by, evidence.recorded_at = paper, access.actor, clock.now()
    evidence.save()
    activity_record(
        access=access,
        action="decrees.evidence",
        unit_code=paper.unit_code,
        subject_uid=paper.uid,
        detail={"kind": evidence.kind, "sound": evidence.sound, "same_pages": evidence.same_pages, **more},
    )
    return evidence
