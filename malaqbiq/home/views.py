"""Front door pages."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import malaqbiq
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.public import paper_by_code
from malaqbiq.kernel import clock
from malaqbiq.kernel.installation import Unreachable, installation_state

PAPERS = {
    Kind.DECREE: _("decree"),
    Kind.PART: _("decree, with the part of its annex for one work unit"),
    Kind.EXTRACT: _("extract (petikan)"),
    Kind.CONTRACT: _("work agreement (perjanjian kerja)"),
}


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
    }
    return JsonResponse(facts, status=200 if ok else 503)


@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a paper with this code was issued here, and whether it still stands, for anybody."""
    paper = paper_by_code(code)
    context = {"paper": paper, "kind": PAPERS[paper.kind] if paper else "", "is_demo": clock.is_standing()}
    return render(request, "home/verify.html", context, status=200 if paper else 404)
