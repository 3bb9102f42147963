"""Who is told of results and objections."""

from __future__ import annotations

import pytest

from malaqbiq.accounts.models import Notice
from malaqbiq.appraisal.models import Objection
from malaqbiq.appraisal.services import results_tell
from malaqbiq.kernel.access import Role
from tests.appraisal.cast import SYSTEM
from tests.appraisal.office import complete, told

pytestmark = pytest.mark.django_db


def unread(name: str) -> list[str]:
    return list(Notice.objects.filter(user__username=name, read_at__isnull=True).values_list("kind", flat=True))


def test_an_objection_is_told_to_who_decides_and_its_decision_to_who_raised_it() -> None:
    office = told("anto")
    chair, anto = office.client("chair", Role.SECRETARY), office.client("anto")
    far = office.client("kabag", Role.SECRETARY, "76.02")
    anto.post(office.address("/mine/objection"), {"reason": "nilai Desember keliru"})
    objection = Objection.objects.get()
    assert (unread("chair"), unread("kabag"), unread("anto")) == (["appraisal.objected"], [], [])
    page = chair.get("/notices").content.decode()
    assert "An objection waits for your decision: Anto Uji" in page
    assert far.get("/notices").status_code == 200
    answer = chair.post(f"/appraisal/objections/{objection.uid}", {"ruling": "rejected", "reason": "sesuai bukti"})
    assert answer.status_code == 302, answer.content.decode()
    assert (unread("chair"), unread("anto")) == ([], ["appraisal.objection_decided"])
    notice = Notice.objects.get(user__username="anto")
    way = anto.post(f"/notices/{notice.uid}/opening").headers["Location"]
    assert anto.get(way).status_code == 200


def test_a_secretary_who_objects_himself_is_not_asked_to_decide() -> None:
    office = told("anto")
    anto = office.client("anto", Role.SECRETARY)
    anto.post(office.address("/mine/objection"), {"reason": "nilai Desember keliru"})
    assert unread("anto") == []


def test_whose_result_was_told_is_told_so_once() -> None:
    office = complete("anto", "budi")
    anto = office.client("anto")
    results_tell(access=SYSTEM, cycle=office.cycle.uid)
    results_tell(access=SYSTEM, cycle=office.cycle.uid)
    assert (unread("anto"), Notice.objects.count()) == (["appraisal.told_until"], 1)
    assert "the last day for an objection is " in anto.get("/notices").content.decode()
