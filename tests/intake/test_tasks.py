"""Long lists: checked and taken in by a worker, whole or not at all, whatever kills it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client

from malaqbiq.intake.models import Import, Upload
from malaqbiq.intake.services import uploads
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.models import Job, StoredFile
from malaqbiq.kernel.worker import run_waiting
from malaqbiq.people.models import Person
from tests.intake.office import founded, row, written
from tests.intake.test_views import TWO, sent
from tests.pages import signed_in
from tests.process import LONG_ENOUGH, Malaqbiq


@pytest.fixture
def officer(db: None, home: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """An officer in an office where any list of two rows is a long one."""
    monkeypatch.setattr(uploads, "AT_ONCE", 1)
    founded()
    return signed_in(Role.SDM_OFFICER, "76")


def text(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def job(name: str) -> Job:
    return Job.objects.filter(name=name).latest("pk")


def test_a_long_list_is_checked_then_taken_in_by_a_worker(officer: Client, tmp_path: Path) -> None:
    page = sent(
        officer, written(tmp_path, [row("Sitti Bulangmapia"), row("Ani Rekaan", NIK="", TMT="", Akhir_Kontrak="")])
    )
    assert officer.get(page)["Location"] == f"/jobs/{job('intake.try').uid}"
    run_waiting()
    assert "Would be taken in: 2 rows" in text(officer, f"/jobs/{job('intake.try').uid}")
    assert "Take 2 rows in" in text(officer, page)
    assert "1 rows without TMT" in text(officer, page)
    assert not Person.objects.exists()
    where = officer.post(f"{page}/taking")["Location"]
    assert where == f"/jobs/{job('intake.take').uid}" and not Person.objects.exists()
    assert officer.post(f"{page}/taking")["Location"] == where
    run_waiting()
    assert Person.objects.count() == 2
    done = text(officer, where)
    assert "Rows taken in: 2" in done and f"/import/done/{Import.objects.get().uid}" in done
    assert not Upload.objects.exists() and not StoredFile.objects.exists()


def test_work_on_a_list_is_listed_by_the_name_of_its_file(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row("Sitti Bulangmapia"), row("Ani Rekaan", NIK="")]))
    assert "being checked" in text(officer, "/import/")
    assert text(officer, "/jobs").count("daftar.xlsx") == 1
    run_waiting()
    officer.post(f"{page}/taking")
    assert "being taken in" in text(officer, "/import/")
    run_waiting()
    assert not Upload.objects.exists()
    assert text(officer, "/jobs").count("daftar.xlsx") == 2
    assert "daftar.xlsx" in text(officer, f"/jobs/{job('intake.take').uid}")
    assert "daftar.xlsx" not in text(signed_in(Role.SDM_OFFICER, "76.02", username="lain"), "/jobs")


def test_of_two_officers_who_have_it_taken_in_one_does_and_the_other_is_told(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row("Sitti Bulangmapia"), row("Ani Rekaan", NIK="")]))
    run_waiting()
    colleague = signed_in(Role.SDM_OFFICER, "76", username="budi")
    first, second = (client.post(f"{page}/taking")["Location"] for client in (officer, colleague))
    assert first != second
    run_waiting()
    assert "Rows taken in: 2" in text(officer, first)
    told = text(colleague, second)
    assert "taken in or thrown away meanwhile" in told and f'href="{page}"' in told
    assert "taken in already, by ani" in text(colleague, page)
    assert Person.objects.count() == 2 and Import.objects.count() == 1


def test_a_colleague_looks_at_a_list_while_it_is_being_checked(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    colleague = signed_in(Role.SDM_OFFICER, "76", username="budi")
    shown = colleague.get(page)
    assert shown.status_code == 200 and "was not checked yet" in shown.content.decode()
    run_waiting()
    assert "Take 1 rows in, leave 1 out" in text(colleague, page)


def test_rows_that_a_worker_skipped_are_told_before_and_after(officer: Client, tmp_path: Path) -> None:
    rows = [row("Sitti Bulangmapia"), row("Ani Rekaan", NIK=""), {"Nama": "Jumlah", "Honorarium": 5_300_000}]
    page = sent(officer, written(tmp_path, rows))
    run_waiting()
    assert "a sum, nobody" in text(officer, page)
    officer.post(f"{page}/taking")
    run_waiting()
    assert "a sum, nobody" in text(officer, f"/import/done/{Import.objects.get().uid}")


def test_its_faults_are_mended_in_place_and_checked_again(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    run_waiting()
    shown = text(officer, page)
    assert "Take 1 rows in, leave 1 out" in shown and 'value="dua juta"' in shown
    assert officer.get(f"{page}/rejects").content.startswith(b"PK")
    cell = shown[shown.index('name="cell-') + 6 :].partition('"')[0]
    officer.post(page, {cell: "2.700.000"})
    assert "Waits for its turn" in text(officer, page)
    assert officer.get(f"{page}/rejects").status_code == 404
    run_waiting()
    assert "Take 2 rows in" in text(officer, page)


def test_with_a_row_at_fault_nothing_is_taken_in_unless_it_is_left_out(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    where = officer.post(f"{page}/taking")["Location"]
    run_waiting()
    failed = text(officer, where)
    assert "Nothing was taken in: 1 rows are at fault" in failed and f'href="{page}"' in failed
    assert not Person.objects.exists() and Upload.objects.exists() and not Import.objects.exists()
    officer.post(f"{page}/taking", {"partial": "1"})
    run_waiting()
    assert [person.name for person in Person.objects.all()] == ["Sitti Bulangmapia"]


def test_a_list_that_is_gone_is_told(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    where = officer.post(f"{page}/taking", {"partial": "1"})["Location"]
    officer.post(f"{page}/giving-up")
    run_waiting()
    assert "thrown away meanwhile" in text(officer, where)
    assert not Person.objects.exists()


def test_columns_that_no_check_understands_can_be_said(officer: Client, tmp_path: Path) -> None:
    people = [{"Siapa": f"Ana {number}", "Kategori": "PPNPN", "Kantor": "76.02"} for number in range(2)]
    page = sent(officer, written(tmp_path, people, headers=("Siapa", "Kategori", "Kantor")))
    run_waiting()
    assert "no column is said to be" in text(officer, page).lower()
    officer.post(page, {"place-name": "0", "place-status": "1", "place-unit": "2"})
    run_waiting()
    assert "Take 2 rows in" in text(officer, page)


ASK = """
import sys
from pathlib import Path
from malaqbiq.intake.services import uploads
from malaqbiq.kernel.access import Access
from tests.intake.office import DAY, row, written
uploads.AT_ONCE = 1
asker = Access.system("tests")
path = written(Path(sys.argv[1]), [row("Sitti Bulangmapia"), row("Ani Rekaan", NIK="")])
upload = uploads.upload_store(access=asker, kind="employees", name="daftar.xlsx", content=path.read_bytes())
uploads.upload_take_enqueue(access=asker, upload=upload.uid, day=DAY, partial=False)
from malaqbiq.kernel.models import Job
Job.objects.filter(name="intake.try").delete()
"""

DIE = """
import json
from malaqbiq.intake.models import Import, Upload
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.worker import jobs_take_back, run_waiting
from malaqbiq.people.models import Person
from tests.killing import killed_at_each_statement

def work():
    jobs_take_back()
    run_waiting()

def left_behind():
    Job.objects.update(attempts=0)
    counts = [model.objects.count() for model in (Person, Import, Upload)]
    return [*counts, Job.objects.get().state == "done"]

print(json.dumps(killed_at_each_statement(work, left_behind, step=7)))
"""


@pytest.mark.process
def test_killed_at_its_statements_a_list_is_taken_in_once_or_not_at_all(
    ready_malaqbiq: Malaqbiq, tmp_path: Path
) -> None:
    for code, arguments in ((ASK, [str(tmp_path)]), (DIE, [])):
        out, err = (process := ready_malaqbiq.python(code, *arguments)).communicate(timeout=LONG_ENOUGH)
        assert process.returncode == 0, err
    *killed, through = json.loads(out)
    assert len(killed) > 10 and {ended for ended, _ in killed} == {-9}
    # Taken in and said to be done in one: never the one without the other, and never twice.
    assert {tuple(left) for _, left in killed} <= {(0, 0, 1, False), (2, 1, 0, True)}
    assert through == [0, [2, 1, 0, True]]
