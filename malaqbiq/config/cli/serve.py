"""`malaqbiq serve`: the web server."""

from __future__ import annotations

import os
import sys

import click
from django.utils.translation import gettext as _


@click.command("serve", help=_("Serve the pages, by default on http://127.0.0.1:8000."))
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help=_("address and port"))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help=_("processes"))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help=_("threads of each process"))
def command(bind: str, workers: int, threads: int) -> None:
    """Become the web server: a fresh process, since a fork made after a PDF was rendered would hang."""
    click.echo(_("Malaqbiq serves http://%(address)s (stop with Ctrl+C)") % {"address": bind}, err=True)
    arguments = [
        "malaqbiq.config.wsgi:application",
        f"--bind={bind}",
        f"--workers={workers}",
        f"--threads={threads}",
        "--worker-class=gthread",
        "--no-control-socket",
        "--log-level=warning",
        "--name=malaqbiq",
    ]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606 - no shell, our own arguments
