"""Pengisian jabatan: rounds, and the board of one: every post by phase, how it is held and what holds it up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.appointments.forms import RoundForm
from malaqbiq.appointments.labels import HELD, HELD_KEYS, HELD_TONES, STAGES
from malaqbiq.appointments.models import Round
from malaqbiq.appointments.rules.rounds import Held
from malaqbiq.appointments.selectors.going_on import GoingOn, phases_going_on, seats_elsewhere
from malaqbiq.appointments.selectors.own_papers import inaugurations_elsewhere
from malaqbiq.appointments.selectors.phases import seat_title
from malaqbiq.appointments.selectors.rounds import (
    RELEASERS,
    RUNNERS,
    SEERS,
    BoardPhase,
    BoardSeat,
    board_of,
    office_has_posts,
    phase_seen,
    round_seen,
    rounds_begun,
)
from malaqbiq.appointments.services import phase_open, phase_release, round_begin, round_end
from malaqbiq.appointments.views.acts import LONGEST, Act, tried
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.service.selectors.structures import posts_are_in_force
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.charts import Bar, bar
from malaqbiq.ui.forms import errors_told
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest, text_typed

TOGETHER = 120
"""Posts of a phase that stand on the board one by one; more are counted by work unit."""
UNITS_TOGETHER = 45
"""Work units by which posts are counted; more are counted by province."""


@audience(*SEERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def rounds(request: PageRequest) -> HttpResponse:
    """The rounds, the latest first; who runs them begins one."""
    form = RoundForm(request.access, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with errors_told(form):
            said = form.cleaned_data
            made = round_begin(access=request.access, office=said["office"], title=said["title"])
            return redirect("round", uid=made.uid)
    may_begin = not request.is_other_day and bool(request.access.everything or request.access.units(*RUNNERS))
    at_work: defaultdict[int, list[tuple[GoingOn, Any]]] = defaultdict(list)
    for one in phases_going_on(request.access, request.day):
        at_work[one.phase.round_id].append((one, STAGES[one.stage]))
    listed = [(found, at_work[found.pk]) for found in rounds_begun(request.access, request.day)]
    elsewhere = [(seat, seat_title(seat)) for seat in seats_elsewhere(request.access)]
    context = {"rounds": listed, "elsewhere": elsewhere, "form": form if may_begin else None}
    context["unopened"] = _unopened(request, form) if may_begin else ""
    context["own"] = inaugurations_elsewhere(request.access, request.day)
    return page(request, "appointments/rounds.html", context, status=422 if request.method == "POST" else 200)


def _unopened(request: PageRequest, form: RoundForm) -> str:
    """The work unit (code) whose structure is to be opened before a filling begins: that which was chosen, else the
    first of the asker's, if no post is in force in any of them.
    """
    chosen = form.cleaned_data.get("office", "") if form.is_bound else ""
    if chosen:
        return "" if office_has_posts(request.access, office=chosen, day=request.today) else chosen
    codes = form.office_codes
    return codes[0] if codes and not posts_are_in_force(codes, request.today) else ""


@audience(*SEERS)
@require_safe
@theirs
def board(request: PageRequest, uid: UUID) -> HttpResponse:
    """All posts of a round by phase and state."""
    return _board(request, round_seen(request.access, uid))


@audience(*RUNNERS)
@require_POST
@theirs
def opening(request: PageRequest, phase: UUID) -> HttpResponse:
    """Open a phase."""
    found = phase_seen(request.access, phase)

    def act() -> str:
        phase_open(access=request.access, phase=phase)
        return _("The phase is open: name the panel and the candidates.")

    return _acted(request, found.round, act) or redirect("phase", phase=phase)


@audience(*RELEASERS)
@require_POST
@theirs
def release(request: PageRequest, phase: UUID) -> HttpResponse:
    """Let later phases go on before this one is inaugurated."""
    found = phase_seen(request.access, phase)

    def act() -> str:
        phase_release(access=request.access, phase=phase, reason=text_typed(request.POST, "reason", LONGEST))
        return _("Later phases need not wait for it any more.")

    return _acted(request, found.round, act) or redirect("round", uid=found.round.uid)


@audience(*RELEASERS)
@require_POST
@theirs
def ending(request: PageRequest, uid: UUID) -> HttpResponse:
    """End a round before all of its posts are filled."""
    found = round_seen(request.access, uid)

    def act() -> str:
        round_end(access=request.access, round_uid=uid, reason=text_typed(request.POST, "reason", LONGEST))
        return _("The filling is ended: its posts are free for another.")

    return _acted(request, found, act) or redirect("round", uid=uid)


def _acted(request: PageRequest, found: Round, act: Act) -> HttpResponse | None:
    """Do it; the board with why it was refused, if it was."""
    refused, status = tried(request, act)
    return _board(request, found, refused, status) if refused else None


def _board(request: PageRequest, found: Round, refused: str = "", status: int = 200) -> HttpResponse:
    phases = board_of(request.access, found, request.day)
    office = found.office.code
    tree = unit_tree(request.access, day=request.day)
    unit = request.GET.get("unit", "")
    codes = _codes(tree, unit, alone=request.GET.get("only") == "1") if unit in tree else None
    held = Counter(seat.held for one in phases for seat in one.seats if seat.closed_on is None)
    ended = found.ended if found.ended and found.ended.ended_on <= request.day else None
    may_act = not request.is_other_day and ended is None
    may_release = may_act and request.access.covers(office, *RELEASERS)
    context = {
        "round": found,
        "ended": ended,
        "is_begun": localtime(found.begun_at).date() <= request.day,
        "phases": [_phase(one, tree, codes) for one in phases],
        "bar": bar((HELD_KEYS[state], held[state], "") for state in Held),
        "living": held.total(),
        "total": sum(len(one.seats) for one in phases),
        "closed": sum(one.closed for one in phases),
        "unit": tree.names.get(unit, "") if codes else "",
        "refused": refused,
        "reason": text_typed(request.POST, "reason", LONGEST),
        "may_run": may_act and request.access.covers(office, *RUNNERS),
        "may_release": may_release,
        "may_end": may_release and any(one.inaugurated_on is None for one in phases),
    }
    return page(request, "appointments/round.html", context, status=status)


def _codes(tree: Tree, unit: str, *, alone: bool) -> frozenset[str]:
    return frozenset({unit}) if alone else tree.below(unit)


def _phase(one: BoardPhase, tree: Tree, codes: frozenset[str] | None) -> dict[str, Any]:
    """A phase with its posts in some work units (None: in all); with how many are held how where they are too many."""
    seats = [seat for seat in one.seats if codes is None or seat.chart.unit in codes]
    told = {"board": one, "phase": one.phase, "total": len(one.seats)}
    if len(seats) > TOGETHER:
        return told | {"rows": [], "groups": _groups(seats, tree)}
    rows = [(seat, HELD[seat.held], HELD_TONES[seat.held], STAGES[seat.stage]) for seat in seats]
    return told | {"rows": rows, "groups": []}


def _groups(seats: Sequence[BoardSeat], tree: Tree) -> list[tuple[str, str, bool, int, Bar]]:
    """How posts are held by work unit, or by province where there are too many of them: code, name, whether those below
    it are left out, how many, and the bar.
    """
    units = {seat.chart.unit for seat in seats}
    by_province = len(units) > UNITS_TOGETHER
    found: defaultdict[str, Counter[Held]] = defaultdict(Counter)
    for seat in seats:
        if seat.closed_on is not None:
            continue
        code = seat.chart.unit
        found[(tree.province_of(code) or code) if by_province and code in tree else code][seat.held] += 1
    return [
        (
            code,
            tree.names.get(code, code),
            not by_province,
            held.total(),
            bar((HELD_KEYS[state], held[state], "") for state in Held),
        )
        for code, held in sorted(found.items())
    ]
