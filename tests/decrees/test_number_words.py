"""What is typed about numbers, and what is revoked, says one thing only."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.decrees.errors import NumberTaken, Refused
from malaqbiq.decrees.models import Decree, RegisterNumber
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import decree_issue, number_elsewhere, register_open
from malaqbiq.decrees.services.registers import TypedNumber
from tests import builders as make

pytestmark = pytest.mark.django_db

START, END = date(2022, 1, 11), date(2022, 12, 31)


@pytest.mark.parametrize("text", ["22\n/x", "22/x\x00", "22\u2028/x", "<b>22</b>", "22\u202e/x", "2\t2"])
def test_a_typed_number_is_one_line_of_plain_text(text: str) -> None:
    decree = make.approved(make.unit(), make.engaged(make.person(), make.unit(), START, END))
    with pytest.raises(NumberTaken, match="one line"):
        decree_issue(
            access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest, number=TypedNumber(22, text)
        )
    assert not Decree.objects.filter(state="issued").exists()
    assert not RegisterNumber.objects.exists()


@pytest.mark.parametrize("day", [date(1945, 8, 17), date(2021, 12, 31), date(2023, 1, 1)])
def test_a_number_used_elsewhere_is_dated_in_its_registers_year(day: date) -> None:
    register = register_open(access=make.OFFICER, office=make.unit().uid, authority="sekretaris", year=2022)
    with pytest.raises(NumberTaken, match="register of 2022"):
        number_elsewhere(access=make.OFFICER, register=register.pk, value=1, title="Lain", dated_on=day)
    assert number_elsewhere(access=make.OFFICER, register=register.pk, value=1, title="Lain", dated_on=END).value == 1


def revoking(decree: Decree, day: date, kind: Mending = Mending.REVOCATION) -> Decree:
    return make.issued(make.unit(), [make.mending(entry, kind, day) for entry in decree.entries.order_by("ordinal")])


@pytest.mark.parametrize("day", [date(2022, 6, 1), date(2022, 7, 1)])
def test_what_is_revoked_already_is_not_revoked_again_from_a_later_day(day: date) -> None:
    decree = make.issued(make.unit(), make.engaged(make.person(), make.unit(), START, END))
    revoking(decree, date(2022, 6, 1))
    with pytest.raises(Refused) as refused:
        revoking(decree, day)
    assert {problem.code for problem in refused.value.problems} == {"decrees.gone_already"}
    assert Decree.objects.filter(state="issued").count() == 2


def test_what_is_revoked_already_may_be_revoked_from_an_earlier_day() -> None:
    decree = make.issued(make.unit(), make.engaged(make.person(), make.unit(), START, END))
    revoking(decree, date(2022, 6, 1))
    assert revoking(decree, date(2022, 3, 1)).place == 3
    assert revoking(decree, START, Mending.ANNULMENT).place == 4


def test_a_work_unit_keeps_its_code() -> None:
    unit = make.unit()
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE organization_workunit SET code = '99' WHERE code = '76'")
    unit.save()
