"""One demo of Sulawesi Barat for all tests that only look at it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pytest

from tests.postgresql import database_created
from tests.process import Malaqbiq


@dataclass(frozen=True, slots=True)
class Demo:
    """An installation that holds a demo, and what the command said when it told it."""

    malaqbiq: Malaqbiq
    said: dict[str, Any]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Sulawesi Barat to 11 January 2022, without papers. Tests must not change it."""
    server = os.environ.get("MALAQBIQ_DATABASE_URL", "")
    with database_created(server) if server else nullcontext("") as url:
        malaqbiq = Malaqbiq(tmp_path_factory.mktemp("demo-home"), url)
        # As `make run` does it.
        malaqbiq.run("init")
        done = malaqbiq.run("demo", "--if-empty", "--no-documents", "--json")
        yield Demo(malaqbiq, json.loads(done.stdout))
