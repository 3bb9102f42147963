"""Nothing is written while a page shows another day, whatever its form offered."""

from __future__ import annotations

import pytest

from malaqbiq.decrees.models import Decree
from malaqbiq.kernel.access import Role
from tests import builders as make
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


def test_a_form_of_another_day_writes_nothing() -> None:
    make.unit("76")
    client = signed_in(Role.SDM_OFFICER, "76")
    address = "/decrees/new?as_of=2021-12-31"
    assert client.get(address).status_code == 200
    answer = client.post(address, {"kind": "engage", "start": "2021-12-31", "title": "x"})
    assert answer.status_code == 409
    assert not Decree.objects.exists()
    assert client.post("/decrees/new", {"kind": "engage", "start": ""}).status_code != 409
