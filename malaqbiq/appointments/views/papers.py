"""The papers of an inauguration, and what was received of a decree: its scan and its petikan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.forms import InvitationForm, SwornForm
from malaqbiq.appointments.labels import NUMBERS, PAPERS, SIGNED_BY
from malaqbiq.appointments.models import Appointment, Inauguration, Phase
from malaqbiq.appointments.rules.papers import AFTERWARDS, NUMBERED, PERSONAL, slot, slots_of
from malaqbiq.appointments.selectors.mended import Mended, mended_in
from malaqbiq.appointments.selectors.papers import (
    MAKERS,
    Kept,
    Law,
    keeper_uids,
    keepers_of,
    number_slot,
    numbers_twice,
    oath_of,
    papers_phase,
    sworn_at,
    words_on,
)
from malaqbiq.appointments.selectors.phases import appointment_in, decision_in, inauguration_in, seat_title
from malaqbiq.appointments.selectors.rounds import SEERS, phase_seen
from malaqbiq.appointments.services import (
    decision_file_attach,
    invitation_write,
    numbers_write,
    papers_make,
    petikan_attach,
    sworn_write,
)
from malaqbiq.appointments.services.papers import LONGEST_NUMBER
from malaqbiq.appointments.views.acts import Act, shown, tried
from malaqbiq.decrees.errors import RenderingFailed
from malaqbiq.kernel.downloads import file_response, made_response
from malaqbiq.kernel.files import file_read
from malaqbiq.kernel.media import PDF
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.speech import sentence
from malaqbiq.regulations.rules.rows import CeremonyPaper
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.requests import PageRequest, text_typed

SIZES = ("a4", "f4")
EVERY = "all"
LONGEST_CODE = 8
Typed = dict[UUID, dict[str, str]]
"""Numbers as they were typed, by person and slot."""
MOST_WARNED = 5
MOST_SHOWN = 40
"""People on a page: of more, one work unit at a time."""


@audience(*MAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
@never_cache
def papers(request: PageRequest, phase: UUID, uid: UUID) -> HttpResponse:
    """The papers of an inauguration by kind and by person; posted, what the invitation says."""
    found = papers_phase(request.access, phase)
    event = inauguration_in(found, uid)
    if request.POST.get("do") == "numbers":
        return _numbered(request, found, event)
    form = InvitationForm(request.POST if request.method == "POST" else None, initial=_said(event))
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            invitation_write(access=request.access, inauguration=event.uid, written=form.written())
            messages.success(request, _("What the invitation says is kept."))
            return redirect("inauguration-papers", phase=phase, uid=uid)
    return _papers(request, found, event, form, status=422 if request.method == "POST" else 200)


def _numbered(request: PageRequest, found: Phase, event: Inauguration) -> HttpResponse:
    """Keep the numbers of those whose fields were sent: the page may show one work unit of many."""
    typed, before = numbers_typed(request, event, sworn_at(event))

    def act() -> str:
        numbers_write(access=request.access, inauguration=event.uid, numbers=typed, shown=before)
        twice_told(request, event, sworn_at(event))
        return _("The numbers are kept.")

    refused, status = tried(request, act)
    if refused:
        return _papers(request, found, event, InvitationForm(initial=_said(event)), refused, status)
    return redirect(request.get_full_path())


def numbers_typed(
    request: PageRequest, event: Inauguration, rows: Sequence[Appointment], papers: Sequence[CeremonyPaper] = NUMBERED
) -> tuple[Typed, Typed]:
    """What was typed as numbers of these papers where it isn't what stood there, and what stood there: by person and
    slot, of those whose fields were sent.
    """
    keepers = keepers_of(rows, event.held_on)
    typed: Typed = {}
    before: Typed = {}
    for row in rows:
        for name, _paper, _label in _slots(keepers[row.seat.post_id], papers):
            field = f"{row.uid}.{name}"
            if field not in request.POST:
                continue
            number, stood = (text_typed(request.POST, one, LONGEST_NUMBER) for one in (field, f"was.{field}"))
            if f"was.{field}" not in request.POST:
                typed.setdefault(row.uid, {})[name] = number
            elif number != stood:
                typed.setdefault(row.uid, {})[name] = number
                before.setdefault(row.uid, {})[name] = stood
    return typed, before


def number_fields(
    request: PageRequest, event: Inauguration, rows: Sequence[Appointment], papers: Sequence[CeremonyPaper] = NUMBERED
) -> dict[str, Any]:
    """What `_numbers.html` shows: the papers' short labels, and for each person his fields."""
    keepers = keepers_of(rows, event.held_on)
    held: dict[int, dict[str, str]] = {}
    for one in event.paper_numbers.all():
        held.setdefault(one.appointment_id, {})[number_slot(one)] = one.number
    typed = request.POST if request.POST.get("do") == "numbers" else {}
    people = []
    for row in rows:
        fields: dict[CeremonyPaper, list[tuple[str, str, str, str]]] = {paper: [] for paper in papers}
        for name, paper, label in _slots(keepers[row.seat.post_id], papers):
            field = f"{row.uid}.{name}"
            stands = held.get(row.pk, {}).get(name, "")
            fields[paper].append((field, label, str(typed.get(field, stands)), stands))
        people.append((row.person.full_name, [(str(NUMBERS[paper]), found) for paper, found in fields.items()]))
    return {"numbered": [NUMBERS[paper] for paper in papers], "numbers": people}


