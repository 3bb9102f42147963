"""What is wrong with a file of law: where, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words, gettext_noop, joined
from malaqbiq.regulations.rules.rows import CellRefused
from malaqbiq.regulations.rules.rows.base import REGION

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in a file: its line (0: the file as a whole), its column (empty: the row as a whole), and why."""

    file: str
    line: int
    column: str
    reason: Words

    @property
    def words(self) -> Words:
        """Where it is, and why it is wrong."""
        place = ":".join(filter(None, (self.file, str(self.line or ""))))
        where = ": ".join(filter(None, (place, self.column)))
        return Words("%(where)s: %(reason)s", {"where": where, "reason": self.reason})

    def __str__(self) -> str:
        return str(self.words)


class BrokenLaw(UserError):
    """Files of law that can't be loaded; nothing of any file was. `faults` holds everything that is wrong."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        shown = joined((fault.words for fault in self.faults[:MOST_SHOWN]), "\n")
        super().__init__(
            Words(
                gettext_noop("%(count)s faults in the law, so nothing was loaded:\n%(faults)s\n"),
                {"count": len(self.faults), "faults": shown},
            ),
            gettext_noop("correct the files and load again"),
        )


_PLAIN = {
    "missing": gettext_noop("a value is needed here"),
    "extra_forbidden": gettext_noop("the table has no such column"),
    "string_too_short": gettext_noop("a value is needed here"),
}
_OF_PATTERN = {
    REGION: gettext_noop(
        "%(value)s is no region's code: two digits for a province (76), with two more for a kabupaten or kota (76.01)"
    ),
}
"""What a pattern asks for, in words."""


def faults_of(error: ValidationError, file: str, lines: Mapping[str, int], row_line: int) -> Iterator[Fault]:
    """One fault for each thing that a row model found wrong. `lines` tells on which line a column stands."""
    for item in error.errors(include_url=False):
        column = ".".join(str(part) for part in item["loc"])
        line = lines.get(str(item["loc"][0]), row_line) if item["loc"] else row_line
        cause = item.get("ctx", {}).get("error")
        if isinstance(cause, CellRefused):
            reason = cause.words if isinstance(cause.words, Words) else Words(cause.words)
        elif plain := _PLAIN.get(item["type"]):
            reason = Words(plain)
        elif asked := _OF_PATTERN.get(item.get("ctx", {}).get("pattern", "")):
            reason = Words(asked, {"value": repr(item["input"])[:80]})
        else:
            reason = Words(
                gettext_noop("%(value)s is refused: %(why)s"), {"value": repr(item["input"])[:80], "why": item["msg"]}
            )
        yield Fault(file, line, column, reason)
