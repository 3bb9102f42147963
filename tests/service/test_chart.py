"""The tree of an office's posts, and what differs between two days: rules alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from malaqbiq.service.rules.chart import Node, Seat, Turn, chart, differences

DAY = date(2022, 1, 1)
AMINAH, BASO = UUID(int=901), UUID(int=902)


def seat(code: str, parent: str = "", number: int = 0, holder: UUID | None = None, state: str = "") -> Seat:
    """A post of a province, held if a holder is named."""
    return Seat(
        post=UUID(int=number or int(code[1:] or 0) + 1),
        unit="76",
        unit_name="KPU 76",
        regime="r",
        code=code,
        parent=parent,
        ordinal=1,
        title=code,
        eselon="",
        level="",
        opened=DAY,
        holder=holder,
        state=state or ("definitive" if holder else "vacant"),
    )


def drawn(node: Node) -> str:
    below = ",".join(map(drawn, node.below))
    return f"{node.seat.code}({below})" if below else node.seat.code


def test_posts_stand_below_those_they_answer_to_in_the_structures_order() -> None:
    seats = [seat("P12", "P1"), seat("P2", "P0"), seat("P0"), seat("P11", "P1"), seat("P1", "P0")]
    assert [drawn(node) for node in chart("76", "x", seats).roots] == ["P0(P1(P11,P12),P2)"]


def test_a_post_whose_parent_is_not_in_force_stands_at_the_top() -> None:
    assert [drawn(node) for node in chart("76", "x", [seat("P11", "P1"), seat("P2")]).roots] == ["P11", "P2"]


def test_of_several_posts_of_a_kind_those_below_stand_once() -> None:
    seats = [seat("P1", number=1), replace(seat("P1", number=2), ordinal=2), seat("P11", "P1", number=3)]
    assert [drawn(node) for node in chart("76", "x", seats).roots] == ["P1(P11)", "P1"]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), max_size=12))
def test_every_post_stands_exactly_once_whatever_answers_to_what(pairs: list[tuple[int, int]]) -> None:
    seats = [seat(f"P{code}", f"P{parent}", number=place + 1) for place, (code, parent) in enumerate(pairs)]

    def walked(nodes: object) -> list[UUID]:
        return [one for node in nodes for one in (node.seat.post, *walked(node.below))]

    assert sorted(walked(chart("76", "x", seats).roots)) == sorted(one.post for one in seats)


def test_what_became_of_each_post_is_told() -> None:
    before = [
        seat("P1", holder=AMINAH),
        seat("P2", holder=AMINAH),
        seat("P3"),
        seat("P4", holder=AMINAH),
        seat("P5", holder=AMINAH),
        seat("P7", holder=AMINAH),
    ]
    after = [
        seat("P2", holder=BASO),
        seat("P3", holder=AMINAH),
        seat("P4"),
        seat("P5", holder=AMINAH, state="demisioner"),
        seat("P6"),
        seat("P7", holder=AMINAH),
    ]
    assert [(one.seat.code, one.turn) for one in differences(before, after)] == [
        ("P1", Turn.GONE),
        ("P2", Turn.HOLDER),
        ("P3", Turn.FILLED),
        ("P4", Turn.VACATED),
        ("P5", Turn.STATE),
        ("P6", Turn.NEW),
    ]
    assert differences(after, after) == []
