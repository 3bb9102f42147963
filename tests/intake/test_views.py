"""Impor by pages: a file, its columns, its faults in place, then taken in."""

from __future__ import annotations

import re
import zipfile
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from malaqbiq.intake.models import Import, Upload
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.files import files_folder
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.worker import house_keep
from malaqbiq.people.models import Person
from tests import builders as make
from tests.intake.office import bare, founded, lock, nik, row, taken, written
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office(home: Path) -> None:
    founded()


@pytest.fixture
def officer() -> Client:
    return signed_in(Role.SDM_OFFICER, "76")


TWO = [row("Sitti Bulangmapia"), row("Ani Rekaan", NIK="", Honorarium="dua juta")]
"""One row that is good, one whose pay can't be read."""


def sent(client: Client, path: Path, kind: str = "employees") -> str:
    """The page of a workbook that was sent."""
    file = SimpleUploadedFile(path.name, path.read_bytes())
    response = client.post("/import/", {"kind": kind, "file": file})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_a_list_is_looked_at_before_anything_is_taken_in(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row("Sitti Bulangmapia")]))
    shown = officer.get(page).content.decode()
    assert "Take 1 row in" in shown
    assert not Person.objects.exists()
    assert Upload.objects.count() == 1


def test_what_stays_unknown_is_told_before_a_list_is_taken_in(officer: Client, tmp_path: Path) -> None:
    bare_rows = [row("Ani Rekaan", TMT="", Akhir_Kontrak="", NIK=""), row("Budi", TMT="", Akhir_Kontrak="", NIK="")]
    shown = officer.get(sent(officer, written(tmp_path, bare_rows))).content.decode()
    assert "2 rows without TMT: since when they serve stays unknown." in shown
    assert "filling its column in" in shown
    complete = officer.get(sent(officer, written(tmp_path, [row()]))).content.decode()
    assert "stays unknown" not in complete


def test_taken_in_it_becomes_people_and_the_file_is_gone(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row("Sitti Bulangmapia")]))
    done = officer.post(f"{page}/taking", follow=True).content.decode()
    assert "1 rows taken in" in done
    assert Person.objects.get().name == "Sitti Bulangmapia"
    assert Import.objects.get().file_name == "daftar.xlsx"
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_fault_is_mended_in_place(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    shown = officer.get(page).content.decode()
    (name,) = re.findall(r'name="(cell-\d+-amount)"', shown)
    assert 'value="dua juta"' in shown
    assert "Take 1 rows in, leave 1 out" in shown
    officer.post(page, {name: "2.700.000"})
    mended = officer.get(page).content.decode()
    assert "Take 2 rows in" in mended
    officer.post(f"{page}/taking")
    assert Person.objects.count() == 2


def test_a_cell_that_is_sent_back_as_it_stands_stays_refused(officer: Client, tmp_path: Path) -> None:
    """The page sends what it shows: a date that Excel made, a number without its last digits doesn't become a text."""
    made = row(Nomor_SK=date(2022, 1, 2), NIK=7602015708909002)
    page = sent(officer, written(tmp_path, [made]))
    cells = dict(re.findall(r'name="(cell-[^"]*)" value="([^"]*)"', officer.get(page).content.decode()))
    assert cells == {"cell-4-decree_number": "2022-01-02", "cell-4-nik": "7602015708909002"}
    officer.post(page, cells)
    again = officer.get(page).content.decode()
    assert "Excel makes one of a text such as 1/2022" in again and "its last digits are lost" in again
    officer.post(page, {"cell-4-decree_number": "1/2022", "cell-4-nik": nik()})
    assert "Take 1 row in" in officer.get(page).content.decode()


def test_other_sheets_and_merged_cells_are_told(officer: Client, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("Mamasa")):
        for line in (["Nama", "Status", "Satker"], ["Ana Rekaan", "PPNPN", "76.02"], ["Budi Rekaan", "PPNPN", None]):
            sheet.append(line)
    book.active.merge_cells("C2:C3")
    book.save(tmp_path / "dua.xlsx")
    shown = officer.get(sent(officer, tmp_path / "dua.xlsx")).content.decode()
    assert "The sheet Mamasa holds a list too, of which 2 rows were not read" in shown
    assert "is merged with the cell of row 2 (merged cells)" in shown
    assert "Take 1 rows in, leave 1 out" in shown


def test_without_the_good_rows_alone_nothing_is_taken_while_one_is_at_fault(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    assert "Nothing was taken in" in officer.post(f"{page}/taking", follow=True).content.decode()
    assert not Person.objects.exists()
    officer.post(f"{page}/taking", {"partial": "1"})
    assert [person.name for person in Person.objects.all()] == ["Sitti Bulangmapia"]


def test_a_list_of_faults_alone_is_kept_with_all_that_was_mended(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row("Ani Rekaan", NIK="", Honorarium="dua juta")]))
    said = officer.post(f"{page}/taking", {"partial": "1"}, follow=True).content.decode()
    assert "Nothing was taken in" in said
    assert Upload.objects.count() == StoredFile.objects.count() == 1


