"""What a report says of each person, how far it is, and by when it is due."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from malaqbiq.kernel.periods import Period, month
from malaqbiq.pay.rules.months import Change
from malaqbiq.reports.rules.content import Content, Facts, Job, composed, line_of
from malaqbiq.reports.rules.stages import Stage, begun_by, due_on, is_late, may_send, stage_of

WHO = UUID(int=1)
FEBRUARY, JANUARY = month(2024, 2), month(2022, 1)
ALWAYS = Period(date(2020, 1, 1))


def facts(home: Period, job: Period = ALWAYS, pays: tuple[tuple[Period, int], ...] = ((ALWAYS, 5),)) -> Facts:
    return Facts(WHO, [home], [Job(job, "ppnpn", "satpam", undecreed=False)], pays)


@pytest.mark.parametrize(
    ("home", "job", "of", "days", "changes"),
    [
        (ALWAYS, ALWAYS, FEBRUARY, ("2024-02-01", "2024-02-29"), ()),
        (Period(date(2024, 2, 1)), Period(date(2024, 2, 1)), FEBRUARY, ("2024-02-01", "2024-02-29"), (Change.NEW,)),
        (Period(date(2024, 2, 29)), Period(date(2024, 2, 29)), FEBRUARY, ("2024-02-29", "2024-02-29"), (Change.NEW,)),
        (Period(date(2024, 2, 10)), ALWAYS, FEBRUARY, ("2024-02-10", "2024-02-29"), (Change.MOVED_IN,)),
        (
            Period.through(date(2020, 1, 1), date(2024, 2, 10)),
            ALWAYS,
            FEBRUARY,
            ("2024-02-01", "2024-02-10"),
            (Change.MOVED_OUT,),
        ),
        (
            Period.through(date(2020, 1, 1), date(2021, 12, 31)),
            Period.through(date(2020, 1, 1), date(2021, 12, 31)),
            JANUARY,
            ("", ""),
            (Change.ENDED,),
        ),
        (
            Period.through(date(2024, 2, 5), date(2024, 2, 20)),
            Period.through(date(2024, 2, 5), date(2024, 2, 20)),
            FEBRUARY,
            ("2024-02-05", "2024-02-20"),
            (Change.NEW, Change.ENDED),
        ),
    ],
)
def test_who_serves_from_which_day_to_which_and_what_changed(
    home: Period, job: Period, of: Period, days: tuple[str, str], changes: tuple[Change, ...]
) -> None:
    line = line_of(facts(home, job), of)
    assert line is not None
    assert (line.first, line.last) == days
    assert tuple(line.changes) == changes


def test_who_was_never_here_has_no_line() -> None:
    assert line_of(facts(Period.through(date(2020, 1, 1), date(2021, 12, 30))), JANUARY) is None
    assert line_of(facts(Period(date(2022, 2, 1))), JANUARY) is None


def test_an_extension_over_new_year_is_no_change_and_a_raise_is_one() -> None:
    old, new = (
        Period.through(date(2021, 1, 1), date(2021, 12, 31)),
        Period.through(date(2022, 1, 1), date(2022, 12, 31)),
    )
    jobs = [Job(old, "ppnpn", "satpam", undecreed=True), Job(new, "ppnpn", "satpam", undecreed=False)]
    line = line_of(Facts(WHO, [old, new], jobs, [(old, 5), (new, 7)]), JANUARY)
    assert line is not None
    assert (line.changes, line.amount, line.until, line.undecreed) == ((Change.RAISED,), 7, "2022-12-31", False)


def test_what_is_missing_is_counted_and_unknown_pay_is_not_zero() -> None:
    content = composed("76", JANUARY, [facts(ALWAYS, pays=())], closed=False)
    assert content.missing == {"attendance": 1, "pay": 1, "closing": 1}
    assert content.lines[0].amount is None
    assert composed("76", JANUARY, [], closed=False).missing == {}


def test_a_content_is_the_same_after_it_was_packed_and_another_digest_tells_another() -> None:
    content = composed("76", JANUARY, [facts(ALWAYS)], closed=True)
    assert Content.unpacked(content.packed()) == content
    assert Content.unpacked(content.packed()).digest == content.digest
    assert composed("76", JANUARY, [facts(ALWAYS)], closed=False).digest != content.digest


@pytest.mark.parametrize(
    ("of", "day", "due"),
    [
        (month(2021, 12), 5, date(2022, 1, 5)),
        (month(2024, 1), 31, date(2024, 2, 29)),
        (month(2023, 1), 30, date(2023, 2, 28)),
        (month(2022, 3), 1, date(2022, 4, 1)),
        (month(2022, 3), 99, date(2022, 4, 30)),
    ],
)
def test_a_report_is_due_in_the_next_month_at_the_latest_on_its_last_day(of: Period, day: int, due: date) -> None:
    assert due_on(of, day) == due


def test_the_stages_follow_each_other() -> None:
    assert stage_of(sent=False, outcome="", lettered=False) is Stage.NONE
    assert stage_of(sent=True, outcome="", lettered=False) is Stage.SENT
    assert stage_of(sent=True, outcome="returned", lettered=False) is Stage.RETURNED
    assert stage_of(sent=True, outcome="checked", lettered=False) is Stage.CHECKED
    assert stage_of(sent=True, outcome="checked", lettered=True) is Stage.LETTERED
    assert [stage for stage in Stage if not may_send(stage)] == [Stage.SENT]


def test_late_is_who_sent_nothing_that_stands_once_offices_report_at_all() -> None:
    due = date(2022, 1, 5)
    late = [stage for stage in Stage if is_late(stage, due, date(2022, 1, 6), begun=True)]
    assert late == [Stage.NONE, Stage.RETURNED]
    assert not is_late(Stage.NONE, due, due, begun=True)
    assert not is_late(Stage.NONE, None, date(2030, 1, 1), begun=True)
    assert not is_late(Stage.NONE, due, date(2022, 1, 6), begun=False)
    assert (begun_by(None, JANUARY), begun_by(date(2022, 1, 1), JANUARY), begun_by(date(2022, 2, 1), JANUARY)) == (
        False,
        True,
        False,
    )
