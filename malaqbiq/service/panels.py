"""What service shows on a person's page: where he stands now, and his attendance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.kernel.access import Access, Role
from malaqbiq.service.selectors.attendance import attendance_of
from malaqbiq.service.selectors.person import person_now
from malaqbiq.ui.panels import Panel

ATTENDANCE_READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.APPRAISER, Role.AUDITOR)

POST_STATES = {"definitive": _("definitive"), "demisioner": _("demisioner")}


def now(access: Access, day: date, uid: UUID) -> Mapping[str, Any]:
    """Employment, units, post and rank on the day."""
    found = person_now(access, day, uid)
    status = CODES["status"].get(found.status, found.status)
    job = found.job_family.replace("-", " ").capitalize()
    return {
        "now": found,
        "status": status,
        "job": job,
        "post_state": POST_STATES.get(found.post_state, found.post_state),
    }


def attendance(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The last twelve recorded months."""
    if not person_now(access, day, uid).is_seen_by(access, *ATTENDANCE_READERS):
        return None
    return {"months": attendance_of(uid, day)}


PANELS = [
    Panel("person", 10, _("Now"), "service/panel_now.html", now),
    Panel("person-about", 50, _("Attendance"), "service/panel_attendance.html", attendance),
]
