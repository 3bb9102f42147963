"""`malaqbiq opening`: the time in which an office tells what was in force when it began."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _

from malaqbiq.kernel.access import Access


@click.group("opening", help=_("What was in force when the office began."))
def command() -> None:
    """The commands about the opening."""


@command.command("lock", help=_("End the time of the opening: from now on a change needs a decree."))
def lock() -> None:
    """End the time of the opening; once ended, it says so and changes nothing."""
    from malaqbiq.decrees.services import opening_lock

    ended = opening_lock(access=Access.system("cli"))
    click.echo(_("The opening is locked.") if ended else _("The opening was locked already."))
