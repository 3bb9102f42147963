"""Sending, checking, returning, enclosing: by whom, in which order, and that what was sent stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.decrees.selectors.sheets import ERASED
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.months import month_of
from malaqbiq.people.models import Person
from malaqbiq.reports.errors import ReportChanged, ReportRefused
from malaqbiq.reports.models import Enclosure, Letter, Report, Review
from malaqbiq.reports.rules.content import Content
from malaqbiq.reports.rules.stages import Stage
from malaqbiq.reports.selectors.board import last_report, stage_now
from malaqbiq.reports.selectors.reading import named
from malaqbiq.reports.services import letter_make, report_review, report_send
from tests import builders as make
from tests.reports import office
from tests.reports.office import JANUARY, KABUPATEN, PROVINCE, SECRETARY, TODAY, reviewed, sent

pytestmark = pytest.mark.django_db

Units = dict[str, WorkUnit]


@pytest.fixture(autouse=True)
def _february() -> Iterator[None]:
    with clock.standing_at(make.noon(TODAY)):
        yield


@pytest.fixture
def units() -> Units:
    found = office.town()
    office.serving("Anto", found["76.01"])
    return found


def stage(code: str = "76.01") -> Stage:
    return stage_now(last_report(code, month_of(JANUARY)))


def letter(number: str = "1/SDM/2022", access: Access = SECRETARY, dated_on: date = TODAY) -> Letter:
    return letter_make(access=access, office="76", month=JANUARY, number=number, dated_on=dated_on)


def test_a_report_goes_from_the_unit_over_the_province_into_a_letter(units: Units) -> None:
    assert stage() is Stage.NONE
    report = sent("76.01", access=KABUPATEN)
    assert (report.version, report.people, stage()) == (1, 1, Stage.SENT)
    reviewed(report)
    assert stage() is Stage.CHECKED
    made = letter()
    assert stage() is Stage.LETTERED
    assert [row[0] for row in made.content["rows"]] == ["KPU 76.01"]
    assert made.content["missing"] == ["KPU 76", "KPU 76.02"]


def test_no_stage_is_skipped(units: Units) -> None:
    with pytest.raises(ReportRefused):
        letter()
    report = sent("76.01", access=KABUPATEN)
    with pytest.raises(ReportRefused):
        letter()
    with pytest.raises(ReportRefused):
        sent("76.01", access=KABUPATEN)
    reviewed(report, "returned")
    with pytest.raises(ReportRefused):
        letter()
    with pytest.raises(ReportRefused):
        reviewed(report)
    again = sent("76.01", access=KABUPATEN)
    assert (again.version, stage()) == (2, Stage.SENT)
    reviewed(again)
    letter()
    with pytest.raises(ReportRefused):
        letter("2/SDM/2022")


def test_a_correction_of_what_is_in_a_letter_is_a_new_version_for_a_next_letter(units: Units) -> None:
    reviewed(sent("76.01"))
    letter()
    reviewed(sent("76.01"))
    letter("2/SDM/2022")
    assert [one.review.report.version for one in Enclosure.objects.order_by("pk")] == [1, 2]


def test_only_the_units_officer_sends_and_only_another_of_the_province_checks(units: Units) -> None:
    auditor = Access("user:auditor", {Role.AUDITOR: frozenset(office.CODES)})
    elsewhere = Access("user:lain", {Role.SDM_OFFICER: frozenset({"76.02"})})
    for stranger in (auditor, elsewhere, SECRETARY):
        with pytest.raises(Forbidden):
            sent("76.01", access=stranger)
    report = sent("76.01", access=KABUPATEN)
    colleague = Access("user:rekan", {Role.SDM_OFFICER: frozenset({"76.01"}), Role.SECRETARY: frozenset({"76.01"})})
    for stranger in (auditor, elsewhere, colleague):
        with pytest.raises(Forbidden):
            reviewed(report, access=stranger)
        with pytest.raises(Forbidden):
            letter(access=stranger)
    reviewed(report, access=PROVINCE)


def test_who_sends_does_not_check_not_even_in_the_database(units: Units) -> None:
    report = sent("76.01", access=PROVINCE)
    with pytest.raises(ReportRefused):
        reviewed(report, access=PROVINCE)
    same = {"sent_by": PROVINCE.actor, "reviewed_by": PROVINCE.actor, "reviewed_at": clock.now()}
    with pytest.raises(DatabaseError), transaction.atomic():
        Review.objects.create(report=report, outcome="checked", **same)


def test_a_return_says_why(units: Units) -> None:
    report = sent("76.01", access=KABUPATEN)
    for reason in ("", "   "):
        with pytest.raises(ReportRefused):
            report_review(access=SECRETARY, report=report.uid, digest=report.digest, outcome="returned", reason=reason)
    with pytest.raises(ReportRefused):
        report_review(access=SECRETARY, report=report.uid, digest=report.digest, outcome="lettered")
    assert stage() is Stage.SENT


def test_a_month_that_is_not_over_is_not_sent(units: Units) -> None:
    with pytest.raises(ReportRefused):
        sent("76.01", date(2022, 2, 1), KABUPATEN)
    with clock.standing_at(make.noon(date(2022, 2, 28))), pytest.raises(ReportRefused):
        sent("76.01", date(2022, 2, 1), KABUPATEN)
    with clock.standing_at(make.noon(date(2022, 3, 1))):
        assert sent("76.01", date(2022, 2, 1), KABUPATEN).version == 1


def test_what_changed_since_it_was_shown_is_not_sent_nor_checked(units: Units) -> None:
    shown = Content("2022-01", "76.01", closed=False).digest
    with pytest.raises(ReportChanged):
        report_send(access=KABUPATEN, unit="76.01", month=JANUARY, digest=shown)
    report = sent("76.01", access=KABUPATEN)
    with pytest.raises(ReportChanged):
        report_review(access=SECRETARY, report=report.uid, digest="0" * 64, outcome="checked")
    assert Report.objects.count() == 1
    assert Review.objects.count() == 0


def test_what_was_sent_stays_whatever_decrees_come_later(units: Units) -> None:
    report = sent("76.01", access=KABUPATEN)
    office.serving("Budi", units["76.01"], date(2022, 1, 15))
    again = Report.objects.get(pk=report.pk)
    assert Content.unpacked(again.content).digest == report.digest
    assert len(Content.unpacked(again.content).serving) == 1
    reviewed(report)
    assert sent("76.01", access=KABUPATEN).people == 2


def test_of_somebody_erased_by_law_the_report_holds_no_name_and_says_so(units: Units) -> None:
    report = sent("76.01", access=KABUPATEN)
    assert "Anto" not in str(report.content)
    who = Content.unpacked(report.content).lines[0].person
    Person.objects.filter(uid=who).update(name="", erased_at=clock.now())
    (line,) = named(Content.unpacked(Report.objects.get().content))
    assert line.name == ERASED


@pytest.mark.parametrize("delete", [False, True])
def test_the_database_changes_and_deletes_nothing_of_it(units: Units, delete: bool) -> None:
    reviewed(sent("76.01", access=KABUPATEN))
    letter()
    changes: list[Callable[[], object]] = [
        lambda: Report.objects.update(people=0),
        lambda: Review.objects.update(outcome="returned"),
        lambda: Letter.objects.update(number="x"),
        lambda: Enclosure.objects.update(letter_id=0),
    ]
    tables = [Enclosure, Letter, Review, Report]
    deletions = [partial(_deleted, table._meta.db_table) for table in tables]
    for attempt in deletions if delete else changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def _deleted(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")


def test_a_letters_number_is_typed_once_and_it_is_not_dated_ahead_nor_before_the_check(units: Units) -> None:
    reviewed(sent("76.01"))
    for number, day in ((" ", TODAY), ("1/SDM", date(2022, 2, 4)), ("1/SDM", date(2022, 2, 2))):
        with pytest.raises(ReportRefused):
            letter(number, dated_on=day)
    letter("1/SDM")
    reviewed(sent("76.02"))
    with pytest.raises(ReportRefused):
        letter("1/SDM")
    assert letter(" 2/SDM ").number == "2/SDM"
