"""Files of papers, and what proves that they were signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.decrees.errors import SignatureDayRefused
from malaqbiq.decrees.forms import ScanForm, SignedFileForm, WithdrawalForm
from malaqbiq.decrees.models import Decree, Document, SignatureEvidence
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.decree_page import batch_papers
from malaqbiq.decrees.selectors.desk import Step, desk_decrees
from malaqbiq.decrees.selectors.documents import next_unsigned
from malaqbiq.decrees.selectors.sheets import signer_named
from malaqbiq.decrees.services.documents import (
    NAMES,
    document_make_signable,
    document_open,
    evidence_open,
    personal_print,
)
from malaqbiq.decrees.services.queueing import papers_enqueue, signatures_enqueue
from malaqbiq.decrees.services.signatures import (
    documents_sign,
    evidence_withdraw,
    scan_attach,
    scan_pages,
    signed_file_attach,
)
from malaqbiq.decrees.views.found import MOST, bound_kind, paper, picked
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.downloads import file_response, made_response
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import file_read
from malaqbiq.kernel.media import PDF
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.speech import sentence
from malaqbiq.ui.audience import audience, everyone
from malaqbiq.ui.pages import back_to, done, page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.track import Stage, offer

KEEPERS = (Role.SDM_OFFICER, Role.SECRETARY)
"""Who makes an office's papers."""


@audience(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: PageRequest) -> HttpResponse:
    """The papers of the decrees that are named (of those not signed yet, if none is): made, printed, to be signed."""
    named = (request.POST if request.method == "POST" else request.GET).getlist("pick")
    decrees = _issued(request.access, named)
    if request.method == "POST" and named and decrees:
        try:
            job = papers_enqueue(access=request.access, decrees=[item.uid for item in decrees])
        except Forbidden:
            raise Http404 from None
        return redirect("job", uid=job.uid)
    onward = offer(request.access, Stage.MONTH, [item.uid for item in decrees])
    batches = batch_papers(request.access, decrees)
    context = {
        "batches": batches,
        "is_named": bool(named),
        "picks": [item.uid for item in decrees],
        "onward": onward if decrees else None,
        "missing": sum(item.total - item.made for item in batches),
        "unmade": sum(item.made < item.total or not item.total for item in batches),
        "has_unprepared": not all(item.total for item in batches),
        "extracts": sum(item.extracts for item in batches),
        "agreements": sum(item.agreements for item in batches),
        "is_ours": all(request.access.covers(item.office.code, *KEEPERS) for item in decrees),
        "can_sign": bool(settings.P12)
        and all(request.access.covers(item.office.code, Role.SECRETARY) for item in decrees),
    }
    return page(request, "decrees/batch.html", context)


@audience(*KEEPERS)
@require_POST
def printed(request: PageRequest) -> HttpResponse:
    """All petikan of the named decrees, or all their work agreements, as one file to print."""
    kind = bound_kind(request)
    decrees = [item.uid for item in _issued(request.access, request.POST.getlist("pick"))]
    try:
        content = personal_print(access=request.access, decrees=decrees, kind=kind)
    except Document.DoesNotExist:
        raise Http404 from None
    except UserError as error:
        messages.error(request, sentence(error))
        return redirect(f"{reverse('decree-papers')}?{urlencode([('pick', uid) for uid in decrees])}")
    return made_response(content, f"{NAMES[kind]} {len(decrees)} SK", PDF)


@everyone
@require_GET
def file(request: PageRequest, uid: UUID) -> HttpResponse:
    """A paper's file, signed if it is; whoever reads another's personal paper is written down."""
    try:
        found, content = document_open(access=request.access, document=uid)
    except (Document.DoesNotExist, StoredFile.DoesNotExist):
        raise Http404 from None
    return file_response(found, content)


@audience(*KEEPERS)
@require_POST
def signable(request: PageRequest, uid: UUID) -> HttpResponse:
    """The paper with room for an electronic signature, to be signed elsewhere."""
    found = _to_sign(request, uid)
    try:
        made = document_make_signable(access=request.access, document=found.uid)
    except UserError as error:
        messages.error(request, sentence(error))
        return redirect("paper-signature", uid=uid)
    return file_response(made, file_read(file=made))


@audience(*KEEPERS)
@require_safe
def signature(request: PageRequest, uid: UUID) -> HttpResponse:
    """The three ways to sign a paper."""
    return _signature(request, _to_sign(request, uid))


@audience(*KEEPERS)
@require_POST
def scan(request: PageRequest, uid: UUID) -> HttpResponse:
    """A scan of the paper signed in ink, as evidence."""
    found = _to_sign(request, uid)
    form = ScanForm(request.POST, request.FILES)
    if form.is_valid() and not _pages_missing(request, found, form):
        said_of = {key: form.cleaned_data[key] for key in ("signer", "signed_on", "fewer")}
        if response := _attached(request, found, form, scan_attach, **said_of):
            return response
    return _signature(request, found, scan=form, status=422)


@audience(*KEEPERS)
@require_POST
def signed_file(request: PageRequest, uid: UUID) -> HttpResponse:
    """The PDF that was signed elsewhere, as evidence."""
    found = _to_sign(request, uid)
    form = SignedFileForm(request.POST, request.FILES)
    if form.is_valid() and (response := _attached(request, found, form, signed_file_attach)):
        return response
    return _signature(request, found, signed=form, status=422)


