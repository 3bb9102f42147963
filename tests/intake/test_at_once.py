"""The same list uploaded, taken in or thrown away by several at the same moment: it is so once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection

from malaqbiq.intake.models import Import, Upload
from malaqbiq.intake.services.uploads import Said, upload_amend, upload_give_up, upload_store, upload_take
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.models import StoredFile
from malaqbiq.people.models import Person
from tests import builders
from tests.intake.office import DAY, UNITS, founded, places, row, written
from tests.intake.test_views import TWO

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 4


def officer(number: int) -> Access:
    """One of several officers of the same work units."""
    return Access(f"officer-{number}", {Role.SDM_OFFICER: frozenset(UNITS) - {"00"}})


def at_once(act: Callable[[int], object]) -> list[str]:
    """What it came to in each thread: done, or gone."""

    def alone(number: int) -> str:
        try:
            with clock.standing_at(builders.noon(DAY)):
                act(number)
        except Upload.DoesNotExist:
            return "gone"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(THREADS) as threads:
        return sorted(threads.map(alone, range(THREADS)))


def stored(content: bytes, number: int = 0) -> Upload:
    return upload_store(access=officer(number), kind="employees", name="daftar.xlsx", content=content)


@pytest.fixture
def content(home: Path, tmp_path: Path) -> bytes:
    founded()
    return written(tmp_path, TWO).read_bytes()


def test_one_officer_who_presses_several_times_uploads_it_once(content: bytes) -> None:
    assert at_once(lambda _: stored(content)) == ["done"] * THREADS
    assert Upload.objects.count() == StoredFile.objects.count() == 1


@pytest.mark.parametrize("mended", [False, True], ids=["gone", "kept"])
def test_of_several_who_take_it_in_one_does(content: bytes, tmp_path: Path, mended: bool) -> None:
    if mended:
        upload = stored(content)
        upload_amend(access=officer(1), upload=upload.uid, said=Said(cells={(5, "amount"): "2.700.000"}))
    else:
        upload = stored(written(tmp_path, [row(), row("Ani Rekaan", NIK="")], name="baik.xlsx").read_bytes())
    came = at_once(lambda number: upload_take(access=officer(number), upload=upload.uid, day=DAY, partial=False))
    assert came == ["done", *["gone"] * (THREADS - 1)]
    assert (Person.objects.count(), Import.objects.count(), places()) == (2, 1, 1)
    assert Upload.objects.filter(taken_at=None).count() == 0 and Upload.objects.exists() is mended


def test_of_several_with_the_same_workbook_one_brings_it_in(content: bytes) -> None:
    uploads = [stored(content, number).uid for number in range(THREADS)]
    came = at_once(lambda number: upload_take(access=officer(number), upload=uploads[number], day=DAY, partial=True))
    assert came == ["done"] * THREADS
    assert sorted(one.accepted for one in Import.objects.all()) == [0, 0, 0, 1]
    assert (Person.objects.count(), places()) == (1, 1)


def test_of_several_who_throw_it_away_one_does(content: bytes) -> None:
    upload = stored(content)
    came = at_once(lambda number: upload_give_up(access=officer(number), upload=upload.uid))
    assert came == ["done", *["gone"] * (THREADS - 1)]
    assert not Upload.objects.exists() and not StoredFile.objects.exists()