def test_columns_with_other_headers_are_matched_by_hand(officer: Client, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["No", "Siapa", "Kategori", "Kantor"])
    book.active.append([1, "Ana Rekaan", "PPNPN", "76.02"])
    book.save(tmp_path / "lain.xlsx")
    page = sent(officer, tmp_path / "lain.xlsx")
    shown = officer.get(page).content.decode()
    assert "no column is said to be" in shown.lower()
    assert "B Siapa (Ana Rekaan)" in shown
    officer.post(page, {"place-name": "1", "place-status": "2", "place-unit": "3"})
    assert "Take 1 row in" in officer.get(page).content.decode()


def test_what_is_no_workbook_is_refused_beside_the_field(officer: Client) -> None:
    for name, content in (("daftar.xlsx", b"nothing"), ("daftar.xls", b"\xd0\xcf\x11\xe0"), ("a.xlsx", b"PK\x03\x04")):
        response = officer.post("/import/", {"kind": "employees", "file": SimpleUploadedFile(name, content)})
        assert response.status_code == 200
        assert 'class="field invalid"' in response.content.decode()
    assert not Upload.objects.exists()


def test_a_hostile_cell_is_shown_as_text(officer: Client, tmp_path: Path) -> None:
    page = sent(
        officer, written(tmp_path, [row("<script>alert(1)</script>", Honorarium='"><img src=x>')], name="<b>.xlsx")
    )
    shown = officer.get(page).content.decode()
    assert "<script>alert" not in shown and "<img src=x" not in shown and "<b>" not in shown


def test_an_officer_of_other_work_units_does_not_find_the_upload(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row("Sitti Bulangmapia")]))
    other = signed_in(Role.SDM_OFFICER, "76.02", username="lain")
    for method, address in (
        ("get", page),
        ("post", page),
        ("post", f"{page}/taking"),
        ("post", f"{page}/giving-up"),
        ("get", f"{page}/rejects"),
        ("get", f"{page}/mended"),
    ):
        assert getattr(other, method)(address).status_code == 404
    assert Upload.objects.count() == 1


def test_only_an_sdm_officer_brings_lists_in(tmp_path: Path) -> None:
    file = SimpleUploadedFile("a.xlsx", b"x")
    for role in set(Role) - {Role.SDM_OFFICER}:
        client = signed_in(role, "76", username=f"user-{role}")
        assert client.get("/import/").status_code == 404
        assert client.post("/import/", {"kind": "employees", "file": file}).status_code == 404


def test_an_officer_brings_in_nobody_of_another_work_unit(tmp_path: Path) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.02")
    page = sent(client, written(tmp_path, [row("Sitti Bulangmapia", Satker="76.01")]))
    shown = client.get(page).content.decode()
    assert "1 row is at fault" in shown


def test_thrown_away_it_leaves_nothing(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row("Sitti Bulangmapia")]))
    officer.post(f"{page}/giving-up")
    assert not Upload.objects.exists()
    assert not StoredFile.objects.exists()


