"""What the law says, on a day, for a work unit. What it does not say is a `Missing` that names it."""

from __future__ import annotations

from malaqbiq.regulations.selectors.calendar import holidays_between
from malaqbiq.regulations.selectors.facts import Version, fact_history, fact_rows, rows_by_key, rows_for
from malaqbiq.regulations.selectors.papers import (
    KEPUTUSAN,
    DecreeWords,
    agreement_words,
    classification_codes,
    decree_kind,
    decree_kinds,
    decree_words,
    document_kinds,
    issuer,
    legal_bases,
    number_patterns,
    number_text,
    paper_form,
)
from malaqbiq.regulations.selectors.staff import instrument, instruments, predikat_matrix, rank_order, ranks, values
from malaqbiq.regulations.selectors.structures import (
    parent_rows,
    regimes,
    structure,
    transition,
    unit_type,
    work_unit_rows,
)
from malaqbiq.regulations.selectors.wages import (
    contribution_ceiling,
    contribution_rates,
    job_families,
    pay_ceiling,
    pay_ceilings,
    pay_rule,
    wage_floor,
    wage_floor_steps,
    wage_floors,
)

__all__ = [
    "KEPUTUSAN",
    "DecreeWords",
    "Version",
    "agreement_words",
    "classification_codes",
    "contribution_ceiling",
    "contribution_rates",
    "decree_kind",
    "decree_kinds",
    "decree_words",
    "document_kinds",
    "fact_history",
    "fact_rows",
    "holidays_between",
    "instrument",
    "instruments",
    "issuer",
    "job_families",
    "legal_bases",
    "number_patterns",
    "number_text",
    "paper_form",
    "parent_rows",
    "pay_ceiling",
    "pay_ceilings",
    "pay_rule",
    "predikat_matrix",
    "rank_order",
    "ranks",
    "regimes",
    "rows_by_key",
    "rows_for",
    "structure",
    "transition",
    "unit_type",
    "values",
    "wage_floor",
    "wage_floor_steps",
    "wage_floors",
    "work_unit_rows",
]
