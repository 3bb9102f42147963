from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import malaqbiq
from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process


def test_init_sets_an_empty_database_up(malaqbiq_process: Malaqbiq) -> None:
    result = json.loads(malaqbiq_process.run("init", "--json").stdout)
    assert result["migrations"] > 0
    assert (result["installation"], result["release"]) == ("live", malaqbiq.__version__)


def test_init_again_changes_nothing(ready_malaqbiq: Malaqbiq) -> None:
    assert json.loads(ready_malaqbiq.run("init", "--json").stdout)["migrations"] == 0


def test_several_that_set_a_database_up_at_once_wait_for_each_other(malaqbiq_process: Malaqbiq) -> None:
    processes = [malaqbiq_process.start("init", "--json") for _ in range(3)]
    ended = [process.communicate(timeout=LONG_ENOUGH) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], ended
    applied = sorted(json.loads(out)["migrations"] for out, _ in ended)
    assert applied[:2] == [0, 0]
    assert applied[2] > 0


def test_help_lists_every_command(malaqbiq_process: Malaqbiq) -> None:
    listed = malaqbiq_process.run("--help").stdout
    assert "init" in listed
    assert "serve" in listed


def test_no_command_waits_for_what_only_others_need(malaqbiq_process: Malaqbiq) -> None:
    """What stands ready for every command loads no room's erasing, which leads to all rooms and their libraries."""
    process = malaqbiq_process.python("print(*sys.modules)")
    loaded, errors = process.communicate(timeout=LONG_ENOUGH)
    assert "malaqbiq.home.services.jobs" in loaded.split(), errors
    assert not {"malaqbiq.home.services.erasing", "docx", "xlsxwriter", "pyhanko", "PIL"} & set(loaded.split())


