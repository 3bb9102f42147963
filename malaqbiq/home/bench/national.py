"""The home whose pages are measured: the whole nation, with the decrees of 2022 to 2026 and work that waits."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from malaqbiq.home.bench.measures import Home, home_in, thrown_away_home
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.words import Words, gettext_noop

MADE = "bench-pages"
"""A file in a folder whose home was made to its end."""


@contextmanager
def national_home(progress: Progress, folder: Path | None) -> Iterator[Home]:
    """The home in a folder, which is made the first time and stays, or one that is gone after the block.

    UserError where the folder holds anything else: what is measured is nobody's.
    """
    if folder is None:
        with thrown_away_home() as home:
            _made(home, progress)
            yield home
        return
    home, made = home_in(folder.resolve()), folder / MADE
    if made.exists():
        home.run("malaqbiq", "init", "--json")
    else:
        _require_empty(folder)
        _made(home, progress)
        made.touch()
    yield home


def _require_empty(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        words = Words(
            gettext_noop("%(folder)s holds something else than a finished measuring home"), {"folder": str(folder)}
        )
        raise UserError(words, gettext_noop("name a folder that is empty or isn't there yet"))


def _made(home: Home, progress: Progress) -> None:
    progress.stage(gettext_noop("five years of decrees, national"))
    home.run("malaqbiq", "demo", "--scale", "national", "--no-documents", "--json")
    home.run("malaqbiq.home.bench.inside", "rounds")
    home.run("malaqbiq.home.bench.inside", "waiting")
