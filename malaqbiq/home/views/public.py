"""What anybody may open: whether the server is well, and whether a paper is ours."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.core.files.uploadedfile import UploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

import malaqbiq
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.file_check import Verdict, file_check
from malaqbiq.decrees.selectors.public import PublicPaper, paper_by_code, public_paper
from malaqbiq.home import verdicts
from malaqbiq.home.selectors.jobs import queue_facts
from malaqbiq.kernel import clock
from malaqbiq.kernel.installation import Unreachable, installation_state
from malaqbiq.kernel.media import MEBIBYTE
from malaqbiq.kernel.throttle import allowed
from malaqbiq.ui.audience import public

PAPERS = {
    Kind.DECREE: _("decree"),
    Kind.PART: _("decree, with the part of its annex for one work unit"),
    Kind.EXTRACT: _("extract (petikan)"),
    Kind.CONTRACT: _("work agreement (perjanjian kerja)"),
    Kind.COPY: _("certified copy (salinan)"),
}

FILE_LIMIT = 10 * MEBIBYTE
ENVELOPE = 64 * 1024
"""What a form puts around a file."""
EXACT = {Verdict.OURS, Verdict.SCAN, Verdict.SIGNED}
"""Findings by which the file says what was issued."""


@public
@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """For whoever watches the server: 200 while all is well, 503 with the same facts while it is not."""
    try:
        state = installation_state()
    except Unreachable:
        state = None
    ok = state is not None and state.ready
    facts = {
        "ok": ok,
        "database": {"vendor": connection.vendor, "reachable": state is not None},
        "release": malaqbiq.__version__,
        "installation": state.installation.kind if state and state.installation else None,
        "pending_migrations": state.pending if state else None,
        "background": queue_facts() if ok else None,
    }
    return JsonResponse(facts, status=200 if ok else 503)


@public
@require_safe
@never_cache
def front(request: HttpRequest) -> HttpResponse:
    """The front door: to work, by way of the sign-in page, which leads on to what anybody may do: check a paper."""
    return redirect("today" if request.user.is_authenticated else "account_login")


@public
@require_safe
@never_cache
def verify_slash(request: HttpRequest) -> HttpResponse:
    """An address with a stroke too many."""
    return redirect("verify-start")


@public
@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a paper with this code was issued here, and whether it still stands, for anybody."""
    paper = paper_by_code(code)
    context = {**_paper(paper), "code": code} if paper else {"finding": verdicts.NO_PAPER, "code": code}
    return _public(request, "home/verify.html", context, status=200 if paper else 404)


@public
@require_safe
@never_cache
def verify_start(request: HttpRequest) -> HttpResponse:
    """Where a code is typed or a file chosen; a typed code leads to its page, what is none to the page that says so."""
    # Whoever scans or copies the QR code has the whole address: its last part is the code.
    if code := request.GET.get("code", "").strip().rstrip("/").rpartition("/")[2][:40]:
        # Only a code of ours goes into an address: anything at all may have been typed.
        paper = paper_by_code(code)
        return redirect("verify", code=paper.code) if paper else verify(request, code)
    return _public(request, "home/verify_start.html", {})


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def verify_file(request: HttpRequest) -> HttpResponse:
    """What a file is to the register. It changes nothing and knows nobody, so it needs no token; it bounds itself."""
    if request.method != "POST":
        return _public(request, "home/verify_start.html", {})
    upload = _upload(request)
    if isinstance(upload, tuple):
        return _refused(request, *upload)
    found = file_check(upload.read())
    paper = public_paper(found.document) if found.document else None
    context: dict[str, Any] = {"check": found, "finding": verdicts.said_of_file(found), "exact": found.verdict in EXACT}
    if paper:
        context |= _paper(paper)
        context["standing"] = context["standing"] if context["exact"] else verdicts.said_beside(context["standing"])
    return _public(request, "home/verify_file.html", context)


def _upload(request: HttpRequest) -> UploadedFile[bytes] | tuple[verdicts.Finding, int]:
    """The file that came with the form, or why none is looked at."""
    if not _may_check(request):
        return verdicts.TOO_OFTEN, 429
    if _length(request) > FILE_LIMIT + ENVELOPE:
        return verdicts.TOO_BIG, 413
    upload = request.FILES.get("file") if _length(request) else None
    if upload is None or upload.size is None:
        return verdicts.NO_FILE, 400
    if upload.size > FILE_LIMIT:
        return verdicts.TOO_BIG, 413
    return upload if upload.size else (verdicts.EMPTY, 400)


def _paper(paper: PublicPaper) -> dict[str, Any]:
    return {"paper": paper, "kind": PAPERS[paper.kind], "standing": verdicts.STANDINGS[paper.standing]}


def _refused(request: HttpRequest, finding: verdicts.Finding, status: int) -> HttpResponse:
    return _public(request, "home/verify_refused.html", {"finding": finding}, status=status)


def _may_check(request: HttpRequest) -> bool:
    """Reading a file costs a second of a core: a few a minute for each address, and not too many in all."""
    # As signing in finds it: behind a proxy all readers would share one address.
    address = get_adapter(request).get_client_ip(request)
    return allowed("verify-file", address, times=10, seconds=60) and allowed("verify-file", "all", 60, 60)


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdigit() else 0


def _public(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {**context, "is_demo": clock.is_standing()}, status=status)
