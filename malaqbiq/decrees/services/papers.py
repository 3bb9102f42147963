"""The snapshot of a decree's papers, taken on issuing."""

from __future__ import annotations

from collections.abc import Sequence

from malaqbiq.decrees.models import Decree, Snapshot


def snapshots(decree: Decree) -> Sequence[Snapshot]:  # noqa: ARG001
    """What the decree's papers will show: the head and each line of the annex, salted and digested."""
    return ()
