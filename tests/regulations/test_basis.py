"""What a process keeps of the law and the work units: right after every change, whoever makes it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from malaqbiq.kernel.basis import remembered
from malaqbiq.kernel.installation import installation_found, installation_record
from malaqbiq.kernel.reading import reading_once
from malaqbiq.organization.models import Parentage, WorkUnit
from malaqbiq.organization.selectors import unit_tree, work_unit
from malaqbiq.people.models import Person
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.rules.rows import HolidayRow
from malaqbiq.regulations.selectors import fact_rows
from tests import builders as make

pytestmark = pytest.mark.django_db
DAY = date(2022, 1, 11)
asked: list[str] = []


@remembered(8)
def answer(about: str) -> str:
    asked.append(about)
    return about.upper()


@pytest.fixture(autouse=True)
def _installed() -> None:
    installation_record()
    make.unit()


def basis() -> UUID | None:
    found = installation_found()
    assert found
    return found.basis


def superseded() -> None:
    Fact.objects.filter(table="holidays").update(superseded_at=timezone.now())


def numbered() -> None:
    person = make.person()
    before = basis()
    Person.objects.filter(pk=person.pk).update(name="Orang Lain", nip=None)
    assert before == basis()
    Person.objects.filter(pk=person.pk).update(nip="197001011990031001")


CHANGES: dict[str, Callable[[], object]] = {
    "a unit": lambda: make.unit("76.77", "kabkota"),
    "a name": lambda: WorkUnit.objects.filter(code="76").update(name="KPU Uji"),
    "a place in the tree": lambda: Parentage.objects.filter(unit__code="76").delete(),
    "a fact": superseded,
    "a NIP, but not a new person": numbered,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_names_the_basis_anew(change: Callable[[], object]) -> None:
    before = basis()
    change()
    assert before != basis()


def test_an_answer_is_kept_from_block_to_block_until_the_basis_changes() -> None:
    asked.clear()
    for _ in range(2):
        with reading_once():
            assert answer("one") == "ONE"
    assert asked == ["one"]
    make.unit("76.77", "kabkota")
    with reading_once():
        answer("one")
    assert asked == ["one", "one"]


def test_outside_of_a_block_nothing_is_kept() -> None:
    asked.clear()
    answer("two")
    answer("two")
    assert asked == ["two", "two"]


def test_what_is_rolled_back_leaves_what_was_kept() -> None:
    asked.clear()
    with reading_once():
        answer("three")
    with suppress(ZeroDivisionError), transaction.atomic():
        make.unit("76.77", "kabkota")
        with reading_once():
            answer("three")
        raise ZeroDivisionError
    with reading_once():
        answer("three")
    assert asked == ["three", "three"]


def test_units_and_law_cost_no_statement_and_are_never_old(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    def told() -> tuple[str, str, int]:
        with reading_once():
            names, holidays = unit_tree(make.OFFICER, day=DAY).names, fact_rows(make.OFFICER, HolidayRow)
            return names["76"], work_unit(make.OFFICER, code="76").name, len(holidays)

    told()
    with django_assert_num_queries(1):  # the installation with its basis
        before = told()
    WorkUnit.objects.filter(code="76").update(name="KPU Lain")
    superseded()
    assert before[2] > 0
    assert told() == ("KPU Lain", "KPU Lain", 0)


def test_a_basis_is_one_row() -> None:
    with pytest.raises(Exception, match="basis"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO kernel_basis (id, name) VALUES (2, %s)", [str(UUID(int=1).hex)])
