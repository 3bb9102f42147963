"""What is fixed about signing in."""

from __future__ import annotations

from collections.abc import Mapping

from malaqbiq.kernel.access import Role

DEMO_PASSWORD = "lipaq-saqbe-2022"  # noqa: S105 - of a demo only: it is shown on its sign-in page
"""The password of every account of a demo. A live installation knows no such account and accepts none."""

KNOWN_PEOPLE_ONLY = frozenset({Role.SDM_OFFICER, Role.SECRETARY})
"""Roles that propose and decide. They count only for a user of whom it is known which person it is (and a person is one
user only), or said why it is none: else somebody could approve under one name what he proposed under another."""


def codes_meant(typed: str, names: Mapping[str, str]) -> list[str]:
    """The codes of the work units that a text may mean, of those named: a code, a whole name, or words of a name.

    What is typed whole comes alone; several where the words stand in several names; none where in none. A code in
    brackets behind a name (as a list offers it) counts as the code.
    """
    text = " ".join(typed.casefold().split())
    code = text.rpartition("(")[2].rstrip(")").strip()
    if code in names:
        return [code]
    if whole := [code for code, name in names.items() if name.casefold() == text]:
        return whole
    words = text.split()
    return [code for code, name in names.items() if words and all(word in name.casefold().split() for word in words)]
