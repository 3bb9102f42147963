"""`malaqbiq backup`: everything that this installation holds, as one file."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils.translation import gettext as _

from malaqbiq.config.cli.restore import faults_told
from malaqbiq.config.terminal import shown_progress
from malaqbiq.kernel.access import Access

MEBIBYTE = 1024 * 1024


@click.command("backup", help=_("Write the database and all files into one new file, while others go on working."))
@click.argument("file", metavar="FILE.zip", type=click.Path(path_type=Path, dir_okay=False))
def command(*, file: Path) -> None:
    """Make the backup and say how large it is; exit 1 if a stored file is damaged or missing."""
    from malaqbiq.kernel.backups import backup_make

    with shown_progress() as progress:
        made = backup_make(access=Access.system("cli"), path=file, progress=progress)
    told = _("%(path)s: the database and %(files)s files, %(size)s MiB.")
    click.echo(told % {"path": file, "files": made.files, "size": -(-made.size // MEBIBYTE)})
    faults_told(made)
