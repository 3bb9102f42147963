"""A decree: what it changes, its text, its papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.decrees.errors import PaperRefused
from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.registry import composers
from malaqbiq.decrees.rules.papers.pages import Kind, Page
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.changes import ChangeLine, LineSource
from malaqbiq.decrees.selectors.decree_page import issued_page, mendings, papers_of, personal_papers
from malaqbiq.decrees.selectors.decrees import entries_visible, may
from malaqbiq.decrees.selectors.documents import READERS, personal_visible
from malaqbiq.decrees.selectors.drafts import draft_paper, draft_pdf, draft_word
from malaqbiq.decrees.selectors.hands import Hands, hands_of
from malaqbiq.decrees.services.copies import copy_make
from malaqbiq.decrees.services.documents import documents_render, personal_bind
from malaqbiq.decrees.services.drafting import decree_discard
from malaqbiq.decrees.services.queueing import bound_enqueue, papers_enqueue
from malaqbiq.decrees.views.found import bound_kind, visible
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.downloads import file_response, made_response
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import file_read
from malaqbiq.kernel.media import DOCX, PDF
from malaqbiq.kernel.reading import reading_once
from malaqbiq.kernel.speech import sentence
from malaqbiq.ui.audience import audience, everyone
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest, text_typed, version_quoted
from malaqbiq.ui.tables import Column, table, workbook_response

BOUND_AT_ONCE = 40
"""Papers that are bound while somebody waits for them: about two seconds."""
LINES = 40
"""Lines of an annex that the preview shows."""


@everyone
@require_safe
def decree(request: PageRequest, uid: UUID) -> HttpResponse:
    """What it changes, line by line."""
    found = visible(request.access, uid)
    entries = entries_visible(request.access, found)
    lines = table(request.GET, _columns(), LineSource(found, entries))
    if request.GET.get("format") == "xlsx":
        return workbook_response(found.number.replace("/", "-") or str(_("Draft")), found.title, lines)
    people = {line.person for line in lines.items if line.person}
    own = personal_papers(request.access, found, people) if found.state == Decree.State.ISSUED else {}
    context = {"table": lines, "own": own, "mendings": mendings(found, entries)}
    return page(request, "decrees/decree.html", {**_head(request, found, "decree"), **context})


@everyone
@require_safe
def text(request: PageRequest, uid: UUID) -> HttpResponse:
    """Menimbang, Mengingat, the dictums and the annex, as on paper."""
    found = visible(request.access, uid)
    sheet, gaps, error = sheet_of(request.access, found)
    context = {"sheet": sheet, "gaps": gaps, "error": error}
    return page(request, "decrees/text.html", {**_head(request, found, "decree-text"), **context})


@everyone
@require_safe
def papers(request: PageRequest, uid: UUID) -> HttpResponse:
    """The papers with their files, codes and evidence of signatures."""
    found = visible(request.access, uid)
    held = papers_of(request.access, found)
    recorders = [item.recorded_by for items in held.evidence.values() for item in items]
    head = _head(request, found, "decree-papers-of", recorders)
    return page(request, "decrees/papers.html", {**head, "papers": held})


@audience(Role.SDM_OFFICER, Role.SECRETARY)
@require_POST
def files(request: PageRequest, uid: UUID) -> HttpResponse:
    """Papers that have no file yet get one, in the background."""
    found = visible(request.access, uid)
    if not may(request.access, found, Role.SDM_OFFICER, Role.SECRETARY):
        raise Http404
    return redirect("job", uid=papers_enqueue(access=request.access, decrees=[found.uid]).uid)


@audience(Role.SDM_OFFICER, Role.SECRETARY)
@require_POST
def copies(request: PageRequest, uid: UUID) -> HttpResponse:
    """The salinan that the office gives out, made if it isn't there yet."""
    found = visible(request.access, uid)
    if found.state != Decree.State.ISSUED or not may(request.access, found, Role.SDM_OFFICER, Role.SECRETARY):
        raise Http404
    try:
        copy_make(access=request.access, decree=found.uid)
    except UserError as error:
        messages.error(request, sentence(error))
        return redirect("decree-papers-of", uid=uid)
    documents_render(access=request.access, decrees=[found.uid], only=[Kind.COPY])
    messages.success(request, gettext("The copy (salinan) is made."))
    return redirect("decree-papers-of", uid=uid)


