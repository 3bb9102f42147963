"""`malaqbiq verify`: does everything still follow from the decrees?"""

from __future__ import annotations

import sys

import click
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import json_option, print_json, shown_progress


@click.command("verify", help=_("Check the ledger, its numbers, and everything that follows from it. Changes nothing."))
@json_option
def command(*, as_json: bool) -> None:
    """Print the outcome of every check; exit 1 if anything is wrong."""
    from malaqbiq.decrees.selectors.verify import verify

    with shown_progress() as progress:
        checks = verify(progress)
    ok = all(check.ok for check in checks)
    if as_json:
        print_json({"ok": ok, "checks": [{"name": c.name, "ok": c.ok, "detail": c.detail} for c in checks]})
    else:
        for check in checks:
            click.echo(f"{'✓' if check.ok else '✗'} {check.name}: {check.detail}")
        click.echo(_("Everything is as the decrees say.") if ok else _("Something is wrong: see the lines with ✗."))
    sys.exit(0 if ok else 1)
