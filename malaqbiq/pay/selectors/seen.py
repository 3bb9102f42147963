"""Who may look at what others are paid, and where."""

from __future__ import annotations

from django.conf import settings

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import unit_names_of, work_unit

READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)


def unit_read(access: Access, code: str) -> WorkUnit:
    """A work unit whose pay the asker may read; WorkUnit.DoesNotExist for any other."""
    if not access.covers(code, *READERS):
        raise WorkUnit.DoesNotExist
    return work_unit(access, code=code)


def units_read(access: Access) -> dict[str, str]:
    """Code and name of the work units whose pay the asker may read, by code."""
    return unit_names_of(access, *READERS, day=clock.today(settings.TIME_ZONE))
