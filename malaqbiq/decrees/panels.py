"""What decrees show on a person's page: the papers that were made out to him."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.selectors.documents import READERS, documents_visible
from malaqbiq.kernel.access import Access
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


PANELS = [Panel("person", 60, _("Papers"), "decrees/panel_papers.html", papers, roles=frozenset(READERS))]
