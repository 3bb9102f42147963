"""`malaqbiq template`: an empty workbook to be filled in and imported."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils.translation import gettext as _

from malaqbiq.kernel.access import Access


@click.command("template", help=_("Write an empty workbook. KIND: employees, competencies, attendance or dpp."))
@click.argument("kind", metavar="KIND")
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path))
def command(*, kind: str, file: Path) -> None:
    """Write the workbook and say where it is."""
    from django.conf import settings

    from malaqbiq.intake.services import template_make
    from malaqbiq.kernel import clock

    template_make(access=Access.system("cli"), kind=kind, path=file, day=clock.today(settings.TIME_ZONE))
    click.echo(_("Written: %(path)s") % {"path": file})
