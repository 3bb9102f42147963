"""`malaqbiq backup` and `malaqbiq restore`: by the real command line, between two installations."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.kernel.test_media import MINIMAL_PDF
from tests.postgresql import database_created, find_binaries
from tests.process import LONG_ENOUGH, Malaqbiq, copied

pytestmark = pytest.mark.process

STORE = """
from pathlib import Path
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.files import file_store
access = Access("u1", {Role.SDM_OFFICER: frozenset({"76.05"})})
print(file_store(access=access, content=Path(sys.argv[1]), name="sk.pdf", unit_code="76.05").uid)
"""
READ = """
from malaqbiq.kernel.files import file_read
from malaqbiq.kernel.models import StoredFile
sys.stdout.write(file_read(file=StoredFile.objects.get(uid=sys.argv[1])).decode("latin-1"))
"""
RESTORE = """
import json
from pathlib import Path
from malaqbiq.kernel.backups import backup_restore
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.snapshots import is_occupied
told = []
for path in sys.argv[1:]:
    try:
        backup_restore(path=Path(path))
    except UserError as error:
        told.append(str(error))
    assert not is_occupied(), path
json.dump(told, sys.stdout)
"""
KILLED = """
from pathlib import Path
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.backups import backup_make
from malaqbiq.kernel.models import StoredFile
StoredFile.objects.filter(uid=sys.argv[2]).delete()
print(backup_make(access=Access.system("tests"), path=Path(sys.argv[1])).files)
"""
VANISHING = """
from pathlib import Path
from django.conf import settings
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.backups import backup_make
from malaqbiq.kernel.models import StoredFile
class Removing:
    def stage(self, title, total=None):
        if title == "files":
            assert total == 1
            StoredFile.objects.filter(uid=sys.argv[2]).delete()
            for path in (Path(settings.HOME) / "files").rglob("*.pdf"):
                path.unlink()
    def advance(self, steps=1):
        pass
print(backup_make(access=Access.system("tests"), path=Path(sys.argv[1]), progress=Removing()).files)
"""
WRITING = """
from django.db import transaction
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
with transaction.atomic():
    activity_record(access=Access.system("tests"), action="kernel.file")
    print("open", flush=True)
    sys.stdin.readline()
"""


@dataclass(frozen=True, slots=True)
class Keeping:
    """An installation that keeps a file, the file's uid, and a backup of all."""

    malaqbiq: Malaqbiq
    uid: str
    backup: Path


@pytest.fixture(scope="module", autouse=True)
def _own_programs() -> Iterator[None]:
    """PostgreSQL's programs of the server's own version, as an operator has them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", f"{find_binaries()}{os.pathsep}{os.environ['PATH']}")
        yield


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory, _prepared_malaqbiq: Malaqbiq) -> Iterator[Keeping]:
    """One for all tests that go on from there, each on a copy."""
    folder = tmp_path_factory.mktemp("keeping")
    scan, path = folder / "sk.pdf", folder / "backup.zip"
    scan.write_bytes(MINIMAL_PDF)
    with copied(_prepared_malaqbiq, folder / "home") as malaqbiq:
        uid = said(malaqbiq.python(STORE, str(scan)))
        malaqbiq.run("backup", str(path))
        yield Keeping(malaqbiq, uid, path)


@pytest.fixture
def ready_malaqbiq(
    request: pytest.FixtureRequest, tmp_path: Path, _prepared_malaqbiq: Malaqbiq, keeping: Keeping
) -> Iterator[Malaqbiq]:
    """An installation that is set up; one that keeps a file where the test asks for what is `stored`."""
    first = keeping.malaqbiq if "stored" in request.fixturenames else _prepared_malaqbiq
    with copied(first, tmp_path / "process-home") as malaqbiq:
        yield malaqbiq


@pytest.fixture
def elsewhere(tmp_path: Path, ready_malaqbiq: Malaqbiq) -> Iterator[Malaqbiq]:
    """Another home and an empty database, to restore into."""
    with database_created(ready_malaqbiq.url) if ready_malaqbiq.url else nullcontext("") as url:
        yield Malaqbiq(tmp_path / "elsewhere", url)


@pytest.fixture
def stored(keeping: Keeping) -> str:
    """A file that the installation keeps: its uid."""
    return keeping.uid


@pytest.fixture
def backup(tmp_path: Path, stored: str, keeping: Keeping) -> Path:
    """A backup of the installation, of the test's own."""
    return Path(shutil.copy(keeping.backup, tmp_path / "backup.zip"))


