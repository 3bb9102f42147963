"""What others wrote about a person is erased with the rest; the guards let nothing else pass."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.appraisal.models import Adjustment, Decision, Excuse, Objection
from malaqbiq.decrees.selectors.verify import verify
from malaqbiq.home.services.erasing import person_data_erase
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.files import file_store
from malaqbiq.kernel.media import PDF
from malaqbiq.kernel.models import Activity, StoredFile
from malaqbiq.kernel.speech import said
from malaqbiq.pay.models import PayException
from tests.appraisal import cast as played
from tests.appraisal.cast import Cast
from tests.home.test_services import everything_stored
from tests.kernel.test_media import MINIMAL_PDF

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

SYSTEM = Access.system("erasure")
SECRET = "sakit jantung menurut surat dokter"
DAY = date(2022, 1, 5)
TEXTS = (
    ("appraisal_adjustment", "reason"),
    ("appraisal_excuse", "reason"),
    ("appraisal_objection", "reason"),
    ("appraisal_objection", "decision"),
    ("appraisal_decision", "reason"),
    ("pay_payexception", "reason"),
)


@pytest.fixture
def people() -> Cast:
    """A cast about two of whom a reason stands in every table that holds one."""
    found = played.cast("anto", "budi")
    for appraisee in played.opened(found).appraisees.all():
        _judged(found, appraisee.pk, appraisee.person_id)
    return found


def _judged(people: Cast, appraisee: int, person: object) -> None:
    judge, now = people["chair"], clock.now()
    paper = file_store(access=SYSTEM, content=MINIMAL_PDF, name="surat.pdf", allowed=(PDF,))
    by = {"by_id": judge, "actor": "user:chair", "at": now}
    about = {"appraisee_id": appraisee, "person_id": person}
    Adjustment.objects.create(
        appraisee_id=appraisee, component="result", cause="moderation", from_points=1, to_points=2, reason=SECRET, **by
    )
    Excuse.objects.create(**about, reason=SECRET, file_uid=paper.uid, **by)
    decided = {"state": "rejected", "decided_by_id": judge, "decided_at": now, "decision": SECRET}
    days = {"raised_on": DAY, "last_day": DAY, "recorded_by": "x", "recorded_at": now}
    Objection.objects.create(**about, reason=SECRET, **decided, **days)
    Decision.objects.create(
        **about, outcome="extend", differs=True, reason=SECRET, decided_by_id=judge, actor="x", decided_at=now
    )
    PayException.objects.create(
        person_id=person, limit="floor", reason=SECRET, proposed_by="a", proposed_at=now, approved_by="b",
        approved_at=now, last_day=DAY,
    )  # fmt: skip


def erased(people: Cast, name: str) -> int:
    return person_data_erase(access=SYSTEM, person=people[name], ground="UU 27/2022").reasons


def test_reasons_about_a_person_are_erased_and_those_about_others_stay(people: Cast) -> None:
    assert everything_stored().count(SECRET) == 2 * len(TEXTS)
    assert erased(people, "anto") == len(TEXTS)
    assert everything_stored().count(SECRET) == len(TEXTS)
    assert (Excuse.objects.get(person=people["anto"]).reason, StoredFile.objects.count()) == (ERASED, 1)
    checks = {check.name: check for check in verify()}
    assert all(check.ok for check in checks.values())
    assert said(checks["reasons"].detail) == "10 reasons, 5 erased by law"
    assert said(checks["exceptions"].detail) == "2 reasons, 1 erased by law"
    logged = Activity.objects.filter(action__in=("appraisal.erase", "pay.exception_erase"), subject_uid=people["anto"])
    assert {row.detail["reasons"] for row in logged} == {5, 1}


def test_erased_twice_changes_nothing_more(people: Cast) -> None:
    erased(people, "anto")
    assert erased(people, "anto") == 0


@pytest.mark.parametrize(("table", "text"), TEXTS)
@pytest.mark.parametrize("other", ["", "lain", ERASED.lower(), f"{ERASED} "])
def test_the_database_lets_a_reason_become_the_mark_and_nothing_else(
    people: Cast, table: str, text: str, other: str
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {text} = %s", [other])
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {text} = %s", [ERASED])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {text} = %s", [SECRET])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE appraisal_decision SET outcome = 'end', reason = '{}'",
        "UPDATE appraisal_adjustment SET to_points = 3",
        "UPDATE appraisal_excuse SET actor = 'y'",
        "UPDATE appraisal_objection SET state = 'upheld', reason = '{}'",
        "UPDATE pay_payexception SET last_day = '2023-01-01', reason = '{}'",
    ],
)
def test_nothing_else_changes_under_the_cover_of_erasing(people: Cast, statement: str) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(ERASED))


@pytest.mark.parametrize(("table", "text"), TEXTS)
def test_a_mark_without_an_erasure_in_the_log_is_found(people: Cast, table: str, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {text} = %s", [ERASED])
    failing = {check.name for check in verify() if not check.ok}
    assert failing == {"exceptions" if table.startswith("pay") else "reasons"}


def test_who_is_no_system_user_erases_nothing(people: Cast) -> None:
    officer = Access("officer", {Role.ADMINISTRATOR: frozenset({"00", "76", "76.01"})})
    with pytest.raises(Forbidden):
        person_data_erase(access=officer, person=people["anto"], ground="UU 27/2022")
    assert everything_stored().count(SECRET) == 2 * len(TEXTS)
