from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db.models import Exists, OuterRef, Q

from malaqbiq.kernel.lookups import MANY
from malaqbiq.kernel.models import StoredFile

pytestmark = pytest.mark.django_db

NAMES = ["11.75", 'a "b".pdf', "c'd.pdf", "100%s.pdf", "é\\.pdf", ""]


@pytest.fixture(autouse=True)
def filed() -> None:
    day = datetime(2022, 1, 11, 3, 30, tzinfo=UTC)
    for number, name in enumerate(NAMES):
        StoredFile.objects.create(
            uid=UUID(int=number), digest=f"{number:064}", name=name, media_type="application/pdf", size=1, stored_at=day
        )


def many(*names: str | None) -> frozenset[str | None]:
    return frozenset(names) | {f"other {number}" for number in range(MANY)}


def found(condition: Q) -> list[str]:
    return list(StoredFile.objects.filter(condition).order_by("pk").values_list("name", flat=True))


@pytest.mark.parametrize("name", NAMES)
def test_of_many_texts_each_is_found_as_it_is_written(name: str) -> None:
    assert found(Q(name__in=many(name))) == [name]
    assert found(~Q(name__in=many(name))) == [other for other in NAMES if other != name]


def test_many_texts_are_one_parameter_and_few_or_a_list_one_each() -> None:
    def parameters(condition: Q) -> int:
        return len(StoredFile.objects.filter(condition).query.sql_with_params()[1])

    assert parameters(Q(name__in=many())) == 1
    assert parameters(Q(name__in=list(many()))) == MANY
    assert parameters(Q(name__in=frozenset(NAMES))) == len(NAMES)


def test_nothing_among_many_is_no_text_and_excludes_nobody() -> None:
    assert found(~Q(name__in=many(None, "11.75"))) == NAMES[1:]
    assert found(Q(name__in=many(None))) == []


def test_many_are_asked_for_within_a_condition_on_other_rows() -> None:
    same = StoredFile.objects.filter(pk=OuterRef("pk"), name__in=many(*NAMES[:2]))
    assert found(Q(Exists(same))) == NAMES[:2]
