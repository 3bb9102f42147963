"""Bringing in what an office has."""

from malaqbiq.intake.services.erasing import told_erase
from malaqbiq.intake.services.gaps import FILLABLE, GapRefused, gap_fill
from malaqbiq.intake.services.importing import Outcome, Terms, workbook_import
from malaqbiq.intake.services.templates import incomplete_make, mended_make, rejects_make, template_make

__all__ = [
    "FILLABLE",
    "GapRefused",
    "Outcome",
    "Terms",
    "gap_fill",
    "incomplete_make",
    "mended_make",
    "rejects_make",
    "template_make",
    "told_erase",
    "workbook_import",
]