@audience(*MAKERS)
@require_safe
@theirs
@never_cache
def sheet(request: PageRequest, phase: UUID, uid: UUID, sheet: str) -> HttpResponse:
    """A kind of paper, or all of them, of one person or everybody, as one PDF on A4 or F4."""
    found = papers_phase(request.access, phase)
    event = inauguration_in(found, uid)
    of = asked_of(request)
    try:
        content = papers_make(
            access=request.access,
            inauguration=event.uid,
            papers=kinds_of(sheet),
            size=size_asked(request),
            appointment=of,
            unit=request.GET.get("unit", "")[:LONGEST_CODE],
        )
    except (RoundRefused, RenderingFailed) as error:
        messages.error(request, sentence(error))
        return redirect("inauguration-papers", phase=phase, uid=uid)
    whose = appointment_in(found, of).person.name if of else ""
    return made_response(content, called(sheet, event, whose), PDF)


def kinds_of(sheet: str) -> tuple[CeremonyPaper, ...]:
    """The kinds of papers that an address names, one or all; 404 for what is none."""
    if sheet == EVERY:
        return tuple(CeremonyPaper)
    if sheet not in set(CeremonyPaper):
        raise Http404
    return (CeremonyPaper(sheet),)


def size_asked(request: PageRequest) -> str:
    """The paper's size that is asked for, or the first."""
    size = request.GET.get("size", "")
    return size if size in SIZES else SIZES[0]


def called(sheet: str, event: Inauguration, whose: str = "") -> str:
    """What a file of papers is called: the kind, whose they are if one person's, and the inauguration's day."""
    kind = _("All papers") if sheet == EVERY else str(PAPERS[CeremonyPaper(sheet)])
    return " ".join(part for part in (kind, whose, f"{event.held_on:%Y-%m-%d}") if part)


def twice_told(request: PageRequest, event: Inauguration, rows: Sequence[Appointment]) -> None:
    """Warn of numbers that stand on several of these people's papers: each with the names and the papers."""
    for number, bearers in numbers_twice(event, rows)[:MOST_WARNED]:
        papers = "; ".join(f"{name} ({NUMBERS[CeremonyPaper(paper)]})" for name, paper in bearers)
        words = _("The number %(number)s stands on several papers: %(papers)s. Kept all the same: mend what is wrong.")
        messages.warning(request, words % {"number": number, "papers": papers})