@audience(Role.SECRETARY)
@require_POST
def signed_here(request: PageRequest) -> HttpResponse:
    """Papers, signed with the installation's key: a single one at once, named decrees in the background."""
    decrees = picked(request.access, request.POST.getlist("pick"))
    papers = [paper(request.access, item) for item in _uids(request.POST.getlist("paper"))]
    wanted = [item.uid for item in papers]
    try:
        if whole := _whole(request, decrees):
            return redirect("job", uid=signatures_enqueue(access=request.access, documents=[*wanted, *whole]).uid)
        signed = documents_sign(access=request.access, documents=wanted)
    except Forbidden:
        raise Http404 from None
    except UserError as error:
        messages.error(request, sentence(error))
    else:
        told = ngettext("%(count)s paper was signed.", "%(count)s papers were signed.", signed.signed)
        onward = offer(request.access, Stage.MONTH, dict.fromkeys(item.decree.uid for item in papers))
        done(request, told % {"count": signed.signed}, onward)
    return back_to(request, reverse("decrees"))


@audience(Role.SDM_OFFICER, Role.SECRETARY, Role.ADMINISTRATOR, Role.AUDITOR)
@require_GET
def evidence_file(request: PageRequest, uid: UUID, evidence: UUID) -> HttpResponse:
    """What was attached as evidence, as it is kept."""
    try:
        kept, content = evidence_open(access=request.access, document=uid, evidence=evidence)
    except ObjectDoesNotExist:
        raise Http404 from None
    return file_response(kept, content)


@audience(*KEEPERS)
@require_POST
def withdrawal(request: PageRequest, uid: UUID, evidence: UUID) -> HttpResponse:
    """Evidence, withdrawn with a reason."""
    found = _to_sign(request, uid)
    _evidence(request, uid, evidence)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _signature(request, found, withdrawal=form, status=422)
    try:
        evidence_withdraw(access=request.access, evidence=evidence, reason=form.cleaned_data["reason"])
    except Forbidden:
        raise Http404 from None
    messages.success(request, _("The evidence is withdrawn; it stays to be seen, with the reason."))
    return redirect("paper-signature", uid=uid)


def _issued(access: Access, named: list[str]) -> list[Decree]:
    waiting = desk_decrees(access).filter(step=Step.ISSUED).order_by("-place")[:MOST]
    found = sorted(picked(access, named), key=lambda item: item.place or 0) if named else waiting
    return [item for item in found if item.state == Decree.State.ISSUED]


def _to_sign(request: PageRequest, uid: UUID) -> Document:
    found = paper(request.access, uid)
    if not request.access.covers(found.unit_code, *KEEPERS):
        raise Http404
    return found


def _evidence(request: PageRequest, uid: UUID, evidence: UUID) -> SignatureEvidence:
    try:
        return paper(request.access, uid).evidence.select_related("file").get(uid=evidence)
    except ObjectDoesNotExist:
        raise Http404 from None


def _pages_missing(request: PageRequest, found: Document, form: ScanForm) -> bool:
    """Whether the scan has fewer pages than the paper and nobody confirmed it: said in the form."""
    upload = form.cleaned_data["file"]
    if form.cleaned_data["fewer"]:
        return False
    try:
        pages, expected = scan_pages(access=request.access, document=found.uid, content=upload.read())
    except UserError as error:
        form.add_error("file", sentence(error))
        return True
    upload.seek(0)
    # A file of which no page can be read shows nobody a signature either.
    if expected is None or (pages or 0) >= expected:
        return False
    form.doubt(pages, expected)
    return True


def _attached(
    request: PageRequest, found: Document, form: Any, attach: Callable[..., SignatureEvidence], **said_of: Any
) -> HttpResponse | None:
    upload = form.cleaned_data["file"]
    try:
        attach(access=request.access, document=found.uid, content=upload.read(), name=upload.name or "", **said_of)
    except UserError as error:
        form.add_error("signed_on" if isinstance(error, SignatureDayRefused) else "file", sentence(error))
        return None
    done(request, _("The evidence of the signature is kept."), offer(request.access, Stage.MONTH, [found.decree.uid]))
    return redirect("paper-signature", uid=found.uid)


def _signature(
    request: PageRequest,
    found: Document,
    *,
    scan: ScanForm | None = None,
    signed: SignedFileForm | None = None,
    withdrawal: WithdrawalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    evidence = list(found.evidence.select_related("file").order_by("recorded_at"))
    context = {
        "paper": found,
        "decree": found.decree,
        "evidence": evidence,
        "actors": actor_names([item.recorded_by for item in evidence]),
        "next": next_unsigned(request.access, found.decree) if found.kind == Kind.DECREE else None,
        "is_decree": found.kind == Kind.DECREE,
        "is_kept": any(item.withdrawn_at is None for item in evidence),
        "is_refused": status != 200,
        "scan": scan or ScanForm(initial={"signer": signer_named(found)}),
        "signed": signed or SignedFileForm(),
        "withdrawal": withdrawal or WithdrawalForm(),
        "key": bool(settings.P12) and request.access.covers(found.decree.office.code, Role.SECRETARY),
    }
    return page(request, "decrees/signature.html", context, status=status)


def _whole(request: PageRequest, decrees: list[Decree]) -> list[UUID]:
    return [
        found.uid
        for item in decrees
        for found in item.documents.filter(kind=Kind.DECREE, unit_code__gt="").only("uid")
        if request.access.covers(item.office.code, Role.SECRETARY)
    ]


def _uids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Http404 from None
