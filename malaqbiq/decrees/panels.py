"""What decrees show on a person's page: the papers made out to him; on a work unit's: decrees of the year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.labels import ACCOUNTS, AUTHORITIES, SERIES
from malaqbiq.decrees.models import Register
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.documents import READERS, documents_visible
from malaqbiq.decrees.selectors.of_unit import decrees_of_unit
from malaqbiq.decrees.selectors.registers import Account, RegisterCount
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.selectors import unit_code
from malaqbiq.ui.panels import Panel

KINDS = {
    Kind.DECREE.value: _("Decree"),
    Kind.PART.value: _("Part of the annex"),
    Kind.EXTRACT.value: _("Extract (petikan)"),
    Kind.CONTRACT.value: _("Work agreement (perjanjian kerja)"),
    Kind.COPY.value: _("Certified copy (salinan)"),
}
MOST = 40


def papers(access: Access, day: date, uid: UUID) -> Mapping[str, Any]:
    """Papers made out to the person by decrees of the day or before, the latest first."""
    found = documents_visible(access).filter(person__uid=uid, decree__decided_on__lte=day)
    latest = found.order_by("-decree__place", "kind")[:MOST]
    return {"papers": [(document, KINDS[document.kind]) for document in latest]}


def of_unit(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The year's decrees about a work unit, and how its own numbers are accounted for."""
    code = unit_code(uid)
    if not access.covers(code, *READERS):
        return None
    found = decrees_of_unit(access, unit=code, day=day)
    registers = [
        (one, _series(one.register), [(*ACCOUNTS[use], count) for use, count in _used(one)]) for one in found.registers
    ]
    drafts = access.covers(code, Role.SDM_OFFICER)
    return {"found": found, "registers": registers, "year": day.year, "drafts": drafts}


def _series(register: Register) -> str:
    return f"{AUTHORITIES.get(register.authority, '')}, {SERIES.get(register.kind, register.kind)}"


def _used(counted: RegisterCount) -> list[tuple[Account, int]]:
    return [(use, count) for use, count in counted.counts.items() if count]


PANELS = [
    Panel("person", 60, _("Papers"), "decrees/panel_papers.html", papers, roles=frozenset(READERS)),
    Panel(
        "work_unit-papers", 10, _("Decrees of the year"), "decrees/panel_unit.html", of_unit, roles=frozenset(READERS)
    ),
]
