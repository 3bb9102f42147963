"""A machine whose clock is wrong dates no decree: it would stand so for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from malaqbiq.decrees.errors import ClockRefused
from malaqbiq.decrees.models import Decree, Ledger, Register
from malaqbiq.decrees.services import decree_issue, decree_submit, opening_lock, received_record
from malaqbiq.decrees.services.clocks import clock_confirm
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.models import Activity
from tests import builders as make
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

LAST = date(2022, 1, 10)
Turn = Callable[[date], None]


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Turn:
    """Set the machine's own clock."""
    return lambda day: monkeypatch.setattr(clock, "real_now", lambda: make.noon(day))


@pytest.fixture
def decree(turn: Turn) -> Decree:
    """Approved; the last decree was recorded on `LAST`."""
    turn(LAST)
    make.opened(make.unit(), make.engaged(make.person("Orang Lama"), make.unit(), date(2021, 1, 1), None))
    return make.approved(make.unit(), make.engaged(make.person(), make.unit(), date(2022, 1, 11), date(2022, 12, 31)))


def issue(decree: Decree) -> Decree:
    return decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)


def receive() -> Decree:
    where = make.unit()
    return received_record(
        access=make.OFFICER,
        office=where.uid,
        kind="appointment",
        authority="Sekretaris Jenderal",
        number="7",
        decided_on=LAST,
        title="Pengangkatan",
        entries=make.engaged(make.person("Orang Baru"), where, date(2022, 1, 11), None),
    )


def refused(act: Callable[[], object], words: str) -> None:
    with pytest.raises(ClockRefused, match=words) as error:
        act()
    assert "/decrees/clock" in str(error.value.remedy)


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2000, 1, 1), date(2022, 1, 9)])
def test_a_clock_that_is_behind_dates_nothing(day: date, decree: Decree, turn: Turn) -> None:
    turn(day)
    refused(lambda: issue(decree), "clock seems to be behind")
    refused(receive, "behind")
    refused(lambda: opening_lock(access=make.OFFICER), "behind")
    refused(lambda: make.opened(make.unit(), []), "behind")
    assert not Register.objects.filter(year=day.year).exclude(year=2022).exists()
    assert Ledger.objects.get().place == 1


def test_a_clock_that_is_behind_submits_and_approves_nothing(decree: Decree, turn: Turn) -> None:
    other = make.drafted(make.unit(), make.engaged(make.person("Lain"), make.unit(), date(2022, 1, 11), None))
    turn(date(2000, 1, 1))
    refused(lambda: decree_submit(access=make.OFFICER, decree=other.uid, version=other.version), "behind")
    turn(LAST)
    assert decree_submit(access=make.OFFICER, decree=other.uid, version=other.version).state == "submitted"


def test_a_clock_far_ahead_dates_nothing(decree: Decree, turn: Turn) -> None:
    turn(date(2062, 1, 11))
    refused(lambda: issue(decree), "clock seems to be ahead")
    refused(receive, "ahead")
    turn(LAST + timedelta(days=1))
    assert issue(decree).number.endswith("2022")
    assert Ledger.objects.get().recorded_at == make.noon(LAST + timedelta(days=1))


@pytest.mark.parametrize("later", [0, 1, 366, 400])
def test_an_office_that_decrees_once_a_year_is_not_asked(later: int, decree: Decree, turn: Turn) -> None:
    turn(LAST + timedelta(days=later))
    assert issue(decree).decided_on == LAST + timedelta(days=later)


def test_the_first_decree_has_nothing_to_be_compared_with(turn: Turn) -> None:
    turn(date(2031, 5, 5))
    opened = make.opened(make.unit(), make.engaged(make.person(), make.unit(), date(2021, 1, 1), None))
    assert opened.place == 1


def test_the_day_is_that_of_the_office(decree: Decree, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour before the last decree, on its day: a clock that was set right by a minute holds nobody up."""
    monkeypatch.setattr(clock, "real_now", lambda: make.noon(LAST) - timedelta(hours=3))
    assert issue(decree).recorded_at == make.noon(LAST)


def test_an_idle_office_says_what_day_it_is_and_goes_on(decree: Decree, turn: Turn) -> None:
    turn(date(2025, 6, 1))
    refused(lambda: issue(decree), "ahead")
    clock_confirm(access=make.OFFICER, day=date(2025, 6, 1))
    assert issue(decree).decided_on == date(2025, 6, 1)
    assert Activity.objects.filter(action="decrees.clock_confirm").count() == 1


def test_after_a_decree_of_a_wrong_day_the_right_one_can_be_confirmed(decree: Decree, turn: Turn) -> None:
    turn(date(2022, 9, 1))
    issue(decree)
    turn(date(2022, 2, 1))
    refused(receive, "behind")
    clock_confirm(access=make.OFFICER, day=date(2022, 2, 1))
    receive()
    turn(date(2022, 1, 31))
    refused(receive, "behind")


def test_what_was_confirmed_before_the_last_decree_opens_no_way_back(decree: Decree, turn: Turn) -> None:
    clock_confirm(access=make.OFFICER, day=LAST)
    turn(date(2022, 9, 1))
    issue(decree)
    turn(date(2022, 2, 1))
    refused(receive, "behind")


def test_who_says_another_day_than_the_clock_is_told(decree: Decree, turn: Turn) -> None:
    turn(date(2062, 1, 1))
    with pytest.raises(ClockRefused, match="clock says"):
        clock_confirm(access=make.OFFICER, day=date(2022, 1, 11))
    refused(lambda: issue(decree), "ahead")


def test_staff_say_nothing_of_the_clock(decree: Decree) -> None:
    with pytest.raises(Forbidden):
        clock_confirm(access=Access("staff", {Role.STAFF: frozenset({"76"})}), day=LAST)


def test_a_clock_that_stands_is_not_the_machines(decree: Decree, turn: Turn) -> None:
    turn(date(2062, 1, 1))
    with clock.standing_at(make.noon(date(2022, 3, 1))):
        assert issue(decree).decided_on == date(2022, 3, 1)


def test_the_page_takes_the_day_that_the_clock_says_and_no_other(decree: Decree, turn: Turn) -> None:
    turn(date(2025, 6, 1))
    client = signed_in(Role.SECRETARY, "76")
    with at_most():
        shown = client.get("/decrees/clock").content.decode()
    assert "2022" in shown
    wrong = client.post("/decrees/clock", {"day": "2022-01-11"})
    assert (wrong.status_code, Ledger.objects.get().clock_confirmed_on) == (422, None)
    assert client.post("/decrees/clock", {"day": "2025-06-01"}).status_code == 302
    assert issue(decree).decided_on == date(2025, 6, 1)


@pytest.mark.parametrize("role", [Role.STAFF, Role.AUDITOR, Role.APPRAISER])
def test_the_page_is_for_who_issues(role: Role, decree: Decree) -> None:
    assert signed_in(role, "76").get("/decrees/clock").status_code == 404
