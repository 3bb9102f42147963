"""The annex of a decree: lines grouped by work unit, counted and summed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from malaqbiq.decrees.rules.papers.fields import FIELDS, shown, total
from malaqbiq.decrees.rules.papers.snapshot import DecreePaper, PaperRow
from malaqbiq.kernel.rupiah import rupiah

TALL = 30
"""Lines of text in one cell above which a line of the annex may break over a page: it might not fit on one."""
LETTER = 2.2
"""Millimetres that a letter takes, at most on average."""
UPRIGHT = 158
"""Millimetres that columns have on an upright A4 sheet."""
PER_SHARE = 6
"""Millimetres that a share of the common width needs to look right."""

Numbered = tuple[int, PaperRow]


def annex_page(
    paper: DecreePaper, rows: Sequence[PaperRow], only: frozenset[int] | None, signature: Mapping[str, Any]
) -> dict[str, Any] | None:
    """The annex as the templates take it; None if the decree has none. Numbers stay those of the whole annex."""
    annex = paper.annex
    if annex is None:
        return None
    numbered = [(place, row) for place, row in enumerate(rows, start=1) if only is None or place in only]
    groups = [(name, list(lines)) for name, lines in groupby(numbered, key=lambda line: line[1].group)]
    columns = annex.columns
    return {
        "heading": ["LAMPIRAN", *paper.heading, paper.number, "TENTANG", paper.title.upper()],
        "title": annex.title.upper(),
        "part": _part(numbered, rows),
        "landscape": _landscape(columns),
        "columns": [_number_column(), *(_column(key) for key in columns)],
        "groups": [_group(name, lines, columns, alone=len(groups) == 1) for name, lines in groups],
        "total": _totals("Jumlah seluruhnya" if len(numbered) == len(rows) else "Jumlah bagian ini", numbered, columns),
        "signature": dict(signature),
        "certifier": None,
    }


def _part(numbered: Sequence[Numbered], rows: Sequence[PaperRow]) -> str | None:
    if len(numbered) == len(rows):
        return None
    units = ", ".join(dict.fromkeys(row.group for _, row in numbered))
    return f"Bagian Lampiran untuk {units}; nomor urut menurut Lampiran lengkap."


def _landscape(columns: Sequence[str]) -> bool:
    needed = sum(FIELDS[key].narrow or FIELDS[key].share * PER_SHARE for key in columns)
    return needed > UPRIGHT


def _number_column() -> dict[str, Any]:
    return {"title": "No.", "width": 11, "share": 0, "side": "center", "dated": False}


def _column(key: str) -> dict[str, Any]:
    field = FIELDS[key]
    side = "right" if field.kind == "rupiah" else "left"
    return {"title": field.label, "width": field.narrow, "share": field.share, "side": side, "dated": field.dated}


def _group(name: str, lines: Sequence[Numbered], columns: Sequence[str], *, alone: bool) -> dict[str, Any]:
    return {
        "title": name,
        "rows": [_line(place, row, columns) for place, row in lines],
        "total": None if alone else _totals("Jumlah", lines, columns),
    }


def _line(place: int, row: PaperRow, columns: Sequence[str]) -> dict[str, Any]:
    cells = [str(place), *(shown(key, row.values.get(key, "")) or "–" for key in columns)]
    return {"cells": cells, "tall": any(_lines(key, cell) > TALL for key, cell in zip(columns, cells[1:], strict=True))}


def _lines(key: str, cell: str) -> float:
    field = FIELDS[key]
    return len(cell) * LETTER / (field.narrow or field.share * PER_SHARE)


def _totals(word: str, lines: Sequence[Numbered], columns: Sequence[str]) -> list[dict[str, Any]]:
    """Cells of a line of totals: the count under the first columns, then a sum under each column of rupiah."""
    sums = [total(key, [row.values.get(key, "") for _, row in lines]) for key in columns]
    first = next((place for place, key in enumerate(columns) if FIELDS[key].kind == "rupiah"), len(columns))
    count = {"span": first + 1, "text": f"{word} {len(lines)} orang", "side": "left"}
    return [count] + [
        {"span": 1, "text": "" if amount is None else rupiah(amount), "side": "right"} for amount in sums[first:]
    ]
