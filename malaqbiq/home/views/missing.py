"""What is answered where nothing is, or nothing for who asks."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: within the house for who has signed in to it, with its ways on at hand; else a page that stands alone."""
    if getattr(request, "access", None) is None:
        return page_not_found(request, exception)
    return render(request, "home/missing.html", status=404)
