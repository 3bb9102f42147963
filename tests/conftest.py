"""What all tests share: the database they run on, a home folder, and the command line as processes."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pytest_django import DjangoDbBlocker, Settings

from scripts.messages import compile_all
from tests.postgresql import Cluster, Unavailable, database_created
from tests.process import Malaqbiq, copied

pytest_plugins = ["tests.browser"]

SPARED = frozenset({"regulations_fact", "kernel_basis"})
CLUSTER = pytest.StashKey[Cluster]()
SCRATCH = pytest.StashKey["tempfile.TemporaryDirectory[str]"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=["sqlite", "postgresql"],
        help="database that the tests run on (default: MALAQBIQ_DATABASE_URL's if set, else sqlite)",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the database before the settings are read: they take it from the environment."""
    from django.conf import settings

    if settings.configured:
        raise pytest.UsageError("the settings were read too early: unset DJANGO_SETTINGS_MODULE")
    scratch = tempfile.TemporaryDirectory(prefix="malaqbiq-tests-")
    config.stash[SCRATCH] = scratch
    # Else each of some hundred processes would compile all modules again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    os.environ["DJANGO_SETTINGS_MODULE"] = "malaqbiq.config.settings"
    os.environ["MALAQBIQ_HOME"] = scratch.name
    os.environ["MALAQBIQ_LANGUAGE"] = "en"
    compile_all()
    # How long an example takes says more of the machine than of the code.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")
    _choose_database(config)
    # A password's hash is slow by intent: tests of other things need not wait for it.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        # A file, as in production: threads with connections of their own wait for each other; in memory they fail.
        database["TEST"] = {"NAME": f"{scratch.name}/test.sqlite3"}
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


def pytest_unconfigure(config: pytest.Config) -> None:
    if cluster := config.stash.get(CLUSTER, None):
        cluster.stop()
    if scratch := config.stash.get(SCRATCH, None):
        scratch.cleanup()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out on PostgreSQL what asks nothing of a database: it takes minutes, and finds the same."""
    if config.stash.get(CLUSTER, None):
        left_out = [item for item in items if item.get_closest_marker("one_database")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_report_header(config: pytest.Config) -> str:
    from django.conf import settings

    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]}"


def _choose_database(config: pytest.Config) -> None:
    wanted, url = config.getoption("--database"), os.environ.get("MALAQBIQ_DATABASE_URL", "")
    if wanted == "sqlite":
        os.environ.pop("MALAQBIQ_DATABASE_URL", None)
    elif wanted == "postgresql" and not url.startswith("postgres"):
        try:
            config.stash[CLUSTER] = Cluster()
        except Unavailable as error:
            raise pytest.UsageError(str(error)) from error
        os.environ["MALAQBIQ_DATABASE_URL"] = config.stash[CLUSTER].url("malaqbiq")


@pytest.fixture(autouse=True, scope="session")
def _flush_spares_law_and_passes_triggers() -> Iterator[None]:
    """Let Django empty all tables after a test with transactions, but for the law's, in spite of triggers.

    Such a test that changes the law must change it back. On SQLite append-only tables lose their triggers meanwhile, on
    PostgreSQL none is called.
    """
    # Its base module first: the other way round the two import each other in a circle.
    import django.db.backends.sqlite3.base  # noqa: F401
    from django.core.management.commands import flush
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.base.operations import BaseDatabaseOperations
    from django.db.backends.sqlite3.operations import DatabaseOperations

    execute = DatabaseOperations.execute_sql_flush

    def sql_flush(style: Any, connection: BaseDatabaseWrapper, reset_sequences: bool, allow_cascade: bool) -> list[str]:
        tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False))
        return connection.ops.sql_flush(
            style, sorted(tables - SPARED), reset_sequences=reset_sequences, allow_cascade=allow_cascade
        )

    def without_triggers(self: DatabaseOperations, sql_list: Sequence[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            execute(self, sql_list)
            for _, sql in triggers:
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", sql_flush)
        patch.setattr(DatabaseOperations, "execute_sql_flush", without_triggers)
        patch.setattr(
            BaseDatabaseOperations, "execute_sql_flush", _calling_no_triggers(BaseDatabaseOperations.execute_sql_flush)
        )
        yield


def _calling_no_triggers(execute: Callable[[Any, Sequence[str]], None]) -> Callable[[Any, Sequence[str]], None]:
    def flush(operations: Any, statements: Sequence[str]) -> None:
        if statements and operations.connection.vendor == "postgresql":
            statements = ["SET LOCAL session_replication_role = replica", *statements]
        execute(operations, statements)

    return flush


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The test database, with the law loaded as in every installation."""
    from malaqbiq.kernel.access import Access
    from malaqbiq.regulations.services import law_load

    with django_db_blocker.unblock():
        law_load(access=Access.system("tests"))


@pytest.fixture
def home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A MALAQBIQ_HOME of the test's own: where files are stored."""
    folder = tmp_path / "home"
    folder.mkdir()
    settings.HOME = folder
    monkeypatch.setenv("MALAQBIQ_HOME", str(folder))
    return folder


@pytest.fixture
def malaqbiq_process(tmp_path: Path) -> Iterator[Malaqbiq]:
    """The real command line on a home and a database of the test's own, not set up yet.

    Its processes see nothing of the test's own database, and the test can't roll back what they do.
    """
    folder = tmp_path / "process-home"
    folder.mkdir()
    with _own_database() as url:
        yield Malaqbiq(folder, url)


@pytest.fixture
def ready_malaqbiq(tmp_path: Path, _prepared_malaqbiq: Malaqbiq) -> Iterator[Malaqbiq]:
    """Like `malaqbiq_process`, but `malaqbiq init` has run: a copy of one made once for all tests."""
    with copied(_prepared_malaqbiq, tmp_path / "process-home") as malaqbiq:
        yield malaqbiq


@pytest.fixture(scope="session")
def _prepared_malaqbiq(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Malaqbiq]:
    with _own_database() as url:
        prepared = Malaqbiq(tmp_path_factory.mktemp("prepared-home"), url)
        prepared.run("init")
        yield prepared


def _own_database() -> AbstractContextManager[str]:
    """A new database on the server that the tests run on, or nothing where each home has its SQLite file."""
    server = os.environ.get("MALAQBIQ_DATABASE_URL", "")
    return database_created(server) if server else nullcontext("")
