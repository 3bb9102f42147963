"""All work units of the country, as every installation has them."""

from __future__ import annotations

import pytest

from malaqbiq.kernel.access import Access, Role


@pytest.fixture
def country(db: None) -> Access:
    """The law and every work unit in the database; gives who may ask for all of it."""
    from malaqbiq.organization.services import work_units_seed
    from malaqbiq.regulations.models import Fact
    from malaqbiq.regulations.services import law_load

    house = Access.system("tests")
    if not Fact.objects.exists():
        law_load(access=house)
    work_units_seed(access=house)
    return house


@pytest.fixture
def sulbar() -> Access:
    """An administrator of Sulawesi Barat and all below it."""
    units = frozenset({"76", *(f"76.0{number}" for number in range(1, 7))})
    return Access(actor="sulbar", roles={Role.ADMINISTRATOR: units, Role.SDM_OFFICER: units})


@pytest.fixture
def mamuju() -> Access:
    """An administrator of Kabupaten Mamuju only."""
    units = frozenset({"76.02"})
    return Access(actor="mamuju", roles={Role.ADMINISTRATOR: units, Role.SDM_OFFICER: units})
