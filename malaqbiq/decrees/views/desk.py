"""Meja SK: from drafts to signed decrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from malaqbiq.decrees.selectors.decrees import kind_rows
from malaqbiq.decrees.selectors.desk import Card, Pile, Step, cards_of, desk, desk_decrees
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.decrees.services.reviewing import ROLES, Act, decree_blockers
from malaqbiq.decrees.templatetags.decrees import kind_name
from malaqbiq.decrees.views.found import visible
from malaqbiq.kernel.access import Access, Role
from malaqbiq.regulations.rules.rows import DecreeKindRow
from malaqbiq.ui.audience import audience
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, QuerySource, Shown, dated, table, workbook_response


@dataclass(frozen=True, slots=True)
class Looks:
    """How a step looks on the desk: its name, and what is done next, if anything, with the name of that."""

    title: Promise | str
    act: Act | None = None
    verb: Promise | str = ""
    empty: Promise | str = ""


LOOKS = {
    Step.DRAFT: Looks(_("Drafts"), Act.SUBMIT, _("Submit"), _("No draft is waiting.")),
    Step.SUBMITTED: Looks(_("Submitted"), Act.APPROVE, _("Approve"), _("Nothing waits for approval.")),
    Step.APPROVED: Looks(_("Approved"), Act.ISSUE, _("Issue"), _("Nothing waits to be issued.")),
    Step.ISSUED: Looks(_("Issued, unsigned"), None, "", _("No issued decree waits for its signature.")),
    Step.SIGNED: Looks(_("Signed"), None, "", _("No signature is kept here yet.")),
}


@audience(*READERS)
@require_safe
def decrees(request: PageRequest) -> HttpResponse:
    """The desk as a board of columns, or one of its piles as a list."""
    if (step := request.GET.get("step", "")) in set(Step):
        return _pile(request, Step(step))
    names = kind_rows(request.access, request.today)
    columns = [_column(request.access, pile) for pile in desk(request.access)]
    may_draft = request.access.units(Role.SDM_OFFICER) != frozenset()
    context = {"columns": columns, "names": _names(names), "may_draft": may_draft}
    return page(request, "decrees/desk.html", context)


@audience(*READERS)
@require_safe
def hold(request: PageRequest, uid: UUID) -> HttpResponse:
    """What holds a decree up, in a line for its card."""
    decree = visible(request.access, uid)
    blockers = decree_blockers(access=request.access, decree=decree) if not decree.place else ()
    return render(request, "decrees/_hold.html", {"decree": decree, "blockers": blockers})


def _names(rows: Mapping[str, DecreeKindRow]) -> dict[str, str]:
    return {kind: kind_name(row) for kind, row in rows.items()}


def _column(access: Access, pile: Pile) -> dict[str, object]:
    looks = LOOKS[pile.step]
    may = looks.act is not None and access.units(*ROLES[looks.act]) != frozenset()
    return {"pile": pile, "looks": looks, "may": may}


def _pile(request: PageRequest, step: Step) -> HttpResponse:
    looks = LOOKS[step]
    found = desk_decrees(request.access).filter(step=step)
    orders = {"": ("-place", "pk"), "number": ("register", "number_value"), "title": ("title",)}
    shown = table(request.GET, _columns(step), QuerySource(found, orders, cards_of))
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(str(looks.title), request.day), str(looks.title), shown)
    may = looks.act is not None and request.access.units(*ROLES[looks.act]) != frozenset()
    return page(request, "decrees/pile.html", {"table": shown, "step": step, "looks": looks, "may": may})


def _columns(step: Step) -> Sequence[Column[Card]]:
    numbered = step in {Step.ISSUED, Step.SIGNED}
    link = lambda card: Shown(card.decree.title, reverse("decree", args=[card.uid]))  # noqa: E731
    gross = lambda card: card.cost.gross if card.cost else None  # noqa: E731
    return [
        Column("title", _("About"), lambda card: card.decree.title, link, sort=True, width=60),
        Column("number", _("Number"), lambda card: card.decree.number, sort=True, chosen=numbered, width=26),
        Column("date", _("Date"), lambda card: card.decree.decided_on, kind="date", chosen=numbered),
        Column("unit", _("Work unit"), lambda card: card.unit, width=30),
        Column("people", _("People"), lambda card: card.people, kind="whole"),
        Column("year", _("Pay it sets in the budget year"), gross, kind="rupiah"),
        Column("by", _("Submitted by"), lambda card: card.decree.submitted_by, chosen=False),
    ]
