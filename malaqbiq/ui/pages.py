"""Answering with a page, or with the region of it that is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme

from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.track import Offer


def page(
    request: PageRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    region: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only its `region` (a partial of that name) if htmx asks for the element of that id."""
    if region and request.htmx and request.htmx.target == region and not request.htmx.history_restore_request:
        template = f"{template}#{region}"
    response = render(request, template, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def done(request: HttpRequest, told: str, offer: Offer | None) -> None:
    """Tell on the next page what was done, and offer what comes next, if it is the asker's to do."""
    linked = format_html('{} <a href="{}">{}</a>', told, offer.address, offer.verb) if offer else told
    messages.success(request, linked)


def back_to(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """After a write: to where the form says it stood (``next``, on this site only), else to an address of ours."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return HttpResponseRedirect(wanted if ours and urlsplit(wanted).path.startswith("/") else otherwise)
