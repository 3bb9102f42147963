"""Handing over, and erasing by law what was written down of it."""

from malaqbiq.handover.services.erasing import handovers_erase
from malaqbiq.handover.services.handing import HandoverDraft, handover_make

__all__ = ["HandoverDraft", "handover_make", "handovers_erase"]
