"""`malaqbiq demo`: the story of January 2022, told anew on made-up people."""

from __future__ import annotations

from datetime import date

import click
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import Day, json_option, print_json, shown_progress

SCALES = ("sulbar", "province", "national")


@click.command("demo", help=_("Tell the story of January 2022 in an empty database, or sum up the demo that is there."))
@click.option("--scale", type=click.Choice(SCALES), help=_("how much of Indonesia (default: sulbar)"))
@click.option("--until", type=Day(), metavar="DATE", help=_("the story's last day (default: 2022-01-11)"))
@click.option("--seed", type=click.IntRange(0), help=_("what everybody is made up from (default: 1)"))
@click.option("--no-documents", is_flag=True, help=_("render no papers"))
@click.option("--fresh", is_flag=True, help=_("replace the demo that is there"))
@click.option(
    "--if-empty",
    is_flag=True,
    help=_("take a database that is set up and empty; leave an office's alone, without an error"),
)
@json_option
def command(
    *,
    scale: str | None,
    until: date | None,
    seed: int | None,
    no_documents: bool,
    fresh: bool,
    if_empty: bool,
    as_json: bool,
) -> None:
    """Tell the story, and sum up what the database holds then."""
    from django.conf import settings

    from malaqbiq.home.story.figures import figures_counted
    from malaqbiq.home.story.ground import Ground, ground_found
    from malaqbiq.home.story.plan import Scale
    from malaqbiq.home.story.stage import TELLER
    from malaqbiq.home.story.summary import summary_data, summary_printed
    from malaqbiq.home.story.telling import Wish, story_told
    from malaqbiq.home.turns import turn_taken
    from malaqbiq.kernel.installation import standing_clock
    from malaqbiq.kernel.models import Installation

    wish = Wish(Scale(scale) if scale else None, until, seed, documents=False if no_documents else None)
    # One turn to the end of the sum: another that replaces the demo meanwhile would take its tables away.
    with shown_progress() as progress, turn_taken(progress):
        if if_empty and ground_found().ground is Ground.OFFICE:
            return
        told = story_told(wish, fresh=fresh, if_empty=if_empty, progress=progress)
        with standing_clock(Installation.objects.get()):
            figures = figures_counted(TELLER, told.tale.until, progress)
    if as_json:
        print_json(summary_data(told, figures))
    else:
        summary_printed(told, figures)
        stands = _("The demo stands in %(home)s. An office's own data belong into another MALAQBIQ_HOME.")
        click.echo(stands % {"home": settings.HOME}, err=True)
