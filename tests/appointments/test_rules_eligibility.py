"""What each rule finds of somebody: met, missing, unknown; at the edges of its figures and on days of February."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from malaqbiq.appointments.rules.candidates import (
    Needed,
    PersonFacts,
    PostTime,
    Rulebook,
    Running,
    Sought,
    Start,
    Verdict,
)
from malaqbiq.appointments.rules.eligibility import (
    LOOKS,
    Finding,
    Standing,
    account,
    is_eligible,
)
from malaqbiq.people.rules import EducationLevel
from malaqbiq.regulations.rules.rows import Criterion, EligibilityRow

DAY = date(2022, 1, 11)
MET, MISSING, UNKNOWN = Verdict.MET, Verdict.MISSING, Verdict.UNKNOWN
GRADES = ("III/a", "III/b", "III/c", "III/d", "IV/a")
LADDER = {grade: place for place, grade in enumerate(GRADES, start=9)}
ONE, OTHER = UUID(int=1), UUID(int=2)


def rule(criterion: Criterion, value: str = "", beside: str = "", **more: object) -> EligibilityRow:
    said = {"level": "Pengawas", "criterion": criterion, "statement": "x", "value": value, "beside": beside}
    return EligibilityRow.model_validate({**said, "source": "s", "trust": "memory", **more})


def book(*rules: EligibilityRow, ages: dict[str, int] | None = None, months: int | None = 1) -> Rulebook:
    return Rulebook(rules, LADDER, {"Pengawas": 58} if ages is None else ages, months)


def who(**facts: object) -> PersonFacts:
    return PersonFacts(uid=uuid4(), name="Anto Uji", unit="76", **{"status": "pns", **facts})  # type: ignore[arg-type]


def found(
    person: PersonFacts, asked: EligibilityRow, day: date = DAY, needed: tuple[Needed, ...] | None = None
) -> Finding:
    sought = Sought("Pengawas", "IV.a", needed)
    (finding,) = account(person, sought, book(asked), day).findings
    return finding


def verdict(person: PersonFacts, asked: EligibilityRow, day: date = DAY) -> Verdict:
    return found(person, asked, day).verdict


def held(start: date, end: date | None = None, level: str = "Pengawas", **more: object) -> PostTime:
    facts = {"post": ONE, **more}
    return PostTime(level=level, start=Start(start, bool(facts.pop("exact", True))), end=end, **facts)  # type: ignore[arg-type]


def test_every_criterion_is_looked_at() -> None:
    assert set(LOOKS) == set(Criterion)


def test_only_the_status_that_is_asked_is_met() -> None:
    assert verdict(who(), rule(Criterion.STATUS, "pns")) is MET
    assert verdict(who(status="pppk"), rule(Criterion.STATUS, "pns")) is MISSING


@pytest.mark.parametrize(
    ("grade", "steps", "expected", "remarked"),
    [
        ("IV/a", "1", MET, False),
        ("III/c", "1", MET, False),
        ("III/b", "1", MET, True),
        ("III/b", "0", MISSING, False),
        ("III/a", "1", MISSING, False),
        ("III/a", "2", MET, True),
        ("", "1", UNKNOWN, False),
        ("IX", "1", UNKNOWN, False),
    ],
)
def test_a_rank_is_met_down_to_the_steps_that_are_let_through(
    grade: str, steps: str, expected: Verdict, *, remarked: bool
) -> None:
    finding = found(who(grade=grade), rule(Criterion.RANK, "III/c", steps))
    assert (finding.verdict, finding.remark is not None) == (expected, remarked)


def test_a_rank_too_low_says_the_own_and_the_asked_one() -> None:
    assert str(found(who(grade="III/a"), rule(Criterion.RANK, "III/c", "1")).why) == "III/a is 2 ranks below III/c"


def test_the_rank_of_another_eselon_is_not_asked() -> None:
    rules = [
        rule(Criterion.RANK, grade, "1", eselon=eselon) for grade, eselon in (("III/c", "IV.a"), ("III/b", "IV.b"))
    ]
    found = account(who(grade="III/b"), Sought("Pengawas", "IV.b"), book(*rules), DAY).findings
    assert [one.rule.value for one in found] == ["III/b"]


@pytest.mark.parametrize(
    ("level", "asked", "expected"),
    [
        (EducationLevel.D3, "D-III", MET),
        (EducationLevel.D2, "D-III", MISSING),
        (EducationLevel.D4, "D-IV", MET),
        (EducationLevel.S1, "D-IV", MET),
        (EducationLevel.SLTA, "D-III", MISSING),
        (None, "SLTA", UNKNOWN),
    ],
)
def test_schooling_is_met_from_its_level_on(level: EducationLevel | None, asked: str, expected: Verdict) -> None:
    assert verdict(who(education=level), rule(Criterion.EDUCATION, asked)) is expected


@pytest.mark.parametrize(
    ("start", "day", "expected"),
    [
        (date(2018, 1, 11), date(2022, 1, 11), MET),
        (date(2018, 1, 12), date(2022, 1, 11), MISSING),
        (date(2020, 2, 29), date(2024, 2, 28), MISSING),
        (date(2020, 2, 29), date(2024, 2, 29), MET),
        (date(2018, 3, 1), date(2022, 2, 28), MISSING),
        (date(2018, 3, 1), date(2022, 3, 1), MET),
    ],
)
def test_years_as_pelaksana_are_counted_from_the_first_appointment(start: date, day: date, expected: Verdict) -> None:
    asked = rule(Criterion.EXPERIENCE, "4", "Pelaksana")
    assert verdict(who(served=Start(start)), asked, day) is expected


def test_a_service_whose_beginning_nobody_told_is_met_only_by_what_is_surely_longer() -> None:
    asked = rule(Criterion.EXPERIENCE, "4", "Pelaksana")
    assert verdict(who(), asked) is UNKNOWN
    assert verdict(who(served=Start(date(2020, 1, 1), exact=False)), asked) is UNKNOWN
    assert verdict(who(served=Start(date(2015, 1, 1), exact=False)), asked) is MET


ADMINISTRATOR = rule(Criterion.EXPERIENCE, "3", "Pengawas", level="Pengawas")


@pytest.mark.parametrize(
    ("posts", "served", "expected"),
    [
        ((), date(2000, 1, 1), MISSING),
        ((held(date(2019, 1, 11)),), date(2000, 1, 1), MET),
        ((held(date(2019, 1, 12)),), date(2019, 1, 12), MISSING),
        # Of the years before the first post on record nobody told which posts they were.
        ((held(date(2019, 1, 12)),), date(2000, 1, 1), UNKNOWN),
        ((held(date(2019, 1, 12)),), None, UNKNOWN),
        ((held(date(2021, 1, 1), exact=False),), date(2021, 1, 1), UNKNOWN),
        ((held(date(2019, 1, 1), exact=False),), date(2019, 1, 1), MET),
        # Two spans together, and one of a level that is too low.
        ((held(date(2016, 1, 1), date(2018, 1, 1)), held(date(2020, 6, 1), post=OTHER)), date(2016, 1, 1), MET),
        ((held(date(2016, 1, 1), level="Pelaksana"),), date(2016, 1, 1), MISSING),
        ((held(date(2016, 1, 1), level="Administrator"),), date(2016, 1, 1), MET),
        ((held(date(2016, 1, 1), level="Fungsional"),), date(2016, 1, 1), UNKNOWN),
    ],
)
def test_years_in_posts_of_a_level(posts: tuple[PostTime, ...], served: date | None, expected: Verdict) -> None:
    person = who(posts=posts, served=served and Start(served))
    assert verdict(person, ADMINISTRATOR) is expected


def test_a_post_held_over_a_29_february_counts_its_years_to_the_day() -> None:
    person = who(posts=(held(date(2020, 2, 29)),), served=Start(date(2020, 2, 29)))
    assert verdict(person, ADMINISTRATOR, date(2023, 2, 28)) is MISSING
    assert verdict(person, ADMINISTRATOR, date(2023, 3, 1)) is MET


def test_related_years_are_never_met_by_years_alone() -> None:
    asked = rule(Criterion.RELATED_YEARS, "5")
    assert verdict(who(served=Start(date(2018, 1, 1))), asked) is MISSING
    finding = found(who(served=Start(date(2000, 1, 1))), asked)
    assert finding.verdict is UNKNOWN and finding.remark is not None
    assert verdict(who(), asked) is UNKNOWN


@pytest.mark.parametrize(
    ("predikat", "expected"),
    [
        ({2020: "Baik", 2021: "Sangat Baik"}, MET),
        ({2020: "Baik", 2021: "Butuh Perbaikan"}, MISSING),
        ({2020: "Butuh Perbaikan"}, MISSING),
        ({2021: "Baik"}, UNKNOWN),
        ({2019: "Baik", 2021: "Baik"}, UNKNOWN),
        ({2020: "Baik", 2021: "Baik", 2022: "Kurang"}, MET),
        ({}, UNKNOWN),
    ],
)
def test_the_predikat_of_each_of_the_years_before_this_one_counts(predikat: dict[int, str], expected: Verdict) -> None:
    asked = rule(Criterion.APPRAISAL, "2", "Baik")
    assert verdict(who(predikat=predikat), asked) is expected


def test_the_years_asked_change_with_new_year() -> None:
    person = who(predikat={2020: "Baik", 2021: "Baik"})
    asked = rule(Criterion.APPRAISAL, "2", "Baik")
    assert verdict(person, asked, date(2022, 12, 31)) is MET
    assert verdict(person, asked, date(2023, 1, 1)) is UNKNOWN
    assert verdict(person, asked, date(2021, 12, 31)) is UNKNOWN


@pytest.mark.parametrize(
    ("start", "day", "expected", "remarked"),
    [
        (date(2020, 1, 11), DAY, MET, False),
        (date(2020, 1, 12), DAY, MISSING, False),
        (date(2017, 1, 11), DAY, MET, False),
        (date(2017, 1, 10), DAY, MET, True),
        (date(2020, 2, 29), date(2022, 2, 28), MISSING, False),
        (date(2020, 2, 29), date(2022, 3, 1), MET, False),
    ],
)
def test_the_time_in_the_post_is_two_years_and_remarked_after_five(
    start: date, day: date, expected: Verdict, *, remarked: bool
) -> None:
    finding = found(who(posts=(held(start),)), rule(Criterion.TIME_IN_POST, "2", "5"), day)
    assert (finding.verdict, finding.remark is not None) == (expected, remarked)


def test_a_post_held_since_nobody_knows_when_is_unknown_until_it_is_surely_long_enough() -> None:
    asked = rule(Criterion.TIME_IN_POST, "2", "5")
    assert verdict(who(posts=(held(date(2021, 12, 20), exact=False),)), asked) is UNKNOWN
    assert verdict(who(posts=(held(date(2019, 12, 20), exact=False),)), asked) is MET
    assert verdict(who(), asked) is UNKNOWN


def test_who_keeps_a_post_as_demisioner_or_is_carried_over_holds_it_since_he_was_given_it() -> None:
    asked = rule(Criterion.TIME_IN_POST, "2", "5")
    effect = date(2022, 1, 3)
    kept = (held(date(2019, 1, 1), effect), held(effect))
    assert verdict(who(posts=kept), asked) is MET
    carried = (held(date(2019, 1, 1), effect), held(effect, post=OTHER, goes_on=True))
    assert verdict(who(posts=carried), asked) is MET
    anew = (held(date(2019, 1, 1), effect), held(effect, post=OTHER))
    assert verdict(who(posts=anew), asked) is MISSING
    apart = (held(date(2019, 1, 1), date(2021, 1, 1)), held(effect))
    assert verdict(who(posts=apart), asked) is MISSING


def test_who_holds_no_post_is_counted_since_his_last_or_his_first_appointment() -> None:
    asked = rule(Criterion.TIME_IN_POST, "2", "5")
    assert verdict(who(served=Start(date(2021, 3, 1))), asked) is MISSING
    assert verdict(who(served=Start(date(2019, 3, 1))), asked) is MET
    left = who(served=Start(date(2000, 3, 1)), posts=(held(date(2015, 1, 1), date(2021, 1, 1)),))
    assert verdict(left, asked) is MISSING


@pytest.mark.parametrize(
    ("grades", "expected"),
    [((), MET), (("light",), MET), (("medium",), MISSING), (("heavy",), MISSING), (("heavy", "light"), MISSING)],
)
def test_a_penalty_of_the_grade_or_heavier_stands_against_it(grades: tuple[str, ...], expected: Verdict) -> None:
    running = tuple(Running(grade, None) for grade in grades)
    assert verdict(who(penalties=running), rule(Criterion.DISCIPLINE, "medium")) is expected


def test_a_penalty_says_its_grade_and_last_day() -> None:
    person = who(penalties=(Running("heavy", date(2022, 6, 30)),))
    assert "a heavy penalty runs through 2022-06-30" in str(found(person, rule(Criterion.DISCIPLINE, "medium")).why)


@pytest.mark.parametrize(
    ("birth", "months", "day", "expected"),
    [
        # 58 years on 20 May 2022: retired from 1 June on.
        (date(1964, 5, 20), "0", date(2022, 5, 31), MET),
        (date(1964, 5, 20), "0", date(2022, 6, 1), MISSING),
        (date(1964, 5, 20), "3", date(2022, 3, 1), MET),
        (date(1964, 5, 20), "3", date(2022, 3, 2), MISSING),
        (date(1964, 2, 29), "0", date(2022, 2, 28), MET),
        (date(1964, 2, 29), "0", date(2022, 3, 1), MISSING),
        # A month after 31 January is the first of March.
        (date(1964, 2, 1), "1", date(2022, 1, 31), MET),
        (date(1964, 1, 31), "1", date(2022, 1, 1), MET),
        (date(1964, 1, 31), "1", date(2022, 1, 2), MISSING),
        (None, "0", DAY, UNKNOWN),
    ],
)
def test_the_pension_is_far_enough_away(birth: date | None, months: str, day: date, expected: Verdict) -> None:
    assert verdict(who(birth=birth), rule(Criterion.PENSION, months), day) is expected


def test_without_an_age_of_pension_nothing_is_guessed() -> None:
    asked = rule(Criterion.PENSION, "0")
    for without in (book(asked, ages={}), book(asked, months=None)):
        (finding,) = account(who(birth=date(1990, 1, 1)), Sought("Pengawas"), without, DAY).findings
        assert finding.verdict is UNKNOWN


NEEDED = (Needed("logistik", "Logistik", 2), Needed("pengadaan", "Pengadaan", 2))


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ({"logistik": 2, "pengadaan": 4}, MET),
        ({"logistik": 1, "pengadaan": 4}, MISSING),
        ({"logistik": 1}, MISSING),
        ({"logistik": 3}, UNKNOWN),
        ({"logistik": 3, "pengadaan": 0}, MISSING),
        ({}, UNKNOWN),
    ],
)
def test_what_is_too_low_is_missing_and_what_nobody_assessed_unknown(levels: dict[str, int], expected: Verdict) -> None:
    asked = rule(Criterion.COMPETENCE, trust="own-default", source="")
    finding = found(who(competencies=levels), asked, needed=NEEDED)
    assert finding.verdict is expected
    assert "Logistik" in str(finding.why) and "Pengadaan" in str(finding.why)


def test_competencies_are_set_aside_without_a_post_and_unknown_where_a_post_says_none() -> None:
    asked = rule(Criterion.COMPETENCE, trust="own-default", source="")
    assert found(who(), asked, needed=None).verdict is Verdict.ASIDE
    assert found(who(), asked, needed=()).verdict is UNKNOWN


def test_a_rule_that_is_switched_off_is_told_and_does_not_count() -> None:
    off = rule(Criterion.STATUS, "pns", applies="off")
    told = account(who(status="pppk"), Sought("Pengawas"), book(off), DAY)
    assert [one.verdict for one in told.findings] == [Verdict.OFF]
    assert told.standing is Standing.ELIGIBLE


def test_a_rule_whose_value_was_not_found_is_unknown() -> None:
    assert verdict(who(grade="IV/a"), rule(Criterion.RANK, trust="not-found", source="")) is UNKNOWN


def test_how_it_stands_with_all_rules_together() -> None:
    rules = (
        rule(Criterion.STATUS, "pns"),
        rule(Criterion.RANK, "III/c", "1"),
        rule(Criterion.EDUCATION, "D-III"),
    )
    fine = who(grade="III/d", education=EducationLevel.S1)
    cases = [
        (fine, Standing.ELIGIBLE),
        (replace(fine, education=None), Standing.UNKNOWN),
        (replace(fine, grade="III/a"), Standing.ONE_MISSING),
        (replace(fine, grade="III/a", education=None), Standing.ONE_MISSING),
        (replace(fine, grade="III/a", education=EducationLevel.SD), Standing.MORE_MISSING),
    ]
    for person, expected in cases:
        sought = Sought("Pengawas", "IV.a")
        assert account(person, sought, book(*rules), DAY).standing is expected
        assert is_eligible(person, sought, rules, book(*rules), DAY) is (expected is Standing.ELIGIBLE)


@pytest.mark.parametrize(
    ("criterion", "value", "beside"),
    [
        (Criterion.RANK, "III/z", "1"),
        (Criterion.RANK, "III/c", ""),
        (Criterion.EDUCATION, "Sarjana", ""),
        (Criterion.EXPERIENCE, "3", "Kasubag"),
        (Criterion.APPRAISAL, "2", "baik"),
        (Criterion.TIME_IN_POST, "2", ""),
        (Criterion.DISCIPLINE, "berat", ""),
        (Criterion.PENSION, "setahun", ""),
        (Criterion.COMPETENCE, "2", ""),
        (Criterion.STATUS, "", ""),
    ],
)
def test_a_rule_that_asks_what_its_criterion_cannot_is_refused(criterion: Criterion, value: str, beside: str) -> None:
    with pytest.raises(ValueError, match="can ask for"):
        rule(criterion, value, beside)
