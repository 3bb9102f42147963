"""`malaqbiq bench`: what is promised, measured here and now."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import json_option, print_json, shown_progress
from malaqbiq.home.bench.measures import MEASURES, Figure
from malaqbiq.home.bench.pages import PagesMeasured, pages_measured
from malaqbiq.kernel.words import gettext_noop

PAGES = "pages"
PAGES_TITLE = gettext_noop("Pages, whole nation, five years of decrees, one web process")
WORST = 25
"""Pages that are listed even where all keep what is promised."""

MARKS = {True: "✓", False: "✗", None: " "}


@click.command("bench", help=_("Measure what is promised, in homes that are thrown away. Without a choice: all of it."))
@click.option("--main-job", is_flag=True, help=_("the main job of the whole nation"))
@click.option("--papers", is_flag=True, help=_("decree papers, beside bare Typst and WeasyPrint"))
@click.option("--import", "import_", is_flag=True, help=_("a list of 50,000 people"))
@click.option("--verify", is_flag=True, help=_("verify over five years of the whole nation's decrees"))
@click.option("--filling", is_flag=True, help=_("a new structure for the whole nation, and who may be named"))
@click.option("--pages", is_flag=True, help=_("every page of the whole nation, from the running server"))
@click.option(
    "--in",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help=_("keep the home of --pages in this folder; what is there already is measured again"),
)
@json_option
def command(
    *,
    main_job: bool,
    papers: bool,
    import_: bool,
    verify: bool,
    filling: bool,
    pages: bool,
    folder: Path | None,
    as_json: bool,
) -> None:
    """Measure, and print each figure beside its promise. Exit 0 whatever is measured: a machine may be busy."""
    asked = {
        "main-job": main_job,
        "papers": papers,
        "import": import_,
        "verify": verify,
        "filling": filling,
        PAGES: pages,
    }
    chosen = [name for name, is_asked in asked.items() if is_asked] or [*MEASURES, PAGES]
    said: dict[str, Any] = {}
    with shown_progress() as progress:
        for name in chosen:
            if name == PAGES:
                said |= _pages(pages_measured(progress, folder), as_json=as_json)
                continue
            title, measure = MEASURES[name]
            figures = measure(progress)
            said[name] = [_data(figure) for figure in figures]
            if not as_json:
                _print(title, figures)
    if as_json:
        print_json(said)


def _pages(measured: PagesMeasured, *, as_json: bool) -> dict[str, Any]:
    """The figures of all pages and each page's own, as data; printed too unless that is all that is asked."""
    if not as_json:
        shown = [one for number, one in enumerate(measured.pages) if one.missed or number < WORST]
        page, part = _("page, as seen by whom"), _("(part)")
        click.echo(f"    {'median':>8} {'p95':>8} {'CPU':>8} {'SQL':>5} {'kB':>6}  {page}")
        for one in shown:
            processor = "-" if one.processor is None else f"{one.processor:.0f}"
            times = f"{one.median:>8.0f} {one.p95:>8.0f} {processor:>8}"
            sizes = f"{one.statements:>5} {one.bytes / 1000:>6.0f}"
            address = f"{one.user} {one.address[:120]}{f' {part}' if one.is_part else ''}"
            click.echo(f"  {MARKS[not one.missed]} {times} {sizes}  {address}")
        _print(PAGES_TITLE, measured.figures)
    addresses = [{**asdict(one), "missed": list(one.missed)} for one in measured.pages]
    return {PAGES: [_data(figure) for figure in measured.figures], "addresses": addresses}


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
