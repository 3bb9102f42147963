"""What is fixed about signing in."""

from __future__ import annotations

DEMO_PASSWORD = "lipaq-saqbe-2022"  # noqa: S105 - of a demo only: it is shown on its sign-in page
"""The password of every account of a demo. A live installation knows no such account and accepts none."""
