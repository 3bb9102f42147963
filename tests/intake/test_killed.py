"""Lists taken in by real processes, killed before each of their statements: all of a list, or nothing of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from malaqbiq.kernel.blobs import PART
from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

OFFICE = """
from pathlib import Path
from tests.intake.office import BORN, DAY, SYSTEM, nik, row, written
rows = [row(f"Orang Rekaan {letter}", NIK=nik(number)) for number, letter in enumerate("ABC", start=1)]
path = written(Path(sys.argv[1]), rows)
"""

DIE = (
    OFFICE
    + """
import json
from malaqbiq.decrees.models import Decree, Entry, Ledger
from malaqbiq.intake.models import Import
from malaqbiq.intake.services import workbook_import
from malaqbiq.kernel.models import Activity
from malaqbiq.pay.models import PayTerm
from malaqbiq.people.models import Person
from malaqbiq.service.models import Employment
from tests.killing import killed_at_each_statement

def take():
    workbook_import(access=SYSTEM, kind="employees", path=path, day=DAY)

def left_behind():
    ledger = Ledger.objects.first()
    found = [ledger.place if ledger else 0]
    return found + [model.objects.count() for model in (Decree, Import, Person, Employment, PayTerm)]

before = left_behind()
print(json.dumps([before, killed_at_each_statement(take, left_behind)]))
outcome = workbook_import(access=SYSTEM, kind="employees", path=path, day=DAY)
print(json.dumps([outcome.accepted, outcome.unchanged, *left_behind()]))
"""
)

UPLOAD = (
    OFFICE
    + """
import json
from malaqbiq.decrees.models import Decree
from malaqbiq.intake.models import Import, Upload
from malaqbiq.intake.services.uploads import upload_store, upload_take
from malaqbiq.kernel.models import StoredFile
from malaqbiq.people.models import Person
from tests.killing import killed_at_each_statement

content = path.read_bytes()

def keep():
    upload_store(access=SYSTEM, kind="employees", name="daftar.xlsx", content=content)

def take():
    upload_take(access=SYSTEM, upload=Upload.objects.get().uid, day=DAY, partial=False)

def left_behind():
    return [model.objects.count() for model in (Upload, StoredFile, Decree, Import, Person)]

print(json.dumps([killed_at_each_statement(keep, left_behind), killed_at_each_statement(take, left_behind)]))
"""
)


def done(process: Any) -> list[Any]:
    out, err = process.communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 0, err
    return [json.loads(line) for line in out.splitlines()]


def verified(house: Malaqbiq) -> bool:
    return bool(json.loads(house.run("verify", "--json", check=False).stdout)["ok"])


def test_killed_before_any_statement_of_taking_a_list_in_nothing_of_it_is_there(
    ready_malaqbiq: Malaqbiq, tmp_path: Path
) -> None:
    (before, (*killed, through)), again = done(ready_malaqbiq.python(DIE, str(tmp_path)))
    assert len(killed) > 10
    assert all(outcome == [-9, before] for outcome in killed)
    assert through == [0, [1, 1, 1, 3, 3, 3]]
    # Taken in once more it says nothing new.
    assert again == [0, 3, 1, 1, 2, 3, 3, 3]
    assert verified(ready_malaqbiq)


def test_an_upload_killed_anywhere_is_whole_or_not_there_and_so_is_what_it_brings(
    ready_malaqbiq: Malaqbiq, tmp_path: Path
) -> None:
    ((kept, taken),) = done(ready_malaqbiq.python(UPLOAD, str(tmp_path)))
    assert all(outcome == [-9, [0, 0, 0, 0, 0]] for outcome in kept[:-1]) and len(kept) > 3
    assert kept[-1] == [0, [1, 1, 0, 0, 0]]
    assert all(outcome == [-9, [1, 1, 0, 0, 0]] for outcome in taken[:-1]) and len(taken) > 10
    assert taken[-1] == [0, [0, 0, 1, 1, 3]]
    assert verified(ready_malaqbiq)
    files = [path for path in (ready_malaqbiq.home / "files").glob("*/*") if not path.name.startswith(PART)]
    assert len(files) <= 1
