"""What intake puts on a person's page: where what was entered wrongly is mended."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.intake.selectors import opening_is_locked
from malaqbiq.intake.selectors.mending import prior_decree
from malaqbiq.kernel.access import Access, Role
from malaqbiq.service.selectors import person_now
from malaqbiq.ui.panels import Panel

ENTERS = frozenset({Role.SDM_OFFICER})


def opening(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """Whether what the opening said of the person can still be mended in a form; nothing where a decree said it."""
    now = person_now(access, day, uid)
    if now.origin != "opening" or not access.covers(now.unit_code, Role.SDM_OFFICER):
        return None
    return {"uid": uid, "locked": opening_is_locked(access)}


def prior(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The old decree that a list named, as long as no other says why the person serves."""
    now = person_now(access, day, uid)
    if now.origin != "opening" or not now.is_read_by(access, *READERS):
        return None
    found = prior_decree(uid)
    return {"prior": found} if found else None


def identity(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """Where personal data are mended."""
    now = person_now(access, day, uid)
    return {"uid": uid} if access.covers(now.unit_code, Role.SDM_OFFICER) else None


PANELS = [
    Panel("person", 34, _("Old decree"), "intake/panel_prior.html", prior),
    Panel("person", 35, _("Opening"), "intake/panel_opening.html", opening, roles=ENTERS, own=False),
    Panel("person-about", 60, _("Mend personal data"), "intake/panel_identity.html", identity, roles=ENTERS, own=False),
]
