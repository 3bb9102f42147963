"""`malaqbiq verify`: does everything follow from the ledger?"""

from __future__ import annotations

import sys

import click
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import json_option, print_json, shown_progress
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import gettext_noop

NAMES = (
    gettext_noop("chain"),
    gettext_noop("numbers"),
    gettext_noop("projections"),
    gettext_noop("files"),
    gettext_noop("floors"),
    gettext_noop("law"),
    gettext_noop("exceptions"),
    gettext_noop("reasons"),
)
"""What the checks are called, for the catalogue."""


@click.command("verify", help=_("Check the ledger: chain, numbers, projections, floors and files. Exit 1 if wrong."))
@json_option
def command(*, as_json: bool) -> None:
    """Run every check and tell each outcome; exit 1 when anything is wrong."""
    from malaqbiq.decrees.selectors.verify import verify

    with shown_progress() as progress:
        checks = verify(progress)
    ok = all(check.ok for check in checks)
    if as_json:
        rows: list[Json] = [{"name": check.name, "ok": check.ok, "detail": said(check.detail)} for check in checks]
        print_json({"ok": ok, "checks": rows})
    else:
        for check in checks:
            click.echo(f"{'✓' if check.ok else '✗'} {_(check.name)}: {said(check.detail)}")
        click.echo(_("Everything follows from the ledger.") if ok else _("Something is wrong: see above."))
    sys.exit(0 if ok else 1)