def test_the_rejected_rows_come_back_as_a_workbook(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row("Ani Rekaan", NIK="", Honorarium="dua juta")]))
    book = openpyxl.load_workbook(BytesIO(officer.get(f"{page}/rejects").content))
    assert "dua juta" in [cell for line in book.active.iter_rows(values_only=True) for cell in line]


def test_every_kind_has_an_empty_workbook(officer: Client) -> None:
    for kind in ("employees", "competencies", "attendance", "dpp"):
        assert officer.get(f"/import/template/{kind}").status_code == 200
    assert officer.get("/import/template/passwords").status_code == 404


def test_an_upload_that_nobody_took_in_goes_after_a_week(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row("Sitti Bulangmapia")]))
    Upload.objects.update(at=clock.now() - timedelta(days=8))
    sent(officer, written(tmp_path, [row("Ani Rekaan")], name="lain.xlsx"))
    assert not Upload.objects.filter(uid=UUID(page.rpartition("/")[2])).exists()
    assert files_folder().exists()


def test_a_worker_gives_up_what_nobody_took_in_for_a_week(officer: Client, tmp_path: Path) -> None:
    sent(officer, written(tmp_path, [row("Sitti Bulangmapia")]))
    house_keep()
    assert Upload.objects.exists()
    Upload.objects.update(at=clock.now() - timedelta(days=8))
    house_keep()
    assert not Upload.objects.exists() and not StoredFile.objects.exists()


def test_a_list_whose_workbook_is_gone_is_thrown_away_and_uploaded_again(officer: Client, tmp_path: Path) -> None:
    # As after the restore of a backup that was made without it.
    page = sent(officer, written(tmp_path, [row("Sitti Bulangmapia")]))
    for path in files_folder().rglob("*.xlsx"):
        path.unlink()
    response = officer.get(page)
    assert response.status_code == 200
    assert "upload the workbook again" in response.content.decode()
    assert officer.get(f"{page}/rejects").status_code == 404
    assert officer.post(f"{page}/giving-up")["Location"] == "/import/"
    assert not Upload.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old kind (.xls)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "has a password"),
        (b"Nama,NIK\nSitti,1\n", "no Excel workbook"),
        (b"", "empty"),
    ],
    ids=["xls", "encrypted", "csv", "empty"],
)
def test_a_file_that_is_no_workbook_is_said_to_be_what_it_is(officer: Client, content: bytes, said: str) -> None:
    response = officer.post("/import/", {"kind": "employees", "file": SimpleUploadedFile("daftar.xlsx", content)})
    assert said in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_workbook_with_macros_comes_in_by_no_page(officer: Client, tmp_path: Path) -> None:
    path = written(tmp_path, [row()], name="daftar.xlsm")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    file = SimpleUploadedFile("daftar.xlsm", path.read_bytes())
    assert "macros" in officer.post("/import/", {"kind": "employees", "file": file}).content.decode()
    assert not StoredFile.objects.exists()


def test_a_row_that_is_not_wanted_is_left_out_and_taken_back(officer: Client, tmp_path: Path) -> None:
    page = sent(
        officer, written(tmp_path, [row("Sitti Bulangmapia"), row("Sitti Bulangmapia", Honorarium="2.900.000")])
    )
    shown = officer.get(page).content.decode()
    assert "keep one of them" in shown and 'name="leave" value="5"' in shown
    officer.post(page, {"leave": "5"})
    shown = officer.get(page).content.decode()
    assert "Take 1 row in" in shown and "left out by hand" in shown and "keep one of them" not in shown
    officer.post(page, {"back": "5"})
    assert "keep one of them" in officer.get(page).content.decode()
    officer.post(page, {"leave": "5"})
    done = officer.post(f"{page}/taking", follow=True).content.decode()
    assert "1 rows taken in" in done and "row 5: left out by hand" in done
    assert Person.objects.get().name == "Sitti Bulangmapia"


