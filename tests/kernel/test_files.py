from __future__ import annotations

import os
from pathlib import Path

import pytest

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.blobs import PART, blob_path, blob_write
from malaqbiq.kernel.downloads import file_response
from malaqbiq.kernel.files import (
    file_read,
    file_store,
    files_damaged,
    files_erase,
    files_folder,
    leftovers_remove,
)
from malaqbiq.kernel.media import FileRefused
from malaqbiq.kernel.models import Activity, StoredFile
from tests.kernel.test_media import MINIMAL_PDF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

MAJENE = Access("u1", {Role.SDM_OFFICER: frozenset({"76.05"})})
MAMUJU = Access("u2", {Role.SDM_OFFICER: frozenset({"76.02"})})


def store(content: bytes | Path = MINIMAL_PDF, name: str = "../sk.html") -> StoredFile:
    return file_store(access=MAJENE, content=content, name=name, unit_code="76.05")


def test_an_upload_is_stored_under_a_safe_name_and_logged() -> None:
    stored = store()
    assert (stored.name, stored.suffix, stored.media_type) == ("sk.pdf", ".pdf", "application/pdf")
    assert blob_path(files_folder(), stored.digest, ".pdf").read_bytes() == MINIMAL_PDF
    assert Activity.objects.get(subject_uid=stored.uid).action == "kernel.file"


def test_an_upload_may_come_as_a_path(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(MINIMAL_PDF)
    assert store(path).size == len(MINIMAL_PDF)


def test_a_refused_upload_leaves_nothing() -> None:
    with pytest.raises(FileRefused):
        store(b"<html>")
    assert not StoredFile.objects.exists()
    assert not files_folder().exists()


def test_what_was_changed_on_the_disk_is_found() -> None:
    whole, changed, gone = (store(MINIMAL_PDF + mark + b"%%EOF") for mark in (b"1", b"2", b"3"))
    blob_path(files_folder(), changed.digest, ".pdf").write_bytes(b"x")
    blob_path(files_folder(), gone.digest, ".pdf").unlink()
    found = {file.pk for file, _ in files_damaged(files=[whole, changed, gone])}
    assert found == {changed.pk, gone.pk}


def test_erasing_removes_row_and_content_but_not_what_another_row_names(
    django_capture_on_commit_callbacks: object,
) -> None:
    first, second, other = store(), store(), store(MINIMAL_PDF + b"%%EOF")
    with django_capture_on_commit_callbacks(execute=True):
        files_erase(access=MAJENE, files=[first, other])
    assert not blob_path(files_folder(), other.digest, ".pdf").exists()
    assert file_read(file=second) == MINIMAL_PDF
    assert StoredFile.objects.count() == 1


def test_what_a_killed_process_left_is_removed_after_a_day() -> None:
    named, orphan, young = store(), *(blob_write(files_folder(), name, ".pdf") for name in (b"orphan", b"young"))
    half = files_folder() / "ab" / f"{PART}x"
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half")
    paths = [blob_path(files_folder(), blob.digest, ".pdf") for blob in (named, orphan, young)]
    for path in (*paths[:2], half):
        os.utime(path, (0, path.stat().st_mtime - 2 * 24 * 60 * 60))
    assert leftovers_remove(access=MAJENE) == 2
    assert [path.exists() for path in (*paths, half)] == [True, False, True, False]


def test_a_browser_saves_a_file_and_never_shows_it() -> None:
    response = file_response(store(), MINIMAL_PDF)
    assert response["Content-Disposition"] == 'attachment; filename="sk.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
