"""Telling a draft's pay anew: what would change for whom, then the button that does it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from malaqbiq.decrees.errors import WrongState
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.pay.services.recalculating import draft_recalculate, recalculation
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest, version_quoted

SHOWN = 300
"""People who are listed; the button counts all."""


@audience(Role.SDM_OFFICER)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def recalculating(request: PageRequest, uid: UUID) -> HttpResponse:
    """Before and after for each whose pay a floor or ceiling changes that became known since the draft was made."""
    if request.method == "POST" and (taken := _taken(request, uid)):
        return taken
    try:
        found = recalculation(access=request.access, decree=uid)
    except WrongState as error:
        messages.error(request, sentence(error))
        return redirect("decree", uid=uid)
    review = f"{reverse('decree-review')}?act=submit&pick={uid}"
    context = {"found": found, "decree": found.decree, "people": found.changed[:SHOWN], "review": review}
    return page(request, "pay/recalculation.html", context)


def _taken(request: PageRequest, uid: UUID) -> HttpResponse | None:
    if not (version := version_quoted(request)):
        raise Http404
    try:
        found = draft_recalculate(access=request.access, decree=uid, version=version)
    except Forbidden:
        raise
    except UserError as error:
        messages.error(request, sentence(error))
        return None
    many = len(found.changed)
    words = ngettext(
        "The pay of %(count)s person was recalculated.", "The pay of %(count)s people was recalculated.", many
    )
    messages.success(request, words % {"count": many})
    return redirect(f"{reverse('decree-review')}?act=submit&pick={uid}")
