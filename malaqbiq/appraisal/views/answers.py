"""How this room's views tell on the next page what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from malaqbiq.appraisal.errors import PeopleInTheWay
from malaqbiq.kernel.access import Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import said, sentence


@contextmanager
def failures_told(request: HttpRequest) -> Iterator[None]:
    """Tell on the next page why what the block does was refused; of people in the way the first few.

    Who may not do it at all is told nothing: Forbidden passes.
    """
    try:
        yield
    except Forbidden:
        raise
    except UserError as error:
        messages.error(request, sentence(error))
        if isinstance(error, PeopleInTheWay) and len(error.people) > 1:
            reasons = dict.fromkeys(said(one.why) for one in error.people)
            messages.error(request, "; ".join(list(reasons)[:5]))
