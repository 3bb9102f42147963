"""`malaqbiq init`: set the database up, or bring it to this release."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import json_option, print_json, shown_progress
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.installation import NotReady, installation_record, installation_state
from malaqbiq.kernel.words import gettext_noop


@click.command("init", help=_("Set the database up, or bring it to this release: tables, law, work units. Rerunnable."))
@json_option
def command(*, as_json: bool) -> None:
    """Migrate, load law and work units, and write down which release did so."""
    from django.core.management import call_command

    with shown_progress() as progress:
        before = installation_state()
        if before.unknown:
            raise NotReady(
                gettext_noop("this database was used by a newer release of Malaqbiq"),
                gettext_noop("run the newer release, or restore a backup made before it"),
            )
        progress.stage(_("tables"))
        call_command("migrate", interactive=False, verbosity=0)
        installation = installation_record()
    result: dict[str, Json] = {
        "migrations": before.pending,
        "installation": installation.kind,
        "release": installation.release,
    }
    if as_json:
        print_json(result)
    else:
        click.echo(_("Tables: %(count)s migrations applied.") % {"count": before.pending})
