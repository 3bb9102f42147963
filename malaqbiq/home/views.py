"""Front door pages."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import malaqbiq
from malaqbiq.kernel.installation import Unreachable, installation_state


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
