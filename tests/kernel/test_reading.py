"""Reading the same thing once in a batch of work."""

from __future__ import annotations

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.reading import once, reading_once

asked: list[tuple[Access, int]] = []


@once
def answer(access: Access, *, day: int) -> int:
    asked.append((access, day))
    return day + 1


def test_inside_a_block_the_same_question_is_asked_once() -> None:
    asked.clear()
    access = Access.system("one")
    with reading_once():
        assert [answer(access, day=1), answer(access, day=1), answer(access, day=2)] == [2, 2, 3]
    assert len(asked) == 2


def test_two_askers_never_share_an_answer() -> None:
    asked.clear()
    with reading_once():
        for unit in ("76", "35"):
            answer(Access("user", {Role.STAFF: frozenset({unit})}), day=1)
    assert len(asked) == 2


def test_nothing_is_kept_outside_of_a_block_or_after_it() -> None:
    asked.clear()
    access = Access.system("one")
    answer(access, day=1)
    with reading_once(), reading_once():
        answer(access, day=1)
    answer(access, day=1)
    assert len(asked) == 3
