"""What is fixed about signing in."""

from __future__ import annotations

from malaqbiq.kernel.access import Role

DEMO_PASSWORD = "lipaq-saqbe-2022"  # noqa: S105 - of a demo only: it is shown on its sign-in page
"""The password of every account of a demo. A live installation knows no such account and accepts none."""

KNOWN_PEOPLE_ONLY = frozenset({Role.SDM_OFFICER, Role.SECRETARY})
"""Roles that propose and decide. They count only for a user of whom it is known which person it is (and a person is one
user only), or said why it is none: else somebody could approve under one name what he proposed under another."""
