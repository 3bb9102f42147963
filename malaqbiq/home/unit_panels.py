"""What the front door itself shows on a work unit's page: its staff, its people's way to a decree, what falls due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from malaqbiq.appraisal.selectors import READERS as CYCLE_READERS
from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.home.labels import STEPS
from malaqbiq.home.selectors.roster import LISTERS
from malaqbiq.home.selectors.units import unit_dues, unit_staff, unit_steps
from malaqbiq.home.selectors.year import READERS as YEAR_READERS
from malaqbiq.kernel.access import ROLES, Access, Role
from malaqbiq.organization.selectors import unit_code
from malaqbiq.ui.panels import Panel


def staff(access: Access, day: date, uid: UUID) -> Mapping[str, Any]:
    """Who serves here, by status."""
    code = unit_code(uid)
    found = unit_staff(access, day, code)
    statuses = [(status.value, CODES["status"].get(status.value, status.value), n) for status, n in found.statuses]
    enters = access.covers(code, Role.SDM_OFFICER)
    return {"code": code, "found": found, "statuses": statuses, "enters": enters}


def cycle(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """How far the unit's people in the newest period are, by the figures of the signature board."""
    code = unit_code(uid)
    if not access.covers(code, *CYCLE_READERS):
        return None
    found = unit_steps(access, day, code)
    opens = access.covers(code, Role.SDM_OFFICER, Role.SECRETARY)
    if found is None:
        return {"cycle": None, "opens": opens}
    cycle, steps = found
    cells = [(STEPS[step], steps.cells[step]) for step in STEPS]
    return {"cycle": cycle, "code": code, "people": steps.people, "cells": cells, "opens": opens}


def dues(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """What is late or falls due within the next days."""
    code = unit_code(uid)
    if not access.covers(code, *YEAR_READERS):
        return None
    found = unit_dues(access, day, code)
    return {
        "code": code,
        "found": found,
        "lines": [(due, gettext(ROLES[due.role]), due.owner != code) for due in found.first],
    }


UNIT_PANELS = [
    Panel("work_unit", 15, _("Staff"), "home/unit/panel_staff.html", staff, roles=frozenset(LISTERS)),
    Panel(
        "work_unit-cycle",
        10,
        _("How far its PPNPN are"),
        "home/unit/panel_cycle.html",
        cycle,
        roles=frozenset(CYCLE_READERS),
    ),
    Panel("work_unit-dues", 10, _("What falls due"), "home/unit/panel_dues.html", dues, roles=frozenset(YEAR_READERS)),
]
