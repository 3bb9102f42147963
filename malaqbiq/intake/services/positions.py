"""What is told of positions in a list that are no post in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from malaqbiq.intake.rules.posts import is_acting, leads, nearest
from malaqbiq.intake.selectors import Seats
from malaqbiq.intake.services.cases import Case
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.service.effects import CONTRACT_WORKERS

NO_STRUCTURE = gettext_noop(
    "no structure is open in %(unit)s, so nobody is given a post there: open it (Structure › Open a structure), then "
    "bring this list in again"
)
ACTING = gettext_noop(
    "who acts for another (Plt., Plh.) is not put on a post by a list; it is kept as an open question"
)
NO_POST = gettext_noop("is no post in force in %(unit)s; it is kept as an open question")
NEAREST = gettext_noop("is no post in force in %(unit)s (nearest: %(nearest)s); it is kept as an open question")


def unseated(cases: Sequence[Case], seats: Seats) -> tuple[list[tuple[int, Words]], int]:
    """Doubts by row about positions of civil servants that look like structural posts and are none; how many others
    (pelaksana, fungsional) are no post. A work unit without a structure is told once.
    """
    doubts: list[tuple[int, Words]] = []
    told: set[UUID] = set()
    others = 0
    for case in _seatless(cases):
        unit = case.row.unit
        if unit.uid not in seats.names:
            if unit.uid not in told:
                told.add(unit.uid)
                doubts.append((case.row.number, Words(NO_STRUCTURE, {"unit": unit.name})))
        elif words := _doubt(case.row.position, unit.name, seats.names[unit.uid]):
            doubts.append((case.row.number, words))
        else:
            others += 1
    return doubts, others


def _seatless(cases: Sequence[Case]) -> Iterator[Case]:
    for case in cases:
        if case.row.position and case.seat is None and case.row.status not in CONTRACT_WORKERS:
            yield case


def _doubt(position: str, unit: str, names: Sequence[str]) -> Words | None:
    if is_acting(position):
        return Words(ACTING)
    if not leads(position):
        return None
    if near := nearest(position, names):
        return Words(NEAREST, {"unit": unit, "nearest": "; ".join(near)})
    return Words(NO_POST, {"unit": unit})
