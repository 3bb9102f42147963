"""`malaqbiq import` and `malaqbiq template` as an office calls them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from malaqbiq.kernel.identity import Sex, made_up_nik
from tests.kernel.workbooks.files import read_back, workbook
from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

HEADERS = ("Nama", "NIK", "Status", "Satker", "Tanggal Lahir", "Honorarium", "Telepon")


def listed(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    return workbook(path, [HEADERS, *rows])


def nik(number: int) -> str:
    from datetime import date

    return made_up_nik(district="760201", birth_date=date(1990, 8, 17), sex=Sex.FEMALE, number=number)


def imported(malaqbiq: Malaqbiq, path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    done = malaqbiq.run("import", "employees", str(path), "--json", *options, check=False)
    return done.returncode, json.loads(done.stdout)


def test_an_office_brings_its_list_in(ready_malaqbiq: Malaqbiq, tmp_path: Path) -> None:
    """Exit codes and shape of the answer; nothing is kept of a dry run or of a list with a bad row."""
    good = ("Sitti Bulangmapia", nik(1), "PPNPN", "76.02", "17 Agustus 1990", "Rp 2.678.863,-", 86012345621)
    bad = ("Rahmat Lopilangi", 7602015708909002, "PPNPN", "76.02", None, None, None)
    path = listed(tmp_path / "daftar.xlsx", [good, bad])
    rejects = tmp_path / "ditolak.xlsx"
    code, told = imported(ready_malaqbiq, path, "--rejects", str(rejects))
    assert code == 3
    assert (told["kind"], told["accepted"], told["unchanged"]) == ("employees", 0, 0)
    (rejected,) = told["rejected"]
    assert (rejected["row"], rejected["column"], rejected["value"]) == (3, "NIK", "7602015708909002")
    assert "format the column as Text" in rejected["message"]
    rows = read_back(rejects)
    assert rows[0][: len(HEADERS)] == list(HEADERS)
    assert rows[1][0] == "Rahmat Lopilangi"
    assert imported(ready_malaqbiq, path, "--dry-run", "--partial")[1]["accepted"] == 1
    tried = ready_malaqbiq.run("import", "employees", str(path), "--dry-run", "--partial", check=False)
    assert "warning: 1 rows without TMT: since when they serve stays unknown." in tried.stdout
    noted = ready_malaqbiq.run("import", "employees", str(path), "--dry-run", "--partial", "--json", check=False)
    assert "1 rows without TMT" in noted.stderr and "TMT" not in noted.stdout
    lacking = tmp_path / "belum-lengkap.xlsx"
    assert imported(ready_malaqbiq, path, "--partial", "--incomplete", str(lacking))[1]["accepted"] == 1
    assert read_back(lacking)[1][:3] == ["76.02", 2, "Sitti Bulangmapia"]
    assert "Jabatan" in read_back(lacking)[1][6]
    listed(path, [good])
    assert imported(ready_malaqbiq, path) == (0, {"kind": "employees", "accepted": 0, "unchanged": 1, "rejected": []})
    assert json.loads(ready_malaqbiq.run("verify", "--json").stdout)["ok"]


def test_once_locked_a_changed_row_needs_a_decree(ready_malaqbiq: Malaqbiq, tmp_path: Path) -> None:
    rows = [("Sitti Bulangmapia", nik(1), "PPNPN", unit, None, None, None) for unit in ("76.02", "76.03")]
    ready_malaqbiq.run("import", "employees", str(listed(tmp_path / "a.xlsx", rows[:1])))
    locked = ready_malaqbiq.run("opening", "lock", "--yes")
    assert "The opening holds 1 people; of 1 people in service something is still missing." in locked.stderr
    assert locked.stdout == "The opening is locked.\n"
    assert ready_malaqbiq.run("opening", "lock").stdout == "The opening was locked already.\n"
    done = ready_malaqbiq.run("import", "employees", str(listed(tmp_path / "b.xlsx", rows[1:])), check=False)
    assert done.returncode == 3
    assert "row 2, Satker: needs a decree: the register says KPU Kabupaten Mamuju" in done.stderr
    assert "0 rows taken" in done.stdout


@pytest.mark.parametrize(("answer", "locked"), [("n", False), ("y", True)])
def test_whoever_sits_at_a_terminal_is_asked_before_the_opening_is_locked(
    ready_malaqbiq: Malaqbiq, tmp_path: Path, answer: str, locked: bool
) -> None:
    path = listed(tmp_path / "a.xlsx", [("Sitti Bulangmapia", nik(1), "PPNPN", "76.02", None, None, None)])
    ready_malaqbiq.run("import", "employees", str(path))
    process = ready_malaqbiq.python(
        "sys.stdin.isatty = lambda: True\nfrom malaqbiq.config.cli import main\nmain()", "opening", "lock"
    )
    told, asked = process.communicate(f"{answer}\n", timeout=LONG_ENOUGH)
    assert "Lock the opening for good?" in asked
    assert told == ("The opening is locked.\n" if locked else "Nothing was locked.\n")


def test_an_opening_that_tells_of_nobody_is_locked_only_if_just_that_is_meant(ready_malaqbiq: Malaqbiq) -> None:
    for options in ((), ("--yes",)):
        done = ready_malaqbiq.run("opening", "lock", *options, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert "the opening tells of nobody yet" in done.stderr and "opening lock --empty" in done.stderr
    assert ready_malaqbiq.run("opening", "lock", "--empty", "--yes").stdout == "The opening is locked.\n"


def test_a_sheet_that_holds_a_list_too_is_warned_of(ready_malaqbiq: Malaqbiq, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("76.03")):
        sheet.append(("Nama", "Status", "Satker"))
        sheet.append((f"Ani {sheet.title}", "PPNPN", "76.02"))
    book.save(tmp_path / "a.xlsx")
    done = ready_malaqbiq.run("import", "employees", str(tmp_path / "a.xlsx"), "--dry-run", "--json")
    assert "warning: the sheet 76.03 holds a list too, of which 1 rows were not read" in done.stderr
    assert json.loads(done.stdout)["accepted"] == 1


def test_what_was_taken_is_told_by_person_and_doubtful_pay_is_warned_of(
    ready_malaqbiq: Malaqbiq, tmp_path: Path
) -> None:
    path = listed(tmp_path / "a.xlsx", [("Sitti Bulangmapia", nik(1), "PPNPN", "76.02", None, 26788640000, None)])
    done = ready_malaqbiq.run("import", "pegawai", str(path))
    assert "People: 1 new, 0 changed, 0 unchanged." in done.stdout
    assert "warning: row 2, Honorarium: Rp26.788.640.000 a month, while the minimum wage is Rp" in done.stderr


@pytest.mark.parametrize("option", ["--rejects", "--incomplete"])
def test_a_report_never_takes_the_place_of_the_office_s_own_workbook(
    ready_malaqbiq: Malaqbiq, tmp_path: Path, option: str
) -> None:
    path = listed(tmp_path / "daftar.xlsx", [("Sitti Bulangmapia", nik(1), "PPNPN", "76.02", None, None, None)])
    content = path.read_bytes()
    (tmp_path / "link.xlsx").symlink_to(path)
    (tmp_path / "hard.xlsx").hardlink_to(path)
    (tmp_path / "folder").symlink_to(tmp_path)
    for name in ("daftar.xlsx", "link.xlsx", "hard.xlsx", "folder/daftar.xlsx"):
        done = ready_malaqbiq.run("import", "employees", str(path), option, str(tmp_path / name), check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert "would take the place of" in done.stderr
    assert path.read_bytes() == content
    assert imported(ready_malaqbiq, path)[1]["accepted"] == 1


@pytest.mark.parametrize("place", ["no/where/r.xlsx", "", "file/r.xlsx"])
def test_a_report_that_can_not_be_written_is_said_before_anything_is_taken(
    ready_malaqbiq: Malaqbiq, tmp_path: Path, place: str
) -> None:
    path = listed(tmp_path / "daftar.xlsx", [("Sitti Bulangmapia", nik(1), "PPNPN", "76.02", None, None, None)])
    (tmp_path / "file").touch()
    options = ("--partial", "--json", "--rejects", str(tmp_path / place))
    done = ready_malaqbiq.run("import", "employees", str(path), *options, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "can't be written" in done.stderr
    assert imported(ready_malaqbiq, path)[1]["accepted"] == 1


def test_two_reports_are_two_files(ready_malaqbiq: Malaqbiq, tmp_path: Path) -> None:
    path = listed(tmp_path / "daftar.xlsx", [("Sitti Bulangmapia", nik(1), "PPNPN", "76.02", None, None, None)])
    both = ("--rejects", str(tmp_path / "r.xlsx"), "--incomplete", str(tmp_path / "." / "r.xlsx"))
    done = ready_malaqbiq.run("import", "employees", str(path), *both, check=False)
    assert done.returncode == 1
    assert "would take the place of" in done.stderr


def test_a_report_that_fails_after_all_leaves_the_outcome_told(ready_malaqbiq: Malaqbiq, tmp_path: Path) -> None:
    """The disk is full once the rows are taken."""
    good = ("Sitti Bulangmapia", nik(1), "PPNPN", "76.02", None, None, None)
    path = listed(tmp_path / "daftar.xlsx", [good, ("Rahmat Lopilangi", "1", "PPNPN", "76.02", None, None, None)])
    code = """
