"""The form of a decree that takes an appointment back says beside the field what it can't be."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from malaqbiq.appointments.models import Phase
from malaqbiq.appointments.selectors.mended import mended_in
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appointments.test_mending import LATER, first, sworn
from tests.appointments.test_rounds import _january, holders
from tests.pages import signed_in

__all__ = ["_january", "first", "holders"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

SAID = {"authority": "Sekretaris Jenderal KPU", "number": "99/2022", "decided_on": "2022-02-10"}


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"kind": "annulled", "since": "2022-02-10"}, "since", "a day belongs to a revocation: clear it"),
        ({"kind": "revoked", "since": ""}, "since", "name the first day without the post"),
        ({"kind": "annulled", "decided_on": "2022-01-04"}, "decided_on", "of 5 January 2022: one that takes it back"),
    ],
)
def test_what_it_cannot_be_is_said_beside_the_field(
    first: Phase, holders: Mapping[str, Person], said: dict[str, str], field: str, why: str
) -> None:
    row = sworn(first, "P20B.2")
    assert row.inauguration is not None
    at = f"/structure/filling/phases/{first.uid}/inaugurations/{row.inauguration.uid}/sworn/{row.uid}/mending"
    with clock.standing_at(make.noon(LATER)):
        client = signed_in(Role.SDM_OFFICER, "76", "76.01")
        refused = client.post(at, SAID | said)
        page = refused.content.decode()
        assert refused.status_code == 422 and not mended_in([row])
        assert why in " ".join(refused.context["form"].errors[field]).replace("&#x27;", "'")
        assert all(f'value="{text}"' in page for text in ("99/2022", *filter(None, said.values())))
        kept = SAID | said | {"since": "", "decided_on": "2022-02-10", "kind": "annulled"}
        assert client.post(at, kept).status_code == 302 and mended_in([row])
