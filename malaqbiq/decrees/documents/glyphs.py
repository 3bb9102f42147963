"""Text made fit for paper: one line, no invisible characters, and a visible mark for each character that no font has.

A missing glyph is an error in PDF/A and would stop a whole batch; a mark that a person sees, and a count that a service
reports, do not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from malaqbiq.decrees.documents.fonts import coverages

MARK = "\N{REPLACEMENT CHARACTER}"
PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
"""Printable ASCII with single spaces: almost every text, and nothing to do."""
TOWER = 5
"""Characters in a cluster: a letter with more marks than any writing needs would grow into the lines above."""
PRIVATE = {"Co", "Cn", "Cs"}
"""Categories without a meaning of their own: private use, unassigned, half of a pair."""


def fit(value: Any) -> tuple[Any, int]:
    """A JSON value with every text made fit, and how many characters were replaced by `MARK`."""
    if isinstance(value, str):
        return fit_text(value)
    if isinstance(value, Mapping):
        pairs = [(key, fit(item)) for key, item in value.items()]
        return {key: item for key, (item, _) in pairs}, sum(count for _, (_, count) in pairs)
    if isinstance(value, list | tuple):
        items = [fit(item) for item in value]
        return [item for item, _ in items], sum(count for _, count in items)
    return value, 0


def fit_text(text: str) -> tuple[str, int]:
    """The text made fit, and how many characters were replaced. Runs of white space and line ends become one space.

    Format characters are dropped without a mark: they have no look, but they can turn the order of what is printed.
    """
    if not text or PLAIN.fullmatch(text):
        return text, 0
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    shown = [_shown(cluster) for cluster in _clusters(spaced)]
    return "".join(item for item, _ in shown), sum(count for _, count in shown)


def _clusters(text: str) -> list[str]:
    """Characters, each with the combining marks that sit on it."""
    clusters: list[str] = []
    for character in text:
        category = unicodedata.category(character)
        if category in {"Cf", "Cc"}:
            continue
        if category.startswith("M") and clusters:
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _shown(cluster: str) -> tuple[str, int]:
    """The cluster, or `MARK` if no one font has all of it, its meaning is private, or it has nothing to sit on."""
    codes = {ord(character) for character in cluster}
    alone = unicodedata.category(cluster[0])
    if (
        len(cluster) <= TOWER
        and alone[0] != "M"
        and alone not in PRIVATE
        and any(codes <= coverage for coverage in coverages())
    ):
        return cluster, 0
    return MARK, 1
