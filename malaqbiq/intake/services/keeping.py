"""What would become of a long list, kept as JSON beside the list until somebody looks at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from malaqbiq.intake.rules.asides import Aside
from malaqbiq.intake.rules.rows import Fault
from malaqbiq.intake.services.importing import Outcome
from malaqbiq.intake.services.taken import Taken
from malaqbiq.kernel.words import packed, unpacked
from malaqbiq.kernel.workbooks.reading import Table

LONGEST_VALUE = 500


def outcome_packed(outcome: Outcome) -> dict[str, Any]:
    """Counts, faults, doubts and whom rejected rows mean, of a dry run; the list itself lies in its file."""
    return {
        "accepted": outcome.accepted,
        "unchanged": outcome.unchanged,
        "new": outcome.taken.new,
        "faults": _packed(outcome.faults),
        "warnings": _packed(outcome.taken.warnings),
        "asides": [[aside.row, packed(aside.words)] for aside in outcome.asides],
        "unplaced": outcome.taken.unplaced,
        "notes": [packed(words) for words in outcome.taken.notes],
        "people": {str(uid): row for uid, row in outcome.taken.people.items() if row in outcome.rejected},
    }


def outcome_unpacked(kind: str, table: Table, kept: Mapping[str, Any]) -> Outcome:
    """The outcome that `outcome_packed` kept, beside the list as it was read again."""
    faults, warnings = _unpacked(kept["faults"]), _unpacked(kept["warnings"])
    # What an earlier release kept holds neither notes nor rows that were skipped, nor whom rows mean.
    notes = tuple(unpacked(words) for words in kept.get("notes", ()))
    asides = tuple(Aside(row, unpacked(words)) for row, words in kept.get("asides", ()))
    taken = Taken(
        kept["accepted"],
        kept["unchanged"],
        faults,
        new=kept["new"],
        warnings=warnings,
        people={UUID(uid): row for uid, row in kept.get("people", {}).items()},
        unplaced=kept.get("unplaced", 0),
        notes=notes,
    )
    return Outcome(kind, faults, table, taken, asides)


def _packed(faults: Sequence[Fault]) -> list[list[Any]]:
    return [[fault.row, fault.key, fault.value[:LONGEST_VALUE], packed(fault.words)] for fault in faults]


def _unpacked(kept: Sequence[Sequence[Any]]) -> tuple[Fault, ...]:
    return tuple(Fault(row, key, value, unpacked(words)) for row, key, value, words in kept)
