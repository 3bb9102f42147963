"""`malaqbiq opening`: the time in which an office tells what was in force when it began."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import click
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import Day, json_option, print_json, shown_progress
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import gettext_noop

if TYPE_CHECKING:
    from malaqbiq.service.selectors.structures import StructurePlan
    from malaqbiq.service.services import Opening


@dataclass(frozen=True, slots=True)
class Question:
    """What a command asks back, and what it says where there is no terminal to ask on."""

    question: str
    unasked: str
    remedy: str


LOCK = Question(
    gettext_noop("From then on every change needs a decree. Lock the opening for good?"),
    gettext_noop("locking the opening can't be undone, and there is no terminal to ask on"),
    gettext_noop("say --yes to lock it: malaqbiq opening lock --yes"),
)
OPEN_STRUCTURE = Question(
    gettext_noop("Open this structure?"),
    gettext_noop("opening a structure makes its posts, and there is no terminal to ask on"),
    gettext_noop("say --yes to open it: malaqbiq opening structure … --yes"),
)


@click.group("opening", help=_("What was in force when the office began."))
def command() -> None:
    """The commands about the opening."""


@command.command("lock", help=_("End the time of the opening: from now on a change needs a decree."))
@click.option("--yes", is_flag=True, help=_("lock it without asking, as a script does"))
@click.option("--empty", is_flag=True, help=_("lock it though it tells of nobody"))
def lock(*, yes: bool, empty: bool) -> None:
    """End the time of the opening, once somebody has said so; once ended, it says so and changes nothing."""
    from django.conf import settings

    from malaqbiq.decrees.services import opening_lock
    from malaqbiq.decrees.services.recording import NOBODY, NOBODY_REMEDY
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
    if not extent.people and not empty:
        raise UserError(NOBODY, NOBODY_REMEDY)
    if not yes and not _agreed_to(LOCK):
        click.echo(_("Nothing was locked."))
        return
    locked = opening_lock(access=access, empty=empty, agreed=None if yes else extent.people)
    if locked and locked.people != extent.people:
        click.echo(_("Meanwhile it has come to hold %(people)s people.") % {"people": locked.people}, err=True)
    click.echo(_("The opening is locked.") if locked else _("The opening was locked already."))


@command.command("structure", help=_("Say which structure is in force since when, and open its posts."))
@click.option("--regime", required=True, help=_("the regulation's key, such as pkpu-14-2020"))
@click.option("--since", required=True, type=Day(), metavar="DATE", help=_("the day since which it has been in force"))
@click.option(
    "--typology", default="", help=_("the type letter, where the law table knows none or your office's is other")
)
@click.option(
    "--work-unit",
    "units",
    multiple=True,
    metavar="CODE",
    help=_("a work unit, with all below it; may be repeated (without it: all in which somebody is in service)"),
)
@click.option("--authority", default="KPU RI", show_default=True, help=_("whose decree it was received by"))
@click.option("--number", default="", help=_("the number of that decree"))
@click.option("--decided-on", type=Day(), metavar="DATE", help=_("the date of that decree"))
@click.option("--yes", is_flag=True, help=_("open it without asking, as a script does"))
@json_option
def structure(  # noqa: PLR0913 - all that an office says of its structure
    *,
    regime: str,
    since: date,
    typology: str,
    units: tuple[str, ...],
    authority: str,
    number: str,
    decided_on: date | None,
    yes: bool,
    as_json: bool,
) -> None:
    """Tell what would come into force, ask, and open it; said again, nothing changes."""
    from django.conf import settings

    from malaqbiq.kernel import clock
    from malaqbiq.service.selectors.structures import Choice, structure_plan, units_chosen, units_serving
    from malaqbiq.service.services import Reference, structure_open

    access, today = Access.system("cli"), clock.today(settings.TIME_ZONE)
    named = units or units_serving(access, day=today)
    choice = Choice(regime, since, units_chosen(access, codes=named, day=today, below=bool(units)), typology)
    plan = structure_plan(access, choice, today=today)
    _tell_plan(plan)
    if plan.changes and not plan.problems and not yes and not _agreed_to(OPEN_STRUCTURE):
        click.echo(_("Nothing was opened."))
        return
    known = Reference(authority if number or decided_on else "", number, decided_on)
    with shown_progress() as progress:
        done = structure_open(access=access, choice=choice, reference=known, progress=progress)
    if as_json:
        print_json(_as_data(done))
        return
    told = _("The structure is open: %(posts)s posts came into force.") % {"posts": plan.opens}
    click.echo(told if done.decree else _("All of it stood already: nothing was changed."))


def _tell_plan(plan: StructurePlan) -> None:
    """What would come into force in each unit, on stderr; whoever would lose his post by name."""
    click.echo(
        _("%(title)s, in force since %(day)s:") % {"title": plan.title, "day": date_format(plan.choice.since, "j F Y")},
        err=True,
    )
    for unit in plan.units:
        counts = {"unit": unit.unit.name, "opens": len(unit.opens), "leaves": len(unit.leaves)}
        if unit.problem:
            click.echo(f"  {unit.unit.name}: {said(unit.problem)}", err=True)
        else:
            told = _("  %(unit)s: %(opens)s posts come into force, %(leaves)s are taken back") % counts
            click.echo(told, err=True)
        for row, one in unit.loses:
            loses = {"name": one.name, "post": row.post.position_name}
            click.echo(_("    %(name)s is no longer %(post)s") % loses, err=True)


def _as_data(done: Opening) -> dict[str, Json]:
    plan = done.plan
    units: list[Json] = [
        {
            "code": unit.unit.code,
            "name": unit.unit.name,
            "typology": unit.typology,
            "opened": [post.position_name for post in unit.opens],
            "taken_back": [row.post.position_name for row in unit.leaves],
        }
        for unit in plan.units
    ]
    return {
        "regime": plan.choice.regime,
        "since": plan.choice.since.isoformat(),
        "posts": plan.opens,
        "decree": str(done.decree.uid) if done.decree else None,
        "work_units": units,
    }


def _agreed_to(asked: Question) -> bool:
    """Whether somebody at the terminal agrees; UserError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UserError(asked.unasked, asked.remedy)
    return click.confirm(_(asked.question), err=True)
