"""What the filling of posts shows on a person's page: that he is appointed, and waits to be sworn in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.appointments.selectors.closing import appointed_of
from malaqbiq.appointments.selectors.rounds import SEERS
from malaqbiq.kernel.access import Access
from malaqbiq.ui.panels import Panel


def appointed(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The posts that somebody is appointed to; nothing where he waits for none."""
    found = appointed_of(access, day, uid)
    return {"appointed": found} if found else None


PANELS = [Panel("person", 12, _("Appointed"), "appointments/panel_appointed.html", appointed, roles=frozenset(SEERS))]
