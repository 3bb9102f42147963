"""Attendance, and who is seen by whom."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.selectors import people_visible
from malaqbiq.service.models import Attendance
from malaqbiq.service.selectors import serving
from malaqbiq.service.services import AttendanceRow, attendance_record
from tests import builders as make

pytestmark = pytest.mark.django_db

NEW_YEAR, LAST_DAY = date(2022, 1, 1), date(2022, 12, 31)
MONTH = date(2021, 11, 1)


def test_attendance_recorded_twice_changes_nothing() -> None:
    office, who = make.unit(), make.person()
    rows = [AttendanceRow(who.uid, MONTH, working_days=22, present=20, late=3, leave=1, sick=1)]
    facts = {"access": make.OFFICER, "unit": office.uid, "rows": rows, "source": "rekap.xlsx"}
    assert (attendance_record(**facts), attendance_record(**facts)) == (1, 0)


def test_a_corrected_month_replaces_the_one_before() -> None:
    office, who = make.unit(), make.person()
    for present, absent in ((20, 2), (21, 1)):
        row = AttendanceRow(who.uid, MONTH, working_days=22, present=present, absent=absent)
        attendance_record(access=make.OFFICER, unit=office.uid, rows=[row], source="rekap.xlsx")
    assert Attendance.objects.get().present == 21


def two_units() -> tuple[Access, Access]:
    province, kabupaten = make.unit(), make.unit("76.01", "kabkota")
    make.opened(province, make.engaged(make.person("Prov"), province, NEW_YEAR, LAST_DAY))
    make.opened(province, make.engaged(make.person("Kab"), kabupaten, NEW_YEAR, LAST_DAY))
    inside = Access("u", {Role.SDM_OFFICER: frozenset({"76.01"})})
    return inside, Access("v", {Role.SDM_OFFICER: frozenset()})


def test_each_sees_the_people_of_the_units_that_they_cover() -> None:
    inside, nowhere = two_units()
    assert [item.name for item in serving(inside, NEW_YEAR)] == ["Kab"]
    assert [item.name for item in people_visible(inside, NEW_YEAR)] == ["Kab"]
    assert serving(nowhere, NEW_YEAR) == []
    assert [item.name for item in serving(make.OFFICER, NEW_YEAR)] == ["Prov", "Kab"]


def test_asking_for_a_unit_outside_finds_nobody() -> None:
    inside, _ = two_units()
    assert serving(inside, NEW_YEAR, units=["76"]) == []


def test_service_is_known_only_from_the_place_that_says_so() -> None:
    two_units()
    assert [item.name for item in serving(make.OFFICER, NEW_YEAR, known=1)] == ["Prov"]
    assert serving(make.OFFICER, date(2023, 1, 1)) == []
