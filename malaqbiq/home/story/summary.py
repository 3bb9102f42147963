"""What a demo holds, told to a person on the terminal, or as data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from malaqbiq.home.story.figures import Figures, UnitLine
from malaqbiq.home.story.plan import Scale
from malaqbiq.home.story.stage import Work
from malaqbiq.home.story.telling import Told
from malaqbiq.kernel.rupiah import exact_rupiah, rupiah
from malaqbiq.kernel.speech import said
from malaqbiq.regulations.rules.rows.base import TRUST_WORDS
from malaqbiq.regulations.rules.titles import source_told

WIDTH = 110
"""Beyond that a line is hard to follow."""

MOST_OFFICES = 3

WEB_ADDRESS = re.compile(r":? https?://\S+")


def summary_data(told: Told, figures: Figures) -> dict[str, Any]:
    """The summary as plain data, every figure as it was counted."""
    appraisal, decrees, pay = figures.appraisal, figures.decrees, figures.pay
    return {
        "as_of": figures.as_of.isoformat(),
        "work_units": figures.work_units,
        "appraisal": {
            "staff": appraisal.staff,
            "appraised": appraisal.appraised,
            "extended": appraisal.extended,
            "coached": appraisal.coached,
            "ended": appraisal.ended,
        },
        "decrees": {
            "issued": decrees.issued,
            "entries": decrees.entries,
            "documents": decrees.documents,
            "gapless": decrees.gapless,
        },
        "posts": asdict(figures.posts),
        "pay": {
            "floor": pay.floor,
            "staff": len(pay.rows),
            "below_floor": pay.below_floor,
            "lowest": pay.lowest,
        },
        "verify": {"ok": figures.verified},
        "accounts": [
            {
                "username": account.username,
                "password": account.password,
                "role": account.role.value,
                "work_unit": account.work_unit,
            }
            for account in figures.accounts
        ],
        "seconds": {work.value: round(told.seconds[work], 3) for work in Work},
        "peak_mib": told.peak_mib,
    }


def summary_printed(told: Told, figures: Figures) -> None:
    """Print the summary as a page that a person enjoys reading."""
    console = Console(highlight=False, soft_wrap=False)
    console.width = min(console.width, WIDTH)
    console.print(_page(told, figures))


def _page(told: Told, figures: Figures) -> RenderableType:
    facts = Table.grid(padding=(0, 2))
    facts.add_column(style="bold", no_wrap=True)
    facts.add_column()
    for title, *lines in _facts(figures):
        facts.add_row(title, Text("\n").join(Text.from_markup(line) for line in lines))
    return Group(
        Panel(_heading(told, figures), border_style="green", padding=(0, 2)),
        Padding(facts, (1, 1)),
        Padding(_units(figures), (0, 1)),
        Padding(_accounts(figures), (1, 1, 0, 1)),
        Padding(_next(told, figures), (1, 1)),
    )


def _heading(told: Told, figures: Figures) -> Text:
    where = {
        Scale.SULBAR: "Sulawesi Barat",
        Scale.PROVINCE: "Jawa Timur",
        Scale.NATIONAL: "Indonesia",
    }[told.tale.scale]
    heading = Text.assemble(("Malaqbiq", "bold green"), f"  {where}, {_day(figures.as_of)}\n")
    heading.append(
        _("A demo. Everybody in it is made up, and so is every figure about them; see docs/story.md."), "dim"
    )
    return heading


def _facts(figures: Figures) -> Iterator[tuple[str, ...]]:
    yield (_("Evaluated"), *_evaluated(figures))
    yield (_("Decreed"), *_decreed(figures))
    yield (_("Posts"), _filled(figures))
    yield (_("Paid"), *_paid(figures))
    yield (_("Papers"), *_papers(figures))
    yield (_("Proven"), *_proven(figures))


def _evaluated(figures: Figures) -> Iterator[str]:
    found = figures.appraisal
    if not found.staff:
        yield _("nobody yet: the story stopped before")
        return
    yield _("%(appraised)s of %(staff)s contract workers in %(units)s work units") % {
        "appraised": _strong(found.appraised),
        "staff": found.staff,
        "units": figures.work_units,
    }
    if found.extended + found.coached + found.ended:
        yield _("%(extended)s extended, %(coached)s extended with coaching, %(ended)s not extended") % {
            "extended": _strong(found.extended),
            "coached": _strong(found.coached),
            "ended": _strong(found.ended),
        }
    yield _("scores moderated: %(moderated)s; objections: %(objections)s; excused in writing: %(excused)s") % {
        "moderated": found.moderated,
        "objections": found.objections,
        "excused": found.excused,
    }


def _filled(figures: Figures) -> str:
    posts = figures.posts
    held = {"definitive": _strong(posts.definitive), "demisioner": posts.demisioner, "acting": posts.acting}
    return _(
        "of %(total)s structural posts %(definitive)s are held definitively, %(demisioner)s by demisioner, %(acting)s "
        "by who acts, %(vacant)s are vacant"
    ) % {**held, "total": posts.total, "vacant": posts.vacant}


def _decreed(figures: Figures) -> Iterator[str]:
    found = figures.decrees
    if not found.issued:
        yield _("not yet: the story stopped before the decrees were issued")
        return
    yield _("%(issued)s decrees on %(day)s, effective from %(from)s") % {
        "issued": _strong(found.issued),
        "day": _day(found.decided_on) if found.decided_on else "-",
        "from": _day(found.effective_on) if found.effective_on else "-",
    }
    more = ", …" if len(found.offices) > MOST_OFFICES else ""
    offices = ", ".join(found.offices[:MOST_OFFICES])
    yield _("by the Sekretaris of %(offices)s") % {"offices": offices + more}
    numbers = _("every number accounted for") if found.gapless else _("[red]numbers are missing[/]")
    yield _("%(entries)s entries; %(numbers)s") % {"entries": found.entries, "numbers": numbers}


def _paid(figures: Figures) -> Iterator[str]:
    pay, before = figures.pay, figures.pay_before
    if not pay.rows:
        yield _("nobody")
        return
    yield _("%(below)s of %(staff)s below the minimum wage; lowest %(lowest)s a month") % {
        "below": _strong(pay.below_floor),
        "staff": len(pay.rows),
        "lowest": _strong(rupiah(pay.lowest)) if pay.lowest else "-",
    }
    yield from _floors(figures)
    if figures.decrees.issued:
        yield _("before, on %(day)s: %(below)s of %(staff)s below it, lowest %(lowest)s") % {
            "day": _day(before.as_of),
            "below": before.below_floor,
            "staff": len(before.rows),
            "lowest": rupiah(before.lowest) if before.lowest else "-",
        }


def _floors(figures: Figures) -> Iterator[str]:
    if len(figures.floors) > 1:
        yield _("%(count)s different minimum wages (UMP), from %(lowest)s to %(highest)s") % {
            "count": len(figures.floors),
            "lowest": rupiah(min(row.amount or 0 for row in figures.floors)),
            "highest": rupiah(max(row.amount or 0 for row in figures.floors)),
        }
        return
    for row in figures.floors:
        yield _("minimum wage (%(level)s) of %(region)s %(year)s: %(amount)s, so at least %(floor)s") % {
            "level": row.level.value,
            "region": row.region_name,
            "year": row.year,
            "amount": exact_rupiah(row.amount_exact or str(row.amount or 0)),
            "floor": rupiah(row.amount or 0),
        }
        source = WEB_ADDRESS.sub("", said(source_told(row.source))).replace(" ;", ";")
        yield f"[dim]{_(TRUST_WORDS[row.trust])}: {source}[/]"


def _papers(figures: Figures) -> Iterator[str]:
    found = figures.decrees
    if not found.documents:
        yield _("none rendered")
        return
    yield _("%(documents)s files as PDF/A: decrees, petikan, work agreements") % {"documents": _strong(found.documents)}
    yield _("%(unsigned)s decrees wait for proof of a signature") % {"unsigned": found.unsigned}


def _proven(figures: Figures) -> Iterator[str]:
    wrong = [check for check in figures.checks if not check.ok]
    for check in wrong:
        yield f"[red]✗ {check.name}: {said(check.detail)}[/]"
    if not wrong:
        yield _("%(checks)s checks: everything follows from the ledger") % {"checks": _strong(len(figures.checks))}


def _units(figures: Figures) -> Table:
    table = Table(box=None, padding=(0, 1), header_style="dim", pad_edge=False)
    table.add_column(_("work unit"))
    for title in ("PPNPN", "PNS", _("lowest pay")):
        table.add_column(title, justify="right")
    table.add_column(_("decree"))
    provinces = {line.code.partition(".")[0] for line in figures.units}
    for line in figures.units if len(provinces) == 1 else _by_province(figures.units):
        lowest = rupiah(line.lowest) if line.lowest else ""
        table.add_row(line.name, str(line.contract_staff or ""), str(line.civil_servants), lowest, line.number)
    return table


def _accounts(figures: Figures) -> RenderableType:
    """Whom one may sign in as; nobody in a demo that an older release told."""
    if not figures.accounts:
        return Text(_("no accounts: malaqbiq demo --fresh makes them"), "dim")
    table = Table(box=None, padding=(0, 1), header_style="dim", pad_edge=False)
    table.add_column(_("sign in as"), style="cyan")
    table.add_column(_("role"))
    table.add_column(_("work unit"))
    for account in figures.accounts:
        table.add_row(account.username, _(account.label), account.unit_name)
    password = Text.assemble((_("password of all of them: "), "dim"), (figures.accounts[0].password, "bold"))
    return Group(table, password)


def _by_province(lines: tuple[UnitLine, ...]) -> Iterator[UnitLine]:
    """One line for a province with all its units, named by the province's own."""
    groups: dict[str, list[UnitLine]] = {}
    for line in lines:
        groups.setdefault(line.code.partition(".")[0], []).append(line)
    for code, group in groups.items():
        yield UnitLine(
            code=code,
            name=f"{group[0].name} (+{len(group) - 1})" if len(group) > 1 else group[0].name,
            contract_staff=sum(line.contract_staff for line in group),
            civil_servants=sum(line.civil_servants for line in group),
            lowest=min((line.lowest for line in group if line.lowest), default=None),
            number="",
        )


def _next(told: Told, figures: Figures) -> Text:
    spent = {work.value: number_format(told.seconds[work], 1) for work in Work} | {"mib": told.peak_mib}
    text = Text(_("Look at it yourself:"), "bold")
    hints = [
        ("malaqbiq wages check", _("everybody's pay against the minimum wage of a day")),
        ("malaqbiq verify", _("whether everything follows from the ledger")),
        ("malaqbiq serve", f"http://127.0.0.1:8000, {settings.BASE_URL}/verify/{figures.code or '…'}"),
    ]
    for command, what in hints:
        text.append(f"\n  {command:<22}", "cyan").append(what)
    took = _("people %(people)s s, main job %(main_job)s s, documents %(documents)s s, at most %(mib)s MiB") % spent
    return text.append(f"\n{took}", "dim")


def _strong(figure: int | str) -> str:
    return f"[bold]{figure}[/]"


def _day(day: date) -> str:
    return date_format(day, "j F Y")
