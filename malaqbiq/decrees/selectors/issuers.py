"""Who issues a kind of decree for the staff of many work units at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.regulations.rules.offices import ROOT, nearest, offices_over, tier_of
from malaqbiq.regulations.rules.rows import IssuerRow
from malaqbiq.regulations.rules.rows.papers import IssuerUnit
from malaqbiq.regulations.selectors import fact_rows

OWN_HAND = "sekretaris"
"""Whose hand it is where the law table names nobody: the unit's own Sekretaris."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose decree it is: the office's code, and the authority."""

    office: str
    authority: str


def issuers(access: Access, *, kind: str, codes: Iterable[str], day: date) -> dict[str, Issuer]:
    """Who issues a kind of decree for the staff of each work unit (by code) by the day it takes effect.

    Where the law table names nobody it is the unit's own Sekretaris. Three statements, whatever the number.
    """
    rows = fact_rows(access, IssuerRow, day=day, about=f"issuer:{kind}:")
    tree = unit_tree(access, day=day)
    found: dict[str, Issuer] = {}
    for code in codes:
        row = nearest(rows, offices_over(code)).get(f"issuer:{kind}:{tier_of(code)}")
        if row is None:
            found[code] = Issuer(code, OWN_HAND)
            continue
        province = tree.province_of(code) if code in tree else None
        offices = {IssuerUnit.SELF: code, IssuerUnit.PROVINCE: province, IssuerUnit.SETJEN: ROOT}
        found[code] = Issuer(offices[row.unit] or code, row.authority)
    return found
