from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.appraisal.errors import EntriesRefused
from malaqbiq.appraisal.models import Attendance, Cycle
from malaqbiq.appraisal.rules.scoring import AttendanceSums
from malaqbiq.appraisal.services import AttendanceEntry, attendance_enter, attendance_take, results_tell
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.service.services import AttendanceRow, attendance_record
from tests.appraisal.cast import FULL, SYSTEM, Cast, cast, engage, opened, scored

pytestmark = pytest.mark.django_db

OCTOBER, NOVEMBER, DECEMBER = (date(2021, month, 1) for month in (10, 11, 12))


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast()


@pytest.fixture(name="cycle")
def _cycle(people: Cast) -> Cycle:
    engage(people, "new", start=date(2021, 11, 15))
    return opened(people)


def recorded(people: Cast, name: str, month: date, present: int) -> None:
    """A month of 22 working days: one day sick, the rest away without a reason."""
    row = AttendanceRow(people[name], month, 22, present, sick=1, absent=21 - present)
    attendance_record(access=SYSTEM, unit=people.units["76"].uid, rows=[row], source="rekap presensi")


def test_the_months_of_the_period_are_summed_from_the_records(people: Cast, cycle: Cycle) -> None:
    for month, present in ((OCTOBER, 1), (NOVEMBER, 20), (DECEMBER, 21)):
        recorded(people, "anto", month, present)
        recorded(people, "new", month, present)
    assert attendance_take(access=SYSTEM, cycle=cycle.uid) == 2
    sums = {row.appraisee.person_id: row.sums for row in Attendance.objects.select_related("appraisee")}
    assert sums == {
        people["anto"]: AttendanceSums(2, 44, 41, 0, 2),
        people["new"]: AttendanceSums(1, 22, 21, 0, 1),
    }


def test_taking_them_again_follows_a_corrected_record(people: Cast, cycle: Cycle) -> None:
    recorded(people, "anto", DECEMBER, 20)
    assert attendance_take(access=SYSTEM, cycle=cycle.uid) == 1
    assert attendance_take(access=SYSTEM, cycle=cycle.uid) == 0
    recorded(people, "anto", DECEMBER, 19)
    assert attendance_take(access=SYSTEM, cycle=cycle.uid) == 1
    row = Attendance.objects.get()
    assert (row.present, row.version) == (19, 2)


def test_whose_result_was_told_keeps_their_attendance(people: Cast, cycle: Cycle) -> None:
    scored(people, cycle, "anto")
    results_tell(access=SYSTEM, cycle=cycle.uid)
    recorded(people, "anto", DECEMBER, 5)
    assert attendance_take(access=SYSTEM, cycle=cycle.uid) == 0


def test_an_officer_takes_the_own_units_attendance_but_not_their_own(people: Cast, cycle: Cycle) -> None:
    for name in ("anto", "budi", "citra"):
        recorded(people, name, DECEMBER, 20)
    officer = people.access("budi", Role.SDM_OFFICER, codes=("76.01",))
    assert attendance_take(access=officer, cycle=cycle.uid) == 1
    assert Attendance.objects.get().appraisee.person_id == people["citra"]


def test_attendance_is_entered_by_an_officer_of_the_unit_and_not_on_oneself(people: Cast, cycle: Cycle) -> None:
    entry = AttendanceEntry(people["anto"], FULL)
    assert attendance_enter(access=people.access("officer", Role.SDM_OFFICER), cycle=cycle.uid, entries=[entry]) == 1
    own = AttendanceEntry(people["budi"], FULL)
    with pytest.raises(EntriesRefused, match="on themselves"):
        attendance_enter(access=people.access("budi", Role.SDM_OFFICER), cycle=cycle.uid, entries=[own])
    with pytest.raises(Forbidden):
        attendance_enter(access=people.access("secretary", Role.SECRETARY), cycle=cycle.uid, entries=[entry])


def test_impossible_attendance_is_named(people: Cast, cycle: Cycle) -> None:
    entries = [AttendanceEntry(people["anto"], AttendanceSums(2, 44, 45)), AttendanceEntry(people["budi"], FULL)]
    with pytest.raises(EntriesRefused, match="45 days present"):
        attendance_enter(access=SYSTEM, cycle=cycle.uid, entries=entries)


def test_stale_attendance_is_refused(people: Cast, cycle: Cycle) -> None:
    attendance_enter(access=SYSTEM, cycle=cycle.uid, entries=[AttendanceEntry(people["anto"], FULL)])
    less = AttendanceSums(2, 44, 30)
    with pytest.raises(EntriesRefused) as refused:
        attendance_enter(access=SYSTEM, cycle=cycle.uid, entries=[AttendanceEntry(people["anto"], less)])
    assert refused.value.stale
    entries = [AttendanceEntry(people["anto"], less, version=1)]
    assert attendance_enter(access=SYSTEM, cycle=cycle.uid, entries=entries) == 1
