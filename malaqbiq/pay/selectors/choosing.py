"""Which work units a page on pay looks at: who reads a whole country begins with one province."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from malaqbiq.kernel.access import Access
from malaqbiq.organization.rules.tree import ROOT, Tree
from malaqbiq.pay.selectors.seen import READERS

MOST_UNITS = 40
"""Beyond so many work units provinces are told instead."""

MOST_AT_ONCE = 100
"""Beyond so many work units one province is looked at, until another is chosen."""


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """What can be chosen, code and name; what is chosen (empty: all); and the codes of the work units in it.

    `one_at_a_time` says that all can't be chosen at once.
    """

    units: Mapping[str, str]
    unit: str
    codes: frozenset[str]
    one_at_a_time: bool


def unit_choice(access: Access, tree: Tree, unit: str) -> UnitChoice:
    """The work units whose pay the asker may read, narrowed to what an address names.

    `unit` is a work unit's code, or a province's with a stop (``76.``) for all below it. Without one a whole country
    begins with its first province: all at once takes too long, and nobody reads it.
    """
    read = access.units(*READERS)
    codes = frozenset(tree.parents) if read is None else read
    choices = _choices(codes, tree)
    many = len(codes) > MOST_AT_ONCE
    if many and not unit:
        unit = next(code for code in choices if code != f"{ROOT}.")
    return UnitChoice(choices, unit, frozenset(code for code in codes if _within(tree, code, unit)), many)


def province_in(tree: Tree, code: str) -> str:
    """The province in which a work unit stands; the beginning of its code where the tree doesn't know it."""
    return (tree.province_of(code) if code in tree else None) or code.partition(".")[0]


def with_all_below(code: str, tree: Tree) -> tuple[str, str]:
    """A province with all below it, as a choice: its code with a stop, and its name."""
    return f"{code}.", tree.names.get(code, code)


def _within(tree: Tree, code: str, unit: str) -> bool:
    if unit.endswith("."):
        return province_in(tree, code) == unit[:-1]
    return not unit or code == unit


def _choices(codes: frozenset[str], tree: Tree) -> dict[str, str]:
    if len(codes) <= MOST_UNITS:
        return {code: tree.names.get(code, code) for code in sorted(codes)}
    return dict(sorted(with_all_below(province_in(tree, code), tree) for code in codes))