def test_where_all_rows_are_left_out_they_can_be_taken_back(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row("Sitti Bulangmapia")]))
    officer.post(page, {"leave": "4"})
    shown = officer.get(page).content.decode()
    assert "filled row stands" in shown and 'name="back" value="4"' in shown
    officer.post(page, {"back": "4"})
    assert "Take 1 row in" in officer.get(page).content.decode()


def test_a_nik_that_stands_as_a_number_is_confirmed_in_place(officer: Client, tmp_path: Path) -> None:
    number = next(one for one in map(nik, range(10, 1000, 10)) if one.endswith("0"))
    page = sent(officer, written(tmp_path, [row("Sitti Bulangmapia", NIK=int(number))]))
    box = {"cell-4-nik": number}
    shown = officer.get(page).content.decode()
    assert 'name="sure-4-nik"' in shown
    officer.post(page, box)
    assert "keeps only 15 digits" in officer.get(page).content.decode()
    officer.post(page, {**box, "sure-4-nik": "on"})
    shown = officer.get(page).content.decode()
    assert "Take 1 row in" in shown and "confirmed as right" in shown
    officer.post(page, {"unsure": "4-nik"})
    assert "keeps only 15 digits" in officer.get(page).content.decode()
    officer.post(page, {**box, "sure-4-nik": "on"})
    done = officer.post(f"{page}/taking", follow=True).content.decode()
    assert "that its digits are right was confirmed by hand" in done
    assert Person.objects.get().nik == number


def test_after_the_lock_a_new_person_is_engaged_by_decree_and_the_rest_of_a_row_comes_in(tmp_path: Path) -> None:
    taken(tmp_path, row(Honorarium=2_700_000))
    lock()
    changed = row(Honorarium=3_000_000, Alamat="Jalan Baru 1")
    with clock.standing_at(make.noon(date(2021, 12, 1))):
        officer = signed_in(Role.SDM_OFFICER, "76")
        page = sent(officer, written(tmp_path, [changed, row("Hasan Litapute", NIK="")]))
        shown = officer.get(page).content.decode()
        assert "/decrees/new?kind=contract-engagement" in shown
        assert 'name="cell-5-status"' not in shown
        assert "may be emptied here" in shown
        officer.post(page, {"cell-4-amount": "", "leave": "5"})
        assert "may be emptied here" not in officer.get(page).content.decode()
        officer.post(f"{page}/taking", {"partial": "1"})
    assert Person.objects.get().address == "Jalan Baru 1"


def test_after_the_lock_a_row_leads_to_the_decree_that_engages_its_status_or_to_the_person(tmp_path: Path) -> None:
    taken(tmp_path, row(), bare("Hasan Litapute", NIK=nik(2), TMT="1/1/2021", Akhir_Kontrak="31/12/2021"))
    lock()
    again = row(TMT="1/1/2023", Akhir_Kontrak="31/12/2023")
    served = bare("Hasan Litapute", "PPPK", NIK=nik(2), TMT="1/1/2022")
    with clock.standing_at(make.noon(date(2021, 12, 1))):
        officer = signed_in(Role.SDM_OFFICER, "76")
        page = sent(officer, written(tmp_path, [again, served, bare("Ani Baru", "PPPK")]))
        shown = officer.get(page).content.decode()
    known = {person.name: person.uid for person in Person.objects.all()}
    engaged = f"/decrees/new?kind=contract-engagement&amp;person={known['Sitti Bulangmapia']}"
    assert shown.count("/decrees/new?kind=contract-engagement") == shown.count(engaged) == 1
    assert shown.count(f'href="/staff/{known["Hasan Litapute"]}"') == 1
    assert shown.count("No decree that Malaqbiq drafts engages this status") == 1


def test_a_payment_list_without_nik_is_told_why_it_cannot_be_compared(officer: Client, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nama", "Satker", "Bulan", "Bruto"])
    book.active.append(["Ana Rekaan", "76.02", "11/2021", 2_600_000])
    book.save(tmp_path / "dpp.xlsx")
    shown = officer.get(sent(officer, tmp_path / "dpp.xlsx", "dpp")).content.decode()
    assert "payment list is compared by NIK" in shown
    assert "say in which column" not in shown
