"""An end to notices that were read long ago."""

from __future__ import annotations

from malaqbiq.accounts.services import notices_expire
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.jobs import daily


@daily
def expired(access: Access) -> None:
    """Notices that nobody looks for any more are gone."""
    notices_expire(access=access)
