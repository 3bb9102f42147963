"""Waivers of a phase: proposed for some people with a reason, and decided by another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.appointments.labels import CRITERIA, asked, kind_names
from malaqbiq.appointments.models import Waiver
from malaqbiq.appointments.rules.candidates import Verdict
from malaqbiq.appointments.selectors.candidates import (
    Looked,
    Marks,
    Selection,
    looked_at,
    marks_of,
    selection_seen,
    waivers_of,
)
from malaqbiq.appointments.selectors.eligibility import READERS
from malaqbiq.appointments.selectors.rounds import RELEASERS, RUNNERS
from malaqbiq.appointments.services import waiver_withdraw, waivers_decide, waivers_propose
from malaqbiq.appointments.views.acts import LONGEST, chosen, tried
from malaqbiq.regulations.rules.rows import Criterion
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest, text_typed

MOST = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A waiver as the page shows it: what it is about, who proposed and who decided, and what the asker may do."""

    waiver: Waiver
    rule: Any
    post: str
    proposer: str
    decider: str
    withdrawer: str
    is_own: bool
    why: tuple[Any, str] | None = None
    """what the person has and what the rule asks, while it is to be decided"""


@audience(*READERS)
@require_safe
@theirs
def waivers(request: PageRequest, phase: UUID) -> HttpResponse:
    """All waivers of a phase: those that wait, those that count, and those that don't."""
    return _shown(request, _selected(request, phase))


