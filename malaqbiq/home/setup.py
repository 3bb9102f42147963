"""Setting a database up: tables, law, work units.

It can be run again at any time, and brings an older database to this release.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext as _

from malaqbiq.home.turns import turn_taken
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.installation import installation_record, installation_state
from malaqbiq.kernel.models import Installation
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.organization.services.units import Seeded, work_units_seed
from malaqbiq.people.services.records import competency_catalogue_load
from malaqbiq.regulations.services import Loaded, law_load

SET_UP = Access.system("init")
"""Who sets a database up."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """What setting up did."""

    migrations: int
    law: Loaded
    units: Seeded
    competencies: int
    installation: Installation


def set_up(progress: Progress = SILENT) -> SetUp:
    """Bring tables, law and work units to this release; what is an office's own stays.

    NotReady if a newer release was here. Each step is whole or not at all, and a broken run is mended by the next. Of
    two that set the same database up at once the second waits, and finds everything done.
    """
    with turn_taken(progress):
        return _set_up(progress)


def _set_up(progress: Progress) -> SetUp:
    state = installation_state()
    state.refuse_newer()
    progress.stage(_("tables"))
    call_command("migrate", interactive=False, verbosity=0)
    _close_to_others()
    progress.stage(_("law"))
    law = law_load(access=SET_UP)
    progress.stage(_("work units"))
    units = work_units_seed(access=SET_UP)
    competencies = competency_catalogue_load(access=SET_UP)
    return SetUp(state.pending, law, units, competencies, installation_record())


def _close_to_others() -> None:
    """Take from all but owner and group the right to read SQLite's file: an older release left it open to them."""
    if connection.vendor == "sqlite":
        for path in Path(settings.HOME).glob("malaqbiq.sqlite3*"):
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o007)
