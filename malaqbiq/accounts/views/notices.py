"""One's own notices: the bell's number, the list, opening one, reading some or all."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from malaqbiq.accounts.selectors import notice_page
from malaqbiq.accounts.services import notice_open, notices_read
from malaqbiq.ui.audience import everyone, theirs
from malaqbiq.ui.pages import back_to, page
from malaqbiq.ui.requests import PageRequest

UNREAD = "unread"


@everyone
@require_safe
@never_cache
def listed(request: PageRequest) -> HttpResponse:
    """What one was told, newest first; unread alone by ``?view=unread``."""
    unread = request.GET.get("view") == UNREAD
    before = request.GET.get("before", "")
    found = notice_page(request.access, unread=unread, before=int(before[:18]) if before.isdecimal() else None)
    return page(request, "accounts/notices.html", {"found": found, "only_unread": unread})


@everyone
@require_safe
@never_cache
def bell(request: PageRequest) -> HttpResponse:
    """The bell alone, for a page that stands open."""
    return render(request, "ui/_bell.html")


@everyone
@theirs
@require_POST
def opening(request: PageRequest, uid: UUID) -> HttpResponse:
    """To where a notice leads; it counts as read."""
    return redirect(notice_open(access=request.access, notice=uid))


@everyone
@require_POST
def reading(request: PageRequest) -> HttpResponse:
    """The named notices, those about one subject, or all without either, as read."""
    named = [_uid(text) for text in request.POST.getlist("notice")]
    subject = _uid(request.POST["subject"]) if "subject" in request.POST else None
    count = notices_read(access=request.access, notices=named or None, subject=subject)
    if subject:
        return HttpResponse(status=204)
    if not named:
        told = ngettext("%(count)s notice is marked as read.", "%(count)s notices are marked as read.", count)
        messages.success(request, told % {"count": count} if count else _("Everything was read already."))
    return back_to(request, "/notices")


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
