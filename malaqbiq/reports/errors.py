"""What may go wrong with monthly reports, for people."""

from __future__ import annotations

from malaqbiq.kernel.errors import UserError


class ReportRefused(UserError):
    """A report can't be sent or reviewed so, or a letter can't be made."""


class ReportChanged(ReportRefused):
    """What is to be sent or reviewed is no longer what the asker was shown."""