@audience(*MAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
@never_cache
def sworn(request: PageRequest, phase: UUID, uid: UUID, appointment: UUID) -> HttpResponse:
    """One person's papers: which oath, the numbers, and each paper as a file."""
    found = papers_phase(request.access, phase)
    event = inauguration_in(found, uid)
    row = next((one for one in sworn_at(event) if one.uid == appointment), None)
    if row is None:
        raise Http404
    law = words_on(request.access, found, event.held_on)
    oaths = [(one.faith, one.name) for one in law.oaths]
    numbers = {number_slot(one): one.number for one in event.paper_numbers.filter(appointment=row)}
    keepers = keepers_of([row], event.held_on)[row.seat.post_id]
    asked = [(name, PAPERS[paper] + label) for name, paper, label in _slots(keepers)]
    choice = getattr(row, "oath_choice", None)
    given = {"faith": choice.faith if choice else "", **numbers}
    form = SwornForm(oaths, asked, request.POST if request.method == "POST" else None, initial=given)
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            said = {"faith": form.cleaned_data["faith"], "numbers": form.numbers(), "shown": form.shown()}
            sworn_write(access=request.access, inauguration=uid, appointment=appointment, **said)
            messages.success(request, _("Kept for the papers."))
            twice_told(request, event, sworn_at(event))
            return redirect("inauguration-sworn", phase=phase, uid=uid, appointment=appointment)
    without = {CeremonyPaper.HANDOVER} if keepers == [] else set()
    context = {
        "event": event,
        "row": row,
        "title": seat_title(row.seat),
        "mended": mended_in([row]).get(row.pk),
        "oath": oath_of(row, law),
        "form": form,
        "keepers": [person.full_name for person, _post in keepers] if keepers is not None else None,
        "kinds": [(paper.value, PAPERS[paper]) for paper in PERSONAL if paper not in without],
        "afterwards": AFTERWARDS if event.closed_at is None else (),
        "sizes": SIZES,
        "may_write": not request.is_other_day,
    }
    return shown(request, found, "sworn", context, status=422 if request.method == "POST" else 200)


@audience(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def decree(request: PageRequest, phase: UUID, uid: UUID) -> HttpResponse:
    """The scan of a decree of appointment; posted, it is attached."""
    found = phase_seen(request.access, phase)
    known = decision_in(found, uid)

    def act() -> str:
        content, name = sent_file(request)
        decision_file_attach(access=request.access, decision=known.uid, content=content, name=name)
        return _("The file is attached.")

    return filed(request, known.file, act, redirect("phase-decision", phase=phase))


@audience(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def petikan(request: PageRequest, phase: UUID, appointment: UUID) -> HttpResponse:
    """Somebody's petikan as received; posted, it is attached."""
    found = phase_seen(request.access, phase)
    row = appointment_in(found, appointment)
    kept = getattr(row, "petikan", None)

    def act() -> str:
        content, name = sent_file(request)
        petikan_attach(access=request.access, appointment=row.uid, content=content, name=name)
        return _("The file is attached.")

    return filed(request, kept.file if kept else None, act, redirect("phase-decision", phase=phase))


def filed(request: PageRequest, file: StoredFile | None, act: Act, back: HttpResponse) -> HttpResponse:
    """A scan of what was received, 404 for none; posted, it is attached, and `back` leads on."""
    if request.method != "POST":
        if file is None:
            raise Http404
        return file_response(file, file_read(file=file))
    refused, _status = tried(request, act)
    if refused:
        messages.error(request, refused)
    return back


def sent_file(request: PageRequest) -> tuple[bytes, str]:
    """What was sent as ``file``: its content and name, empty for nothing."""
    sent = request.FILES.get("file")
    return (sent.read(), sent.name or "") if sent else (b"", "")


def asked_of(request: PageRequest) -> UUID | None:
    """Whose papers an address asks for; 404 for what is no uid."""
    text = request.GET.get("of", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None


def _papers(
    request: PageRequest,
    found: Phase,
    event: Inauguration,
    form: InvitationForm,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    law, rows = words_on(request.access, found, event.held_on), sworn_at(event)
    units = {row.seat.post.work_unit.code: row.seat.post.work_unit.name for row in rows}
    unit = _unit(request, units) if len(rows) > MOST_SHOWN else ""
    here = [row for row in rows if unit in {"", row.seat.post.work_unit.code}]
    context: dict[str, Any] = {
        "units": units if unit else {},
        "unit": unit,
        "event": event,
        "form": form,
        "kinds": [
            (paper.value, PAPERS[paper], SIGNED_BY[paper], law.texts[paper])
            for paper in CeremonyPaper
            if paper in law.texts
        ],
        "people": _people(law, here),
        **number_fields(request, event, here),
        "unknown": sum(oath_of(row, law) is None for row in rows),
        "sizes": SIZES,
        "may_write": not request.is_other_day,
    }
    return shown(request, found, "papers", context, refused, status)


def _unit(request: PageRequest, units: dict[str, str]) -> str:
    """The work unit that is asked for, or the first."""
    asked = request.GET.get("unit", "")
    return asked if asked in units else next(iter(units))


def _slots(keepers: Kept, papers: Sequence[CeremonyPaper] = NUMBERED) -> list[tuple[str, CeremonyPaper, str]]:
    """The numbers of a person's papers: name, paper, and from whom, where several hand over."""
    names = {person.uid: person.full_name for person, _post in keepers or ()}
    return [
        (slot(paper, keeper), paper, f", {names[keeper]}" if keeper else "")
        for paper in papers
        for keeper in slots_of(paper, keeper_uids(keepers))
    ]


def _people(law: Law, rows: list[Appointment]) -> list[tuple[Appointment, str, bool, Mended | None]]:
    """Each with the post, whether the oath's words are known (which they are stands on the person's page alone), and
    the decree that took the appointment back.
    """
    mended = mended_in(rows)
    return [(row, seat_title(row.seat), oath_of(row, law) is not None, mended.get(row.pk)) for row in rows]


def _said(event: Inauguration) -> dict[str, Any]:
    """What the invitation says now."""
    said = getattr(event, "invitation", None)
    if said is None:
        return {}
    told = {name: getattr(said, name) for name in ("number", "dated_on", "time", "attire")}
    return {**told, "guests": "\n".join(said.guests)}
