"""`malaqbiq wages check`: is everybody paid at least the day's minimum wage?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from malaqbiq.config.terminal import Day, json_option, print_json, shown_progress
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.speech import said

if TYPE_CHECKING:
    from malaqbiq.pay.rules.wages import WageCheck, WageRow

SHOWN = 20
"""Rows that a person is shown; all of them stand in --json."""


@click.group("wages", help=_("Pay and the minimum wage."))
def command() -> None:
    """Commands on pay."""


@command.command("check", help=_("Compare everybody's pay with the minimum wage of a day. Changes nothing."))
@click.option("--as-of", type=Day(), metavar="DATE", help=_("the day, such as 2022-01-11; today"))
@json_option
def check(as_of: date | None, *, as_json: bool) -> None:
    """Print every contract worker in service that day against the floor; exit 0 whatever is found."""
    from django.conf import settings

    from malaqbiq.kernel import clock
    from malaqbiq.kernel.access import Access
    from malaqbiq.pay.selectors import wage_check

    day = as_of or clock.today(settings.TIME_ZONE)
    with shown_progress() as progress:
        progress.stage(_("wages"))
        found = wage_check(Access.system("wages"), day)
    if as_json:
        print_json(_as_json(found))
    else:
        click.echo("\n".join(_as_text(found)))
    # Last, and apart: what the answer above does not say.
    for line in _not_known(found):
        click.echo(line, err=True)


def _as_json(found: WageCheck) -> dict[str, Json]:
    return {
        "as_of": found.as_of.isoformat(),
        "staff": len(found.rows),
        "below_floor": found.below_floor,
        "lowest": found.lowest,
        "shortfall_total": found.shortfall_total,
        "rows": [
            {
                "person": str(row.person),
                "work_unit": row.unit_code,
                "monthly_amount": row.monthly_amount,
                "floor": row.floor.amount,
                "shortfall": row.shortfall,
            }
            for row in found.rows
        ],
    }


def _as_text(found: WageCheck) -> Iterator[str]:
    from malaqbiq.kernel.rupiah import rupiah

    day = date_format(found.as_of, "j F Y")
    if not found.rows and not found.unpaid:
        yield _("No contract worker is in service on %(day)s; --as-of names another day.") % {"day": day}
        return
    yield _("%(staff)s contract workers in service on %(day)s, %(below)s of them below the floor.") % {
        "staff": len(found.rows),
        "day": day,
        "below": found.below_floor,
    }
    if found.lowest is not None:
        yield _("Lowest pay: %(amount)s a month.") % {"amount": rupiah(found.lowest)}
    if found.below_floor:
        yield _("Missing to the floor: %(amount)s a month.") % {"amount": rupiah(found.shortfall_total)}
    below = sorted((row for row in found.rows if row.is_below), key=lambda row: -(row.shortfall or 0))
    yield from (_row(row) for row in below[:SHOWN])
    if len(below) > SHOWN:
        yield _("… and %(count)s more; --json lists all.") % {"count": len(below) - SHOWN}
    if below:
        yield _("Next: the page of planned raises (/pay/raises) says what it costs and drafts the decrees.")


def _row(row: WageRow) -> str:
    from malaqbiq.kernel.rupiah import rupiah
    from malaqbiq.pay.rules.limits import limit_title

    excepted = " " + _("(by exception)") if row.exception else ""
    return (
        f"  {row.unit_code:<6} {row.name:<32} {rupiah(row.monthly_amount or 0):>12} "
        f"< {rupiah(row.floor.amount or 0)} ({said(limit_title(row.floor.key))}){excepted}"
    )


def _not_known(found: WageCheck) -> Iterator[str]:
    """What the check could not look at, by name."""
    from malaqbiq.pay.rules.limits import limit_title

    floors = Counter(row.floor.key for row in found.rows if row.floor.missing)
    for missing in found.missing_floors():
        what, why = said(missing.what), said(missing.why)
        count = floors[missing.key]
        yield _("not known: %(what)s: %(why)s (%(count)s people)") % {"what": what, "why": why, "count": count}
    if found.unpaid:
        yield _("%(count)s people serve without pay that a decree says.") % {"count": len(found.unpaid)}
    ceilings = Counter(row.ceiling.key for row in found.rows if row.ceiling.missing)
    if ceilings:
        yield _("%(count)s people have no known ceiling.") % {"count": ceilings.total()}
        yield from (f"  {said(limit_title(key))}: {count}" for key, count in sorted(ceilings.items()) if key)
