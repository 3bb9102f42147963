"""Issuing: numbered, placed, chained, in effect; or nothing at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from malaqbiq.decrees.errors import ContentChanged, Refused, StaleWrite, TwoPeopleNeeded, WrongState
from malaqbiq.decrees.models import Decree, Ledger, RegisterNumber
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import (
    DecreeDraft,
    EntryDraft,
    TypedNumber,
    decree_approve,
    decree_change,
    decree_discard,
    decree_draft,
    decree_issue,
    decree_review,
    decree_submit,
    decree_withdraw,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.speech import said
from malaqbiq.pay.models import PayTerm
from malaqbiq.people.models import FamilyTie
from malaqbiq.service.effects import EndedV1
from malaqbiq.service.models import Employment, HomeUnit
from tests import builders as make

pytestmark = pytest.mark.django_db

NEW_YEAR, LAST_DAY, DECREED = date(2022, 1, 1), date(2022, 12, 31), date(2022, 1, 11)


def test_an_issued_decree_has_a_place_a_number_and_a_link_and_takes_effect() -> None:
    office, who = make.unit(), make.person()
    decree = make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY), DECREED)
    assert (decree.place, decree.number_value, decree.decided_on) == (1, 1, DECREED)
    assert Ledger.objects.get().link == decree.link
    assert Employment.objects.as_of(date(2022, 12, 31)).get().person_id == who.uid
    assert not Employment.objects.as_of(date(2023, 1, 1)).exists()
    assert HomeUnit.objects.as_of(NEW_YEAR).get().work_unit_id == office.uid
    assert PayTerm.objects.as_of(NEW_YEAR).get().monthly_amount == make.FLOOR


def test_a_back_dated_decree_was_not_known_before() -> None:
    office, who = make.unit(), make.person()
    make.opened(office, make.engaged(who, office, date(2021, 1, 1), date(2021, 12, 31), 2_000_000))
    make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY, effect="extended"), DECREED)
    assert not Employment.objects.as_of(NEW_YEAR, place=1).exists()
    assert Employment.objects.as_of(NEW_YEAR, place=2).exists()


def test_who_submits_does_not_approve() -> None:
    office, who = make.unit(), make.person()
    decree = make.drafted(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    decree = decree_submit(access=make.OFFICER, decree=decree.uid, version=1)
    with pytest.raises(TwoPeopleNeeded):
        decree_approve(access=make.OFFICER, decree=decree.uid, digest=decree.content_digest)
    with pytest.raises(IntegrityError), transaction.atomic():
        Decree.objects.filter(pk=decree.pk).update(approved_by=decree.submitted_by)


def test_content_changed_behind_the_approver_is_refused() -> None:
    office, who = make.unit(), make.person()
    decree = make.approved(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    decree.entries.filter(effect="pay.term_set").update(payload={"monthly_amount": 9_000_000})
    with pytest.raises(ContentChanged):
        decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)


def test_a_stale_write_is_refused() -> None:
    office, who = make.unit(), make.person()
    decree = make.drafted(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    decree_change(access=make.OFFICER, decree=decree.uid, version=1, entries=[])
    with pytest.raises(StaleWrite):
        decree_change(access=make.OFFICER, decree=decree.uid, version=1, entries=[])


def test_pay_below_the_floor_is_refused_and_nothing_is_left() -> None:
    office, who = make.unit(), make.person()
    decree = make.approved(office, make.engaged(who, office, NEW_YEAR, LAST_DAY, make.FLOOR - 1))
    with pytest.raises(Refused) as refusal:
        decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)
    assert [problem.code for problem in refusal.value.problems] == ["pay.below_floor"]
    assert (Employment.objects.count(), RegisterNumber.objects.count()) == (0, 0)
    assert Decree.objects.get().place is None


def test_the_same_decree_is_issued_once() -> None:
    office, who = make.unit(), make.person()
    decree = make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    with pytest.raises(WrongState):
        decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)


def test_a_review_keeps_nothing() -> None:
    office, who = make.unit(), make.person()
    decree = make.drafted(office, make.engaged(who, office, NEW_YEAR, LAST_DAY, 1))
    review = decree_review(access=make.OFFICER, decree=decree.uid)
    assert [problem.code for problem in review.problems] == ["pay.below_floor"]
    assert not PayTerm.objects.exists()
    assert decree.entries.filter(place__isnull=True).count() == 2


def test_an_extension_without_pay_is_refused() -> None:
    office, who = make.unit(), make.person()
    make.opened(office, make.engaged(who, office, date(2021, 1, 1), date(2021, 12, 31), 2_000_000))
    with pytest.raises(Refused) as refusal:
        make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY, effect="extended")[:1])
    assert "pay.not_set" in {problem.code for problem in refusal.value.problems}


def test_annulling_a_contract_on_which_an_extension_stands_names_the_extension() -> None:
    office, who = make.unit(), make.person()
    opening = make.opened(office, make.engaged(who, office, date(2021, 1, 1), date(2021, 12, 31), 2_000_000))
    extension = make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY, effect="extended"))
    contract = make.entry_of(opening, who.uid, "service.engaged")
    with pytest.raises(Refused) as refusal:
        make.issued(office, [make.mending(contract, Mending.ANNULMENT, contract.effective_on)])
    in_the_way = {problem.entry for problem in refusal.value.problems}
    assert make.entry_of(extension, who.uid, "service.extended").uid in in_the_way


def test_a_revoked_extension_and_its_pay_end_on_the_day() -> None:
    office, who = make.unit(), make.person()
    make.opened(office, make.engaged(who, office, date(2021, 1, 1), date(2021, 12, 31), 2_000_000))
    extension = make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY, effect="extended"))
    day = date(2022, 7, 1)
    make.issued(office, [make.mending(entry, Mending.REVOCATION, day) for entry in extension.entries.all()])
    assert Employment.objects.known().order_by("-valid_from").first().valid_until == day
    assert PayTerm.objects.known().order_by("-valid_from").first().valid_until == day


def test_a_corrected_opening_stays_an_opening_and_is_not_held_to_the_floor() -> None:
    office, who = make.unit(), make.person()
    opening = make.opened(office, make.engaged(who, office, date(2021, 1, 1), date(2021, 12, 31), 2_000_000))
    term = make.entry_of(opening, who.uid, "pay.term_set")
    better = make.engaged(who, office, date(2021, 1, 1), date(2021, 12, 31), 1_900_000)[1].payload
    make.opened(office, [make.mending(term, Mending.CORRECTION, term.effective_on, better)])
    row = PayTerm.objects.known().get()
    assert (row.monthly_amount, row.origin) == (1_900_000, "opening")


@pytest.mark.parametrize("statement", ["UPDATE {} SET place = 99", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["decrees_decree", "decrees_entry"])
def test_the_database_refuses_to_change_what_was_issued(table: str, statement: str) -> None:
    office, who = make.unit(), make.person()
    make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_the_database_refuses_own_pay_below_its_floor() -> None:
    office, who = make.unit(), make.person()
    make.issued(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    for columns in ({"monthly_amount": make.FLOOR - 1}, {"floor_amount": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PayTerm.objects.update(**columns)


def test_who_issues_for_a_kabupaten_changed_with_the_budget_year() -> None:
    province, kabupaten, who = make.unit(), make.unit("76.01", "kabkota"), make.person()
    in_2022 = make.approved(kabupaten, make.engaged(who, kabupaten, NEW_YEAR, LAST_DAY))
    with pytest.raises(Refused) as refusal:
        decree_issue(access=make.SECRETARY, decree=in_2022.uid, digest=in_2022.content_digest)
    told = {problem.code: said(problem.words) for problem in refusal.value.problems}
    assert told["decrees.wrong_issuer"] == (
        "from 1 January 2022 decrees “Extension of contract staff” for KPU Kabupaten Pasangkayu are issued by"
        " Sekretaris of KPU Provinsi Sulawesi Barat"
    )
    decree = make.issued(province, make.engaged(who, kabupaten, NEW_YEAR, LAST_DAY))
    assert decree.place == 1


def test_a_draft_can_be_discarded_and_what_was_submitted_can_not() -> None:
    office, who = make.unit(), make.person()
    draft = make.drafted(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    other = make.drafted(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    submitted = decree_submit(access=make.OFFICER, decree=other.uid, version=1)
    with pytest.raises(WrongState):
        decree_discard(access=make.OFFICER, decree=submitted.uid, version=submitted.version)
    decree_discard(access=make.OFFICER, decree=draft.uid, version=1)
    assert list(Decree.objects.values_list("uid", flat=True)) == [submitted.uid]


def test_a_submitted_decree_can_be_withdrawn_changed_and_submitted_again() -> None:
    office, who = make.unit(), make.person()
    decree = make.approved(office, make.engaged(who, office, NEW_YEAR, LAST_DAY, make.FLOOR - 1))
    decree = decree_withdraw(access=make.OFFICER, decree=decree.uid)
    better = make.engaged(who, office, NEW_YEAR, LAST_DAY)
    decree = decree_change(access=make.OFFICER, decree=decree.uid, version=decree.version, entries=better)
    decree = decree_submit(access=make.OFFICER, decree=decree.uid, version=decree.version)
    decree = decree_approve(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)
    assert decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest).place == 1


def test_nobody_approves_what_is_about_themselves_or_close_family() -> None:
    office = make.unit()
    who, kin = sorted((make.person("Satu"), make.person("Dua")), key=lambda person: person.uid)
    FamilyTie.objects.create(
        person=who, relation="spouse", kin=kin, source="KK", entered_by="u", entered_at=clock.now()
    )
    decree = make.drafted(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    decree = decree_submit(access=make.OFFICER, decree=decree.uid, version=1)
    for person in (who, kin):
        access = Access("secretary", {Role.SECRETARY: frozenset({"76"})}, person=person.uid)
        with pytest.raises(TwoPeopleNeeded):
            decree_approve(access=access, decree=decree.uid, digest=decree.content_digest)


def test_an_officer_of_one_unit_does_not_draft_for_another() -> None:
    office, other, who = make.unit(), make.unit("76.01", "kabkota"), make.person()
    access = Access("officer", {Role.SDM_OFFICER: frozenset({"76.01"})})
    for where, entries in ((office, []), (other, make.engaged(who, office, NEW_YEAR, LAST_DAY))):
        draft = DecreeDraft(where.uid, "contract-extension", "sekretaris", "Coba", entries)
        with pytest.raises(Forbidden):
            decree_draft(access=access, draft=draft)


def test_a_decree_that_decides_nothing_can_not_be_submitted() -> None:
    decree = make.drafted(make.unit(), [])
    with pytest.raises(UserError, match="decides nothing"):
        decree_submit(access=make.OFFICER, decree=decree.uid, version=1)


def codes_refused(decree: Decree) -> set[str]:
    with pytest.raises(Refused) as refusal:
        decree_issue(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)
    return {problem.code for problem in refusal.value.problems}


def test_a_mending_is_of_the_same_effect_and_in_the_same_part() -> None:
    office, kabupaten, who = make.unit(), make.unit("76.01", "kabkota"), make.person()
    first = make.issued(office, make.engaged(who, kabupaten, NEW_YEAR, LAST_DAY))
    entry = make.entry_of(first, who.uid, "service.engaged")
    mending = make.mending(entry, Mending.ANNULMENT, NEW_YEAR)
    assert "decrees.mends_otherwise" in codes_refused(make.approved(office, [replace(mending, effect="pay.term_set")]))
    assert "decrees.mends_elsewhere" in codes_refused(make.approved(office, [replace(mending, work_unit=office.uid)]))


def test_a_kabupaten_does_not_undo_what_the_province_decreed() -> None:
    office, kabupaten, who = make.unit(), make.unit("76.01", "kabkota"), make.person()
    first = make.issued(office, make.engaged(who, kabupaten, NEW_YEAR, LAST_DAY))
    undo = [make.mending(entry, Mending.ANNULMENT, NEW_YEAR) for entry in first.entries.order_by("ordinal")]
    assert "decrees.wrong_issuer" in codes_refused(make.approved(kabupaten, undo))
    assert make.issued(office, undo).place == 2


def test_an_entry_without_its_subject_is_refused() -> None:
    office, who = make.unit(), make.person()
    entries = [replace(entry, person=None) for entry in make.engaged(who, office, NEW_YEAR, LAST_DAY)]
    assert codes_refused(make.approved(office, entries)) == {"decrees.subject_missing"}


def test_a_kind_that_the_law_table_does_not_know_is_refused() -> None:
    office, who = make.unit(), make.person()
    decree = make.approved(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    Decree.objects.filter(pk=decree.pk).update(kind="anything-i-like")
    decree = decree_withdraw(access=make.OFFICER, decree=decree.uid)
    decree = decree_submit(access=make.OFFICER, decree=decree.uid, version=decree.version)
    decree = decree_approve(access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest)
    with pytest.raises(Refused) as refusal:
        decree_issue(
            access=make.SECRETARY, decree=decree.uid, digest=decree.content_digest, number=TypedNumber(1, "1/X/2022")
        )
    assert "decrees.unknown_kind" in {problem.code for problem in refusal.value.problems}


def test_who_drafts_covers_every_unit_that_the_content_names() -> None:
    unit, other, who = make.unit("76.02", "kabkota"), make.unit("76.01", "kabkota"), make.person()
    access = Access("officer", {Role.SDM_OFFICER: frozenset({"76.02"})})
    entries = [replace(entry, work_unit=unit.uid) for entry in make.engaged(who, other, NEW_YEAR, LAST_DAY)]
    draft = DecreeDraft(unit.uid, "contract-extension", "sekretaris", "Coba", entries)
    with pytest.raises(Forbidden):
        decree_draft(access=access, draft=draft)


def test_nobody_is_ended_under_another_unit() -> None:
    unit, other, who = make.unit("76.02", "kabkota"), make.unit("76.01", "kabkota"), make.person()
    make.opened(other, make.engaged(who, other, date(2021, 1, 1), date(2021, 12, 31), 2_700_000))
    ended = EntryDraft("service.ended", date(2021, 7, 1), unit.uid, EndedV1(reason="resigned"), person=who.uid)
    assert "service.not_the_units_person" in codes_refused(make.approved(unit, [ended]))


def test_an_effect_that_nobody_knows_is_refused_when_drafted() -> None:
    office, who = make.unit(), make.person()
    entries = [replace(entry, effect="pay.dreamt") for entry in make.engaged(who, office, NEW_YEAR, LAST_DAY)]
    with pytest.raises(UserError, match=r"pay\.dreamt"):
        make.drafted(office, entries)
