"""The audit pack: what stands in it, for whom, how it is checked, and when it is no more."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

import malaqbiq
from malaqbiq.accounts.models import Grant, User
from malaqbiq.appraisal.models import Draft
from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.services.documents import documents_prepare, documents_render
from malaqbiq.home.selectors.packing import pack_asked
from malaqbiq.home.services import packing
from malaqbiq.home.services.erasing import person_data_erase
from malaqbiq.home.services.packing import packs_expire
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.blobs import blob_path
from malaqbiq.kernel.files import files_folder
from malaqbiq.kernel.models import Activity, Job, StoredFile
from malaqbiq.kernel.packs import parts
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.worker import run_waiting
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.services import month_close
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appraisal.cast import STAFF
from tests.appraisal.office import closed
from tests.decrees.office import standing
from tests.decrees.papers.issuing import DECREED, LAST_DAY, decreed
from tests.pages import MOST_STATEMENTS, at_most, signed_in
from tests.pay.payroll import profile
from tests.reports.office import CODES, TODAY, reviewed, sent, serving, town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

SYSTEM = Access.system("tests")
YEAR = {"first": "2022-01-01", "last": "2022-01-31"}
ROSE, WATI = "Mawar Uji", "Wati Uji"


@pytest.fixture
def decree() -> Decree:
    """A decree of the province with two people of Majene and one of Mamuju, and its papers."""
    standing()
    found = decreed(names=("=Anto Uji", ROSE, WATI))
    documents_prepare(access=SYSTEM)
    documents_render(access=SYSTEM)
    return found


def asked(client: Client, unit: str, **days: str) -> Job:
    answer = client.post("/audit-pack", {"unit": unit, **YEAR, **days})
    assert answer.status_code == 302
    run_waiting()
    job = Job.objects.latest("pk")
    assert job.state == "done", job.error
    return job


def taken(client: Client, job: Job) -> zipfile.ZipFile:
    answer = client.get(f"/jobs/{job.uid}/file")
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.getvalue()))  # type: ignore[attr-defined]


def packed(role: Role = Role.AUDITOR, unit: str = "76", **days: str) -> dict[str, bytes]:
    """The files of a pack by their names within its folder."""
    client = signed_in(role, unit, username=f"{role}-{unit}")
    archive = taken(client, asked(client, unit, **days))
    return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}


def rows(files: dict[str, bytes], name: str) -> list[dict[str, Any]]:
    return json.loads(files[f"{name}.json"])  # type: ignore[no-any-return]


def everything(files: dict[str, bytes]) -> str:
    return "\n".join(content.decode() for name, content in files.items() if not name.endswith((".pdf", ".xlsx")))


def test_a_pack_is_checked_by_sha256sum_alone(decree: Decree, tmp_path: Path) -> None:
    client = signed_in(Role.AUDITOR, "76")
    archive = taken(client, asked(client, "76"))
    archive.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    listed = {line.split("  ", 1)[1] for line in (folder / "SHA256SUMS").read_text().splitlines()}
    assert there - listed == {"SHA256SUMS"} and {"BACA-SAYA.txt", "sk/sk.json", "naskah/naskah.xlsx"} <= listed
    tool = shutil.which("sha256sum")
    assert tool is not None
    assert subprocess.run([tool, "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=False).returncode == 0
    (folder / "BACA-SAYA.txt").write_text("lain")
    assert subprocess.run([tool, "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=False).returncode == 1


def test_it_holds_register_decrees_papers_months_activity_and_checks(decree: Decree) -> None:
    profile(WorkUnit.objects.get(code="76.05"), 2022, thr_month=4)
    with clock.standing_at(make.noon(DECREED)):
        month_close(access=make.OFFICER, unit="76.05", month=date(2022, 1, 1))
    files = packed()
    assert [row["Nomor"] for row in rows(files, "sk/sk")] == [decree.number]
    assert decree.number in [row["Nomor"] for row in rows(files, "register/register")]
    papers = rows(files, "naskah/naskah")
    assert len(papers) == Document.objects.count() and {row["Orang"] for row in papers} >= {ROSE, WATI}
    for row in papers:
        assert files[row["Berkas dalam paket ini"]].startswith(b"%PDF")
    assert {row["Nama"] for row in rows(files, "honorarium/bulan")} == {"=Anto Uji", ROSE}
    assert {row["Satker"] for row in rows(files, "aktivitas/aktivitas")} >= {"KPU Kabupaten Majene"}
    assert all(datetime.fromisoformat(row["Kapan"]).tzinfo is None for row in rows(files, "aktivitas/aktivitas"))
    assert all(row["Cocok"] == "ya" for row in rows(files, "pemeriksaan/pemeriksaan"))
    assert "KPU Provinsi Sulawesi Barat (76)" in files["BACA-SAYA.txt"].decode()
    assert "760201" not in everything(files), "identity numbers stay out"


def test_appraisals_of_the_days_are_in_it_of_the_units_alone() -> None:
    closed()
    days = {"first": "2021-11-01", "last": "2021-12-31"}
    whole = rows(packed(**days), "evaluasi/evaluasi")
    assert {row["Nama"] for row in whole} == {f"{name.title()} Uji" for name in STAFF}
    assert {row["Nilai"] for row in whole} == {whole[0]["Nilai"]} and whole[0]["Nilai"] > 0
    part = rows(packed(unit="76.02", **days), "evaluasi/evaluasi")
    assert {row["Nama"] for row in part} == {"Dewi Uji", "Eko Uji"}


def test_an_earlier_period_on_which_a_decree_of_the_days_rests_is_in_it() -> None:
    with clock.standing_at(make.noon(date(2021, 12, 31))):
        office = closed()
    standing()
    issued = decreed(names=("Anto Uji", ROSE, WATI))
    assert rows(packed(), "evaluasi/evaluasi") == []
    unit = WorkUnit.objects.get(code="76.02")
    kept = {"kind": "contract-extension", "last_decision": 1, "drafted_at": make.noon(DECREED)}
    Draft.objects.create(cycle=office.cycle, work_unit=unit, decree=issued, **kept)
    assert {row["Periode"] for row in rows(packed(unit="76.02"), "evaluasi/evaluasi")} == {office.cycle.title}
    later = packed(unit="76.05", first="2022-02-01", last="2022-02-28")
    assert rows(later, "evaluasi/evaluasi") == []


def test_monthly_reports_are_in_it_with_what_became_of_them() -> None:
    units = town()
    for code in CODES[1:]:
        serving(f"Orang {code}", units[code])
    with clock.standing_at(make.noon(TODAY)):
        reviewed(sent("76.01"))
        sent("76.02")
        whole = rows(packed(), "laporan/laporan")
        (part,) = rows(packed(unit="76.02"), "laporan/laporan")
    assert [row["Keadaan"] for row in whole] == ["sudah diperiksa", "dikirim, menunggu diperiksa"]
    assert part == whole[1]


def test_nothing_in_a_workbook_of_a_pack_runs(decree: Decree) -> None:
    sheet = load_workbook(io.BytesIO(packed()["naskah/naskah.xlsx"])).active
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "=Anto Uji"][:1]
    assert cell.data_type == "s" and cell.quotePrefix


def test_a_kabupaten_sees_its_own_part_alone(decree: Decree) -> None:
    with clock.standing_at(make.noon(DECREED)):
        activity_record(access=make.OFFICER, action="pay.month_close", unit_code="76.02")
        activity_record(access=make.OFFICER, action="pay.raise_draft", unit_code="76.05")
    files = packed(unit="76.05")
    text = everything(files)
    assert ROSE in text and WATI not in text
    papers = rows(files, "naskah/naskah")
    assert {row["Satker"] for row in papers} == {"76.05"}
    assert not [name for name in files if "76.02" in name or name.endswith(("sk-76-00000.pdf", "sk-76.05-00000.pdf"))]
    assert [row["Nomor"] for row in rows(files, "sk/sk")] == [decree.number], "it is about his people"
    assert rows(files, "register/register") == [], "the register is the province's"
    assert [row["Satker"] for row in rows(files, "aktivitas/aktivitas")] == ["KPU Kabupaten Majene"]


def test_a_province_that_packs_one_kabupaten_gets_no_more_than_that(decree: Decree) -> None:
    client = signed_in(Role.AUDITOR, "76", username="provinsi")
    archive = taken(client, asked(client, "76.05"))
    (name,) = [name for name in archive.namelist() if name.endswith("naskah.json")]
    assert {row["Satker"] for row in json.loads(archive.read(name))} == {"76.05"}


def test_a_foreign_unit_and_other_roles_are_not_there(decree: Decree) -> None:
    client = signed_in(Role.AUDITOR, "76.05")
    assert client.get("/audit-pack", {"unit": "76.02", **YEAR}).status_code == 404
    assert client.post("/audit-pack", {"unit": "76.02", **YEAR}).status_code == 404
    assert client.post("/audit-pack", {"unit": "76", **YEAR}).status_code == 404
    for role in (Role.STAFF, Role.APPRAISER, Role.COMMISSIONER, Role.SDM_OFFICER):
        other = signed_in(role, "76.05", username=str(role))
        assert other.get("/audit-pack").status_code == 404
        assert other.post("/audit-pack", {"unit": "76.05", **YEAR}).status_code == 404
    assert not Job.objects.exists()


def test_an_administrator_is_told_what_no_role_of_his_reads(decree: Decree) -> None:
    client = signed_in(Role.ADMINISTRATOR, "76", username="admin")
    assert "none of your roles reads it" in client.get("/audit-pack", {"unit": "76", **YEAR}).content.decode()
    files = packed(Role.ADMINISTRATOR)
    assert "honorarium/bulan.json" not in files and "sk/sk.json" in files
    assert "Tidak dimuat" in files["BACA-SAYA.txt"].decode()


def test_the_page_says_what_the_pack_would_hold_and_has_no_button_for_nothing(decree: Decree) -> None:
    client = signed_in(Role.AUDITOR, "76")
    client.get("/audit-pack")
    with at_most(MOST_STATEMENTS):
        page = client.get("/audit-pack", {"unit": "76", **YEAR}).content.decode()
    assert "Make the audit pack" in page
    cells = re.findall(r'data-label="How many"><span>(.*?)</span>', page)
    told = [cell.replace("<br>", " · ") for cell in cells]
    assert told[:3] == ["1 number · 1 used here", "1 decree · 3 people", f"{Document.objects.count()} papers"]
    empty = client.get("/audit-pack", {"unit": "76.05", "first": "2010-01-01", "last": "2010-12-31"}).content.decode()
    assert "Nothing happened here" in empty and "Make the audit pack" not in empty
    wrong = client.get("/audit-pack", {"unit": "76", "first": "2022-02-01", "last": "2022-01-01"})
    assert wrong.status_code == 422 and "before the first" in wrong.content.decode()


def test_what_lies_outside_the_days_stays_out(decree: Decree) -> None:
    files = packed(first="2022-02-01", last="2022-02-28")
    assert rows(files, "sk/sk") == [] and rows(files, "naskah/naskah") == []
    assert not [name for name in files if name.endswith(".pdf")]
    assert rows(packed(first="2022-01-11", last="2022-01-11"), "sk/sk") != []


def test_who_lost_a_role_since_can_no_longer_take_the_file(decree: Decree) -> None:
    client = signed_in(Role.AUDITOR, "76")
    signed_in(Role.STAFF, "76")
    job = asked(client, "76")
    taken(client, job)
    Grant.objects.filter(role=Role.AUDITOR).update(valid_until=DECREED)
    assert client.get(f"/jobs/{job.uid}/file").status_code == 404
    assert "Take the file" not in client.get(f"/jobs/{job.uid}").content.decode()


def test_a_right_that_was_lost_before_the_work_began_counts_no_more(decree: Decree) -> None:
    client = signed_in(Role.AUDITOR, "76")
    client.post("/audit-pack", {"unit": "76", **YEAR})
    Grant.objects.update(valid_until=DECREED)
    run_waiting()
    assert Job.objects.get().state == "failed" and not StoredFile.objects.filter(media_type="application/zip").exists()


def test_the_pack_is_his_alone_who_asked(decree: Decree) -> None:
    job = asked(signed_in(Role.AUDITOR, "76"), "76")
    assert signed_in(Role.ADMINISTRATOR, "76", username="lain").get(f"/jobs/{job.uid}/file").status_code == 404
    made = Activity.objects.get(action="home.audit_pack")
    assert made.actor == str(User.objects.get(username="ani").uid) and made.unit_code == "76"


def test_who_was_erased_stays_erased_and_packs_that_may_name_him_go(
    decree: Decree, django_capture_on_commit_callbacks: Any
) -> None:
    client = signed_in(Role.AUDITOR, "76")
    job = asked(client, "76")
    paper = Document.objects.filter(person__name=ROSE).first()
    assert paper is not None and paper.person is not None
    with django_capture_on_commit_callbacks(execute=True):
        assert person_data_erase(access=SYSTEM, person=paper.person.uid, ground="UU 27/2022").packs == 1
    assert not list(files_folder().rglob("*.zip"))
    assert client.get(f"/jobs/{job.uid}/file").status_code == 404
    assert "Take the file" not in client.get(f"/jobs/{job.uid}").content.decode()
    files = packed()
    assert ROSE not in everything(files)
    assert "dihapus menurut undang-undang" in {row["Catatan"] for row in rows(files, "naskah/naskah")}


def test_a_pack_during_whose_making_somebody_was_erased_is_refused(
    decree: Decree, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill = packing._fill

    def erased_meanwhile(*arguments: Any) -> None:
        fill(*arguments)
        person_data_erase(access=SYSTEM, person=Document.objects.filter(person__name=ROSE)[0].person_id, ground="UU")

    monkeypatch.setattr(packing, "_fill", erased_meanwhile)
    client = signed_in(Role.AUDITOR, "76")
    client.post("/audit-pack", {"unit": "76", **YEAR})
    run_waiting()
    job = Job.objects.get()
    assert job.state == "failed" and job.error is not None and "erased" in job.error["words"]["message"]
    assert not list(files_folder().rglob("*.zip"))


def test_a_damaged_paper_is_named_and_the_rest_is_packed(decree: Decree) -> None:
    paper = Document.objects.filter(person__name=ROSE, kind="extract").select_related("file").get()
    assert paper.file is not None
    blob_path(files_folder(), paper.file.digest, ".pdf").write_bytes(b"%PDF-1.7 lain")
    files = packed()
    (row,) = [one for one in rows(files, "naskah/naskah") if one["SHA-256"] == paper.file.digest]
    assert row["Berkas dalam paket ini"] == "" and "rusak" in row["Catatan"]
    assert sum(name.endswith(".pdf") for name in files) == Document.objects.count() - 1


def test_a_pack_goes_after_two_weeks(decree: Decree) -> None:
    asked(signed_in(Role.AUDITOR, "76"), "76")
    with clock.standing_at(make.noon(DECREED + timedelta(days=13))):
        assert packs_expire(access=SYSTEM) == 0
    with clock.standing_at(make.noon(DECREED + timedelta(days=15))):
        assert packs_expire(access=SYSTEM) == 1


def test_every_room_that_has_a_part_is_in_the_pack() -> None:
    rooms = {path.parent.name for path in Path(malaqbiq.__file__).parent.glob("*/audit.py")}
    assert {part.write.__module__.split(".")[1] for part in parts()} == rooms >= {"decrees", "pay", "appraisal", "home"}
    folders = [part.folder for part in parts()]
    assert len(folders) == len(set(folders))


def test_the_access_of_a_pack_reaches_no_further_than_its_units(decree: Decree) -> None:
    period = Period.through(date(2022, 1, 1), LAST_DAY)
    access = Access("a", {Role.AUDITOR: frozenset({"76", "76.05", "76.02"})}, person=Person.objects.all()[0].uid)
    found = pack_asked(access, unit="76.05", period=period, today=DECREED)
    assert found.access == Access("a", {Role.AUDITOR: frozenset({"76.05"})})
    system = pack_asked(SYSTEM, unit="76.05", period=period, today=DECREED)
    assert system.access == Access("system:tests", {Role.AUDITOR: frozenset({"76.05"})})
