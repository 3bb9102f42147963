"""Terms of service and offices: on a day, for a work unit, and nothing where nothing is said."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from malaqbiq.kernel.access import Access
from malaqbiq.regulations.rules.rows import ServiceRuleRow
from malaqbiq.regulations.rules.rows.base import doubt
from malaqbiq.regulations.rules.terms import Terms
from malaqbiq.regulations.selectors import terms
from malaqbiq.regulations.services import fact_state

OFFICER = Access.system("tests")


def row(figure: str, **more: object) -> ServiceRuleRow:
    values = {"rule": "a-day", "statement": "x", "figure": figure, "source": "s", "trust": "one-source"}
    return ServiceRuleRow.model_validate({**values, **more})


@pytest.mark.django_db
def test_the_law_of_the_day_is_the_one_that_counts() -> None:
    said = terms(OFFICER)
    assert said.months("promotion-months", date(2023, 12, 31)) == {4, 10}
    assert said.months("promotion-months", date(2024, 1, 1)) == {2, 4, 6, 8, 10, 12}
    assert said.months("promotion-months", date(2025, 10, 1)) == frozenset(range(1, 13))
    assert said.day_in("ump-set-by", 2021) == date(2021, 11, 21)
    assert said.day_in("ump-set-by", 2024) == date(2024, 12, 11)
    assert said.number("retirement-age-pelaksana", date(2026, 1, 1)) == 58
    assert said.number("retirement-age-jpt-pratama", date(2026, 1, 1)) == 60


@pytest.mark.django_db
def test_what_was_not_found_has_no_figure() -> None:
    said = terms(OFFICER)
    assert said.number("retirement-age-fungsional", date(2026, 1, 1)) is None
    assert said.number("retirement-age-pelaksana", date(2010, 1, 1)) is None
    assert said.day_in("nothing", 2026) is None


@pytest.mark.django_db
def test_an_office_says_its_own_day_and_until_then_it_is_marked_as_ours() -> None:
    day = date(2026, 1, 1)
    ours = terms(OFFICER).row("contract-report-day", day, "76.01")
    assert ours is not None
    assert "own default" in str(doubt(ours))
    values = {"rule": "contract-report-day", "statement": "tanggal", "figure": "7", "source": "surat provinsi"}
    fact_state(access=OFFICER, office="76", table="service_rules", values=values)
    said = terms(OFFICER)
    assert said.number("contract-report-day", day, "76.01") == 7
    assert said.number("contract-report-day", day, "75.01") == 5
    stated = said.row("contract-report-day", day, "76")
    assert stated is not None
    assert doubt(stated) == ""


@pytest.mark.parametrize("figure", ["x", "1.5", "11-2", "1,2", "-1"])
def test_a_figure_is_a_number_months_or_a_day(figure: str) -> None:
    with pytest.raises(ValidationError):
        row(figure)


def test_an_empty_figure_is_marked_as_not_found() -> None:
    with pytest.raises(ValidationError):
        row("")
    assert row("", trust="not-found").figure == ""


def test_a_day_that_no_year_has_is_no_day() -> None:
    said = Terms.of([row("02-30")])
    assert said.day_in("a-day", 2024) is None
    assert Terms.of([row("02-29")]).day_in("a-day", 2024) == date(2024, 2, 29)
    assert Terms.of([row("02-29")]).day_in("a-day", 2023) is None
