"""Predikat and penalties: who records them of whom, what is refused, who reads them, and that they are erased."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from malaqbiq.decrees.services import EntryDraft
from malaqbiq.home.services.erasing import person_data_erase
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.models import Activity
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EngagedV1, Status
from malaqbiq.service.models import Penalty, Predikat
from malaqbiq.service.services import (
    PenaltyDraft,
    PredikatDraft,
    conduct_erase,
    penalty_end,
    penalty_record,
    penalty_remove,
    predikat_remove,
    predikats_record,
)
from tests import builders as make
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

DAY = date(2022, 1, 11)
OFFICER = Access("ani", {Role.SDM_OFFICER: frozenset({"76.01"})})


def servant(name: str = "Budi Uji", where: str = "76.01") -> Person:
    unit, who = make.unit(where, "kabkota"), make.person(name)
    engaged = EngagedV1(status=Status.PNS, work_unit=unit.uid)
    make.opened(make.unit(), [EntryDraft("service.engaged", date(2010, 1, 1), unit.uid, engaged, person=who.uid)])
    return who


def rated(who: Person, year: int = 2021, predikat: str = "Baik", source: str = "SKP 2021") -> PredikatDraft:
    return PredikatDraft(person=who.uid, year=year, predikat=predikat, source=source)


def record(who: Person, access: Access = OFFICER, **more: object) -> int:
    return predikats_record(access=access, day=DAY, drafts=[rated(who, **more)])  # type: ignore[arg-type]


def penalised(who: Person, last_day: date | None = None, access: Access = OFFICER) -> Penalty:
    draft = PenaltyDraft(person=who.uid, grade="medium", start=DAY, last_day=last_day, source="SK 1/2022")
    return penalty_record(access=access, day=DAY, draft=draft)


def test_a_year_said_again_is_replaced_and_the_same_changes_nothing() -> None:
    who = servant()
    assert (record(who), record(who)) == (1, 0)
    assert record(who, predikat="Sangat Baik") == 1
    row = Predikat.objects.get()
    assert (row.predikat, row.year, row.entered_by) == ("Sangat Baik", 2021, "ani")
    assert Activity.objects.filter(action="service.predikat", subject_uid=who.uid).count() == 2


@pytest.mark.parametrize(
    "wrong", [{"predikat": "Cukup"}, {"predikat": ""}, {"year": 2023}, {"year": 1979}, {"source": "  "}]
)
def test_what_can_not_be_is_refused(wrong: dict[str, object]) -> None:
    who = servant()
    with pytest.raises(UserError):
        record(who, **wrong)
    assert not Predikat.objects.exists()


def test_only_an_officer_of_the_home_unit_records_and_nobody_of_himself() -> None:
    who, foreign = servant(), servant("Orang Lain", "76.02")
    contract = make.person("Tenaga Kontrak")
    make.opened(make.unit(), make.engaged(contract, make.unit("76.01"), date(2022, 1, 1), date(2022, 12, 31)))
    for other in (foreign, contract):
        with pytest.raises(Person.DoesNotExist):
            record(other)
        with pytest.raises(Person.DoesNotExist):
            penalised(other)
    for role in set(Role) - {Role.SDM_OFFICER}:
        with pytest.raises(Person.DoesNotExist):
            record(who, access=Access("x", {role: frozenset({"76.01"})}))
    himself = Access("budi", {Role.SDM_OFFICER: frozenset({"76.01"})}, person=who.uid)
    for act in (lambda: record(who, access=himself), lambda: penalised(who, access=himself)):
        with pytest.raises(UserError, match="of himself"):
            act()
    record(who)
    with pytest.raises(UserError, match="of himself"):
        predikat_remove(access=himself, day=DAY, person=who.uid, year=2021)


def test_a_list_with_one_wrong_line_records_nothing() -> None:
    who, foreign = servant(), servant("Orang Lain", "76.02")
    with pytest.raises(Person.DoesNotExist):
        predikats_record(access=OFFICER, day=DAY, drafts=[rated(who), rated(foreign)])
    assert not Predikat.objects.exists()


def test_a_penalty_is_ended_and_taken_back() -> None:
    penalty = penalised(servant())
    assert penalty.valid_until is None
    with pytest.raises(UserError, match="before the first"):
        penalty_end(access=OFFICER, day=DAY, uid=penalty.uid, last_day=date(2022, 1, 10))
    assert penalty_end(access=OFFICER, day=DAY, uid=penalty.uid, last_day=DAY).valid_until == date(2022, 1, 12)
    stranger = Access("x", {Role.SDM_OFFICER: frozenset({"76.02"})})
    with pytest.raises(Person.DoesNotExist):
        penalty_remove(access=stranger, day=DAY, uid=penalty.uid)
    penalty_remove(access=OFFICER, day=DAY, uid=penalty.uid)
    assert not Penalty.objects.exists()
    with pytest.raises(Penalty.DoesNotExist):
        penalty_remove(access=OFFICER, day=DAY, uid=uuid4())


@pytest.mark.parametrize(("start", "last_day"), [(DAY, date(2022, 1, 10)), (date(1022, 1, 1), None)])
def test_days_that_can_not_be_are_refused(start: date, last_day: date | None) -> None:
    draft = PenaltyDraft(person=servant().uid, grade="light", start=start, last_day=last_day, source="SK")
    with pytest.raises(UserError):
        penalty_record(access=OFFICER, day=DAY, draft=draft)


def test_a_grade_that_there_is_not_is_refused_by_the_database_too() -> None:
    who = servant()
    draft = PenaltyDraft(person=who.uid, grade="mild", start=DAY, source="SK")
    with pytest.raises(UserError, match="no penalty of the grade"):
        penalty_record(access=OFFICER, day=DAY, draft=draft)
    facts = {"person": who, "source": "x", "entered_by": "x", "entered_at": make.noon(DAY)}
    for model, wrong in ((Penalty, {"grade": "mild", "valid_from": DAY}), (Predikat, {"year": 1, "predikat": "Cukup"})):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(**facts, **wrong)


def test_erasing_by_law_removes_both_and_counts_them() -> None:
    who, other = servant(), servant("Orang Lain", "76.02")
    record(who)
    penalised(who)
    record(other, access=make.OFFICER)
    with pytest.raises(Forbidden):
        conduct_erase(access=OFFICER, person=who.uid)
    assert person_data_erase(access=make.OFFICER, person=who.uid, ground="UU 27/2022", dry_run=True).conduct == 2
    assert Predikat.objects.count() == 2
    assert person_data_erase(access=make.OFFICER, person=who.uid, ground="UU 27/2022").conduct == 2
    assert [row.person_id for row in Predikat.objects.all()] == [other.uid]
    assert not Penalty.objects.exists()


def test_a_source_that_names_somebody_else_is_erased_too() -> None:
    who, other = servant("Budi Uji Coba"), servant("Orang Lain")
    record(other, source="SKP Budi Uji Coba.pdf")
    person_data_erase(access=make.OFFICER, person=who.uid, ground="UU 27/2022")
    assert "Budi" not in Predikat.objects.get().source


def got(client: Client, address: str, status: int = 200) -> str:
    with clock.standing_at(make.noon(DAY)):
        response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def posted(client: Client, address: str, **values: object) -> tuple[int, str]:
    with clock.standing_at(make.noon(DAY)):
        response = client.post(address, values, follow=True)
    return response.status_code, response.content.decode()


@pytest.fixture
def client() -> Client:
    make.unit("76.01", "kabkota")
    return signed_in(Role.SDM_OFFICER, "76.01")


def test_a_predikat_is_recorded_from_the_persons_page_and_taken_back(client: Client) -> None:
    who = servant()
    page = got(client, f"/staff/{who.uid}/about")
    assert "predikat is recorded." in page and f"/staff/{who.uid}/predikat" in page
    assert 'value="2021"' in got(client, f"/staff/{who.uid}/predikat")
    told = posted(client, f"/staff/{who.uid}/predikat", year=2021, predikat="Baik", source="SKP nomor 7")[1]
    assert "Recorded." in told and "SKP nomor 7" in told
    assert "Taken back." in posted(client, f"/staff/{who.uid}/predikat/2021/removal")[1]
    assert posted(client, f"/staff/{who.uid}/predikat/2021/removal")[0] == 404
    assert not Predikat.objects.exists()


def test_a_penalty_is_recorded_ended_and_taken_back_by_the_pages(client: Client) -> None:
    who = servant()
    address = f"/staff/{who.uid}/penalties"
    told = posted(client, address, grade="heavy", start="2022-01-03", source="SK nomor 9")[1]
    assert "heavy penalty" in told and "end not known" in told and "runs" in told
    one = f"{address}/{Penalty.objects.get().uid}"
    status, told = posted(client, one, last_day="2021-12-31")
    assert status == 422 and "The last day is before the first" in told
    assert "over" in posted(client, one, last_day="2022-01-10")[1]
    assert "Taken back." in posted(client, f"{one}/removal")[1]
    assert not Penalty.objects.exists()


@pytest.mark.parametrize(
    ("part", "bad"),
    [
        ("predikat", {"year": "2025", "predikat": "Baik", "source": "Ketikan saya"}),
        ("predikat", {"year": "x", "predikat": "Baik", "source": "Ketikan saya"}),
        ("penalties", {"grade": "", "start": "2022-01-03", "source": "Ketikan saya"}),
        ("penalties", {"grade": "light", "start": "2022-01-03", "last_day": "2022-01-01", "source": "Ketikan saya"}),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, part: str, bad: dict[str, str]) -> None:
    status, page = posted(client, f"/staff/{servant().uid}/{part}", **bad)
    assert status == 422 and "Ketikan saya" in page
    assert not Predikat.objects.exists() and not Penalty.objects.exists()


def test_who_is_not_his_to_record_is_not_there(client: Client) -> None:
    who, foreign = servant(), servant("Orang Lain", "76.02")
    contract = make.person("Tenaga Kontrak")
    make.opened(make.unit(), make.engaged(contract, make.unit("76.01"), date(2022, 1, 1), date(2022, 12, 31)))
    penalty = penalised(foreign, access=make.OFFICER)
    for uid in (foreign.uid, contract.uid, uuid4()):
        got(client, f"/staff/{uid}/predikat", 404)
        got(client, f"/staff/{uid}/penalties", 404)
    for uid in (foreign.uid, who.uid):
        assert posted(client, f"/staff/{uid}/penalties/{penalty.uid}/removal")[0] == 404
    assert Penalty.objects.exists()


def test_the_panels_are_shown_to_who_may_read_them_and_to_oneself() -> None:
    who = servant()
    record(who)
    penalised(who)
    address = f"/staff/{who.uid}/about"
    for role in (Role.SECRETARY, Role.AUDITOR):
        page = got(signed_in(role, "76.01", username=role.value), address)
        assert "SKP 2021" in page and "SK 1/2022" in page and "Take back" not in page
    for role in (Role.APPRAISER, Role.COMMISSIONER, Role.ADMINISTRATOR):
        page = got(signed_in(role, "76.01", username=role.value), address)
        assert "SKP 2021" not in page and "SK 1/2022" not in page
    own = signed_in(Role.STAFF, "76.01", person=who.uid, username="budi")
    page = got(own, address)
    assert "SKP 2021" in page and "SK 1/2022" in page and "Take back" not in page
    with at_most():
        got(own, address)
