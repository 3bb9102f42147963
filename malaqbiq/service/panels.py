"""What service shows on a person's page: where he stands now, attendance, predikat and penalties; and on a work unit's:
its posts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.selectors import unit_code
from malaqbiq.service.effects import CONTRACT_WORKERS, Capacity, Holding
from malaqbiq.service.models import Penalty
from malaqbiq.service.rules.chart import chart
from malaqbiq.service.rules.jobs import job_name
from malaqbiq.service.selectors.attendance import attendance_of
from malaqbiq.service.selectors.chart import READERS, Held, posts_held, seats_on
from malaqbiq.service.selectors.conduct import READERS as CONDUCT_READERS
from malaqbiq.service.selectors.conduct import penalties_of, predikat_of
from malaqbiq.service.selectors.person import PersonNow, person_now
from malaqbiq.service.selectors.structures import OPENERS
from malaqbiq.service.services.conduct import RECORDERS, SERVANTS
from malaqbiq.service.wordings import HOLDINGS, PENALTIES, TONES
from malaqbiq.ui.panels import Panel

ATTENDANCE_READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.APPRAISER, Role.AUDITOR)


def now(access: Access, day: date, uid: UUID) -> Mapping[str, Any]:
    """Employment, units, post and rank on the day."""
    found = person_now(access, day, uid)
    status = CODES["status"].get(found.status, found.status)
    job = job_name(found.job_family)
    return {
        "now": found,
        "status": status,
        "job": job,
        "post_state": HOLDINGS.get(found.post_state, found.post_state),
        "acting": [(one, HOLDINGS[one.state]) for one in _running(found, uid, day)],
    }


def _running(found: PersonNow, uid: UUID, day: date) -> list[Held]:
    """The posts that somebody stands in for on the day. Contract staff stand in for none."""
    if not found.serves or found.status in CONTRACT_WORKERS:
        return []
    return [one for one in posts_held(uid, day) if one.state in set(Capacity) and one.until and one.until >= day]


def attendance(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The last twelve recorded months."""
    if not person_now(access, day, uid).is_seen_by(access, *ATTENDANCE_READERS):
        return None
    return {"months": attendance_of(uid, day)}


def predikat(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """What the years of a civil servant were rated."""
    now = person_now(access, day, uid)
    if now.status not in SERVANTS or not now.is_read_by(access, *CONDUCT_READERS):
        return None
    return {"uid": uid, "years": predikat_of(uid, day), "may_record": _records(access, now)}


def penalties(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The penalties of a civil servant, those that run first of all."""
    now = person_now(access, day, uid)
    if now.status not in SERVANTS or not now.is_read_by(access, *CONDUCT_READERS):
        return None
    rows = [
        (one, PENALTIES[one.grade], one.valid_until - DAY if one.valid_until else None, _runs(one, day))
        for one in penalties_of(uid, day)
    ]
    return {"uid": uid, "rows": rows, "may_record": _records(access, now)}


def _runs(one: Penalty, day: date) -> bool:
    return one.valid_until is None or one.valid_until > day


def _records(access: Access, now: PersonNow) -> bool:
    return access.person != now.uid and access.covers(now.unit_code, *RECORDERS)


def posts(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The posts held up to the day; None for contract staff, who hold none, and who may not read the file."""
    now = person_now(access, day, uid)
    if now.status in CONTRACT_WORKERS or not now.is_read_by(access, *READERS):
        return None
    held = [(one, HOLDINGS.get(one.state, one.state)) for one in posts_held(uid, day)]
    return {"held": held} if held else None


def of_unit(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """A work unit's posts by how they are held, its head, and which are not held definitively."""
    code = unit_code(uid)
    if not access.covers(code, *READERS):
        return None
    seats = seats_on(access, day, [code])
    counts = Counter(seat.state for seat in seats)
    tops = chart(code, "", seats).roots
    return {
        "code": code,
        "head": tops[0].seat if tops else None,
        "total": len(seats),
        "counts": [(state, label, TONES[state], counts[state]) for state, label in HOLDINGS.items() if counts[state]],
        "unsettled": [
            (seat, HOLDINGS[seat.state], TONES[seat.state]) for seat in seats if seat.state != Holding.DEFINITIVE
        ],
        "opens": access.covers(code, *OPENERS),
    }


PANELS = [
    Panel("work_unit", 20, _("Posts"), "service/panel_unit_posts.html", of_unit, roles=frozenset(READERS)),
    Panel("person", 10, _("Now"), "service/panel_now.html", now),
    Panel("person", 40, _("Posts"), "service/panel_posts.html", posts),
    Panel("person-about", 50, _("Attendance"), "service/panel_attendance.html", attendance),
    Panel("person-about", 60, _("Predikat"), "service/panel_predikat.html", predikat, roles=frozenset(CONDUCT_READERS)),
    Panel(
        "person-about", 70, _("Discipline"), "service/panel_penalties.html", penalties, roles=frozenset(CONDUCT_READERS)
    ),
]
