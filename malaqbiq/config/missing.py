"""What is answered where nothing is, or nothing for who asks."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

from malaqbiq.config.middleware import asker_known


def refused(request: Any, exception: Exception) -> HttpResponse:
    """400: a form that is broken or sends more than is read at once, said in words; without asking anybody anything."""
    many = isinstance(exception, TooManyFieldsSent | TooManyFilesSent | RequestDataTooBig)
    return render(request, "ui/refused.html", {"is_too_much": many}, status=400)


def missing(request: Any, exception: Exception) -> HttpResponse:
    """404: within the house for who has signed in to it, with its ways on at hand; else a page that stands alone."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return page_not_found(request, exception)
    # At an address that leads to no view nobody has looked yet who asks.
    asker_known(request)
    return render(request, "home/missing.html", status=404)
