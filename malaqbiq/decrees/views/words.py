"""Naskah & dasar: an office edits the words and numbers of its decrees beside the page that they make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.decrees.forms import NumberForm, WordsForm, texts_posted
from malaqbiq.decrees.rules.papers.difference import differences
from malaqbiq.decrees.rules.papers.editing import PAPERS, Paper, Texts, changed, out_of_order
from malaqbiq.decrees.rules.papers.meanings import MEANINGS
from malaqbiq.decrees.selectors.example import example
from malaqbiq.decrees.selectors.words import (
    Edition,
    Editions,
    bases_known,
    editions,
    kind_stated,
    kinds_stated,
    offices_stating,
    pattern_of,
    sample_of,
)
from malaqbiq.decrees.services.registers import numbers_next
from malaqbiq.decrees.services.words import number_state, words_state, words_withdraw
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.reading import reading_once
from malaqbiq.kernel.speech import sentence
from malaqbiq.organization.models import WorkUnit
from malaqbiq.regulations.rules.rows import DecreeKindRow
from malaqbiq.regulations.selectors import classification_codes
from malaqbiq.regulations.services import STATERS, Outrun
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest

LONGEST_KEY = 19
"""Digits that a key may have."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is being edited: whose decrees of which kind, decided by which authority, which of their papers."""

    office: WorkUnit
    row: DecreeKindRow
    authority: str
    paper: Paper
    editions: Editions


@audience(*STATERS)
@require_safe
def words(request: PageRequest) -> HttpResponse:
    """The kinds of decrees that the asker's offices issue, and whose words each has."""
    with reading_once():
        offices = offices_stating(request.access, day=request.day)
        asked = request.GET.get("office", "")
        office = next((unit for unit in offices if unit.code == asked), offices[0] if offices else None)
        kinds = kinds_stated(request.access, office=office, day=request.day) if office else []
        series = {item.row.kind: item.authority for item in kinds if not request.is_other_day}
        following = numbers_next(access=request.access, office=office, kinds=series) if office else {}
    context = {"offices": offices, "office": office, "kinds": kinds, "following": following, "titles": PAPERS}
    return page(request, "decrees/words.html", context)


