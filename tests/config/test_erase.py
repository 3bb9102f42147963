"""`malaqbiq erase`: says what goes, erases only what it was told to, and never by itself."""

from __future__ import annotations

from dataclasses import fields

import pytest

from malaqbiq.config.cli.erase import COUNTED
from malaqbiq.home.services.erasing import Erased
from tests.process import LONG_ENOUGH, Malaqbiq

pytestmark = pytest.mark.process

PREPARE = """
from datetime import date
from malaqbiq.people.services import PersonDraft, person_register
from tests import builders as make
office = make.unit()
who = person_register(access=make.OFFICER, draft=PersonDraft(name="Anto Uji", entered_unit="76"))
make.issued(office, make.engaged(who, office, date(2022, 1, 1), date(2022, 12, 31)), date(2022, 1, 11))
from malaqbiq.kernel import clock
from malaqbiq.reports.models import Report
sent = {"content": {}, "digest": "0" * 64, "people": 0, "sent_by": "x", "sent_at": clock.now()}
Report.objects.create(work_unit=office, month=date(2022, 1, 1), version=1, note="Anto Uji sakit", **sent)
print(who.uid)
"""
LEFT = """
from malaqbiq.decrees.models import Snapshot
from malaqbiq.kernel.models import Activity
from malaqbiq.people.models import Person
person = Person.objects.get()
erasures = Activity.objects.filter(action="people.erase").values_list("actor", "detail__ground")
print(repr(person.name), Snapshot.objects.filter(person=person, content__isnull=False).count(), *erasures)
"""


def test_nothing_that_goes_is_left_unsaid() -> None:
    assert [*COUNTED, "left"] == [field.name for field in fields(Erased)]


def said(house: Malaqbiq, code: str) -> str:
    out, err = (process := house.python(code)).communicate(timeout=LONG_ENOUGH)
    assert process.returncode == 0, err
    return out.strip()


def test_it_says_what_goes_and_erases_only_when_told_to(ready_malaqbiq: Malaqbiq) -> None:
    uid = said(ready_malaqbiq, PREPARE)
    before = said(ready_malaqbiq, LEFT)
    assert before.startswith("'Anto Uji' 1")
    asked = ("erase", uid, "--ground", "UU 27/2022")
    shown = ready_malaqbiq.run(*asked, "--dry-run")
    assert "Of Anto Uji" in shown.stderr and "snapshots of papers: 1" in shown.stderr
    assert "reports.Report.note, 1 rows (1: " in shown.stderr and "frozen" in shown.stderr
    assert "Nothing was erased." in shown.stdout
    unasked = ready_malaqbiq.run(*asked, check=False)
    assert unasked.returncode != 0 and "--yes" in unasked.stderr
    assert said(ready_malaqbiq, LEFT) == before
    done = ready_malaqbiq.run(*asked, "--yes").stdout
    assert "are erased" in done and "told above: 1." in done
    assert said(ready_malaqbiq, LEFT) == "'(dihapus: UU 27/2022)' 0 ('system:cli', 'UU 27/2022')"
    ready_malaqbiq.run("verify")
    again = ready_malaqbiq.run(*asked, "--yes", check=False)
    assert again.returncode != 0 and "erased already" in again.stderr
