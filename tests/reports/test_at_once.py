"""Two send the same report, check it, or make the letter, at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from malaqbiq.kernel import clock
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.rules.months import month_of
from malaqbiq.reports.errors import ReportRefused
from malaqbiq.reports.models import Letter, Report, Review
from malaqbiq.reports.selectors.composing import content_now
from malaqbiq.reports.services import letter_make, report_send
from tests import builders as make
from tests.reports import office
from tests.reports.office import JANUARY, PROVINCE, SECRETARY, TODAY, reviewed, sent

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work: Callable[[int], object], times: int = 4) -> list[str]:
    """What came of it in each thread: done, or refused."""

    def alone(number: int) -> str:
        try:
            with clock.standing_at(make.noon(TODAY)):
                work(number)
        except ReportRefused:
            return "refused"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(times) as threads:
        return sorted(threads.map(alone, range(times)))


def test_one_version_is_sent_one_review_recorded_and_one_letter_made() -> None:
    units = office.town()
    office.serving("Anto", units["76.01"])
    shown = content_now(WorkUnit.objects.get(code="76.01"), month_of(JANUARY)).digest
    once = ["done", "refused", "refused", "refused"]
    assert at_once(lambda _: report_send(access=PROVINCE, unit="76.01", month=JANUARY, digest=shown)) == once
    report = Report.objects.get()
    assert at_once(lambda number: reviewed(report, "checked" if number % 2 else "returned")) == once
    if Review.objects.get().outcome == "returned":
        with clock.standing_at(make.noon(TODAY)):
            reviewed(sent("76.01"))
    made = at_once(
        lambda number: letter_make(access=SECRETARY, office="76", month=JANUARY, number=f"{number}", dated_on=TODAY)
    )
    assert made == once
    assert Letter.objects.count() == 1
