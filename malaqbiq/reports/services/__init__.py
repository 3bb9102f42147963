"""Sending, reviewing and enclosing monthly reports."""

from __future__ import annotations

from malaqbiq.reports.services.letters import letter_make
from malaqbiq.reports.services.sending import report_review, report_send

__all__ = ["letter_make", "report_review", "report_send"]
