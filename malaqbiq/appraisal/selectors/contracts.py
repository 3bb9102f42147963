"""The contracts from which decrees are drafted, as they stand on the day before a new term, and who issues."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from malaqbiq.appraisal.selectors.staff import HOUSE, units_below
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.regulations.rules.offices import ROOT, nearest, offices_over, tier_of
from malaqbiq.regulations.rules.rows import IssuerRow, IssuerUnit
from malaqbiq.regulations.selectors import fact_rows
from malaqbiq.service.selectors import Serving, serving


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose decree it is: the office's code, and the authority."""

    office: str
    authority: str


def contracts_on(*, office: str, day: date) -> list[Serving]:
    """The contract staff in service on a day in a work unit and all below it, by unit and name, whoever asks."""
    return serving(HOUSE, day, units=units_below(office, day))


def issuers(*, kind: str, codes: Iterable[str], day: date) -> dict[str, Issuer]:
    """Who issues a kind of decree for the staff of each work unit, by the day it takes effect; unknown ones aside."""
    rows = fact_rows(HOUSE, IssuerRow, day=day, about=f"issuer:{kind}:")
    tree = unit_tree(HOUSE, day=day)
    found: dict[str, Issuer] = {}
    for code in codes:
        row = nearest(rows, offices_over(code)).get(f"issuer:{kind}:{tier_of(code)}")
        if row is None:
            continue
        province = tree.province_of(code) if code in tree else None
        offices = {IssuerUnit.SELF: code, IssuerUnit.PROVINCE: province, IssuerUnit.SETJEN: ROOT}
        if office := offices[row.unit]:
            found[code] = Issuer(office, row.authority)
    return found
