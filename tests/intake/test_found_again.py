"""A list that was uploaded is found again by who may bring it in, until it is taken in, thrown away or too old."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

import openpyxl
import pytest
from django.test import Client

from malaqbiq.intake.models import Import, Upload
from malaqbiq.intake.services.erasing import told_erase
from malaqbiq.intake.services.uploads import uploads_erase, uploads_give_up_old
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.files import files_folder
from malaqbiq.kernel.models import Activity, StoredFile
from malaqbiq.people.models import Person
from tests import builders
from tests.intake.office import DAY, SYSTEM, bare, founded, row, written
from tests.intake.test_views import TWO, sent
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office(home: Path) -> Iterator[None]:
    founded()
    with clock.standing_at(builders.noon(DAY)):
        yield


@pytest.fixture
def officer() -> Client:
    return signed_in(Role.SDM_OFFICER, "76")


@pytest.fixture
def colleague() -> Client:
    return signed_in(Role.SDM_OFFICER, "76", username="budi")


def text(client: Client, address: str = "/import/") -> str:
    return client.get(address, follow=True).content.decode()


def mend(client: Client, page: str) -> None:
    """The one fault of `TWO` is mended in place."""
    client.post(page, {"cell-5-amount": "2.700.000"})


def contents() -> list[Path]:
    return list(files_folder().rglob("*.xlsx"))


def test_a_list_waits_where_lists_come_in_until_it_is_taken_in(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    assert "not checked yet" in text(officer)
    officer.get(page)
    listed = text(officer)
    assert f'href="{page}"' in listed and "daftar.xlsx" in listed and "1 row at fault" in listed
    mend(officer, page)
    officer.get(page)
    assert "checked, nothing at fault" in text(officer)
    officer.post(f"{page}/taking")
    assert 'id="under-way"' not in text(officer)


def test_whoever_brings_lists_in_for_all_these_work_units_goes_on_with_it(
    officer: Client, colleague: Client, tmp_path: Path
) -> None:
    page = sent(officer, written(tmp_path, TWO))
    assert f'href="{page}"' in text(colleague) and "ani" in text(colleague)
    assert "Uploaded by ani" in text(colleague, page)
    mend(colleague, page)
    assert "2 rows taken in" in colleague.post(f"{page}/taking", follow=True).content.decode()
    done = Import.objects.get()
    assert f"/import/done/{done.uid}" in text(officer)
    assert "2 rows taken in" in text(officer, f"/import/done/{done.uid}")


@pytest.mark.parametrize(
    ("role", "codes"),
    [(Role.SDM_OFFICER, ["76.02"]), (Role.SDM_OFFICER, ["76.02", "76.03"]), (Role.AUDITOR, ["76"])],
)
def test_nobody_else_finds_it_before_or_after(officer: Client, tmp_path: Path, role: Role, codes: list[str]) -> None:
    page = sent(officer, written(tmp_path, TWO))
    other = signed_in(role, *codes, username="lain")
    assert "daftar.xlsx" not in text(other)
    assert other.get(page).status_code == 404
    officer.post(f"{page}/taking", {"partial": "1"})
    done = f"/import/done/{Import.objects.get().uid}"
    for address in (page, done, f"{page}/mended", f"{page}/rejects"):
        assert other.get(address).status_code == 404, address
    assert other.post(f"{page}/taking").status_code == other.post(f"{page}/giving-up").status_code == 404
    assert "daftar.xlsx" not in text(other)


def test_two_units_of_one_officer_are_shared_with_who_has_both(tmp_path: Path) -> None:
    both = signed_in(Role.SDM_OFFICER, "76.02", "76.03", username="dua")
    page = sent(both, written(tmp_path, TWO))
    assert Upload.objects.get().unit_code == "76"
    assert signed_in(Role.SDM_OFFICER, "76.02", username="satu").get(page).status_code == 404
    assert signed_in(Role.SDM_OFFICER, "76", username="semua").get(page).status_code == 200


def test_an_upload_of_an_earlier_release_is_its_uploaders_alone(
    officer: Client, colleague: Client, tmp_path: Path
) -> None:
    page = sent(officer, written(tmp_path, TWO))
    Upload.objects.update(unit_code="")
    assert officer.get(page).status_code == 200 and colleague.get(page).status_code == 404


def test_many_lists_on_their_way_cost_no_more_statements(officer: Client, tmp_path: Path) -> None:
    for number in range(4):
        sent(officer, written(tmp_path, [row(f"Sitti {number}")], name=f"daftar{number}.xlsx"))
    officer.get("/import/")
    with at_most():
        assert officer.get("/import/").content.decode().count("Continue") == 4


@pytest.mark.django_db(transaction=True)
def test_what_is_thrown_away_or_too_old_is_gone_from_the_disk_too(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    assert contents()
    officer.post(f"{page}/giving-up")
    assert not contents() and not Upload.objects.exists() and not StoredFile.objects.exists()
    sent(officer, written(tmp_path, TWO))
    Upload.objects.update(at=clock.now() - timedelta(days=8))
    uploads_give_up_old(access=SYSTEM)
    assert not contents() and not Upload.objects.exists() and not StoredFile.objects.exists()


def test_pressed_twice_it_is_uploaded_once(officer: Client, tmp_path: Path) -> None:
    path = written(tmp_path, TWO)
    page = sent(officer, path)
    mend(officer, page)
    assert sent(officer, path) == page
    assert Upload.objects.count() == StoredFile.objects.count() == 1
    assert "Take 2 rows in" in text(officer, page)


def test_pressed_twice_it_is_taken_in_once_and_the_second_is_told(
    officer: Client, colleague: Client, tmp_path: Path
) -> None:
    page = sent(officer, written(tmp_path, [row()]))
    officer.post(f"{page}/taking")
    people = Person.objects.count()
    for client in (officer, colleague):
        again = client.post(f"{page}/taking", follow=True)
        assert again.redirect_chain[-1][0] == f"/import/done/{Import.objects.get().uid}"
        assert "taken in already, by ani; nothing was done twice" in again.content.decode()
        assert client.post(page, {"cell-4-amount": "1"}).status_code == 302
    assert Person.objects.count() == people and Import.objects.count() == 1


def test_thrown_away_twice_the_second_is_told(officer: Client, colleague: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, [row()]))
    officer.post(f"{page}/giving-up")
    for client in (officer, colleague):
        assert "thrown away already, by ani" in client.post(f"{page}/giving-up", follow=True).content.decode()
    assert signed_in(Role.SDM_OFFICER, "76.02", username="lain").post(f"{page}/giving-up").status_code == 404


def test_two_officers_with_the_same_workbook_know_of_each_other(
    officer: Client, colleague: Client, tmp_path: Path
) -> None:
    path = written(tmp_path, [row()])
    first, second = sent(officer, path), sent(colleague, path)
    assert first != second
    assert "uploaded by ani too" in text(colleague, second) and "uploaded by budi too" in text(officer, first)
    officer.post(f"{first}/taking")
    assert "was taken in by ani" in text(colleague, second)
    told = colleague.post(f"{second}/taking", follow=True).content.decode()
    assert "Nothing in it was new" in told and "taken in by ani" in told
    assert Person.objects.count() == 1
    assert [(one.accepted, one.unchanged) for one in Import.objects.order_by("pk")] == [(1, 0), (0, 1)]


def test_the_same_workbook_of_an_office_that_one_does_not_see_is_not_told(officer: Client, tmp_path: Path) -> None:
    path = written(tmp_path, [row()])
    officer.post(f"{sent(officer, path)}/taking")
    other = signed_in(Role.SDM_OFFICER, "76.02", username="lain")
    assert "very same workbook" not in text(other, sent(other, path))


def test_the_mended_list_is_had_before_and_after_it_is_taken_in(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    assert "as mended" not in text(officer, page)
    mend(officer, page)
    assert f'href="{page}/mended"' in text(officer, page)
    before = officer.get(f"{page}/mended")
    assert "daftar, mended.xlsx" in before["Content-Disposition"]
    assert f'href="{page}/mended"' in officer.post(f"{page}/taking", follow=True).content.decode()
    for content in (before.content, officer.get(f"{page}/mended").content):
        book = openpyxl.load_workbook(BytesIO(content))
        listed, told = book.worksheets
        assert listed["A1"].value == "Daftar pegawai" and listed["A4"].value == "Sitti Bulangmapia"
        (place,) = [cell for cell in listed[3] if cell.value == "Honorarium"]
        mended, other = listed.cell(5, place.column), listed.cell(4, place.column)
        assert mended.value == "2.700.000" and "dua juta" in mended.comment.text
        assert mended.fill.fgColor.rgb != other.fill.fgColor.rgb and other.comment is None
        assert [cell.value for cell in told[2]] == [5, "M Honorarium", "dua juta", "2.700.000"]
    again = sent(officer, _saved(tmp_path, content))
    assert "Take 0 rows in" in text(officer, again)


def _saved(folder: Path, content: bytes) -> Path:
    path = folder / "dibetulkan.xlsx"
    path.write_bytes(content)
    return path


def test_what_was_mended_is_kept_for_a_week_after_the_list_was_taken_in(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    mend(officer, page)
    Upload.objects.update(at=clock.now() - timedelta(days=6))
    officer.post(f"{page}/taking")
    Upload.objects.update(at=clock.now() - timedelta(days=8), taken_at=clock.now() - timedelta(days=6))
    uploads_give_up_old(access=SYSTEM)
    assert officer.get(f"{page}/mended").status_code == 200
    Upload.objects.update(taken_at=clock.now() - timedelta(days=8))
    uploads_give_up_old(access=SYSTEM)
    assert officer.get(f"{page}/mended").status_code == 404
    assert not StoredFile.objects.exists()
    assert "as mended" not in text(officer, f"/import/done/{Import.objects.get().uid}")


def test_a_typed_nul_is_left_out(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    officer.post(page, {"cell-5-amount": "2.700\0.000"})
    assert Upload.objects.get().cells == [[5, "amount", "2.700.000"]]


def test_a_hostile_cell_that_was_typed_stays_text_in_the_mended_list(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    officer.post(page, {"cell-5-amount": "=1+1"})
    book = openpyxl.load_workbook(BytesIO(officer.get(f"{page}/mended").content))
    cells = [cell for sheet in book.worksheets for line in sheet.iter_rows() for cell in line if cell.value == "=1+1"]
    assert len(cells) == 2 and {cell.data_type for cell in cells} == {"s"}


def test_what_is_to_be_told_of_a_list_stays_to_be_read_once_it_is_in(officer: Client, tmp_path: Path) -> None:
    kasubag = bare("Hasan Rekaan", "PNS", Jabatan="Kepala Subbagian Hukum", Golongan="III/c")
    page = sent(officer, written(tmp_path, [*TWO, kasubag, {"Nama": "Jumlah", "Honorarium": 5_300_000}]))
    told = officer.post(f"{page}/taking", {"partial": "1"}, follow=True).content.decode()
    for words in (
        "row 5, Honorarium:",
        "row 6: no structure is open in",
        "a sum, nobody",
        "1 rows without TMT: since when they serve stays unknown",
        f"{page}/rejects",
    ):
        assert words in told, words
    assert "dua juta" not in str(Import.objects.get().remarks)
    assert officer.get(f"{page}/rejects").content.startswith(b"PK")


def test_whoever_is_erased_by_law_goes_from_remarks_and_kept_workbooks_too(officer: Client, tmp_path: Path) -> None:
    page = sent(officer, written(tmp_path, TWO))
    officer.post(f"{page}/taking", {"partial": "1"})
    done = Import.objects.get()
    Import.objects.update(remarks={"notes": [{"message": "%(who)s", "params": {"who": "Sitti Bulangmapia, S.H."}}]})
    assert "Sitti" in text(officer, f"/import/done/{done.uid}")
    person = Person.objects.get().uid
    told_erase(access=SYSTEM, person=person)
    uploads_erase(access=SYSTEM, person=person)
    done.refresh_from_db()
    assert done.remarks == {} and not Upload.objects.exists()
    assert "What is to be told" not in text(officer, f"/import/done/{done.uid}")


def test_the_next_step_is_with_the_people_of_the_list(officer: Client, tmp_path: Path) -> None:
    officer.post(f"{sent(officer, written(tmp_path, [row('Ani Rekaan', NIK='')], name='lama.xlsx'))}/taking")
    page = sent(officer, written(tmp_path, [bare("Sitti Bulangmapia"), bare("Budi Rekaan")]))
    told = officer.post(f"{page}/taking", follow=True).content.decode()
    assert "2 people of this list have no decree" in told
    assert f"list={UUID(page.rpartition('/')[2])}" in told


def test_an_import_is_one_act_of_which_the_others_are_parts(officer: Client, tmp_path: Path) -> None:
    officer.post(f"{sent(officer, written(tmp_path, [row()]))}/taking")
    done = Import.objects.get()
    lines = Activity.objects.exclude(action__startswith="kernel.")
    (act,) = lines.filter(action="intake.import")
    assert (act.subject_uid, act.unit_code, act.detail.get("within")) == (done.uid, "76", None)
    parts = lines.filter(detail__within=str(done.uid)).values_list("action", flat=True)
    assert {"people.register", "decrees.record_opening"} <= set(parts)
