"""Why a handover is refused."""

from __future__ import annotations

from malaqbiq.kernel.errors import UserError


class HandoverRefused(UserError):
    """The handover can't be made so."""