def said(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 0, errors
    return output.strip()


def read(backup: Path, name: str) -> bytes:
    with zipfile.ZipFile(backup) as archive:
        return archive.read(name)


def part(backup: Path, start: str) -> str:
    """The name of the first part that begins so."""
    with zipfile.ZipFile(backup) as archive:
        return next(name for name in archive.namelist() if name.startswith(start))


def altered(backup: Path, change: dict[str, bytes]) -> Path:
    """A copy of the backup with other or more contents under some names."""
    path = backup.with_name(f"altered-{secrets.token_hex(4)}.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.pop(name, old.read(name)))
        for name, content in change.items():
            new.writestr(name, content)
    return path


def refusals(elsewhere: Malaqbiq, *paths: Path) -> list[str]:
    """What the restore of each bad backup says, in one process; there is no installation then."""
    elsewhere.home.mkdir()
    told = json.loads(said(elsewhere.python(RESTORE, *map(str, paths))))
    assert not list(elsewhere.home.glob("malaqbiq.sqlite3*"))
    assert len(told) == len(paths)
    return [str(words) for words in told]


def test_another_installation_holds_the_same(
    ready_malaqbiq: Malaqbiq, elsewhere: Malaqbiq, backup: Path, stored: str
) -> None:
    (ready_malaqbiq.home / "letterhead").mkdir()
    (ready_malaqbiq.home / "letterhead" / "76.png").write_bytes(b"emblem")
    second = backup.with_name("second.zip")
    ready_malaqbiq.run("backup", str(second))
    done = elsewhere.run("restore", str(second))
    assert "2 files" in done.stdout
    assert "malaqbiq verify" in done.stderr
    assert json.loads(elsewhere.run("verify", "--json").stdout)["ok"] is True
    assert said(elsewhere.python(READ, stored)) == MINIMAL_PDF.decode("latin-1").strip()
    assert (elsewhere.home / "letterhead" / "76.png").read_bytes() == b"emblem"
    assert elsewhere.run("init").returncode == 0
    own = {home: (home.home / "secret-key").read_text() for home in (ready_malaqbiq, elsewhere)}
    assert own[ready_malaqbiq] != own[elsewhere]


def test_digests_can_be_checked_without_us(backup: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        archive.extractall(tmp_path / "unpacked")
    checked = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path / "unpacked", check=False)
    assert checked.returncode == 0
    assert backup.stat().st_mode & 0o077 == 0


def test_no_backup_overwrites_another(ready_malaqbiq: Malaqbiq, backup: Path) -> None:
    before = backup.read_bytes()
    done = ready_malaqbiq.run("backup", str(backup), check=False)
    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert backup.read_bytes() == before
    assert not list(backup.parent.glob(".part-*"))


def test_a_folder_that_is_not_there_is_told(ready_malaqbiq: Malaqbiq, tmp_path: Path) -> None:
    done = ready_malaqbiq.run("backup", str(tmp_path / "nowhere" / "b.zip"), check=False)
    assert done.returncode == 1
    assert "there is no such folder" in done.stderr


def test_others_go_on_writing_meanwhile(ready_malaqbiq: Malaqbiq, elsewhere: Malaqbiq, tmp_path: Path) -> None:
    writer = ready_malaqbiq.python(WRITING)
    assert writer.stdout
    assert writer.stdin
    assert writer.stdout.readline() == "open\n"
    with zipfile.ZipFile(_made(ready_malaqbiq, tmp_path / "b.zip", writer)) as archive:
        assert archive.testzip() is None
    elsewhere.run("restore", str(tmp_path / "b.zip"))
    count = "from malaqbiq.kernel.models import Activity\nprint(Activity.objects.filter(actor='system:tests').count())"
    assert said(elsewhere.python(count)) == "0"
    assert said(ready_malaqbiq.python(count)) == "1"


def _made(malaqbiq: Malaqbiq, path: Path, writer: subprocess.Popen[str]) -> Path:
    """A backup whose database was taken while the writer's transaction was open; noting it down waits for its end."""
    process = malaqbiq.start("backup", str(path))
    while not path.exists():
        assert process.poll() is None, process.communicate()
    said(writer)
    said(process)
    return path


def test_a_damaged_file_is_in_it_and_named(ready_malaqbiq: Malaqbiq, stored: str, tmp_path: Path) -> None:
    scan = next((ready_malaqbiq.home / "files").rglob("*.pdf"))
    scan.write_bytes(b"%PDF-1.7 another")
    done = ready_malaqbiq.run("backup", str(tmp_path / "b.zip"), check=False)
    assert done.returncode == 1
    assert scan.name in done.stderr
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert archive.read(scan.relative_to(ready_malaqbiq.home).as_posix()) == b"%PDF-1.7 another"


def test_a_content_that_no_row_names_is_not_carried_along(
    ready_malaqbiq: Malaqbiq, stored: str, tmp_path: Path
) -> None:
    # As after a kill between an erasure's commit and the removal of the file.
    assert said(ready_malaqbiq.python(KILLED, str(tmp_path / "b.zip"), stored)) == "0"
    assert list((ready_malaqbiq.home / "files").rglob("*.pdf"))
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert not [name for name in archive.namelist() if name.startswith("files/")]


def test_a_missing_file_is_named(ready_malaqbiq: Malaqbiq, elsewhere: Malaqbiq, stored: str, tmp_path: Path) -> None:
    scan = next((ready_malaqbiq.home / "files").rglob("*.pdf"))
    scan.unlink()
    done = ready_malaqbiq.run("backup", str(tmp_path / "b.zip"), check=False)
    assert done.returncode == 1
    assert f"missing: {scan.relative_to(ready_malaqbiq.home).as_posix()}" in done.stderr
    elsewhere.run("restore", str(tmp_path / "b.zip"))


def test_any_name_that_a_folder_of_the_home_holds_comes_back(
    ready_malaqbiq: Malaqbiq, elsewhere: Malaqbiq, tmp_path: Path
) -> None:
    names = ("BSrE & Kominfo [2022]#1!~;'.crt", "sertifikat – Sekjen (é).crt", " begins with a space.crt")
    trust = ready_malaqbiq.home / "trust"
    (trust / ".git").mkdir(parents=True)
    for name in (*names, ".git/config"):
        (trust / name).write_text(name)
    ready_malaqbiq.run("backup", str(tmp_path / "b.zip"))
    elsewhere.run("restore", str(tmp_path / "b.zip"))
    assert {path.name for path in (elsewhere.home / "trust").iterdir()} == set(names)


def test_a_name_that_no_backup_can_hold_is_left_out_and_told(
    ready_malaqbiq: Malaqbiq, elsewhere: Malaqbiq, tmp_path: Path
) -> None:
    (ready_malaqbiq.home / "trust").mkdir()
    for name in (b"two\nlines.crt", b"caf\xe9.crt"):
        (ready_malaqbiq.home / "trust" / os.fsdecode(name)).write_text("x")
    done = ready_malaqbiq.run("backup", str(tmp_path / "b.zip"), check=False)
    assert done.returncode == 1
    assert "two\\nlines.crt" in done.stderr
    assert "caf\\udce9.crt" in done.stderr
    elsewhere.run("restore", str(tmp_path / "b.zip"))


def test_no_backup_lies_where_the_next_one_would_take_it_along(ready_malaqbiq: Malaqbiq) -> None:
    within = ready_malaqbiq.home / "backup"
    within.mkdir()
    done = ready_malaqbiq.run("backup", str(within / "b.zip"), check=False)
    assert done.returncode == 1
    assert "within MALAQBIQ_HOME" in done.stderr
    assert not list(within.iterdir())


def test_a_file_that_is_erased_meanwhile_is_left_out(
    ready_malaqbiq: Malaqbiq, elsewhere: Malaqbiq, stored: str, tmp_path: Path
) -> None:
    assert said(ready_malaqbiq.python(VANISHING, str(tmp_path / "b.zip"), stored)) == "0"
    assert b"files/" not in read(tmp_path / "b.zip", "SHA256SUMS")
    elsewhere.run("restore", str(tmp_path / "b.zip"))


def test_a_restore_never_overwrites(ready_malaqbiq: Malaqbiq, backup: Path, stored: str) -> None:
    done = ready_malaqbiq.run("restore", str(backup), check=False)
    assert done.returncode == 1
    assert "never overwrites" in done.stderr
    assert said(ready_malaqbiq.python(READ, stored))


def test_half_a_backup_is_refused(elsewhere: Malaqbiq, backup: Path) -> None:
    halves = [backup.with_name(f"half-{kept}.zip") for kept in (0, 100, 30_000)]
    for kept, half in zip((0, 100, 30_000), halves, strict=True):
        half.write_bytes(backup.read_bytes()[:kept])
    assert all("no backup of Malaqbiq, or not whole" in told for told in refusals(elsewhere, *halves))


def test_an_altered_content_is_refused(elsewhere: Malaqbiq, backup: Path) -> None:
    bad = [altered(backup, {part(backup, start): b"other"}) for start in ("files/", "database.")]
    assert all("not whole" in told for told in refusals(elsewhere, *bad))


def test_nothing_is_written_outside(elsewhere: Malaqbiq, backup: Path) -> None:
    sums = read(backup, "SHA256SUMS")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    names = ("../outside", "files/../../outside", f"{backup.parent}/outside", "secret-key", "files\\..\\x", "a/.b")
    bad = [altered(backup, {"SHA256SUMS": sums + f"{empty}  {name}\n".encode(), name: b""}) for name in names]
    assert all("no backup of Malaqbiq" in told for told in refusals(elsewhere, *bad))
    assert not (backup.parent / "outside").exists()
    assert not (elsewhere.home / "files").exists()


def test_what_says_nothing_of_itself_is_refused(elsewhere: Malaqbiq, backup: Path) -> None:
    abouts = (b"", b"[]", b'{"format": 2}', b'{"format": 1, "database": "sqlite"}')
    bad = [altered(backup, {"malaqbiq.json": about}) for about in abouts]
    assert all("no backup of Malaqbiq" in told for told in refusals(elsewhere, *bad))


def test_the_other_kind_of_database_and_a_newer_release_are_refused(elsewhere: Malaqbiq, backup: Path) -> None:
    about = json.loads(read(backup, "malaqbiq.json"))
    newer = about | {"migrations": [*about["migrations"], "pay.9999_later"], "release": "9.9"}
    kind, name = ("postgresql", "database.dump") if about["database"] == "sqlite" else ("sqlite", "database.sqlite3")
    sums = read(backup, "SHA256SUMS").replace(part(backup, "database.").encode(), name.encode())
    bad = [
        altered(backup, {"malaqbiq.json": json.dumps(newer).encode()}),
        altered(backup, {"malaqbiq.json": json.dumps(about | {"database": kind}).encode(), "SHA256SUMS": sums}),
    ]
    told = refusals(elsewhere, *bad)
    assert "newer release: 9.9" in told[0]
    assert f"this backup is of {kind}" in told[1]


def test_a_restore_that_was_killed_is_run_again(elsewhere: Malaqbiq, backup: Path, stored: str) -> None:
    scan = part(backup, "files/")
    # What a kill leaves: a file of a half content, and one that is still being written.
    (elsewhere.home / scan).parent.mkdir(parents=True)
    (elsewhere.home / scan).write_bytes(b"half")
    (elsewhere.home / ".malaqbiq-left").mkdir()
    elsewhere.run("restore", str(backup))
    assert json.loads(elsewhere.run("verify", "--json").stdout)["ok"] is True
    assert said(elsewhere.python(READ, stored))


def test_only_postgresql_needs_a_program_and_a_missing_one_is_told(
    ready_malaqbiq: Malaqbiq, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = ready_malaqbiq.run("backup", str(tmp_path / "b.zip"), check=False)
    assert done.returncode == (1 if ready_malaqbiq.url else 0)
    assert ("postgresql-client" in done.stderr) is bool(ready_malaqbiq.url)
    assert (tmp_path / "b.zip").exists() is not bool(ready_malaqbiq.url)
