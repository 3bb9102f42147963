"""Who issues a kind of decree for the staff of many work units at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from malaqbiq.kernel.access import Access
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.regulations.rules.offices import ROOT, nearest, offices_over, tier_of
from malaqbiq.regulations.rules.rows import IssuerRow
from malaqbiq.regulations.rules.rows.papers import IssuerUnit
from malaqbiq.regulations.selectors import fact_rows


@dataclass(frozen=True, slots=True)
class Issuer:
    """Whose decree it is: the office's code and the authority, with the key of the fact that says so."""

    office: str
    authority: str
    key: str = field(compare=False)


def issuers(access: Access, *, kind: str, codes: Iterable[str], day: date) -> dict[str, Issuer]:
    """Who issues a kind of decree for the staff of each work unit (by code) by the day it takes effect.

    Units for which the law table names nobody are left out. Three statements, whatever the number.
    """
    rows = fact_rows(access, IssuerRow, day=day, about=f"issuer:{kind}:")
    return _issuers(rows, unit_tree(access, day=day), kind, codes)


def deciders(access: Access, *, kinds: Iterable[str], codes: Collection[str], day: date) -> set[tuple[str, str]]:
    """Every office (by code) and authority that issues one of the kinds for the staff of the work units.

    Three statements, whatever the numbers.
    """
    rows, tree = fact_rows(access, IssuerRow, day=day, about="issuer:"), unit_tree(access, day=day)
    every = (item for kind in kinds for item in _issuers(rows, tree, kind, codes).values())
    return {(item.office, item.authority) for item in every}


def _issuers(rows: Sequence[IssuerRow], tree: Tree, kind: str, codes: Iterable[str]) -> dict[str, Issuer]:
    found: dict[str, Issuer] = {}
    for code in codes:
        row = nearest(rows, offices_over(code)).get(f"issuer:{kind}:{tier_of(code)}")
        if row is None:
            continue
        province = tree.province_of(code) if code in tree else None
        offices = {IssuerUnit.SELF: code, IssuerUnit.PROVINCE: province, IssuerUnit.SETJEN: ROOT}
        if office := offices[row.unit]:
            found[code] = Issuer(office, row.authority, row.key)
    return found
