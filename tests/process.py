"""The real command line in processes of its own, on a database of its own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.postgresql import database_created

LONG_ENOUGH = 900.0
"""Seconds after which a process counts as hung: a slow and busy machine fails no test."""


@dataclass(frozen=True, slots=True)
class Malaqbiq:
    """An installation that processes work on: its home folder, and its database's address if that is PostgreSQL's."""

    home: Path
    url: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes: nothing of ours but what every program needs."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(("MALAQBIQ_", "DJANGO_"))}
        given = {"MALAQBIQ_HOME": str(self.home), "MALAQBIQ_LANGUAGE": "en", "PYTHONWARNINGS": "default"}
        return ours | given | ({"MALAQBIQ_DATABASE_URL": self.url} if self.url else {})

    def run(
        self, *arguments: str, check: bool = True, timeout: float = LONG_ENOUGH
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end. With `check`, one that fails fails the test with what it printed."""
        done = subprocess.run(
            self._command(arguments),
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=timeout,
        )
        if check:
            assert done.returncode == 0, f"malaqbiq {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
        return done

    @contextmanager
    def started(self, *arguments: str, **more_environment: str) -> Iterator[subprocess.Popen[str]]:
        """A command that runs while the block does; what is left of it then is killed."""
        process = self.start(*arguments, **more_environment)
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    def start(self, *arguments: str, **more_environment: str) -> subprocess.Popen[str]:
        """A command on its way, its stdout and stderr piped."""
        return self._popen(self._command(arguments), more_environment)

    def python(self, code: str, *arguments: str, **more_environment: str) -> subprocess.Popen[str]:
        """Python code on its way in the set-up house (`django.setup()` has run); connections are closed at its end."""
        start = (
            "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'malaqbiq.config.settings'; "
            "import django; django.setup()\n"
        )
        end = "\nfrom django.db import connections\nconnections.close_all()\n"
        return self._popen([sys.executable, "-c", start + code + end, *arguments], more_environment)

    def _popen(self, command: list[str], more_environment: dict[str, str]) -> subprocess.Popen[Any]:
        return subprocess.Popen(
            command,
            env=self.environment | more_environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _command(self, arguments: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-m", "malaqbiq", *arguments]


@contextmanager
def copied(installation: Malaqbiq, home: Path) -> Iterator[Malaqbiq]:
    """A copy of an installation, with a database of its own; no process may run on the first meanwhile."""
    shutil.copytree(installation.home, home)
    url = installation.url
    with database_created(url, template=url) if url else nullcontext("") as own:
        yield Malaqbiq(home, own)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def fetch(url: str) -> bytes:
    """The body at an address, once its server is up."""
    given_up = time.monotonic() + LONG_ENOUGH
    while time.monotonic() < given_up:
        try:
            with urllib.request.urlopen(url, timeout=60) as response:  # noqa: S310 - our own server
                return bytes(response.read())
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"no answer from {url}")
