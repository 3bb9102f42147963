"""What `malaqbiq bench` measures with; the figures themselves decide no test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from malaqbiq.home.bench.measures import Figure
from malaqbiq.home.bench.workbook import HEADERS, workbook_written
from malaqbiq.intake.services import Terms, workbook_import
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.organization.services import work_units_seed
from tests.builders import noon
from tests.process import Malaqbiq

BENCH = Access.system("bench")


@pytest.mark.parametrize(
    ("figure", "kept"),
    [
        (Figure("job", 59.9, "s", at_most=60), True),
        (Figure("job", 60.1, "s", at_most=60), False),
        (Figure("speed", 6, "x", at_least=6), True),
        (Figure("speed", 5.9, "x", at_least=6), False),
        (Figure("speed", None, "x", at_least=6), None),
        (Figure("people", 80, ""), None),
    ],
)
def test_a_promise_is_kept_broken_or_not_to_be_told(figure: Figure, kept: bool | None) -> None:
    assert figure.kept is kept


@pytest.mark.django_db
def test_every_row_of_the_list_that_is_measured_is_taken(tmp_path: Path) -> None:
    work_units_seed(access=BENCH)
    path = tmp_path / "list.xlsx"
    workbook_written(path, 60)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert (len(rows), tuple(rows[0]), len(HEADERS)) == (61, HEADERS, 17)
    day = noon(clock.today("Asia/Makassar")).date()
    outcome = workbook_import(access=BENCH, kind="employees", path=path, day=day, terms=Terms())
    assert (outcome.accepted, outcome.faults) == (60, ())


@pytest.mark.process
def test_five_years_of_decrees_verify(own_demo: Malaqbiq) -> None:
    inside = [sys.executable, "-m", "malaqbiq.home.bench.inside", "rounds"]
    done = subprocess.run(inside, env=own_demo.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"decrees": 5 * 7, "entries": 5 * 160}
    wages = json.loads(own_demo.run("wages", "check", "--json").stdout)
    assert (wages["as_of"], wages["staff"], wages["below_floor"]) == ("2026-01-05", 80, 0)
    assert json.loads(own_demo.run("verify", "--json").stdout)["ok"]
