"""`malaqbiq opening`: the time in which an office tells what was in force when it began."""

from __future__ import annotations

import sys

import click
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import shown_progress
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import gettext_noop


@click.group("opening", help=_("What was in force when the office began."))
def command() -> None:
    """The commands about the opening."""


@command.command("lock", help=_("End the time of the opening: from now on a change needs a decree."))
@click.option("--yes", is_flag=True, help=_("lock it without asking, as a script does"))
def lock(*, yes: bool) -> None:
    """End the time of the opening, once somebody has said so; once ended, it says so and changes nothing."""
    from django.conf import settings

    from malaqbiq.decrees.services import opening_lock
    from malaqbiq.intake.selectors import opening_extent, opening_is_locked
    from malaqbiq.kernel import clock
    from malaqbiq.pay.selectors import wage_check

    access, today = Access.system("cli"), clock.today(settings.TIME_ZONE)
    if opening_is_locked(access):
        click.echo(_("The opening was locked already."))
        return
    with shown_progress() as progress:
        progress.stage(gettext_noop("counting whom the opening holds"))
        extent = opening_extent(access, today)
    told = _("The opening holds %(people)s people; of %(incomplete)s people in service something is still missing.")
    click.echo(told % {"people": extent.people, "incomplete": extent.incomplete}, err=True)
    if extent.incomplete:
        click.echo(_("  of whom what: malaqbiq import … --incomplete F.xlsx"), err=True)
    if below := wage_check(access, today).below_floor:
        click.echo(
            _("%(count)s people are paid less than the minimum wage: malaqbiq wages check") % {"count": below}, err=True
        )
    if not yes and not _agreed():
        click.echo(_("Nothing was locked."))
        return
    ended = opening_lock(access=access)
    click.echo(_("The opening is locked.") if ended else _("The opening was locked already."))


def _agreed() -> bool:
    """Whether somebody at the terminal agrees; UserError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UserError(
            gettext_noop("locking the opening can't be undone, and there is no terminal to ask on"),
            gettext_noop("say --yes to lock it: malaqbiq opening lock --yes"),
        )
    return click.confirm(_("From then on every change needs a decree. Lock the opening for good?"), err=True)
