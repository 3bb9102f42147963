"""A member's own score sheet, some candidates at a time: whatever leads to others keeps first what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Criterion, Participant
from malaqbiq.appointments.selectors.phases import Someone
from malaqbiq.appointments.selectors.scores import own_scores
from malaqbiq.appointments.services import ScoreGiven
from malaqbiq.kernel.words import gettext_noop

AT_ONCE = 10
"""Candidates on one part of a sheet: a phone shows them in a few screens."""

Cell = tuple[str, str, Any]
"""A field's name, what it is called, and what stands in it."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sheet: from which candidate to which, counted from one, and whether all of it is given."""

    number: int
    first: int
    last: int
    is_done: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """The candidates of a part, each with whether the member may not judge him and the fields; and all the parts."""

    rows: Sequence[tuple[Someone, bool, Sequence[Cell]]]
    part: Part
    parts: Sequence[Part]
    total: int

    @property
    def next(self) -> int:
        """The part after this, or the first that isn't done where there is none; this one if all are."""
        if self.part.number < len(self.parts):
            return self.part.number + 1
        return next((one.number for one in self.parts if not one.is_done), self.part.number)


def sheet_of(
    member: Participant, candidates: Sequence[Someone], criteria: Sequence[Criterion], at: str, typed: QueryDict | None
) -> Sheet | None:
    """A member's sheet at one of its parts (as an address or a form names it), with what he typed where that was
    refused; None without candidates. Two statements.
    """
    known = [one for one in candidates if one.participant]
    if not known:
        return None
    own, barred = own_scores(member), set(member.conflicts.values_list("candidate", flat=True))
    parts = [
        _part(number, start, known[start : start + AT_ONCE], criteria, own, barred)
        for number, start in enumerate(range(0, len(known), AT_ONCE), start=1)
    ]
    chosen = int(at) if at.isascii() and at.isdigit() and len(at) < 6 else 1
    part = parts[min(max(chosen, 1), len(parts)) - 1]
    rows = [
        (one, one.participant.pk in barred, [_cell(one.participant, each, own, typed or {}) for each in criteria])
        for one in known[part.first - 1 : part.last]
        if one.participant
    ]
    return Sheet(rows, part, parts, len(known))


def given(posted: QueryDict) -> Iterator[ScoreGiven]:
    """The scores of a sheet: ``score.CANDIDATE.CRITERION``; an empty one is not given."""
    for name, text in posted.items():
        head, _dot, rest = name.partition(".")
        if head != "score" or not str(text).strip():
            continue
        candidate, _dot, criterion = rest.partition(".")
        try:
            yield ScoreGiven(UUID(candidate), criterion, int(str(text)))
        except ValueError:
            raise RoundRefused(gettext_noop("a score is a whole number from 0 to 100")) from None


def _part(
    number: int,
    start: int,
    own_part: Sequence[Someone],
    criteria: Sequence[Criterion],
    own: Mapping[tuple[int, int], int],
    barred: set[int],
) -> Part:
    keys = [one.participant.pk for one in own_part if one.participant and one.participant.pk not in barred]
    is_done = all((key, each.pk) in own for key in keys for each in criteria)
    return Part(number, start + 1, start + len(own_part), is_done)


def _cell(participant: Participant, criterion: Criterion, own: Mapping[tuple[int, int], int], typed: Any) -> Cell:
    name = f"score.{participant.uid}.{criterion.key}"
    return name, criterion.title, typed.get(name, own.get((participant.pk, criterion.pk), ""))
