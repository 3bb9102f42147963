"""How pages of the room do what was pressed: told when it is done, shown again with the reason when it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict

from malaqbiq.appointments.errors import ChangeStale, RoundRefused
from malaqbiq.appointments.models import Phase
from malaqbiq.appointments.selectors.rounds import HANDS, RUNNERS
from malaqbiq.kernel.access import Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest

NO_UID = gettext_noop("choose somebody first")


def chosen(posted: QueryDict, name: str, *, needed: bool = True) -> list[UUID]:
    """The uids that a form or an address names, each once; RoundRefused for none (unless none is `needed`), and for
    what is no uid.
    """
    try:
        found = [UUID(text) for text in posted.getlist(name) if text]
    except ValueError:
        found = []
    if needed and not found:
        raise RoundRefused(NO_UID)
    return list(dict.fromkeys(found))


Act = Callable[[], str]
"""Does it, and says what was done."""
LONGEST = 500
"""Characters of a reason."""


AFTERWARDS = ("decision", "inauguration", "papers", "sworn", "mending")
"""Steps on whose pages something is still filed once all posts of a phase are filled."""


FILED = ("papers", "sworn", "mending")
"""Steps on whose pages something is filed even of a round that was ended."""


BY_OTHERS = ("people", "assignment", "proposal")
"""Steps that no candidate takes: who takes part, and what follows from scores, which he doesn't read."""
BY_HANDS = ("people", "assignment", "proposal", "decision", "inauguration", "mending")
"""Steps that the Sekretaris takes too, where it is about the officer himself."""


def shown(
    request: PageRequest, phase: Phase, step: str, context: dict[str, Any], refused: str = "", status: int = 200
) -> HttpResponse:
    """The page of one step of a phase."""
    hands = HANDS if step in BY_HANDS else RUNNERS
    may_run = not request.is_other_day and request.access.covers(phase.round.office.code, *hands)
    is_open = phase.opened_on is not None and (phase.inaugurated_on is None or step in AFTERWARDS)
    is_open = is_open and (not phase.round.ended or step in FILED)
    may_run = may_run and is_open and not (context.get("is_candidate") and step in BY_OTHERS)
    whole = {"phase": phase, "step": step, "refused": refused, "may_run": may_run}
    return page(request, f"appointments/phase_{step}.html", whole | context, status=status)


def tried(request: PageRequest, act: Act) -> tuple[str, int]:
    """Do it and tell it; why it was refused, if it was, and the status that says so.

    Who may not do it at all is told nothing: Forbidden passes, and `ui.audience.theirs` makes it 404.
    """
    try:
        messages.success(request, act())
    except Forbidden:
        raise
    except ChangeStale as error:
        return sentence(error), 409
    except UserError as error:
        return sentence(error), 422
    return "", 200
