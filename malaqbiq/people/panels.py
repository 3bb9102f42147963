"""What people shows on the page about a person: who he is, and what no decree decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.selectors import competencies_about, educations_about, identity_masked
from malaqbiq.ui.panels import Panel

OTHERS = frozenset(Role) - {Role.STAFF}


def identity(access: Access, day: date, uid: UUID) -> Mapping[str, Any]:
    """Who the person is, numbers and contact data masked."""
    return {"person": identity_masked(uid)}


def education(access: Access, day: date, uid: UUID) -> Mapping[str, Any]:
    """Schools and courses finished by the year of the day."""
    return {"schools": educations_about(uid, day)}


def competencies(access: Access, day: date, uid: UUID) -> Mapping[str, Any]:
    """The last assessment of each kind up to the day."""
    return {"competencies": competencies_about(uid, day)}


PANELS = [
    Panel("person-about", 10, _("Identity"), "people/panel_identity.html", identity, roles=OTHERS),
    Panel("person-about", 20, _("Education"), "people/panel_education.html", education, roles=OTHERS),
    Panel("person-about", 30, _("Competencies"), "people/panel_competencies.html", competencies, roles=OTHERS),
]
