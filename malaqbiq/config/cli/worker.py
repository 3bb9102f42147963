"""`malaqbiq worker`: does the background work."""

from __future__ import annotations

import click
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@click.command("worker", help=_("Do background work (papers, signatures, large lists) until told to stop."))
@click.option("--once", is_flag=True, help=_("do what waits, then end"))
@click.option("--beside", type=int, hidden=True)
def command(*, once: bool, beside: int | None) -> None:
    """Work until SIGTERM or Ctrl+C; beside a web server, until that is gone too."""
    from malaqbiq.kernel.worker import Worker

    if beside is None and not once:
        click.echo(_("Malaqbiq does background work (stop with Ctrl+C)"), err=True)
    count = Worker(parent=beside).run(once=once)
    if beside is None:
        click.echo(ngettext("%(count)s job was taken.", "%(count)s jobs were taken.", count) % {"count": count})
