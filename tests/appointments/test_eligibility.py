"""The civil servants of work units checked for posts: who sees whom, what is read, and at what cost."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malaqbiq.appointments.rules.candidates import (
    Verdict,
)
from malaqbiq.appointments.rules.eligibility import (
    Account,
    Standing,
)
from malaqbiq.appointments.selectors.eligibility import Law, account_of, law_on, post_kinds, register_on
from malaqbiq.decrees.services import EntryDraft, opening_record
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import Post
from malaqbiq.people.models import CompetencyKind, Person
from malaqbiq.people.rules import EducationLevel
from malaqbiq.people.services import (
    CompetencyDraft,
    EducationDraft,
    competencies_record,
    competency_catalogue_load,
    educations_record,
)
from malaqbiq.regulations.rules.rows import Criterion
from malaqbiq.regulations.services import fact_state
from malaqbiq.service.effects import EngagedV1, RankGivenV1, Status
from malaqbiq.service.services import PenaltyDraft, PredikatDraft, penalty_record, predikats_record
from tests import builders as make
from tests.appointments.test_changes import NEW, opened, recorded

pytestmark = pytest.mark.django_db

DAY = date(2022, 1, 11)
SYSTEM = make.OFFICER
KAB = Access("kab", {Role.SDM_OFFICER: frozenset({"76.01"})})
KASUBAG = "K20.4"


def servant(name: str, grade: str, *, where: str = "76.01", status: Status = Status.PNS) -> Person:
    """A civil servant of a kabupaten since 2010, with a rank."""
    unit, who = make.unit(where, "kabkota"), make.person(name)
    make_born(who)
    since = date(2010, 3, 1)
    entries = [
        EntryDraft("service.engaged", since, unit.uid, EngagedV1(status=status, work_unit=unit.uid), person=who.uid),
        EntryDraft("service.rank_given", since, unit.uid, RankGivenV1(grade=grade), person=who.uid),
    ]
    opening_record(access=SYSTEM, office=make.unit().uid, title="x", entries=entries)
    return who


def make_born(who: Person) -> None:
    who.birth_date = date(1985, 5, 20)
    who.save()


def ready(name: str = "Siap Semua", *, where: str = "76.01") -> Person:
    """Somebody of whom all that is asked of a Kasubag is recorded and enough."""
    who = servant(name, "III/c", where=where)
    if not CompetencyKind.objects.exists():
        competency_catalogue_load(access=SYSTEM)
    school = EducationDraft(person=who.uid, level=EducationLevel.S1, year=2008, source="ijazah")
    educations_record(access=SYSTEM, day=DAY, drafts=[school])
    years = [PredikatDraft(person=who.uid, year=year, predikat="Baik", source="SKP") for year in (2020, 2021)]
    predikats_record(access=SYSTEM, day=DAY, drafts=years)
    known = [
        CompetencyDraft(person=who.uid, kind=code, level=3, assessed_on=date(2021, 6, 1), source="uji")
        for code in ("bendahara", "tata-usaha", "logistik")
    ]
    competencies_record(access=SYSTEM, day=DAY, drafts=known)
    return who


def law() -> Law:
    return law_on(SYSTEM, DAY)


def accounts(access: Access = SYSTEM) -> dict[str, Account]:
    found = law()
    kind = next(one for one in post_kinds(SYSTEM, DAY, ["76.01"]) if one.unit_code == KASUBAG)
    register = register_on(access, DAY, found)
    return {one.person.name: one for one in register.accounts(found.sought(kind))}


def structured() -> None:
    opened(filled=False)
    recorded()


def verdicts(one: Account) -> dict[Criterion, Verdict]:
    return {each.rule.criterion: each.verdict for each in one.findings}


def test_who_has_all_of_it_is_eligible_and_what_is_not_recorded_is_unknown() -> None:
    structured()
    ready()
    servant("Baru Datang", "III/a")
    found = accounts()
    assert found["Siap Semua"].standing is Standing.ELIGIBLE
    assert len(found["Siap Semua"].findings) == 9
    assert verdicts(found["Baru Datang"]) == {
        Criterion.STATUS: Verdict.MET,
        Criterion.RANK: Verdict.MISSING,
        Criterion.EDUCATION: Verdict.UNKNOWN,
        Criterion.EXPERIENCE: Verdict.MET,
        Criterion.APPRAISAL: Verdict.UNKNOWN,
        Criterion.TIME_IN_POST: Verdict.MET,
        Criterion.DISCIPLINE: Verdict.MET,
        Criterion.PENSION: Verdict.MET,
        Criterion.COMPETENCE: Verdict.UNKNOWN,
    }


def test_a_penalty_counts_on_its_days_alone() -> None:
    structured()
    who = ready()
    drafted = PenaltyDraft(person=who.uid, grade="heavy", start=DAY, last_day=DAY, source="SK")
    penalty_record(access=SYSTEM, day=DAY, draft=drafted)
    assert accounts()["Siap Semua"].standing is Standing.ONE_MISSING
    found = law()
    kind = next(one for one in post_kinds(SYSTEM, DAY, ["76.01"]) if one.unit_code == KASUBAG)
    for day in (date(2022, 1, 10), date(2022, 1, 12)):
        assert account_of(SYSTEM, day, who.uid, found.sought(kind), found).standing is Standing.ELIGIBLE


def test_who_is_eligible_for_a_kind_of_post_is_who_has_such_an_account() -> None:
    structured()
    who = ready()
    servant("Baru Datang", "III/a")
    found = law()
    register = register_on(SYSTEM, DAY, found)
    kinds = {one.unit_code: one for one in post_kinds(SYSTEM, DAY, ["76", "76.01"])}
    assert len(kinds) == 15 and {one.regime for one in kinds.values()} == {NEW}
    for kind in kinds.values():
        eligible = [one.person.uid for one in register.accounts(found.sought(kind)) if one.standing == "eligible"]
        assert register.eligible(kind) == eligible, kind
    assert register.eligible(kinds[KASUBAG]) == [who.uid]
    assert register.eligible(kinds["K20.1"]) == []


def test_everybody_sees_the_civil_servants_of_his_units_alone() -> None:
    structured()
    mine, foreign = ready(), ready("Orang Lain", where="76.02")
    contract = make.person("Tenaga Kontrak")
    make.opened(make.unit(), make.engaged(contract, make.unit("76.01"), date(2022, 1, 1), date(2022, 12, 31)))
    assert set(accounts(KAB)) == {"Siap Semua"}
    assert set(accounts()) == {"Siap Semua", "Orang Lain"}
    found = law()
    sought = found.sought(post_kinds(SYSTEM, DAY, ["76.01"])[0])
    assert account_of(KAB, DAY, mine.uid, sought, found).person.uid == mine.uid
    for uid in (foreign.uid, contract.uid, uuid4()):
        with pytest.raises(Person.DoesNotExist):
            account_of(KAB, DAY, uid, sought, found)
    for role in (Role.STAFF, Role.COMMISSIONER, Role.APPRAISER, Role.ADMINISTRATOR):
        assert accounts(Access("x", {role: frozenset({"76", "76.01"})})) == {}
    for role in (Role.SECRETARY, Role.AUDITOR):
        assert set(accounts(Access("x", {role: frozenset({"76.01"})}))) == {"Siap Semua"}
    assert register_on(KAB, DAY, found, units=["76.02"]).people == []
    assert post_kinds(KAB, DAY, ["76"]) == []


def test_an_office_states_its_own_rule_or_switches_it_off() -> None:
    structured()
    servant("Baru Datang", "III/a")
    row = next(one for one in law().book.rows if one.key == "eligibility:pengawas:rank:IV.a")
    said = row.model_dump(mode="json", exclude={"office", "trust"}) | {"source": "surat Sekjen", "applies": "off"}
    fact_state(access=SYSTEM, office="76", table="eligibility_rules", values=said)
    for office, expected in (("76.01", Verdict.OFF), ("75", Verdict.MISSING)):
        found = law_on(SYSTEM, DAY, office)
        sought = found.sought(next(one for one in post_kinds(SYSTEM, DAY, ["76.01"]) if one.unit_code == KASUBAG))
        (one,) = register_on(SYSTEM, DAY, found).accounts(sought)
        assert verdicts(one)[Criterion.RANK] is expected
        assert one.standing is (Standing.UNKNOWN if expected is Verdict.OFF else Standing.ONE_MISSING)


def test_the_first_appointment_is_read_from_the_nip_where_a_list_told_a_later_day() -> None:
    who = servant("Baru Datang", "III/a")
    assert [one.served and one.served.day for one in register_on(SYSTEM, DAY, law()).people] == [date(2010, 3, 1)]
    who.nip, who.birth_date = "198505202008011001", None
    who.save()
    (person,) = register_on(SYSTEM, DAY, law()).people
    assert person.served is not None and person.served.day == date(2008, 1, 1)
    assert person.birth == date(1985, 5, 20)


def test_who_was_carried_over_holds_his_post_since_he_was_given_the_old_one() -> None:
    holders = opened()
    recorded()
    people = {one.uid: one for one in register_on(SYSTEM, DAY, law()).people}
    secretary, kasubag = people[holders["K08"].uid], people[holders["K08.1"].uid]
    assert [one.goes_on for one in secretary.posts] == [False, True]
    assert [one.post == kasubag.posts[0].post for one in kasubag.posts] == [True, True]
    found = law()
    sought = found.sought(next(one for one in post_kinds(SYSTEM, DAY, ["76.01"]) if one.unit_code == "K20"))
    for person in (secretary, kasubag):
        assert verdicts(account_of(SYSTEM, DAY, person.uid, sought, found))[Criterion.TIME_IN_POST] is Verdict.MET


def test_the_statements_are_as_many_for_one_as_for_many() -> None:
    structured()
    counts = []
    for names in (("A",), ("B", "C", "D")):
        for name in names:
            ready(name)
        with CaptureQueriesContext(connection) as captured:
            register = register_on(SYSTEM, DAY, law())
            for kind in post_kinds(SYSTEM, DAY, ["76", "76.01"]):
                register.eligible(kind)
                register.accounts(register.law.sought(kind))
        counts.append(len(captured))
    assert counts[0] == counts[1] == 7


def test_every_structural_post_of_the_three_structures_needs_competencies_of_the_catalogue() -> None:
    competency_catalogue_load(access=SYSTEM)
    codes = set(CompetencyKind.objects.values_list("code", flat=True))
    structured()
    found = law()
    assert {need.code for needs in found.competencies.values() for need in needs} <= codes
    posts = {f"{regime}:{code}" for regime, code in Post.objects.values_list("regime", "unit_code")}
    assert posts and posts <= set(found.competencies)
