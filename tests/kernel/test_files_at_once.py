"""A content that an upload has written is there once its row is, whoever cleans up or erases at the same moment."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from malaqbiq.kernel import files
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.blobs import blob_path, blob_write, blobs_older
from malaqbiq.kernel.files import file_read, file_store, files_damaged, files_erase, files_folder, leftovers_remove
from malaqbiq.kernel.models import StoredFile
from tests.kernel.test_media import MINIMAL_PDF

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("home")]

MAJENE = Access("u1", {Role.SDM_OFFICER: frozenset({"76.05"})})
LONG = 240
TWO_DAYS = 2 * 24 * 60 * 60


def store() -> StoredFile:
    return file_store(access=MAJENE, content=MINIMAL_PDF, name="sk.pdf", unit_code="76.05")


def leftover() -> Path:
    """The content as a killed upload left it two days ago."""
    path = blob_path(files_folder(), blob_write(files_folder(), MINIMAL_PDF, ".pdf").digest, ".pdf")
    os.utime(path, (0, path.stat().st_mtime - TWO_DAYS))
    return path


class Upload:
    """An upload in a transaction of its own, which is committed when it is told."""

    def __init__(self) -> None:
        self._stored, self._commit = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run)

    def begin(self) -> None:
        """Until row and content are written, and nothing is committed."""
        self._thread.start()
        assert self._stored.wait(LONG)

    def commit_soon(self, seconds: float) -> None:
        """Commit after a while, whoever waits for it until then."""
        threading.Timer(seconds, self._commit.set).start()

    def end(self) -> None:
        """Commit, if it isn't."""
        self._commit.set()
        self._thread.join(LONG)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        try:
            with transaction.atomic():
                store()
                self._stored.set()
                # Whoever must not wait for this one would wait for ever: give in, so that the test can tell.
                self._commit.wait(LONG / 2)
        finally:
            connection.close()


@contextmanager
def uploading() -> Iterator[Upload]:
    upload = Upload()
    try:
        yield upload
    finally:
        upload.end()


def stored_again() -> None:
    store()


def whole() -> bool:
    """Whether each row has its content."""
    return StoredFile.objects.exists() and not list(files_damaged(files=StoredFile.objects.all()))


def test_a_content_written_again_by_an_upload_is_not_cleaned_away_before_its_row_is_committed() -> None:
    leftover()
    with uploading() as upload:
        upload.begin()
        assert leftovers_remove(access=MAJENE) == 0
    assert whole()


def test_nor_is_one_that_an_upload_writes_again_while_the_clean_up_is_looking(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leftover()
    with uploading() as upload:

        def looked(folder: Path, seconds: int) -> Iterator[Path]:
            found = list(blobs_older(folder, seconds))
            assert found
            upload.begin()
            return iter(found)

        monkeypatch.setattr(files, "blobs_older", looked)
        assert leftovers_remove(access=MAJENE) == 0
    assert whole()


def test_what_nobody_writes_again_is_still_cleaned_away() -> None:
    path = leftover()
    assert leftovers_remove(access=MAJENE) == 1
    assert not path.exists()


def test_erasing_the_last_row_that_is_seen_waits_for_an_upload_of_the_same_content() -> None:
    first = store()
    with uploading() as upload:
        upload.begin()
        upload.commit_soon(0.5)
        files_erase(access=MAJENE, files=[first])
    assert StoredFile.objects.count() == 1
    assert whole()


def test_an_upload_between_the_erasing_and_the_removal_keeps_its_content() -> None:
    first = store()
    path = blob_path(files_folder(), first.digest, first.suffix)
    os.utime(path, (0, path.stat().st_mtime - 10))
    with transaction.atomic():
        # On commit, in order: this upload comes when the row is gone and the content still lies there.
        transaction.on_commit(stored_again)
        files_erase(access=MAJENE, files=[first])
    assert file_read(file=StoredFile.objects.get()) == MINIMAL_PDF
