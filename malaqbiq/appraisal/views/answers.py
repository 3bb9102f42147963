"""What all views of this room answer with: what isn't there for the asker, what went wrong, what was done."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from django.utils.text import capfirst

from malaqbiq.appraisal.errors import PeopleInTheWay
from malaqbiq.kernel.access import Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import said

View = TypeVar("View", bound=Callable[..., Any])


def theirs(view: View) -> View:
    """A view of which what lies outside the asker's work units or role isn't there: 404."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except (ObjectDoesNotExist, Forbidden) as error:
            raise Http404 from error

    return answered  # type: ignore[return-value]


def sentence(error: UserError) -> str:
    """What went wrong and what to do next, in the reader's language; who may not do it at all is told nothing (404)."""
    if isinstance(error, Forbidden):
        raise error
    parts = [capfirst(said(words)) for words in (error.words, error.remedy) if words.message]
    return ". ".join(parts) + "."


def failed(request: HttpRequest, error: UserError) -> None:
    """Tell on the next page what went wrong; of people in the way the first few."""
    messages.error(request, sentence(error))
    if isinstance(error, PeopleInTheWay) and len(error.people) > 1:
        reasons = dict.fromkeys(said(one.why) for one in error.people)
        messages.error(request, "; ".join(list(reasons)[:5]))
