"""Papers of another office's inauguration that concern one's own work units."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.labels import PAPERS, SIGNED_BY
from malaqbiq.appointments.models import Appointment, Inauguration
from malaqbiq.appointments.rules.papers import OF_THE_UNIT
from malaqbiq.appointments.selectors.mended import Mended, mended_in
from malaqbiq.appointments.selectors.own_papers import Own, own_sworn
from malaqbiq.appointments.selectors.papers import MAKERS, keepers_of
from malaqbiq.appointments.selectors.phases import seat_title
from malaqbiq.appointments.services import own_numbers_write, own_papers_make
from malaqbiq.appointments.views.acts import tried
from malaqbiq.appointments.views.papers import (
    SIZES,
    asked_of,
    called,
    kinds_of,
    number_fields,
    numbers_typed,
    size_asked,
    twice_told,
)
from malaqbiq.decrees.errors import RenderingFailed
from malaqbiq.kernel.downloads import made_response
from malaqbiq.kernel.media import PDF
from malaqbiq.kernel.speech import sentence
from malaqbiq.regulations.rules.rows import CeremonyPaper
from malaqbiq.ui.audience import audience, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest

Group = tuple[bool, list[tuple[Appointment, str, Mended | None]], list[tuple[str, str, str]]]
"""Whether they came or left; each with the post and what took it back; and the kinds of their papers: key, name, and
who signs it.
"""


@audience(*MAKERS)
@require_http_methods(["GET", "HEAD", "POST"])
@theirs
@never_cache
def own(request: PageRequest, uid: UUID) -> HttpResponse:
    """Who came to the asker's work units by an inauguration or left them, each with the papers to be printed; posted,
    the numbers that these units' own book gives them.
    """
    event, concerned = own_sworn(request.access, uid, request.day)
    placed = [one.row for one in concerned if one.is_placed]
    refused, status = _numbered(request, event, placed) if request.method == "POST" else ("", 200)
    if request.method == "POST" and not refused:
        return redirect("own-sworn", uid=uid)
    context = {
        "event": event,
        "office": event.phase.round.office,
        "groups": [_group(event, concerned, is_placed) for is_placed in (True, False)],
        "sizes": SIZES,
        "refused": refused,
        "may_write": not request.is_other_day,
        **number_fields(request, event, placed, OF_THE_UNIT),
    }
    return page(request, "appointments/own_papers.html", context, status=status)


def _numbered(request: PageRequest, event: Inauguration, placed: Sequence[Appointment]) -> tuple[str, int]:
    def act() -> str:
        typed, before = numbers_typed(request, event, placed, OF_THE_UNIT)
        own_numbers_write(access=request.access, inauguration=event.uid, numbers=typed, shown=before)
        twice_told(request, event, placed)
        return _("The numbers are kept.")

    return tried(request, act)


def _group(event: Inauguration, concerned: Sequence[Own], is_placed: bool) -> Group:  # noqa: FBT001
    """Those who came, or those who left, and the kinds of papers that somebody of them has."""
    group = [one for one in concerned if one.is_placed is is_placed]
    rows = [one.row for one in group]
    hands_over = is_placed and any(kept != [] for kept in keepers_of(rows, event.held_on).values())
    kinds = [paper for paper in (group[0].papers if group else ()) if paper is not CeremonyPaper.HANDOVER or hands_over]
    mended = mended_in(rows)
    people = [(row, seat_title(row.seat), mended.get(row.pk)) for row in rows]
    return is_placed, people, [(paper.value, str(PAPERS[paper]), str(SIGNED_BY[paper])) for paper in kinds]


@audience(*MAKERS)
@require_safe
@theirs
@never_cache
def sheet(request: PageRequest, uid: UUID, sheet: str) -> HttpResponse:
    """A kind of paper, or all of them, of one of these people or all, as one PDF on A4 or F4."""
    of = asked_of(request)
    event, concerned = own_sworn(request.access, uid, request.day)
    try:
        content = own_papers_make(
            access=request.access,
            inauguration=uid,
            papers=kinds_of(sheet),
            size=size_asked(request),
            appointment=of,
        )
    except (RoundRefused, RenderingFailed) as error:
        messages.error(request, sentence(error))
        return redirect("own-sworn", uid=uid)
    whose = next((one.row.person.name for one in concerned if one.row.uid == of), "")
    return made_response(content, called(sheet, event, whose), PDF)
