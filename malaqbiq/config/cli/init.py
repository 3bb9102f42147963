"""`malaqbiq init`: set the database up, or bring it to this release."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import json_option, print_json, shown_progress
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.installation import NotReady, installation_record, installation_state
from malaqbiq.kernel.words import gettext_noop


@click.command("init", help=_("Set the database up, or bring it to this release: tables, law, work units. Rerunnable."))
@json_option
def command(*, as_json: bool) -> None:
    """Migrate, load law and work units, and write down which release did so."""
    from django.core.management import call_command

    from malaqbiq.organization.services import work_units_seed
    from malaqbiq.regulations.services import law_load

    with shown_progress() as progress:
        before = installation_state()
        if before.unknown:
            raise NotReady(
                gettext_noop("this database was used by a newer release of Malaqbiq"),
                gettext_noop("run the newer release, or restore a backup made before it"),
            )
        progress.stage(_("tables"))
        call_command("migrate", interactive=False, verbosity=0)
        progress.stage(_("law and work units"))
        access = Access.system("init")
        law = law_load(access=access)
        units = work_units_seed(access=access)
        installation = installation_record()
    result: dict[str, Json] = {
        "migrations": before.pending,
        "installation": installation.kind,
        "release": installation.release,
        "law": {"added": law.added, "corrected": law.corrected, "withdrawn": law.withdrawn, "unchanged": law.unchanged},
        "work_units": {"added": units.added, "changed": units.changed, "moved": units.moved},
    }
    if as_json:
        print_json(result)
    else:
        click.echo(_("Tables: %(count)s migrations applied.") % {"count": before.pending})
        params = {"added": law.added, "corrected": law.corrected, "withdrawn": law.withdrawn}
        click.echo(_("Law: %(added)s facts added, %(corrected)s corrected, %(withdrawn)s withdrawn.") % params)
        click.echo(
            _("Work units: %(added)s added, %(changed)s changed.") % {"added": units.added, "changed": units.changed}
        )
