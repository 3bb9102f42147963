from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

from malaqbiq.kernel.bulk import rows_insert, rows_update
from malaqbiq.kernel.models import StoredFile

pytestmark = pytest.mark.django_db

DAY = datetime(2022, 1, 11, 3, 30, tzinfo=UTC)


def filed(number: int) -> StoredFile:
    return StoredFile.objects.create(
        uid=UUID(int=number), digest=f"{number:064}", name="a.pdf", media_type="application/pdf", size=1, stored_at=DAY
    )


def test_each_object_goes_to_its_own_row_and_no_other_row_changes() -> None:
    one, two, _ = (filed(number) for number in range(3))
    one.name, one.size, one.stored_at, one.subject_uid = "satu.pdf", 10, DAY.replace(day=12), UUID(int=9)
    two.name, two.size = "dua.pdf", 20
    rows_update([one, two], ["name", "size", "stored_at", "subject_uid"])
    found = StoredFile.objects.order_by("pk").values_list("name", "size", "stored_at", "subject_uid", "media_type")
    assert list(found) == [
        ("satu.pdf", 10, DAY.replace(day=12), UUID(int=9), "application/pdf"),
        ("dua.pdf", 20, DAY, None, "application/pdf"),
        ("a.pdf", 1, DAY, None, "application/pdf"),
    ]


def test_many_rows_are_inserted_in_their_order() -> None:
    names = ["uid", "digest", "name", "media_type", "size", "stored_at", "unit_code", "suffix"]
    rows = [
        (UUID(int=number), f"{number:064}", f"{number}.pdf", "application/pdf", number, DAY, "", ".pdf")
        for number in range(1, 1206)
    ]
    rows_insert(StoredFile, names, rows)
    found = StoredFile.objects.order_by("pk").values_list("uid", "name", "size", "stored_at")
    assert list(found) == [(row[0], row[2], row[4], row[5]) for row in rows]


def test_nothing_to_write_asks_nothing(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        rows_update([], ["name"])
