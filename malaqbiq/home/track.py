"""How far the stages of a period's people are, by the figures of the signature board."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from malaqbiq.appraisal.models import Cycle
from malaqbiq.appraisal.selectors import READERS, cycle_seen, cycles_seen
from malaqbiq.appraisal.selectors.seen import KEEPERS
from malaqbiq.home.rules.board import Step
from malaqbiq.home.selectors.board import counts
from malaqbiq.kernel.access import Access
from malaqbiq.ui.track import Door, Stage, Standing

STEPS = {
    Stage.APPRAISAL: Step.APPRAISED,
    Stage.DECISION: Step.DECIDED,
    Stage.DRAFT: Step.DRAFTED,
    Stage.DECREE: Step.ISSUED,
    Stage.AGREEMENT: Step.CONTRACTED,
}


def people(access: Access, day: date, about: UUID | None) -> Iterator[Standing]:
    """The people of the period that a page is about (else of the newest), by stage. Two statements."""
    if access.units(*READERS) == frozenset():
        return
    try:
        cycle = cycle_seen(access=access, cycle=about, on=day) if about else cycles_seen(access=access, on=day)[0]
    except (Cycle.DoesNotExist, IndexError):
        return
    cells = counts(access, cycle, day)
    for stage, step in STEPS.items():
        cell = cells[step]
        yield Standing(stage, cell.done, cell.total, _("people"), _address(access, cycle, stage))


def _address(access: Access, cycle: Cycle, stage: Stage) -> str:
    """Where a stage's work is done by who does it; the people behind its figure for who only reads."""
    if stage in {Stage.APPRAISAL, Stage.DECISION}:
        return reverse("appraisal-cycle", args=[cycle.uid]) + ("#next" if stage is Stage.DECISION else "")
    if stage is Stage.DECREE:
        return reverse("decrees")
    if stage is Stage.DRAFT and access.covers(cycle.office.code, *KEEPERS):
        return reverse("appraisal-drafts", args=[cycle.uid])
    if stage is Stage.AGREEMENT and access.units(*KEEPERS) != frozenset():
        return reverse("decree-papers")
    return reverse("board-behind", args=[cycle.uid, STEPS[stage]])


STANDINGS = [people]
DOORS: list[Door] = []
