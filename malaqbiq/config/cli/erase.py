"""`malaqbiq erase`: remove what is known of a person, as the law may ask."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import click
from django.utils.translation import gettext as _

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import gettext_noop

if TYPE_CHECKING:
    from malaqbiq.home.services.erasing import Erased
    from malaqbiq.home.services.mentions import Mention

COUNTED = {
    "snapshots": gettext_noop("snapshots of papers"),
    "payment_rows": gettext_noop("lines of payment lists"),
    "told": gettext_noop("words of imported lists"),
    "uploads": gettext_noop("lists on their way in"),
    "reasons": gettext_noop("reasons that others wrote"),
    "accounts": gettext_noop("accounts"),
    "packs": gettext_noop("audit packs, which can be made anew"),
    "files_and_sources": gettext_noop("names of files and sources that name the person"),
    "kept_views": gettext_noop("kept views of lists that name the person"),
    "conduct": gettext_noop("predikat of years and penalties"),
    "sworn": gettext_noop("petikan of appointments, scans of what took them back, and oaths chosen"),
    "mandates": gettext_noop("mandates to sign, which end"),
}
"""What is said to go, by the field of `Erased` that counts it."""


@click.command("erase", help=_("Erase what is known of a person, as the law may ask. It can't be undone."))
@click.argument("person", metavar="UID", type=click.UUID)
@click.option("--ground", required=True, help=_("the law and the request, without personal data"))
@click.option("--dry-run", is_flag=True, help=_("say what would go, and erase nothing"))
@click.option("--yes", is_flag=True, help=_("erase it without asking, as a script does"))
def command(*, person: UUID, ground: str, dry_run: bool, yes: bool) -> None:
    """Say what goes, ask, and erase it; an unknown or already erased person is an error."""
    from django.conf import settings

    from malaqbiq.home.services.erasing import person_data_erase
    from malaqbiq.kernel import clock
    from malaqbiq.people.models import Person
    from malaqbiq.service.models import Employment

    found = Person.objects.filter(uid=person, erased_at=None).first()
    if found is None:
        raise UserError(
            gettext_noop("there is no person of this uid, or the person was erased already"),
            gettext_noop("take the uid from the end of the address of the person's page"),
        )
    access = Access.system("cli")
    would = person_data_erase(access=access, person=person, ground=ground, dry_run=True)
    if Employment.objects.as_of(clock.today(settings.TIME_ZONE)).filter(person__uid=person).exists():
        told = _("%(name)s is in service: decrees and pay go on under a line without a name. End the service first.")
        click.echo(told % {"name": found.name}, err=True)
    click.echo(_("Of %(name)s, besides who the person is and all records:") % {"name": found.name}, err=True)
    for field, title in COUNTED.items():
        click.echo(f"  {_(title)}: {getattr(would, field)}", err=True)
    _tell_left(would.left)
    if dry_run or not (yes or _agreed()):
        click.echo(_("Nothing was erased."))
        return
    erased = person_data_erase(access=access, person=person, ground=ground)
    click.echo(_("The person's data are erased."))
    if erased.left:
        click.echo(
            _("Places that still hold the name or a number, as told above: %(count)s.") % {"count": _sum(erased)}
        )


def _tell_left(left: Sequence[Mention]) -> None:
    """Say on stderr where the name or a number will still stand, and what can be done about each place."""
    if not left:
        click.echo(_("The name and the numbers stand nowhere else in the database."), err=True)
        return
    click.echo(
        _("These still hold the name or a number (it may be somebody else of that name); look at them:"), err=True
    )
    for mention in left:
        more = "" if mention.count == len(mention.places) else " …"
        told = {"column": mention.column, "count": mention.count, "places": "; ".join(mention.places) + more}
        click.echo(_("  %(column)s, %(count)s rows (%(places)s)") % told, err=True)
        click.echo(f"    {_(mention.remedy)}", err=True)


def _sum(erased: Erased) -> int:
    return sum(mention.count for mention in erased.left)


def _agreed() -> bool:
    if not sys.stdin.isatty():
        raise UserError(
            gettext_noop("erasing can't be undone, and there is no terminal to ask on"),
            gettext_noop("say --yes to erase it, or --dry-run to see what would go"),
        )
    return click.confirm(_("Erase it for good?"), err=True)