def test_help_is_indonesian_unless_english_is_asked_for(tmp_path: Path) -> None:
    environment = Malaqbiq(tmp_path).environment
    assert environment.pop("MALAQBIQ_LANGUAGE") == "en"
    command = [sys.executable, "-m", "malaqbiq", "dance"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "Tidak ada perintah 'dance'." in done.stderr
    assert "Usage" not in done.stderr


def test_help_of_a_command_needs_no_database(malaqbiq_process: Malaqbiq) -> None:
    assert "--bind" in malaqbiq_process.run("serve", "--help").stdout


def test_command_refuses_a_database_that_is_not_set_up(malaqbiq_process: Malaqbiq) -> None:
    done = malaqbiq_process.run("serve", check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    said = ["malaqbiq: this database is not set up yet", "  run: malaqbiq init"]
    if not malaqbiq_process.url:
        path = malaqbiq_process.home / "malaqbiq.sqlite3"
        said = [f"malaqbiq: no database at {path}", "  set MALAQBIQ_HOME, or run: malaqbiq init"]
    assert done.stderr.splitlines() == said


@pytest.mark.parametrize("arguments", [("verify",), ("wages", "check"), ("serve",), ("template", "dpp", "a.xlsx")])
def test_a_command_called_from_a_wrong_folder_leaves_nothing_there(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    environment = {name: value for name, value in Malaqbiq(tmp_path).environment.items() if name != "MALAQBIQ_HOME"}
    environment["PYTHONPATH"] = str(Path(malaqbiq.__file__).parent.parent)
    command = [sys.executable, "-m", "malaqbiq", *arguments]
    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert f"no database at {tmp_path}/var/malaqbiq.sqlite3" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_init_makes_the_home_folder_and_the_server_keeps_one_key(tmp_path: Path) -> None:
    installation = Malaqbiq(tmp_path / "new" / "home")
    installation.run("init")
    key = "from django.conf import settings\nprint(settings.SECRET_KEY)"
    keys = {installation.python(key).communicate(timeout=LONG_ENOUGH)[0] for _ in range(2)}
    assert len(keys) == 1
    assert (installation.home / "secret-key").stat().st_mode & 0o777 == 0o600


def test_the_group_s_own_options_are_translated_and_a_wide_terminal_is_used(tmp_path: Path) -> None:
    environment = Malaqbiq(tmp_path).environment | {"MALAQBIQ_LANGUAGE": "id", "COLUMNS": "150"}
    command = [sys.executable, "-m", "malaqbiq", "--help"]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert "Show the version" not in told
    assert max(map(len, told.splitlines())) > 80


EVERY_HELP = """
import click
from malaqbiq.config import cli
cli._set_up_django()

def told(command, path, parent=None):
    context = click.Context(command, info_name=path, parent=parent)
    print(command.get_help(context))
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        told(command.get_command(context, name), name, context)

told(cli.commands, "malaqbiq")
"""


def test_no_help_says_anything_in_english(tmp_path: Path) -> None:
    environment = Malaqbiq(tmp_path).environment | {"MALAQBIQ_LANGUAGE": "id"}
    told = subprocess.run(
        [sys.executable, "-c", EVERY_HELP], env=environment, capture_output=True, text=True, check=True
    ).stdout
    english = re.findall(
        r"\[OPTIONS\]|\bCOMMAND\b|\bARGS\b|\bINTEGER\b|\bRANGE\b|\bTEXT\b|\bKIND\b|\bFILE\b|\bDATE\b|\bCODE\b|\bDAY\b"
        r"|\b(?:Usage|Commands|Options|default|required|the|and)\b",
        told,
    )
    assert english == []
    assert told.count("Pemakaian: ") >= 11


def test_a_value_that_is_no_number_is_refused_in_indonesian(tmp_path: Path) -> None:
    environment = Malaqbiq(tmp_path).environment | {"MALAQBIQ_LANGUAGE": "id"}
    command = [sys.executable, "-m", "malaqbiq", "serve", "--port", "x"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert "'x' bukan bilangan bulat yang sah" in done.stderr and "integer" not in done.stderr


def test_command_refuses_a_database_of_an_older_release(ready_malaqbiq: Malaqbiq) -> None:
    run_sql(ready_malaqbiq, "DELETE FROM django_migrations WHERE app = 'accounts'")
    done = ready_malaqbiq.run("serve", check=False)
    assert done.returncode == 1
    assert "malaqbiq init" in done.stderr


def test_commands_refuse_a_database_of_a_newer_release(ready_malaqbiq: Malaqbiq) -> None:
    run_sql(ready_malaqbiq, "INSERT INTO django_migrations (app, name, applied) VALUES ('pay', '9999', '2030-01-01')")
    for command in ("serve", "init"):
        done = ready_malaqbiq.run(command, check=False)
        assert done.returncode == 1
        assert "newer release" in done.stderr


@pytest.mark.parametrize("url", ["postgresql://nobody@127.0.0.1:1/none", "mongodb://somewhere/else", "nonsense"])
def test_database_that_is_not_there_is_said_without_a_traceback(tmp_path: Path, url: str) -> None:
    for command in ("init", "serve"):
        done = Malaqbiq(tmp_path, url).run(command, check=False)
        assert done.returncode == 1
        assert "MALAQBIQ_DATABASE_URL" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_file_that_is_no_database_is_said_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "malaqbiq.sqlite3").write_bytes(b"Nama,NIK" * 200)
    for command in ("init", "verify"):
        done = Malaqbiq(tmp_path).run(command, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert "file is not a database" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_write_lock_that_another_process_holds_is_said_without_a_traceback(tmp_path: Path) -> None:
    installation = Malaqbiq(tmp_path)
    installation.run("init")
    holder = sqlite3.connect(tmp_path / "malaqbiq.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    impatient = """
from django.conf import settings
settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.1
from malaqbiq.config.cli import main
main()
"""
    process = installation.python(impatient, "opening", "lock", "--yes", "--empty")
    told, errors = process.communicate(timeout=LONG_ENOUGH)
    holder.close()
    assert (process.returncode, told) == (1, "")
    assert "another process has been writing to the database for too long\n  wait until it is done" in errors
    assert "Traceback" not in errors


def test_home_that_can_not_be_is_said_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = Malaqbiq(tmp_path / "file" / "home").run("init", check=False)
    assert done.returncode == 1
    assert str(tmp_path / "file") in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_command_is_a_usage_error(malaqbiq_process: Malaqbiq) -> None:
    done = malaqbiq_process.run("dance", check=False)
    assert done.returncode == 2
    assert "dance" in done.stderr


def run_sql(installation: Malaqbiq, statement: str) -> None:
    code = "from django.db import connection\nconnection.cursor().execute(sys.argv[1])"
    _, errors = installation.python(code, statement).communicate(timeout=LONG_ENOUGH)
    assert not errors, errors


def test_ctrl_c_while_modules_are_loaded_is_no_traceback(malaqbiq_process: Malaqbiq) -> None:
    process = malaqbiq_process.python(
        "import malaqbiq.config.cli as cli\n"
        "def interrupted(): raise KeyboardInterrupt\n"
        "cli._set_up_django = interrupted\n"
        "cli.main()",
        "verify",
    )
    _, errors = process.communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 1
    assert errors.strip() in {"Aborted!", "Dibatalkan!"}


def test_what_the_system_refuses_is_said_in_indonesian(ready_malaqbiq: Malaqbiq, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "tidak" / "ada.xlsx")
    process = ready_malaqbiq.start("template", "employees", nowhere, MALAQBIQ_LANGUAGE="id")
    _, errors = process.communicate(timeout=LONG_ENOUGH)
    assert "tidak dapat ditulis: foldernya tidak ada" in errors
    process = ready_malaqbiq.start("import", "employees", str(tmp_path), MALAQBIQ_LANGUAGE="id")
    _, errors = process.communicate(timeout=LONG_ENOUGH)
    assert "tidak dapat dibaca: ini folder" in errors


def test_a_name_that_is_too_long_is_told(ready_malaqbiq: Malaqbiq, tmp_path: Path) -> None:
    path = tmp_path / ("a" * 300 + ".xlsx")
    done = ready_malaqbiq.run("template", "employees", str(path), check=False)
    assert done.returncode == 1
    assert "its name is too long" in done.stderr
    assert "Traceback" not in done.stderr


def test_output_that_nobody_can_take_is_told(ready_malaqbiq: Malaqbiq) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "malaqbiq", "wages", "check", "--json"]
        environment = ready_malaqbiq.environment
        done = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
