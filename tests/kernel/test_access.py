from __future__ import annotations

import pytest

from malaqbiq.kernel.access import Access, Forbidden, Role

OFFICER = Access(
    actor="officer", roles={Role.SDM_OFFICER: frozenset({"76", "76.01"}), Role.STAFF: frozenset({"76.02"})}
)


def test_role_counts_where_it_was_granted_only() -> None:
    assert OFFICER.covers("76.01", Role.SDM_OFFICER)
    assert not OFFICER.covers("76.02", Role.SDM_OFFICER)
    assert OFFICER.covers("76.02")


def test_without_roles_nothing_is_covered() -> None:
    assert Access(actor="nobody").units() == frozenset()


def test_system_user_covers_everything() -> None:
    access = Access.system("demo")
    assert access.actor == "system:demo"
    assert access.units(Role.SECRETARY) is None
    access.require("76.01", Role.SECRETARY)


def test_missing_role_is_said_with_the_work_unit() -> None:
    with pytest.raises(Forbidden, match=r"76\.02.*secretary"):
        OFFICER.require("76.02", Role.SECRETARY)
