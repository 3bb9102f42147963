"""One demo of Sulawesi Barat for all tests that look at it or go on from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.process import Malaqbiq, copied


@dataclass(frozen=True, slots=True)
class Demo:
    """An installation that holds a demo, and what the command said when it told it."""

    malaqbiq: Malaqbiq
    said: dict[str, Any]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, _prepared_malaqbiq: Malaqbiq) -> Iterator[Demo]:
    """Sulawesi Barat to 11 January 2022, without papers. Tests must not change it."""
    with copied(_prepared_malaqbiq, tmp_path_factory.mktemp("demo") / "home") as malaqbiq:
        # As `make run` does it.
        done = malaqbiq.run("demo", "--if-empty", "--no-documents", "--json")
        yield Demo(malaqbiq, json.loads(done.stdout))


@pytest.fixture
def own_demo(tmp_path: Path, demo: Demo) -> Iterator[Malaqbiq]:
    """Like `demo`, but the test's own: a copy of it."""
    with copied(demo.malaqbiq, tmp_path / "demo-home") as malaqbiq:
        yield malaqbiq
