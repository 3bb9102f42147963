"""What stands around every page of an office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from malaqbiq.kernel import clock
from malaqbiq.ui.navigation import sections


def shell(request: HttpRequest) -> dict[str, Any]:
    """The rail of who asks, and whether all of this is a demo."""
    access = getattr(request, "access", None)
    rail = SimpleLazyObject(lambda: sections(access, request.path)) if access else ()
    return {"rail": rail, "is_demo": clock.is_standing()}
