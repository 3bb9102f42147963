"""Keeping a list as it is, renaming what is kept, deleting it."""

from __future__ import annotations

from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from malaqbiq.kernel.access import Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.ui.audience import View, everyone, theirs
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.selectors import kept_of, own_view, view_opening
from malaqbiq.ui.services import view_change, view_delete, view_save


@everyone
@require_POST
@theirs
def saving(request: PageRequest) -> HttpResponse:
    """The list that a form names, kept under a name."""
    page, query = request.POST.get("list", "")[:64], request.POST.get("query", "")[:2000]
    shared = request.POST.get("shared") == "1"
    try:
        kept = view_save(
            access=request.access, page=page, name=request.POST.get("name", ""), query=query, shared=shared
        )
    except Forbidden:
        raise
    except UserError as error:
        messages.error(request, sentence(error))
        return _to_list(page, kept_of(QueryDict(query)))
    messages.success(request, _("The view is kept."))
    return _to_list(kept.page, kept.query)


@everyone
@require_POST
@theirs
def changing(request: PageRequest, uid: UUID) -> HttpResponse:
    """An own view, renamed; the list opens with it or not."""
    found, opens = own_view(request.access, uid), request.POST.get("opens") == "1"
    try:
        found = view_change(access=request.access, view=uid, name=request.POST.get("name", ""), opens=opens)
        messages.success(request, _("Saved."))
    except UserError as error:
        messages.error(request, sentence(error))
    return _to_list(found.page, found.query)


@everyone
@require_POST
@theirs
def removal(request: PageRequest, uid: UUID) -> HttpResponse:
    """An own view, deleted."""
    page = view_delete(access=request.access, view=uid)
    messages.success(request, _("The view is deleted."))
    return _to_list(page, "")


def opens_as_kept(view: View) -> View:
    """A list that opens with the asker's own view of it, when its address asks for nothing."""

    @wraps(view)
    def answered(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = request.resolver_match.url_name if request.resolver_match else ""
        if page and not set(request.GET) - {"as_of"} and (kept := view_opening(request.access, page)):
            day = f"&as_of={request.day.isoformat()}" if request.is_other_day else ""
            return redirect(f"{reverse(page)}?{kept.query or 'saved=none'}{day}")
        found: HttpResponse = view(request, *args, **kwargs)
        return found

    return answered  # type: ignore[return-value]


def _to_list(page: str, query: str) -> HttpResponseRedirect:
    """A list of ours by its route, so that no form leads elsewhere."""
    return HttpResponseRedirect(f"{reverse(page)}?{query or 'saved=none'}")
