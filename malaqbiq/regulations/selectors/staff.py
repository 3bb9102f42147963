"""Ranks, appraisal instruments, the predikat matrix, values, and terms of service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.offices import ROOT
from malaqbiq.regulations.rules.rows import InstrumentRow, PredikatRow, RankRow, ServiceRuleRow, ValueRow
from malaqbiq.regulations.rules.terms import Terms
from malaqbiq.regulations.selectors.facts import fact_rows, rows_for


def ranks(access: Access, *, ladder: str, day: date, office: str = ROOT) -> list[RankRow]:
    """The ranks of a ladder (PNS, PPPK), the lowest first."""
    rows = rows_for(access, RankRow, office=office, day=day, about=f"rank:{ladder}:")
    return sorted(rows, key=lambda row: row.ordinal)


def rank_order(access: Access, *, ladder: str, day: date, office: str = ROOT) -> Mapping[str, int]:
    """The place of each rank (``III/a``; ``IX``) on its ladder, counted from 1 at the lowest."""
    return {row.grade: row.ordinal for row in ranks(access, ladder=ladder, day=day, office=office)}


def instruments(access: Access, *, day: date, office: str = ROOT) -> list[InstrumentRow]:
    """The appraisal instruments that may be chosen on a day."""
    return rows_for(access, InstrumentRow, office=office, day=day)


def instrument(access: Access, *, instrument: str, day: date, office: str = ROOT) -> InstrumentRow | Missing:
    """An appraisal instrument by its name, such as ``malaqbiq``, as it stands on a day."""
    slot = f"instrument:{instrument}"
    found = rows_for(access, InstrumentRow, office=office, day=day, slot=slot)
    if found:
        return found[0]
    what = Words(gettext_noop("the instrument %(instrument)s"), {"instrument": instrument})
    return Missing(slot, what, Words(gettext_noop("nothing is stated for %(day)s"), {"day": day}))


def predikat_matrix(access: Access, *, day: date, office: str = ROOT) -> Mapping[tuple[str, str], str]:
    """The predikat for a rating of results and a rating of behaviour (PermenPANRB 6/2022)."""
    rows = rows_for(access, PredikatRow, office=office, day=day)
    return {(row.result.value, row.behaviour.value): row.predikat for row in rows}


def values(access: Access, *, day: date, office: str = ROOT) -> list[ValueRow]:
    """The BerAKHLAK values in their order."""
    return sorted(rows_for(access, ValueRow, office=office, day=day), key=lambda row: row.ordinal)


def terms(access: Access) -> Terms:
    """All terms of service and offices, of all days, in one query: ask for one on a day, for a work unit."""
    return Terms.of(fact_rows(access, ServiceRuleRow))
