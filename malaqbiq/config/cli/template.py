"""`malaqbiq template`: an empty workbook to be filled in and imported."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils.translation import gettext as _

from malaqbiq.intake.rules.kinds import KIND_NAMES
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop


@click.command("template", help=_("Write an empty workbook. KIND: %(kinds)s.") % {"kinds": KIND_NAMES})
@click.argument("kind", metavar="KIND")
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=_("write over a file that is there"))
def command(*, kind: str, file: Path, force: bool) -> None:
    """Write the workbook and say where it is. A file that is there may be a filled list: it is kept unless forced."""
    from django.conf import settings

    from malaqbiq.intake.services import template_make
    from malaqbiq.kernel import clock

    if file.exists() and not force:
        raise UserError(
            Words(gettext_noop("%(path)s is there already"), {"path": str(file)}),
            gettext_noop("choose another name, or say --force to write over it"),
        )
    template_make(access=Access.system("cli"), kind=kind, path=file, day=clock.today(settings.TIME_ZONE))
    click.echo(_("Written: %(path)s") % {"path": file})
