"""What tests of people share. Imports stand inside: this file is read before the settings are chosen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from malaqbiq.kernel.access import Access
    from malaqbiq.people.models import Person
    from tests.people.town import Told


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    from malaqbiq.people import scope
    from tests.people.town import Told

    told = Told()
    monkeypatch.setattr(scope._Hook, "filled", told)
    return told


@pytest.fixture
def unfilled(monkeypatch: pytest.MonkeyPatch) -> None:
    from malaqbiq.people import scope

    monkeypatch.setattr(scope._Hook, "filled", None)


@pytest.fixture
def officer() -> Access:
    """An SDM officer of the work unit 76.02."""
    from tests.people.town import officer_of

    return officer_of("76.02")


@pytest.fixture
def register(told: Told) -> Callable[..., Person]:
    """Register somebody by name, in a work unit if one is named."""
    from malaqbiq.people.services import PersonDraft, person_register
    from tests.people.town import SYSTEM

    def somebody(name: str, unit: str | None = None, **more: Any) -> Person:
        person = person_register(access=SYSTEM, draft=PersonDraft(name=name, entered_unit=unit or "76", **more))
        if unit:
            told.units[person.uid] = (unit, date(2021, 1, 1))
        return person

    return somebody
