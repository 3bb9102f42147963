"""Whose own rows of law count for a work unit."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from malaqbiq.regulations.rules.rows.base import Row
from malaqbiq.regulations.rules.rows.places import Tier

R = TypeVar("R", bound=Row)

NATIONAL = ""
"""The office of what the national files say."""

ROOT = "00"


@lru_cache(maxsize=1024)
def offices_over(code: str) -> tuple[str, ...]:
    """Those whose rows count for a work unit, the nearest last: national files, Setjen, its province, itself.

    By its code, so by the province in which it is today.
    """
    lineage = [NATIONAL, ROOT, code.partition(".")[0], code]
    return tuple(dict.fromkeys(lineage))


def tier_of(code: str) -> Tier:
    """The tier of a work unit by its code: 00, 76 or 76.01."""
    if code == ROOT:
        return Tier.SETJEN
    return Tier.KABKOTA if "." in code else Tier.PROVINSI


def nearest(rows: Iterable[R], offices: Iterable[str]) -> dict[str, R]:
    """For each slot the row of the nearest of the offices; rows of other offices count for nothing."""
    rank = {office: place for place, office in enumerate(offices)}
    known = [row for row in rows if row.office in rank]
    return {row.slot: row for row in sorted(known, key=lambda row: rank[row.office])}