@audience(*READERS)
@require_POST
def bound(request: PageRequest, uid: UUID) -> HttpResponse:
    """All petikan or agreements of the decree that the asker may see, as one file: at once, or in the background."""
    found, kind = visible(request.access, uid), bound_kind(request)
    access, unit = request.access, text_typed(request.POST, "unit", 8)
    try:
        if personal_visible(access, kind=kind, decrees=[found.uid], unit_code=unit).count() > BOUND_AT_ONCE:
            return redirect("job", uid=bound_enqueue(access=access, decree=found.uid, kind=kind, unit_code=unit).uid)
        file = personal_bind(access=access, decree=found.uid, kind=kind, unit_code=unit)
    except Document.DoesNotExist:
        raise Http404 from None
    except UserError as error:
        messages.error(request, sentence(error))
        return redirect("decree-papers-of", uid=uid)
    return file_response(file, file_read(file=file))


@audience(Role.SDM_OFFICER)
@require_POST
def removal(request: PageRequest, uid: UUID) -> HttpResponse:
    """A draft that is thrown away."""
    found = visible(request.access, uid)
    try:
        decree_discard(access=request.access, decree=found.uid, version=version_quoted(request))
    except Forbidden:
        raise Http404 from None
    except UserError as error:
        messages.error(request, sentence(error))
        return redirect("decree", uid=uid)
    messages.success(request, gettext("The draft is gone."))
    return redirect("decrees")


@audience(*READERS)
@require_GET
def draft_file(request: PageRequest, uid: UUID, form: str) -> HttpResponse:
    """The draft's paper as PDF or DOCX, marked as a draft."""
    found = visible(request.access, uid)
    if found.state == Decree.State.ISSUED:
        raise Http404
    try:
        drawn = draft_paper(request.access, decree=found.uid)
        content = draft_pdf(drawn) if form == "pdf" else draft_word(drawn)
    except UserError as error:
        messages.error(request, sentence(error))
        return redirect("decree-text", uid=uid)
    return made_response(content, f"Draf {found.title[:80]}", PDF if form == "pdf" else DOCX)


def _head(request: PageRequest, found: Decree, tab: str, others: Sequence[str] = ()) -> dict[str, Any]:
    """What every page of a decree needs; `others` also did something that it tells of."""
    hands = hands_of([found])[found.pk] if tab == "decree" else None
    draft = found.state == Decree.State.DRAFT and may(request.access, found, Role.SDM_OFFICER)
    return {
        "decree": found,
        "compose": composers().get(found.kind, "") if draft else "",
        "officer": may(request.access, found, Role.SDM_OFFICER),
        "secretary": may(request.access, found, Role.SECRETARY),
        "whole": may(request.access, found, *READERS),
        "is_own": found.origin == Origin.OWN,
        "tab": tab,
        "hands": hands,
        "actors": actor_names(
            [found.drafted_by, found.submitted_by, found.approved_by, found.issued_by, *_handed(hands), *others]
        ),
    }


def _handed(hands: Hands | None) -> list[str]:
    return [] if hands is None else [hands.keeper, *([hands.returned.actor] if hands.returned else [])]


def sheet_of(access: Access, found: Decree) -> tuple[Page | None, tuple[str, ...], UserError | None]:
    """The decree's page for a preview, what of its words isn't known, and why there is none."""
    if found.state == Decree.State.ISSUED:
        laid = issued_page(found, entries_visible(access, found))
        return laid and _shortened(laid), (), None
    try:
        with reading_once():
            drawn = draft_paper(access, decree=found.uid)
    except PaperRefused as error:
        return None, (), error
    return _shortened(dict(drawn.sheet.pages[0])), drawn.gaps, None


def _shortened(sheet: Page) -> Page:
    """The sheet with the first lines of its annex only: a preview."""
    annex = sheet.get("annex")
    if not annex:
        return sheet
    left, groups = LINES, []
    for group in annex["groups"]:
        rows = group["rows"][: max(left, 0)]
        left -= len(rows)
        if rows:
            groups.append({**group, "rows": rows, "total": group["total"] if len(rows) == len(group["rows"]) else None})
    hidden = sum(len(group["rows"]) for group in annex["groups"]) - sum(len(group["rows"]) for group in groups)
    return {**sheet, "annex": {**annex, "groups": groups, "hidden": hidden}}


def _columns() -> list[Column[ChangeLine]]:
    def told(line: ChangeLine, side: str) -> str:
        return "; ".join(f"{change.title}: {getattr(change, side) or '–'}" for change in line.changes)

    return [
        Column("name", _("Name"), lambda line: line.name, width=32),
        Column("unit", _("Work unit"), lambda line: line.unit, width=28),
        Column("what", _("Effect"), lambda line: ", ".join(str(act) for act in line.acts), width=28),
        Column("start", _("From"), lambda line: line.start, kind="date"),
        Column("before", _("Was"), lambda line: told(line, "before"), width=48),
        Column("after", _("Becomes"), lambda line: told(line, "after"), width=48),
        Column("paid", _("Pay before"), lambda line: line.before, kind="rupiah"),
        Column("pays", _("Pay after"), lambda line: line.after, kind="rupiah"),
    ]
