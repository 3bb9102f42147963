"""What service asks the officer to do."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.decrees.services import EntryDraft
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.service.effects import EngagedV1, Status
from malaqbiq.service.selectors.structures import Choice
from malaqbiq.service.services import structure_open
from malaqbiq.service.todos import structure_unopened
from tests import builders as make

pytestmark = pytest.mark.django_db

SINCE, DAY = date(2020, 1, 1), date(2022, 1, 11)


def serving(where: WorkUnit, status: Status) -> None:
    who, payload = make.person(f"Orang {where.code} {status}"), EngagedV1(status=status, work_unit=where.uid)
    make.opened(where, [EntryDraft("service.engaged", SINCE, where.uid, payload, person=who.uid)])


def asked(*codes: str, role: Role = Role.SDM_OFFICER) -> list[str]:
    access = Access("user:sdm", {role: frozenset(codes)})
    return [str(card.address) for card in structure_unopened(access, DAY)]


def test_where_civil_servants_serve_and_no_structure_is_opened_the_officer_is_asked_to_open_one() -> None:
    province, town, empty = make.unit(), make.unit("76.01", "kabkota"), make.unit("76.02", "kabkota")
    for unit in (province, town):
        serving(unit, Status.PNS)
    serving(empty, Status.PPNPN)
    assert asked("76", "76.01", "76.02") == ["/structure/opening"]
    assert asked("76.01") == ["/structure/opening?unit=76.01"]
    assert asked("76.02") == asked() == asked("76", role=Role.SECRETARY) == []
    structure_open(access=make.OFFICER, choice=Choice("pkpu-6-2008", SINCE, ("76.01",)))
    assert asked("76.01") == [] and asked("76", "76.01") == ["/structure/opening?unit=76"]
