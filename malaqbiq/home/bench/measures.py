"""The measurements: each in a home of its own, its work in processes whose memory is told apart."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.words import gettext_noop

ROWS = 50_000
COLUMNS = 17
MIB = 1024


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: what it is, how much, its unit, and the limit that is promised (None: only told)."""

    name: str
    value: float | None
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def kept(self) -> bool | None:
        """Whether the promise is kept; None where there is none, or it could not be measured."""
        if self.value is None or (self.at_most is None and self.at_least is None):
            return None
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )


@dataclass(frozen=True, slots=True)
class Ran:
    """A process that ran to its end: what it said on stdout, for how many seconds, with how many MiB at most."""

    said: Any
    seconds: float
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Home:
    """A MALAQBIQ_HOME for measuring, on SQLite whatever the environment says."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str) -> Ran:
        """Run ``python -m`` with the arguments to its end. RuntimeError, with what it said, if it fails."""
        return _run([sys.executable, "-m", *arguments], self.environment)


@contextmanager
def thrown_away_home() -> Iterator[Home]:
    """A home of its own, gone after the block."""
    with tempfile.TemporaryDirectory(prefix="malaqbiq-bench-") as folder:
        yield home_in(Path(folder))


def home_in(folder: Path) -> Home:
    """The home that a folder is. Nothing else of the environment's counts in it."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MALAQBIQ_")}
    return Home(folder, {**ours, "MALAQBIQ_HOME": str(folder), "MALAQBIQ_LANGUAGE": "en"})


def main_job(progress: Progress) -> list[Figure]:
    """The main job of the whole nation, on SQLite, without making the people."""
    progress.stage(gettext_noop("main job, national"))
    with thrown_away_home() as home:
        ran = home.run("malaqbiq", "demo", "--scale", "national", "--no-documents", "--json")
    seconds = ran.said["seconds"]
    return [
        Figure(gettext_noop("contract workers evaluated"), ran.said["appraisal"]["staff"], ""),
        Figure(gettext_noop("close, draft, approve, issue, fold, check wages"), seconds["main_job"], "s", at_most=60),
        Figure(gettext_noop("memory at most, everything included"), ran.said["peak_mib"], "MiB", at_most=1536),
        Figure(gettext_noop("creating the people, their records and scores"), seconds["people"], "s"),
    ]


def papers(progress: Progress) -> list[Figure]:
    """Decree papers of a large province: from entry to stored file, beside bare Typst and WeasyPrint."""
    progress.stage(gettext_noop("papers"))
    with thrown_away_home() as home:
        home.run("malaqbiq", "demo", "--scale", "province", "--no-documents", "--json")
        said = home.run("malaqbiq.home.bench.inside", "papers").said
    return [
        Figure(gettext_noop("petikan measured"), said["papers"], ""),
        Figure(gettext_noop("a petikan, from entry to stored file"), said["ours"], "ms"),
        Figure(gettext_noop("times as fast as WeasyPrint"), said["times_weasyprint"], "x", at_least=6),
        Figure(gettext_noop("times as long as bare Typst"), said["times_bare"], "x", at_most=1.5),
        Figure(gettext_noop("a signature (EC P-256) adds"), said["signing"], "ms", at_most=40),
        Figure(gettext_noop("times as fast with two processes"), said["two_cores"], "x"),
    ]


def intake(progress: Progress) -> list[Figure]:
    """An office's list of 50,000 people in 17 columns, imported with all checks."""
    progress.stage(gettext_noop("import"))
    with thrown_away_home() as home:
        home.run("malaqbiq", "init", "--json")
        workbook = home.folder / "employees.xlsx"
        home.run("malaqbiq.home.bench.inside", "workbook", str(workbook), str(ROWS))
        ran = home.run("malaqbiq", "import", "employees", str(workbook), "--json")
    return [
        Figure(gettext_noop("rows of 17 columns taken"), ran.said["accepted"], ""),
        Figure(gettext_noop("import with all checks"), ran.seconds, "s", at_most=30),
        Figure(gettext_noop("memory at most"), ran.peak_mib, "MiB", at_most=1024),
    ]


def verification(progress: Progress) -> list[Figure]:
    """Run verify over the whole nation's decrees of 2022 to 2026."""
    progress.stage(gettext_noop("five years of decrees, national"))
    with thrown_away_home() as home:
        home.run("malaqbiq", "demo", "--scale", "national", "--no-documents", "--json")
        rounds = home.run("malaqbiq.home.bench.inside", "rounds").said
        progress.stage(gettext_noop("verify"))
        ran = home.run("malaqbiq", "verify", "--json")
    checks = sum(not check["ok"] for check in ran.said["checks"])
    return [
        Figure(gettext_noop("own decrees issued in five years"), rounds["decrees"], ""),
        Figure(gettext_noop("entries"), rounds["entries"], ""),
        Figure(gettext_noop("checks that find something wrong"), checks, "", at_most=0),
        Figure(gettext_noop("verify"), ran.seconds, "s", at_most=60),
        Figure(gettext_noop("memory at most"), ran.peak_mib, "MiB", at_most=1024),
    ]


def filling(progress: Progress) -> list[Figure]:
    """A new structure for the whole nation: it takes effect, and everybody is checked against all posts."""
    progress.stage(gettext_noop("a new structure, national"))
    with thrown_away_home() as home:
        home.run("malaqbiq", "demo", "--scale", "national", "--no-documents", "--json")
        ran = home.run("malaqbiq.home.bench.inside", "filling")
    said = ran.said
    both = said["taking"] + said["checking"]
    return [
        Figure(gettext_noop("work units that take the structure"), said["units"], ""),
        Figure(gettext_noop("structural posts"), said["posts"], ""),
        Figure(gettext_noop("civil servants checked against each"), said["people"], ""),
        Figure(gettext_noop("posts for which somebody may be named"), said["with_candidates"], ""),
        Figure(gettext_noop("the structure takes effect"), said["taking"], "s"),
        Figure(gettext_noop("everybody is checked"), said["checking"], "s"),
        Figure(gettext_noop("both together"), both, "s", at_most=30),
        Figure(gettext_noop("memory at most"), ran.peak_mib, "MiB", at_most=1024),
    ]


Measure = Callable[[Progress], list[Figure]]

MEASURES: dict[str, tuple[str, Measure]] = {
    "main-job": (gettext_noop("Main job, whole nation (549 work units, 17,000 PPNPN)"), main_job),
    "papers": (gettext_noop("Papers"), papers),
    "import": (gettext_noop("Import"), intake),
    "verify": (gettext_noop("Verify, whole nation, five years"), verification),
    "filling": (gettext_noop("A new structure, whole nation"), filling),
}
"""By the name of its option: what it is, and the measurement."""


def _run(command: Sequence[str], environment: dict[str, str]) -> Ran:
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=err, text=True)  # noqa: S603 - ourselves
        # Waited for by hand: only so is the memory of this one process told.
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode != 0:
            raise RuntimeError(f"{' '.join(command[2:])}: {err.read()[-2000:]}{out.read()[-2000:]}")
        text = out.read()
    return Ran(json.loads(text) if text.strip() else None, seconds, usage.ru_maxrss / MIB)
