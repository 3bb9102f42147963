"""What `verify` says of pay."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from malaqbiq.decrees.rules.checks import Check
from malaqbiq.decrees.selectors.verify import verify
from malaqbiq.kernel.speech import said
from malaqbiq.regulations.services import fact_state
from tests import builders as make
from tests.tampering import past_the_triggers

pytestmark = pytest.mark.django_db

NEW_YEAR, LAST_DAY = date(2022, 1, 1), date(2022, 12, 31)


@pytest.fixture(autouse=True)
def _decree() -> None:
    office = make.unit()
    make.issued(office, make.engaged(make.person(), office, NEW_YEAR, LAST_DAY), date(2022, 1, 11))


def checks() -> dict[str, Check]:
    return {check.name: check for check in verify()}


def test_own_terms_at_their_floor_verify() -> None:
    found = checks()
    assert all(check.ok for check in found.values())
    assert str(found["floors"].detail) == "1 own pay terms, 0 by exception"
    assert str(found["law"].detail) == "1 facts as quoted"


def test_a_law_table_corrected_later_only_warns() -> None:
    values = {
        "level": "UMP", "region_code": "76", "region_name": "Sulawesi Barat", "year": 2022, "amount": 2_700_000,
        "source": "SK Gubernur",
    }  # fmt: skip
    assert checks()["law"].ok
    fact_state(access=make.OFFICER, office="00", table="wage_floors", values=values)
    assert "warning" not in str(checks()["law"].detail), "the national row still says what was quoted"
    with past_the_triggers("pay_payterm"), connection.cursor() as cursor:
        cursor.execute("UPDATE pay_payterm SET floor_key = 'ump:76:2021'")
    found = checks()["law"]
    assert found.ok
    assert "UMP Sulawesi Barat 2021" in said(found.detail)


def test_a_term_that_slipped_below_its_floor_is_found() -> None:
    with past_the_triggers("pay_payterm"), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = ON")
        else:
            cursor.execute("ALTER TABLE pay_payterm DROP CONSTRAINT pay_term_of_own_decree_at_its_floor")
        cursor.execute("UPDATE pay_payterm SET monthly_amount = 1")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    assert not checks()["floors"].ok
