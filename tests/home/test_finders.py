"""Ctrl K: people and work units that the asker may see."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from tests import builders as make
from tests.home.test_staff import TODAY, Town
from tests.intake.office import nip
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "there", "gone"),
    [
        ("sitti", ["Sitti Beres"], ["Sitti Asing"]),
        (nip()[:10], ["Sitti Beres"], []),
        ("kpu 76.0", ["/work-units/76.01"], ["/work-units/76.02"]),
        ("asing", [], ["Sitti Asing"]),
    ],
)
def test_only_what_is_covered_is_found(text: str, there: list[str], gone: list[str]) -> None:
    Town()
    client = signed_in(Role.SDM_OFFICER, "76.01")
    with clock.standing_at(make.noon(TODAY)), at_most():
        page = client.get(f"/find?{urlencode({'q': text})}").content.decode()
    assert all(name in page for name in there)
    assert not any(name in page for name in gone)


def test_staff_find_nobody() -> None:
    town = Town()
    client = signed_in(Role.STAFF, "76", person=town.low.uid)
    with clock.standing_at(make.noon(TODAY)):
        page = client.get("/find?q=sitti").content.decode()
    assert "Sitti" not in page.replace("sitti", "")
