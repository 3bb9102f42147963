"""What monthly reports show on a work unit's page: its months, and how far each report is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import unit_code
from malaqbiq.reports.labels import mark_of
from malaqbiq.reports.selectors.board import READERS, cells_of
from malaqbiq.ui.panels import Panel

MOST = 4
"""How many of the last months are told."""


def months(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The last months that have begun, the latest first: last year's December in January too."""
    code = unit_code(uid)
    if not access.covers(code, *READERS):
        return None
    begun = [cell for cell in cells_of(access, unit=code, day=day) if cell.begun]
    return {"code": code, "cells": [(cell, *mark_of(cell)) for cell in reversed(begun[-MOST:])]}


PANELS = [
    Panel("work_unit-papers", 20, _("Monthly report"), "reports/panel_unit.html", months, roles=frozenset(READERS))
]
