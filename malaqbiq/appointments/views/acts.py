"""How pages of the room do what was pressed: told when it is done, shown again with the reason when it is refused."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages

from malaqbiq.appointments.errors import ChangeStale
from malaqbiq.kernel.access import Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import sentence
from malaqbiq.ui.requests import PageRequest

Act = Callable[[], str]
"""Does it, and says what was done."""
LONGEST = 500
"""Characters of a reason."""


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
