"""`malaqbiq restore`: an installation made of a backup."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import shown_progress

if TYPE_CHECKING:
    from malaqbiq.kernel.backups import Backup


@click.command("restore", help=_("Make an installation of a backup, in a MALAQBIQ_HOME that has no database yet."))
@click.argument("file", metavar="FILE.zip", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def command(*, file: Path) -> None:
    """Restore, and say what to run next."""
    from malaqbiq.home.turns import turn_taken
    from malaqbiq.kernel.backups import backup_restore, migrations_missing

    with shown_progress() as progress, turn_taken(progress):
        restored = backup_restore(path=file, progress=progress)
    told = _("Restored: the database of %(moment)s, release %(release)s, and %(files)s files.")
    about = restored.about
    moment = date_format(localtime(datetime.fromisoformat(about.made_at)), "j F Y H:i")
    click.echo(told % {"moment": moment, "release": about.release, "files": restored.files})
    older = migrations_missing(about)
    click.echo(_("Next: malaqbiq init, then malaqbiq verify") if older else _("Next: malaqbiq verify"), err=True)
    faults_told(restored)


def faults_told(backup: Backup) -> None:
    """Say what is wrong with a backup, file by file, and end with 1 if anything is."""
    for name in backup.damaged:
        click.echo(_("damaged: %(name)s") % {"name": name}, err=True)
    for name in backup.missing:
        click.echo(_("missing: %(name)s (bring it back from an earlier backup)") % {"name": name}, err=True)
    for name in backup.unnamable:
        click.echo(_("left out: %(name)s (no backup can hold this name: rename the file)") % {"name": name}, err=True)
    if not backup.is_sound:
        sys.exit(1)
