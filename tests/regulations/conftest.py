"""The law as the package ships it: in the database, and as a copy that a test may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from malaqbiq.kernel.access import Access
from malaqbiq.regulations.loader.law import PACKAGED

HOUSE = Access.system("tests")


@pytest.fixture
def house() -> Access:
    return HOUSE


@pytest.fixture
def law(db: None) -> Access:
    """The packaged law in the database; gives who may ask for all of it."""
    from malaqbiq.regulations.models import Fact
    from malaqbiq.regulations.services import law_load

    if not Fact.objects.exists():
        law_load(access=HOUSE, folders=[PACKAGED])
    return HOUSE


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A copy of the packaged files of law."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "data"))
