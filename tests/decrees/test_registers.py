"""Accounting for numbers: what is said must be said, and a slip of the pen takes no thousand numbers."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.decrees.errors import NumberTaken
from malaqbiq.decrees.models import Register
from malaqbiq.decrees.services import number_elsewhere, number_void, numbers_reserve, register_open
from malaqbiq.decrees.services.registers import FURTHEST
from malaqbiq.kernel.errors import UserError
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> Register:
    return register_open(access=make.OFFICER, office=make.unit().uid, authority="sekretaris", year=2022)


@pytest.mark.parametrize(("first", "last"), [(1, FURTHEST + 1), (10, 9)])
def test_a_block_is_neither_endless_nor_empty(register: Register, first: int, last: int) -> None:
    with pytest.raises(NumberTaken):
        numbers_reserve(access=make.OFFICER, register=register.pk, first=first, last=last, reason="TU")
    assert not register.numbers.exists()


def test_blocks_do_not_overlap(register: Register) -> None:
    numbers_reserve(access=make.OFFICER, register=register.pk, first=1, last=5, reason="TU")
    with pytest.raises(NumberTaken):
        numbers_reserve(access=make.OFFICER, register=register.pk, first=5, last=9, reason="TU")
    assert register.numbers.count() == 5


def test_what_became_of_a_number_is_said_in_words(register: Register) -> None:
    by = {"access": make.OFFICER, "register": register.pk}
    with pytest.raises(UserError):
        number_void(**by, value=1, reason=" ")
    with pytest.raises(UserError):
        numbers_reserve(**by, first=1, last=2, reason="")
    with pytest.raises(UserError):
        number_elsewhere(**by, value=1, title=" ", dated_on=date(2022, 1, 3))


@pytest.mark.parametrize("change", ["first_number = 2", "year = 2023", "authority = 'ketua'", "exclusive = true"])
def test_a_register_with_a_number_in_it_stays_as_it_was_opened(register: Register, change: str) -> None:
    number_void(access=make.OFFICER, register=register.pk, value=1, reason="torn")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE decrees_register SET {change}")
    register.refresh_from_db()
    assert (register.first_number, register.year, register.authority) == (1, 2022, "sekretaris")


def test_a_register_without_numbers_may_be_mended(register: Register) -> None:
    assert Register.objects.filter(pk=register.pk).update(first_number=5) == 1
