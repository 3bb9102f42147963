"""Handing over: from whom to whom, what would pass, the act, and the papers of those that were made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from malaqbiq.accounts.models import User
from malaqbiq.handover.forms import ChooseForm, HandoverForm
from malaqbiq.handover.models import Handover
from malaqbiq.handover.selectors.made import (
    Made,
    handover_pdf,
    handover_seen,
    handovers_filled,
    handovers_seen,
    items_of,
    part_labels,
)
from malaqbiq.handover.selectors.offers import Offer, offer_of
from malaqbiq.handover.selectors.parties import HANDING, Party, giver_for, givers, taker_among, takers
from malaqbiq.handover.services import HandoverDraft, handover_make
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.downloads import made_response
from malaqbiq.kernel.media import PDF
from malaqbiq.ui.audience import audience, everyone, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, QuerySource, Shown, dated, table, workbook_response

SIZES = ("a4", "f4")


@audience(*HANDING)
@require_safe
@never_cache
def handovers(request: PageRequest) -> HttpResponse:
    """The handovers that one sees, the newest first."""
    orders = {"": ("-dated_on", "-pk"), "day": ("dated_on", "pk")}
    source = QuerySource[Handover, Made](handovers_seen(request.access), orders, handovers_filled)
    found = table(request.GET, _columns(), source)
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(_("Handovers"), request.today), _("Handovers"), found)
    return page(request, "handover/handovers.html", {"table": found})


@audience(*HANDING)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
@never_cache
def new(request: PageRequest) -> HttpResponse:
    """From whom to whom; what would pass between them; and that it passes."""
    asked = request.POST if request.method == "POST" else request.GET
    named, asker = _uid(asked["giver"]) if asked.get("giver") else None, cast("User", request.user)
    giver = giver_for(request.access, named, request.today, asker=asker)
    successors = takers(giver, request.today)
    context: dict[str, Any] = {"giver": giver, "choose": _choosing(request, giver, successors, asked.get("taker", ""))}
    context["is_own"] = giver.access.actor == request.access.actor
    if not asked.get("taker"):
        return page(request, "handover/new.html", context)
    taker = taker_among(request.access, successors, _uid(asked["taker"]), request.today)
    offer = offer_of(request.access, giver=giver, taker=taker)
    data = request.POST if request.method == "POST" else None
    form = HandoverForm(data, is_own=offer.is_own, initial={"dated_on": request.today})
    if data and form.is_valid():
        made = _made(request, offer, form)
        if made is not None:
            return redirect("handover-made", uid=made.uid)
        offer = offer_of(request.access, giver=giver, taker=taker)
    shown = {**context, **_review(request, offer, form)}
    return page(request, "handover/new.html", shown, status=422 if form.errors else 200)


@everyone
@require_safe
@theirs
@never_cache
def made(request: PageRequest, uid: UUID) -> HttpResponse:
    """A handover: what passed, and its berita acara."""
    found = handover_seen(request.access, uid)
    labels = part_labels()
    items = [(labels.get(item.part, item.part), item) for item in items_of(found)]
    may_return = request.access.actor == found.taker and not request.is_other_day
    context = {"found": found, "items": items, "sizes": SIZES, "may_return": may_return}
    return page(request, "handover/made.html", context)


@everyone
@require_safe
@theirs
def paper(request: PageRequest, uid: UUID) -> HttpResponse:
    """The berita acara as PDF, on A4 or F4."""
    found = handover_seen(request.access, uid)
    size = request.GET.get("size", "")
    content = handover_pdf(request.access, found, size=size if size in SIZES else SIZES[0])
    return made_response(content, f"Berita Acara Serah Terima {found.dated_on:%Y-%m-%d}", PDF)


def _choosing(request: PageRequest, giver: Party, successors: Sequence[User], taker: str) -> ChooseForm:
    own = request.access.actor
    return ChooseForm(
        own=own,
        givers=givers(request.access, request.today),
        takers=[user for user in successors if str(user.uid) != own],
        initial={"giver": giver.access.actor, "taker": taker},
    )


def _made(request: PageRequest, offer: Offer, form: HandoverForm) -> Handover | None:
    draft = HandoverDraft(
        giver=None if offer.is_own else offer.giver.user.uid,
        taker=offer.taker.user.uid,
        parts=request.POST.getlist("part"),
        digest=request.POST.get("digest", ""),
        **form.cleaned_data,
    )
    found: Handover | None = None
    with errors_told(form):
        found = handover_make(access=request.access, draft=draft)
        messages.success(request, _("It is handed over to %(name)s.") % {"name": found.taker_name})
    return found


def _review(request: PageRequest, offer: Offer, form: HandoverForm) -> dict[str, Any]:
    marked = set(request.POST.getlist("part")) if request.method == "POST" else {part.key for part in offer.parts}
    administers = request.access.covers(offer.taker.units[0], Role.ADMINISTRATOR) if offer.taker.units else False
    return {
        "offer": offer,
        "form": form,
        "parts": [(part, part.key in marked) for part in offer.parts],
        "taker_address": reverse("user", args=[offer.taker.user.uid]) if administers else "",
    }


def _columns() -> list[Column[Made]]:
    return [
        Column("day", _("Date"), lambda one: one.handover.dated_on, show=_day, kind="date", sort=True),
        Column("from", _("Giver"), lambda one: one.handover.giver_name, width=30),
        Column("to", _("Successor"), lambda one: one.handover.taker_name, width=30),
        Column("what", _("What passed"), _counts, width=50),
        Column("unit", _("Work unit"), lambda one: one.handover.work_unit.name, width=30),
    ]


def _day(one: Made) -> Shown:
    return Shown(date_format(one.handover.dated_on, "j M Y"), reverse("handover-made", args=[one.uid]))


def _counts(one: Made) -> str:
    return " · ".join(f"{label}: {many}" for label, many in one.counts)


def _uid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None
