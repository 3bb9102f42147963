"""`malaqbiq wages check`."""

from __future__ import annotations

import json

import pytest

from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

ENTER = """
from datetime import date
from malaqbiq.kernel.access import Access
from malaqbiq.decrees.services import EntryDraft, opening_record
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EngagedV1, Status

office = WorkUnit.objects.get(code="76.01")
entries = []
for name, amount in (("Rendah", 2_000_000), ("Cukup", 2_678_864)):
    who = Person.objects.create(name=name)
    contract = EngagedV1(status=Status.PPNPN, job_family="satpam", work_unit=office.uid)
    pay = TermSetV1(monthly_amount=amount)
    entries += [
        EntryDraft("service.engaged", date(2021, 1, 1), office.uid, contract, person=who.uid),
        EntryDraft("pay.term_set", date(2021, 1, 1), office.uid, pay, person=who.uid),
    ]
opening_record(access=Access.system("test"), office=office.uid, title="x", entries=entries)
"""


@pytest.fixture
def office(ready_malaqbiq: Malaqbiq) -> Malaqbiq:
    process = ready_malaqbiq.python(ENTER)
    _, errors = process.communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 0, errors
    return ready_malaqbiq


def test_each_contract_worker_has_a_row(office: Malaqbiq) -> None:
    done = office.run("wages", "check", "--as-of", "2022-01-01", "--json")
    result = json.loads(done.stdout)
    rows = {(row["monthly_amount"], row["shortfall"]) for row in result.pop("rows")}
    assert rows == {(2_000_000, 678_864), (2_678_864, 0)}
    assert result == {
        "as_of": "2022-01-01", "staff": 2, "below_floor": 1, "lowest": 2_000_000, "shortfall_total": 678_864,
    }  # fmt: skip
    assert "Satpam (Jagat Saksana), Sulawesi Barat 2022" in done.stderr and "sbm:" not in done.stderr


def test_a_floor_that_is_not_known_is_null_and_named(office: Malaqbiq) -> None:
    done = office.run("wages", "check", "--as-of", "2031-01-01", "--json")
    result = json.loads(done.stdout)
    assert {(row["floor"], row["shortfall"]) for row in result["rows"]} == {(None, None)}
    assert (result["below_floor"], result["shortfall_total"]) == (0, 0)
    assert "2031" in done.stderr


def test_without_json_it_is_said_in_words(office: Malaqbiq) -> None:
    lines = office.run("wages", "check", "--as-of", "2022-01-01").stdout.splitlines()
    assert "2" in lines[0] and "1" in lines[0]
    assert any("Rendah" in line and "Rp2.000.000" in line for line in lines)


def test_a_day_that_is_none_is_a_usage_error(office: Malaqbiq) -> None:
    assert office.run("wages", "check", "--as-of", "2022-02-30", check=False).returncode == 2


@pytest.mark.parametrize("day", ["01-01-2022", "1 Januari 2022", "2022-01-01"])
def test_a_day_is_written_as_in_a_workbook(office: Malaqbiq, day: str) -> None:
    assert json.loads(office.run("wages", "check", "--as-of", day, "--json").stdout)["as_of"] == "2022-01-01"


def test_a_day_in_no_order_is_told_how_to_be_written(office: Malaqbiq) -> None:
    done = office.run("wages", "check", "--as-of", "01/31/2022", check=False)
    assert "write the day first, such as 17/08/1990" in done.stderr


def test_where_nobody_serves_another_day_is_offered(office: Malaqbiq) -> None:
    done = office.run("wages", "check", "--as-of", "2019-06-30")
    assert done.stdout == "No contract worker is in service on 30 June 2019; --as-of names another day.\n"


def test_who_locks_the_opening_hears_how_many_are_below_the_minimum_wage(office: Malaqbiq) -> None:
    done = office.run("opening", "lock", "--yes")
    assert "2 people are paid less than the minimum wage: malaqbiq wages check" in done.stderr
    assert "--incomplete F.xlsx" in done.stderr
