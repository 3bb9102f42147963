"""`malaqbiq init`: set the database up, or bring it to this release."""

from __future__ import annotations

import dataclasses

import click
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import json_option, print_json, shown_progress


@click.command("init", help=_("Set the database up, or bring it to this release: tables, law, work units. Rerunnable."))
@json_option
def command(*, as_json: bool) -> None:
    """Set up, and say what was done."""
    from malaqbiq.home.setup import set_up

    with shown_progress() as progress:
        done = set_up(progress)
    if as_json:
        print_json(
            {
                "release": done.installation.release,
                "installation": done.installation.kind,
                "migrations": done.migrations,
                "law": dataclasses.asdict(done.law),
                "work_units": dataclasses.asdict(done.units),
                "competencies": done.competencies,
            }
        )
        return
    click.echo(_("Tables: %(count)s migrations applied.") % {"count": done.migrations})
    law = _("Law: %(added)s facts added, %(corrected)s corrected, %(withdrawn)s withdrawn, %(unchanged)s unchanged.")
    click.echo(law % dataclasses.asdict(done.law))
    units = _("Work units: %(added)s added, %(changed)s changed, %(moved)s placed anew in the tree.")
    click.echo(units % dataclasses.asdict(done.units))
    click.echo(_("Competencies: %(count)s added to the catalogue.") % {"count": done.competencies})
