"""`malaqbiq serve`: the web server, and a worker beside it."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys

import click
from django.utils.translation import gettext as _

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.places import reason_told
from malaqbiq.kernel.words import Words, gettext_noop


@click.command("serve", help=_("Serve the pages, by default on http://127.0.0.1:8000."))
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help=_("address and port"))
@click.option("--port", type=click.IntRange(1, 65535), help=_("another port at that address"))
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64), help=_("processes"))
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help=_("threads of each process"))
@click.option("--no-worker", is_flag=True, help=_("do no background work: `malaqbiq worker` does it elsewhere"))
def command(*, bind: str, port: int | None, workers: int, threads: int, no_worker: bool) -> None:
    """Become the web server: a fresh process, since a fork made after a PDF was rendered would hang."""
    if not bind.startswith(("unix:", "fd:")):
        host, named = _split(bind)
        bind = f"{host}:{port or named or 8000}"
    _require_free(bind)
    click.echo(_("Malaqbiq serves http://%(address)s (stop with Ctrl+C)") % {"address": bind}, err=True)
    _tell_of_first_run(bind)
    _tell_of_address()
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
    if not no_worker:
        _start_worker()
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *arguments])  # noqa: S606 - no shell, our own arguments


def _start_worker() -> None:
    """A worker's keeper as the child of this process, which becomes the web server: however that ends, it sees it."""
    own = [sys.executable, "-m", "malaqbiq.config.keeper", str(os.getpid())]
    subprocess.Popen(own, stdin=subprocess.DEVNULL)  # noqa: S603 - our own arguments


def _tell_of_first_run(bind: str) -> None:
    """An office in which nobody can sign in yet: print where and by which code its first administrator is made."""
    from malaqbiq.accounts.selectors import is_first_run
    from malaqbiq.accounts.services import first_code

    if is_first_run():
        click.echo(_("Nobody can sign in yet. Make the first administrator:"), err=True)
        click.echo(f"  http://{bind}/accounts/first  {_('code')} {first_code()}", err=True)


def _tell_of_address() -> None:
    """A live office whose papers would bear an address that only this machine reaches: what to set, before they do."""
    from malaqbiq.kernel.installation import unreached_address

    if address := unreached_address():
        told = _(
            "Papers will bear %(address)s/verify/… for good, which leads nowhere but on this computer. "
            "Set MALAQBIQ_BASE_URL to the public address before the first decree is issued."
        )
        click.echo(told % {"address": address}, err=True)


def _split(bind: str) -> tuple[str, str]:
    """The address and the port, empty where none is named: [::1]:8000 is [::1] and 8000."""
    host, mark, port = bind.rpartition(":")
    return (host, port) if mark and port.isdigit() else (bind, "")


def _require_free(bind: str) -> None:
    """UserError where nothing can listen at an address, before a server that would only try again and again."""
    host, port = _split(bind)
    if bind.startswith(("unix:", "fd:")):
        return
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host.strip("[]") or None, int(port), type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            # As the server does itself: a port that was left a moment ago may be taken again.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind((address[0], int(port), *address[2:]))
    except (OSError, OverflowError) as error:
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            words = Words(gettext_noop("port %(port)s is taken: another program listens at %(bind)s"), _told(bind))
            remedy = gettext_noop("stop that program, or choose another port: malaqbiq serve --port %(other)s")
            raise UserError(words, Words(remedy, {"other": 8000 if port == "8001" else 8001})) from error
        told: dict[str, str | Words] = {"bind": bind, "reason": reason_told(error)}
        words = Words(gettext_noop("nothing can be served at %(bind)s: %(reason)s"), told)
        raise UserError(words, gettext_noop("choose another address by --bind, or another port by --port")) from error


def _told(bind: str) -> dict[str, str | int]:
    return {"bind": bind, "port": _split(bind)[1]}
