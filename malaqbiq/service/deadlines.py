"""What falls due in the working life of staff: the end of contracts, promotion, pension, the periodic raise (KGB)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from malaqbiq.kernel.access import Role
from malaqbiq.organization.deadlines import ACTING
from malaqbiq.regulations.rules.rows import ServiceRuleRow
from malaqbiq.regulations.rules.rows.base import doubt
from malaqbiq.regulations.rules.terms import Terms
from malaqbiq.regulations.rules.titles import rule_told
from malaqbiq.regulations.selectors import terms
from malaqbiq.service.rules.careers import promotion_day, retirement_day, years_after
from malaqbiq.service.selectors.acting import acting_ends
from malaqbiq.service.selectors.careers import Career, careers_on, contract_ends
from malaqbiq.service.wordings import HOLDINGS
from malaqbiq.ui.deadlines import Asked, Deadlines, Due, Matter, Unknown

CONTRACTS = Matter("contract", gettext_lazy("Contract ends"))
PROMOTION = Matter("promotion", gettext_lazy("Promotion in rank"))
PENSION = Matter("pension", gettext_lazy("Pension (BUP)"))
PERIODIC_RAISE = Matter("periodic-raise", gettext_lazy("Periodic raise (KGB)"))

PLAIN = "Pelaksana"
"""The level of who holds no post."""


def contracts(asked: Asked) -> Iterator[Due]:
    """Contracts that end and that no later decree goes on from: one line for all of a work unit on a day."""
    for unit, last_day, count in contract_ends(asked.units, asked.period):
        what = ngettext("%(count)s contract ends", "%(count)s contracts end", count) % {"count": count}
        address = f"{reverse('staff')}?unit={unit}&only=1&until={last_day.isoformat()}"
        if last_day < asked.today:
            address += f"&as_of={last_day.isoformat()}"
        ground = gettext_lazy("by the contract's decree")
        yield Due(last_day, CONTRACTS, unit, unit, Role.SDM_OFFICER, what, address, ground)


def acting(asked: Asked) -> Iterator[Due]:
    """The last days of those who stand in for posts."""
    for one in acting_ends(asked.units, asked.period):
        what = _("%(capacity)s %(post)s: %(name)s") % {
            "capacity": HOLDINGS[one.capacity],
            "post": one.title,
            "name": one.name,
        }
        address = reverse("acting")
        ground = one.decree_number or gettext_lazy("by the order")
        yield Due(one.last_day, ACTING, one.unit, one.unit, Role.SDM_OFFICER, what, address, ground)


def careers(asked: Asked) -> Iterator[Due | Unknown]:
    """Promotion and pension of civil servants where the days are known, and how many of whom they are not."""
    people, said = careers_on(asked.units, asked.today), terms(asked.access)
    yield from _promotions(asked, said, people)
    yield from _pensions(asked, said, people)
    if servants := sum(one.is_servant for one in people):
        what = _("the day of the last KGB is not known: no decree here tells of one yet")
        yield Unknown(PERIODIC_RAISE, servants, what)


def _promotions(asked: Asked, said: Terms, people: Sequence[Career]) -> Iterator[Due | Unknown]:
    unknown = 0
    for one in (one for one in people if one.is_servant):
        years = said.number("promotion-years", one.ranked_since or asked.today)
        day = promotion_day(one.ranked_since, years, _periods(said)) if one.ranked_since and years else None
        unknown += day is None
        if day and day in asked.period:
            what = _("%(name)s: %(years)s years in %(grade)s") % {"name": one.name, "years": years, "grade": one.grade}
            yield _about(one, day, PROMOTION, what, said.row("promotion-years", day))
    if unknown:
        yield Unknown(PROMOTION, unknown, _("since when they hold their rank is not known"))


def _pensions(asked: Asked, said: Terms, people: Sequence[Career]) -> Iterator[Due | Unknown]:
    unborn = unsaid = 0
    for one in people:
        if one.birth_date is None:
            unborn += 1
            continue
        level = slugify(one.level or PLAIN)
        found = _retires(said, one.birth_date, f"retirement-age-{level}")
        if found is None:
            unsaid += 1
        elif found[0] in asked.period:
            day, row = found
            what = _("%(name)s reaches %(age)s years") % {"name": one.name, "age": row.figure}
            yield _about(one, day, PENSION, what, row)
    if unborn:
        mends = f"{reverse('gaps')}?column=birth" if asked.access.roles.get(Role.SDM_OFFICER) else ""
        yield Unknown(PENSION, unborn, _("their date of birth is not known"), mends)
    if unsaid:
        yield Unknown(PENSION, unsaid, _("no age is said for their post's level"))


def _retires(said: Terms, birth: date, rule: str) -> tuple[date, ServiceRuleRow] | None:
    """From when on somebody is retired, and by what: the age in force on the day on which it is reached."""
    for row in said.rows.get(rule, ()):
        age = int(row.figure) if row.figure.isdecimal() else None
        reached = years_after(birth, age) if age else None
        months = said.number("retirement-months-after", reached) if reached else None
        if age and reached and months is not None and said.row(rule, reached) == row:
            return retirement_day(birth, age, months), row
    return None


def _periods(said: Terms) -> Callable[[date], frozenset[int]]:
    return lambda day: said.months("promotion-months", day)


def _about(one: Career, day: date, matter: Matter, what: str, row: ServiceRuleRow | None) -> Due:
    address = reverse("person", args=[one.uid])
    return Due(
        day,
        matter,
        one.unit,
        one.unit,
        Role.SDM_OFFICER,
        what,
        address,
        rule_told(row) if row else "",
        row.key if row else "",
        doubt(row) if row else "",
    )


DEADLINES = [
    Deadlines((CONTRACTS,), contracts),
    Deadlines((), acting),
    Deadlines((PROMOTION, PENSION, PERIODIC_RAISE), careers),
]