from malaqbiq.kernel.workbooks import writing
import errno, os
def full(*arguments, **options): raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
writing.tempfile.mkstemp = full
from malaqbiq.config.cli import main
main()
"""
    arguments = ("import", "employees", str(path), "--partial", "--json", "--rejects", str(tmp_path / "r.xlsx"))
    process = ready_malaqbiq.python(code, *arguments)
    told, errors = process.communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 3
    assert json.loads(told)["accepted"] == 1
    assert "the disk is full" in errors
    assert "Traceback" not in errors
    assert not (tmp_path / "r.xlsx").exists()


@pytest.mark.parametrize("kind", ["employees", "competencies", "attendance", "dpp"])
def test_a_template_that_nobody_filled_in_is_said_to_be_empty(
    ready_malaqbiq: Malaqbiq, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "t.xlsx"
    ready_malaqbiq.run("template", kind, str(path))
    done = ready_malaqbiq.run("import", kind, str(path), "--json", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no filled row stands below the headers in row 1\n  fill the list in on the first sheet" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("import", "people", "a.xlsx"), "choose one of: employees"),
        (("import", "employees", "no.xlsx"), "`malaqbiq template`"),
        (("import", "employees", "/dev/null"), "the file is empty"),
        (("template", "people", "a.xlsx"), "choose one of: employees"),
        (("template", "employees", "/no/where/a.xlsx"), "can't be written"),
        (("template", "employees", "a.xls"), "choose such a name: a.xlsx"),
        (("opening", "lock"), "malaqbiq import employees FILE.xlsx"),
        (("opening", "lock", "--empty"), "opening lock --yes"),
    ],
)
def test_what_cannot_be_done_says_what_to_do(ready_malaqbiq: Malaqbiq, arguments: tuple[str, ...], said: str) -> None:
    done: subprocess.CompletedProcess[str] = ready_malaqbiq.run(*arguments, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_an_office_s_list_in_a_demo_is_warned_of(ready_malaqbiq: Malaqbiq, tmp_path: Path) -> None:
    path = str(listed(tmp_path / "a.xlsx", [("Sitti Bulangmapia", nik(1), "PPNPN", "76.02", None, None, None)]))
    assert "is the demo" not in ready_malaqbiq.run("import", "employees", path, "--dry-run").stderr
    demo = ready_malaqbiq.python(
        "from datetime import UTC, datetime; from malaqbiq.kernel.installation import demo_record; "
        "demo_record(seed=1, clock_at=datetime(2022, 1, 11, tzinfo=UTC))"
    )
    demo.communicate(timeout=LONG_ENOUGH)
    assert demo.returncode == 0
    done = ready_malaqbiq.run("import", "employees", path, "--dry-run")
    assert f"warning: {ready_malaqbiq.home} is the demo" in done.stderr


def test_who_takes_all_or_nothing_hears_how_many_rows_are_good(ready_malaqbiq: Malaqbiq, tmp_path: Path) -> None:
    rows = [(name, number, "PPNPN", "76.02", None, None, None) for name, number in (("Sitti", nik(1)), ("Amir", "12"))]
    both = ready_malaqbiq.run("import", "employees", str(listed(tmp_path / "a.xlsx", rows)), check=False)
    assert "or use --partial to take the 1 others." in both.stdout
    none = ready_malaqbiq.run("import", "employees", str(listed(tmp_path / "b.xlsx", rows[1:])), check=False)
    assert "mend the rejected rows.\n" in none.stdout
    assert "--partial" not in none.stdout
