"""What a decree may do to pay, on timelines alone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from pydantic import ValidationError

from malaqbiq.decrees.rules.effects import Act, Book
from malaqbiq.decrees.rules.fold import Folded, Posted, fold
from malaqbiq.decrees.rules.timeline import Origin, Subject
from malaqbiq.pay import effects as pay
from malaqbiq.pay.effects import TERM, TermEndedV1, TermSetV1
from malaqbiq.service import effects as service
from malaqbiq.service.effects import EndedV1, EngagedV1, Status

WHO, HERE = UUID(int=1), UUID(int=2)
BOOK = Book(
    {effect.name: effect for effect in (*service.EFFECTS, *pay.EFFECTS)}, (*service.INVARIANTS, *pay.INVARIANTS)
)
NEW_YEAR, LAST_DAY = date(2022, 1, 1), date(2022, 12, 31)
FLOOR = 2_678_864


def posted(place: int, effect: str, day: date, payload: object, origin: Origin = Origin.OWN) -> Posted:
    act = Act(UUID(int=100 + place), effect, payload, day, (place, 1), origin)  # type: ignore[type-var]
    return Posted(act, place)


def contract(
    place: int, start: date, last_day: date | None, status: Status = Status.PPNPN, origin: Origin = Origin.OWN
) -> Posted:
    return posted(place, "service.engaged", start, EngagedV1(status=status, work_unit=HERE, last_day=last_day), origin)


def term(place: int, start: date, last_day: date | None, origin: Origin = Origin.OWN, **facts: object) -> Posted:
    given = {"monthly_amount": FLOOR, "floor_amount": FLOOR, "floor_basis": "ump", "floor_key": "ump:76:2022"} | facts
    return posted(place, "pay.term_set", start, TermSetV1(last_day=last_day, **given), origin)  # type: ignore[arg-type]


def folded(*entries: Posted) -> Folded:
    return fold(Subject("person", WHO), entries, BOOK)


def codes(*entries: Posted) -> set[str]:
    return {problem.code for problem in folded(*entries).problems}


def test_pay_at_its_floor_stands_to_its_last_day() -> None:
    found = folded(contract(1, NEW_YEAR, LAST_DAY), term(2, NEW_YEAR, LAST_DAY))
    assert found.problems == ()
    spans = found.timelines.spans(TERM)
    assert [(span.start, span.end, span.value.monthly_amount) for span in spans] == [
        (NEW_YEAR, date(2023, 1, 1), FLOOR)
    ]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"monthly_amount": FLOOR - 1}, "pay.below_floor"),
        ({"monthly_amount": 0}, "pay.not_positive"),
        ({"floor_amount": None}, "pay.floor_unknown"),
        ({"ceiling_amount": FLOOR - 1}, "pay.above_ceiling"),
        ({"monthly_amount": 1, "exception_limit": "floor"}, "pay.below_floor"),
        ({"exception": UUID(int=9), "exception_limit": "floor"}, "pay.longer_than_exception"),
        (
            {"exception": UUID(int=9), "exception_limit": "floor", "exception_last_day": LAST_DAY - timedelta(1)},
            "pay.longer_than_exception",
        ),
        ({"floor_basis": "former_pay"}, "pay.former_pay_not_allowed"),
    ],
)
def test_an_own_term_outside_its_limits_is_refused(facts: dict[str, object], code: str) -> None:
    assert code in codes(contract(1, NEW_YEAR, LAST_DAY), term(2, NEW_YEAR, LAST_DAY, **facts))


@pytest.mark.parametrize("origin", [Origin.OPENING, Origin.RECEIVED])
def test_an_opening_or_received_term_tells_what_was_so(origin: Origin) -> None:
    low = term(2, NEW_YEAR, LAST_DAY, origin, monthly_amount=1, floor_amount=None)
    assert codes(contract(1, NEW_YEAR, LAST_DAY, origin=origin), low) == set()


def test_a_floor_of_zero_is_no_payload() -> None:
    with pytest.raises(ValidationError):
        TermSetV1(monthly_amount=1, floor_amount=0)


def test_pay_stands_only_in_service() -> None:
    assert "pay.out_of_service" in codes(contract(1, NEW_YEAR, LAST_DAY), term(2, NEW_YEAR, None))
    assert "pay.out_of_service" in codes(term(1, NEW_YEAR, LAST_DAY))


def test_an_own_contract_sets_pay_from_its_first_day_for_all_of_it() -> None:
    whole = contract(1, NEW_YEAR, LAST_DAY)
    assert codes(whole) == {"pay.not_set"}
    assert "pay.not_set" in codes(whole, term(2, NEW_YEAR + timedelta(1), LAST_DAY))
    assert "pay.not_set" in codes(whole, term(2, NEW_YEAR, LAST_DAY - timedelta(1)))
    in_two = (term(2, NEW_YEAR, date(2022, 6, 30)), term(3, date(2022, 7, 1), LAST_DAY))
    assert codes(whole, *in_two) == set()


def test_a_civil_servant_needs_no_pay_from_here() -> None:
    assert codes(contract(1, NEW_YEAR, None, Status.PNS)) == set()


def test_the_pay_of_a_civil_servant_is_not_set_here() -> None:
    assert codes(contract(1, NEW_YEAR, None, Status.PNS), term(2, NEW_YEAR, None)) == {"pay.not_contract_staff"}


def test_pay_ends_with_service_and_not_before() -> None:
    stands = (contract(1, NEW_YEAR, LAST_DAY), term(2, NEW_YEAR, LAST_DAY))
    july = date(2022, 7, 1)
    left = posted(3, "service.ended", july, EndedV1(reason="resigned"))
    stopped = posted(4, "pay.term_ended", july, TermEndedV1())
    assert codes(*stands, left, stopped) == set()
    assert "pay.out_of_service" in codes(*stands, left)
    assert "pay.ended_in_service" in codes(*stands, stopped)


def test_a_shorter_own_term_leaves_nobody_unpaid() -> None:
    opening = contract(1, date(2021, 1, 1), LAST_DAY, origin=Origin.OPENING)
    low = term(2, date(2021, 1, 1), LAST_DAY, Origin.OPENING, monthly_amount=1)
    short = term(3, date(2022, 2, 1), date(2022, 2, 28))
    assert codes(opening, low, short) == {"pay.gap_in_service"}
    assert codes(opening, low, short, term(4, date(2022, 3, 1), LAST_DAY)) == set()


@pytest.mark.parametrize(
    ("start", "last_day"),
    [
        (date(2021, 12, 31), date(2021, 12, 31)),
        (date(2021, 12, 31), date(2022, 1, 1)),
        (date(2024, 2, 29), date(2024, 2, 29)),
        (date(2024, 2, 28), date(2024, 3, 1)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2022, 1, 1), date(2022, 12, 31)),
    ],
)
def test_a_term_stands_on_its_first_and_last_day_and_on_no_other(start: date, last_day: date) -> None:
    timelines = folded(contract(1, start, last_day), term(2, start, last_day)).timelines
    day = timedelta(1)
    standing = [timelines.at(TERM, when) is not None for when in (start - day, start, last_day, last_day + day)]
    assert standing == [False, True, True, False]


def test_a_back_dated_raise_leaves_what_a_later_entry_sets() -> None:
    entries = (
        contract(1, NEW_YEAR, LAST_DAY),
        term(2, NEW_YEAR, LAST_DAY),
        term(3, date(2022, 7, 1), LAST_DAY, monthly_amount=4_000_000),
        term(4, date(2022, 3, 1), LAST_DAY, monthly_amount=3_000_000),
    )
    found = folded(*entries)
    assert found.problems == ()
    assert [(span.start.month, span.value.monthly_amount) for span in found.timelines.spans(TERM)] == [
        (1, FLOOR), (3, 3_000_000), (7, 4_000_000),
    ]  # fmt: skip


def test_an_act_is_described_in_rupiah() -> None:
    facts = pay.TermSet().describe(term(1, NEW_YEAR, LAST_DAY).act)
    assert "Rp2.678.864" in {fact.text for fact in facts}
