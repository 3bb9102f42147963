from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from malaqbiq.kernel.blobs import (
    PART,
    BlobDamaged,
    blob_checked,
    blob_move,
    blob_path,
    blob_read,
    blob_remove,
    blob_write,
    blobs_older,
)


def test_a_content_is_named_by_its_digest_and_keeps_its_suffix(tmp_path: Path) -> None:
    blob = blob_write(tmp_path, b"isi", ".pdf")
    path = blob_path(tmp_path, blob.digest, ".pdf")
    assert blob.digest == hashlib.sha256(b"isi").hexdigest()
    assert path.name == f"{blob.digest}.pdf"
    assert (path.read_bytes(), path.stat().st_mode & 0o077) == (b"isi", 0)


def test_the_same_content_twice_is_one_file(tmp_path: Path) -> None:
    first = blob_write(tmp_path, b"isi", ".pdf")
    path = blob_path(tmp_path, first.digest, ".pdf")
    os.utime(path, (0, 0))
    before = path.stat()
    assert blob_write(tmp_path, b"isi", ".pdf") == first
    # Not written anew, but young again: nobody cleans it away while it is being named.
    assert path.stat().st_ino == before.st_ino and path.stat().st_mtime_ns > before.st_mtime_ns


def test_a_damaged_content_is_noticed_and_mended_by_writing_it_again(tmp_path: Path) -> None:
    blob = blob_write(tmp_path, b"isi", ".pdf")
    blob_path(tmp_path, blob.digest, ".pdf").write_bytes(b"ubah")
    with pytest.raises(BlobDamaged, match="another content"):
        blob_read(tmp_path, blob.digest, ".pdf")
    blob_write(tmp_path, b"isi", ".pdf")
    assert blob_read(tmp_path, blob.digest, ".pdf") == b"isi"


def test_a_file_is_moved_to_its_place_and_checked_without_being_held(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"isi")
    blob = blob_move(tmp_path, part, ".zip")
    assert (blob.digest, blob.size, part.exists()) == (hashlib.sha256(b"isi").hexdigest(), 3, False)
    path = blob_checked(tmp_path, blob.digest, ".zip")
    assert path == blob_path(tmp_path, blob.digest, ".zip") and path.read_bytes() == b"isi"
    path.write_bytes(b"ubah")
    with pytest.raises(BlobDamaged, match="another content"):
        blob_checked(tmp_path, blob.digest, ".zip")
    path.unlink()
    with pytest.raises(BlobDamaged, match="missing"):
        blob_checked(tmp_path, blob.digest, ".zip")


def test_a_missing_content_is_noticed(tmp_path: Path) -> None:
    blob = blob_write(tmp_path, b"isi", ".pdf")
    blob_remove(tmp_path, blob.digest, ".pdf")
    with pytest.raises(BlobDamaged, match="is missing"):
        blob_read(tmp_path, blob.digest, ".pdf")


def test_a_writer_that_is_killed_leaves_nothing_half_under_a_name(tmp_path: Path) -> None:
    code = (
        "import itertools, sys; from pathlib import Path; from malaqbiq.kernel.blobs import blob_write\n"
        "for n in itertools.count():\n"
        "    blob_write(Path(sys.argv[1]), str(n).encode() * 200_000, '.bin')"
    )
    for delay in (0.15, 0.2, 0.25, 0.3):
        writer = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], env=dict(os.environ))
        time.sleep(delay)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    whole = [path for path in tmp_path.glob("*/*") if not path.name.startswith(PART)]
    assert whole
    assert all(hashlib.sha256(path.read_bytes()).hexdigest() == path.stem for path in whole)


def test_old_contents_are_told_from_young_ones_by_the_disks_clock(tmp_path: Path) -> None:
    old, young = (blob_path(tmp_path, blob_write(tmp_path, name, ".pdf").digest, ".pdf") for name in (b"a", b"b"))
    os.utime(old, (0, young.stat().st_mtime - 100))
    assert list(blobs_older(tmp_path, 50)) == [old]
    assert list(blobs_older(tmp_path / "none", 50)) == []


def test_a_folder_in_a_contents_place_is_noticed(tmp_path: Path) -> None:
    blob = blob_write(tmp_path, b"isi", ".pdf")
    path = blob_path(tmp_path, blob.digest, ".pdf")
    path.unlink()
    path.mkdir()
    with pytest.raises(BlobDamaged, match="can't be read"):
        blob_read(tmp_path, blob.digest, ".pdf")
    assert list(blobs_older(tmp_path, 0)) == []
