"""Setting a database up: tables, law, work units.

It can be run again at any time, and brings an older database to this release.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.management import call_command
from django.utils.translation import gettext as _

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.installation import NotReady, installation_record, installation_state
from malaqbiq.kernel.models import Installation
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import gettext_noop
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

    NotReady if a newer release was here. Each step is whole or not at all, and a broken run is mended by the next.
    """
    state = installation_state()
    if state.unknown:
        raise NotReady(
            gettext_noop("this database was used by a newer release of Malaqbiq"),
            gettext_noop("run the newer release, or restore a backup made before it"),
        )
    progress.stage(_("tables"))
    call_command("migrate", interactive=False, verbosity=0)
    progress.stage(_("law"))
    law = law_load(access=SET_UP)
    progress.stage(_("work units"))
    units = work_units_seed(access=SET_UP)
    competencies = competency_catalogue_load(access=SET_UP)
    return SetUp(state.pending, law, units, competencies, installation_record())
