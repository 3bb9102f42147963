"""`malaqbiq bench`: what is promised, measured here and now."""

from __future__ import annotations

from typing import Any

import click
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import json_option, print_json, shown_progress
from malaqbiq.home.bench.measures import MEASURES, Figure

MARKS = {True: "✓", False: "✗", None: " "}


@click.command("bench", help=_("Measure what is promised, in homes that are thrown away. Without a choice: all of it."))
@click.option("--main-job", is_flag=True, help=_("the main job of the whole nation"))
@click.option("--papers", is_flag=True, help=_("decree papers, beside bare Typst and WeasyPrint"))
@click.option("--import", "import_", is_flag=True, help=_("a list of 50,000 people"))
@click.option("--verify", is_flag=True, help=_("verify over five years of the whole nation's decrees"))
@json_option
def command(*, main_job: bool, papers: bool, import_: bool, verify: bool, as_json: bool) -> None:
    """Measure, and print each figure beside its promise. Exit 0 whatever is measured: a machine may be busy."""
    asked = {"main-job": main_job, "papers": papers, "import": import_, "verify": verify}
    chosen = [name for name, is_asked in asked.items() if is_asked] or list(MEASURES)
    measured: dict[str, list[Figure]] = {}
    with shown_progress() as progress:
        for name in chosen:
            measured[name] = MEASURES[name][1](progress)
            if not as_json:
                _print(MEASURES[name][0], measured[name])
    if as_json:
        print_json({name: [_data(figure) for figure in figures] for name, figures in measured.items()})


def _print(title: str, figures: list[Figure]) -> None:
    click.echo(_(title))
    for figure in figures:
        click.echo(f"  {MARKS[figure.kept]} {_(figure.name):<50} {_value(figure):>12}  {_promise(figure)}")


def _value(figure: Figure) -> str:
    if figure.value is None:
        return "-"
    places = 0 if float(figure.value).is_integer() else 1
    return f"{number_format(figure.value, places, force_grouping=True)} {figure.unit}".strip()


def _promise(figure: Figure) -> str:
    if figure.at_most is not None:
        return _("promised: at most %(limit)s") % {"limit": _limit(figure.at_most, figure.unit)}
    if figure.at_least is not None:
        return _("promised: at least %(limit)s") % {"limit": _limit(figure.at_least, figure.unit)}
    return ""


def _limit(limit: float, unit: str) -> str:
    _whole, _mark, decimals = f"{limit:.12g}".partition(".")
    return f"{number_format(limit, len(decimals))} {unit}".strip()


def _data(figure: Figure) -> Any:
    limits = {"at_most": figure.at_most, "at_least": figure.at_least}
    promised = {name: limit for name, limit in limits.items() if limit is not None}
    value = round(figure.value, 3) if figure.value is not None else None
    return {"figure": figure.name, "value": value, "unit": figure.unit, **promised, "kept": figure.kept}
