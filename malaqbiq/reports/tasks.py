"""Asking for the last month's reports."""

from __future__ import annotations

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.jobs import daily
from malaqbiq.reports.services.telling import reports_ask


@daily
def asked(access: Access) -> None:
    """Officers of units whose report is missing are told, once a month."""
    reports_ask(access=access)