@audience(*STATERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def edit(request: PageRequest, office: str, kind: str, paper: str) -> HttpResponse:
    """The parts of a paper in order, beside them the page: nothing counts before it is kept."""
    work = _work(request, office, kind, paper)
    if request.method != "POST":
        chosen = work.editions.found(request.GET.get("like", "")) or work.editions.standing
        form = WordsForm(work.paper, chosen.texts, initial={"since": request.today})
        return _editor(request, work, form, chosen.texts)
    texts = texts_posted(work.paper, request.POST)
    act = request.POST.get("do", "")
    if act != "keep":
        texts = _acted(request, work, texts, act)
        given = {name: request.POST.get(name, "") for name in ("since", "source")}
        return _editor(request, work, WordsForm(work.paper, texts, initial=given), texts)
    form = WordsForm(work.paper, texts, data=request.POST)
    stale = _kept(request, work, form) if form.is_valid() else None
    if form.is_valid():
        messages.success(request, _("Kept. It counts from the day that you named; what was issued stays as it is."))
        return redirect("words-edit", office=office, kind=kind, paper=paper)
    return _editor(request, work, form, texts, stale=stale)


@audience(*STATERS)
@require_POST
@theirs
def withdrawal(request: PageRequest, office: str, kind: str, paper: str) -> HttpResponse:
    """The office's own words, withdrawn: Malaqbiq's count again."""
    work = _work(request, office, kind, paper)
    try:
        words_withdraw(access=request.access, office=work.office.code, kind=kind, paper=work.paper)
    except UserError as error:
        messages.error(request, sentence(error))
    else:
        messages.success(request, _("Withdrawn. Malaqbiq's own words count again; yours stay in the history."))
    return redirect("words-edit", office=office, kind=kind, paper=paper)


@audience(*STATERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def number(request: PageRequest, office: str, kind: str) -> HttpResponse:
    """How an office numbers a kind of decree: the pattern, and the archive's code."""
    unit, row, authority = _issued(request, office, kind)
    pattern = pattern_of(
        request.access, office=unit, authority=authority, day=request.today, document=row.document.value
    )
    if pattern is None:
        raise Http404
    given = {"written": pattern.pattern, "classification": row.classification, "since": request.today}
    form = NumberForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            number_state(access=request.access, office=office, kind=row, pattern=pattern, **form.cleaned_data)
        if not form.errors:
            messages.success(request, _("Kept. The next number is written so; numbers that were given stay."))
            return redirect("words")
    said = {name: form[name].value() for name in ("written", "classification")}
    code = row.model_copy(update={"classification": said["classification"]})
    context = {
        "form": form,
        "office": unit,
        "row": row,
        "pattern": pattern,
        "shape": "" if form.errors else sample_of(code, said["written"], unit, request.today),
        "following": numbers_next(access=request.access, office=unit, kinds={kind: authority})[kind],
        "codes": classification_codes(request.access, day=request.today, office=office),
    }
    return page(request, "decrees/words_number.html", context, status=422 if form.errors else 200)


def _issued(request: PageRequest, office: str, kind: str) -> tuple[WorkUnit, DecreeKindRow, str]:
    unit = next((unit for unit in offices_stating(request.access, day=request.today) if unit.code == office), None)
    found = kind_stated(request.access, office=unit, kind=kind, day=request.today) if unit else None
    if unit is None or found is None:
        raise Http404
    return unit, *found


def _work(request: PageRequest, office: str, kind: str, paper: str) -> Work:
    unit, row, authority = _issued(request, office, kind)
    known = Paper(paper) if paper in set(Paper) else None
    if known is None:
        raise Http404
    every = editions(request.access, office=unit, kind=kind, paper=known, day=request.today)
    if every is None:
        raise Http404
    return Work(unit, row, authority, known, every)


def _acted(request: PageRequest, work: Work, texts: Texts, act: str) -> Texts:
    """The texts after an act on the form; Mengingat can be filled from the laws that are known."""
    if not act.startswith(("basis:", "fill:")) or "mengingat" not in texts:
        return changed(work.paper, texts, act)
    known, own = bases_known(request.access, office=work.office, kind=work.row.kind, day=request.today)
    if act.startswith("fill:"):
        return {**texts, "mengingat": texts["mengingat"] or own}
    picked = [f"{row.citation};" for row in known if row.key == request.POST.get("basis", "")]
    return {**texts, "mengingat": [*texts["mengingat"], *picked]}


def _kept(request: PageRequest, work: Work, form: WordsForm) -> Edition | None:
    """Keep what was written; what somebody else has kept meanwhile, if so. Other refusals are told in the form."""
    seen = request.POST.get("seen", "")
    stale = None
    with errors_told(form):
        try:
            words_state(
                access=request.access,
                office=work.office.code,
                kind=work.row.kind,
                paper=work.paper,
                texts=form.texts(),
                since=form.cleaned_data["since"],
                source=form.cleaned_data["source"],
                seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < LONGEST_KEY else 0,
            )
        except Outrun:
            stale = work.editions.found(str(work.editions.newest))
            raise
    return stale


def _editor(
    request: PageRequest, work: Work, form: WordsForm, texts: Texts, *, stale: Edition | None = None
) -> HttpResponse:
    with reading_once():
        context = _shown(request, work, texts)
    context["form"] = form
    if stale:
        context["stale"] = {"edition": stale, "parts": differences(work.paper, stale.texts, texts)}
    status = 409 if stale else 422 if form.errors else 200
    region = "live" if request.htmx and request.htmx.target == "live" else "parts"
    return page(request, "decrees/words_edit.html", context, region=region, status=status)


def _shown(request: PageRequest, work: Work, texts: Texts) -> dict[str, Any]:
    day, held = request.today, work.editions
    known, own = bases_known(request.access, office=work.office, kind=work.row.kind, day=day)
    document = work.row.document.value
    pattern = pattern_of(request.access, office=work.office, authority=work.authority, day=day, document=document)
    sample = sample_of(work.row, pattern.pattern if pattern else "", work.office, day)
    laid = example(
        office=work.office,
        authority=work.authority,
        kind=work.row.kind,
        paper=work.paper,
        texts=texts,
        number=sample,
        day=day,
    )
    return {
        "work": work,
        "papers": PAPERS,
        "laid": laid,
        "changes": differences(work.paper, held.standing.texts, texts),
        "otherwise": differences(work.paper, held.national.texts, texts) if held.national else [],
        "bases": known,
        "in_force": own,
        "misplaced": out_of_order(texts.get("mengingat", [])),
        "meanings": MEANINGS,
    }
