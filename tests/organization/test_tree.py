from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.organization.rules.tree import Tree

TREE = Tree(date(2022, 1, 1), {"00": None, "76": "00", "76.01": "76", "76.02": "76", "91": "00", "93.01": "91"})


def test_a_lineage_goes_from_the_root_down() -> None:
    assert TREE.lineage("76.01") == ("00", "76", "76.01")
    assert TREE.lineage("00") == ("00",)


def test_below_a_unit_is_the_unit_and_all_under_it() -> None:
    assert TREE.below("76") == {"76", "76.01", "76.02"}
    assert TREE.below("76.01") == {"76.01"}
    assert TREE.below("00") == set(TREE.parents)


def test_a_province_is_found_by_the_tree_not_by_the_code() -> None:
    assert TREE.province_of("93.01") == "91"
    assert TREE.province_of("76") == "76"
    assert TREE.province_of("00") is None


@pytest.mark.parametrize("ask", [TREE.lineage, TREE.below, TREE.province_of])
def test_what_is_not_in_the_tree_is_refused(ask: object) -> None:
    assert "93" not in TREE
    with pytest.raises(KeyError):
        ask("93")  # type: ignore[operator]