@audience(*RUNNERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
def new(request: PageRequest, phase: UUID) -> HttpResponse:
    """Propose that rules be waived for some people (``?pick=``), for a reason."""
    found = _selected(request, phase)
    picked = chosen(request.GET, "pick", needed=False)[:MOST]
    post = request.POST.get("post", request.GET.get("post", ""))
    post = post if post in found.posts else ""

    def act() -> str:
        made = waivers_propose(
            access=request.access,
            phase=phase,
            people=picked,
            criteria=request.POST.getlist("rule"),
            reason=text_typed(request.POST, "reason", LONGEST),
            kind=post,
        )
        told = ngettext(
            "%(count)s waiver is proposed: the Sekretaris decides.",
            "%(count)s waivers are proposed: the Sekretaris decides.",
            len(made),
        )
        return told % {"count": len(made)}

    refused, status = tried(request, act) if request.method == "POST" else ("", 200)
    if request.method == "POST" and not refused:
        return redirect("phase-waivers", phase=phase)
    context = _proposing(request, found, picked, post) | {"refused": refused}
    return page(request, "appointments/waiver_new.html", context, status=status)


def _proposing(request: PageRequest, found: Selection, picked: Sequence[UUID], post: str) -> dict[str, Any]:
    """What is missing of each of those picked, and which rules can be waived for them."""
    marks = marks_of(found.phase)
    looked = looked_at(request.access, request.day, found.phase, picked, found.kinds, marks, named=False)
    rows = [_missing(looked, uid, post) for uid in looked.chances]
    rules = [one for one in Criterion if any(one in may for _person, _kind, _told, may in rows)]
    asked = request.POST.getlist("rule")
    return {
        "phase": found.phase,
        "rows": rows,
        "rules": [(one.value, CRITERIA[one], one.value in asked or len(rules) == 1) for one in rules],
        "kinds": list(kind_names(found.kinds).items()),
        "post": post,
        "reason": text_typed(request.POST, "reason", LONGEST),
        "office": found.office,
        "may_run": not request.is_other_day and found.phase.opened_on is not None and not found.is_proposed,
    }


@audience(*RELEASERS)
@require_POST
@theirs
def decisions(request: PageRequest, phase: UUID) -> HttpResponse:
    """Grant or refuse those marked."""
    found = _selected(request, phase)
    is_granted = request.POST.get("do") == "grant"

    def act() -> str:
        rows = waivers_decide(
            access=request.access, phase=phase, waivers=chosen(request.POST, "waiver"), is_granted=is_granted
        )
        count = {"count": len(rows)}
        if is_granted:
            return ngettext("%(count)s waiver is granted.", "%(count)s waivers are granted.", len(rows)) % count
        return ngettext("%(count)s waiver is refused.", "%(count)s waivers are refused.", len(rows)) % count

    refused, status = tried(request, act)
    return _shown(request, found, refused, status) if refused else redirect("phase-waivers", phase=phase)


@audience(*RUNNERS, *RELEASERS)
@require_POST
@theirs
def withdrawal(request: PageRequest, phase: UUID, waiver: UUID) -> HttpResponse:
    """A waiver counts no more."""
    found = _selected(request, phase)

    def act() -> str:
        waiver_withdraw(access=request.access, waiver=found.phase.waivers.get(uid=waiver).uid)
        return _("The waiver is withdrawn: it counts no more.")

    refused, _status = tried(request, act)
    if refused:
        messages.error(request, refused)
    return redirect("phase-waivers", phase=phase)


def _selected(request: PageRequest, phase: UUID) -> Selection:
    """A phase of which the asker reads the accounts; Forbidden for others."""
    found = selection_seen(request.access, phase)
    request.access.require(found.office, *READERS)
    return found


def _shown(request: PageRequest, found: Selection, refused: str = "", status: int = 200) -> HttpResponse:
    rows = waivers_of(found.phase)
    actors = actor_names({who for row in rows for who in (row.proposed_by, row.decided_by, row.withdrawn_by)})
    titles = kind_names(found.kinds)
    why = _why(request, found, [row for row in rows if row.is_waiting])
    lines = [replace(_line(request, row, actors, titles), why=why.get(row.pk)) for row in rows]
    free = not request.is_other_day and not found.is_proposed
    context = {
        "phase": found.phase,
        "step": "candidates",
        "refused": refused,
        "waiting": [one for one in lines if one.waiver.is_waiting],
        "granted": [one for one in lines if one.waiver.counts],
        "others": [one for one in lines if not one.waiver.is_waiting and not one.waiver.counts],
        "may_decide": free and request.access.covers(found.office, *RELEASERS),
        "may_withdraw": free and request.access.covers(found.office, *RUNNERS, *RELEASERS),
        "office": found.office,
        "first_kind": found.kinds[0].key,
    }
    return page(request, "appointments/waivers.html", context, status=status)


def _line(request: PageRequest, row: Waiver, actors: Mapping[str, str], titles: Mapping[str, str]) -> Line:
    is_own = row.proposed_by == request.access.actor or (
        request.access.person is not None and request.access.person in (row.proposer_id, row.person_id)
    )
    return Line(
        row,
        CRITERIA[Criterion(row.criterion)],
        titles.get(row.kind, row.kind),
        actors.get(row.proposed_by, row.proposed_by),
        actors.get(row.decided_by, row.decided_by),
        actors.get(row.withdrawn_by, row.withdrawn_by),
        is_own,
    )


def _why(request: PageRequest, found: Selection, waiting: Sequence[Waiver]) -> dict[int, tuple[Any, str] | None]:
    """What the people have beside what the rules ask, by waiver; nothing of whom the asker may not read."""
    people = {row.person_id for row in waiting}
    if not people:
        return {}
    looked = looked_at(request.access, request.day, found.phase, people, found.kinds, Marks())
    told: dict[int, tuple[Any, str] | None] = {}
    for row in waiting:
        if row.person_id in looked.chances:
            kind = row.kind or looked.chances[row.person_id].kind
            findings = looked.account(row.person_id, kind).of(Verdict.MISSING)
            told[row.pk] = next(
                ((one.why, asked(one.rule)) for one in findings if one.rule.criterion == row.criterion), None
            )
    return told


def _missing(looked: Looked, uid: UUID, post: str) -> tuple[Any, str, Sequence[Any], frozenset[Criterion]]:
    """Somebody, the kind of post in question, what is missing of him for it, and what of that may be waived."""
    chance = looked.chances[uid]
    kind = post or chance.kind
    missing = looked.account(uid, kind).of(Verdict.MISSING)
    told = [(CRITERIA[one.rule.criterion], one.why, one.rule.is_waivable) for one in missing]
    may = frozenset(one.rule.criterion for one in missing if one.rule.is_waivable)
    return chance.person, kind, told, may
