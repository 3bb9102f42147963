"""The activity log as it is told: in words, to whom it concerns, never changed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

import malaqbiq
from malaqbiq.home.rules.activity import ACTIONS, TOPICS
from malaqbiq.intake.models import Import
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.services import SignerFields, signer_record
from tests import builders
from tests.appraisal.office import told
from tests.intake.office import DAY as IMPORTED
from tests.intake.office import founded, row, written
from tests.intake.test_views import sent
from tests.pages import at_most, signed_in

DAY = date(2022, 1, 11)


def test_every_action_that_is_recorded_has_words() -> None:
    sources = [
        path.read_text() for path in Path(malaqbiq.__file__).parent.rglob("*.py") if "migrations" not in path.parts
    ]
    found = {name for text in sources for name in re.findall(r'\baction="([a-z_]+\.[a-z_]+)"', text)}
    found |= {f"appointments.{name}" for text in sources for name in told_of_a_phase(text)}
    assert len(found) > 20
    assert found - set(ACTIONS) == set()


def told_of_a_phase(text: str) -> Iterator[str]:
    """The names of acts in a phase, which `appointments.services.rounds.told` writes down."""
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "told":
            for value in (named.value for named in call.keywords if named.arg == "action"):
                branches = (value.body, value.orelse) if isinstance(value, ast.IfExp) else (value,)
                yield from (one.value for one in branches if isinstance(one, ast.Constant))


@pytest.mark.django_db
def test_a_reader_sees_his_work_units_and_his_own_acts_only() -> None:
    for code in ("76.01", "76.02"):
        builders.unit(code, "kabkota")
    with clock.standing_at(builders.noon(DAY)):
        activity_record(access=builders.OFFICER, action="decrees.issue", unit_code="76.01")
        activity_record(access=builders.OFFICER, action="pay.month_close", unit_code="76.02")
        client = signed_in(Role.AUDITOR, "76.01")
        with at_most():
            page = client.get("/activity").content.decode()
        book = client.get("/activity?format=xlsx")
    assert "issued a decree" in page and "closed a month" not in page
    assert book["Content-Type"].startswith("application/vnd.openxmlformats")


@pytest.mark.django_db
def test_what_happened_later_is_not_told_of_an_earlier_day() -> None:
    builders.unit("76.01", "kabkota")
    with clock.standing_at(builders.noon(DAY)):
        activity_record(access=builders.OFFICER, action="decrees.issue", unit_code="76.01")
        client = signed_in(Role.AUDITOR, "76.01")
        assert "issued a decree" not in client.get("/activity?as_of=2022-01-10").content.decode()
        assert "issued a decree" in client.get("/activity?as_of=2022-01-11").content.decode()


@pytest.mark.django_db
def test_the_log_is_not_there_for_staff() -> None:
    builders.unit("76.01", "kabkota")
    assert signed_in(Role.STAFF, "76.01").get("/activity").status_code == 404


@pytest.mark.django_db
def test_today_greets_everybody_who_signed_in() -> None:
    builders.unit("76.01", "kabkota")
    client = signed_in(Role.STAFF, "76.01")
    with clock.standing_at(builders.noon(DAY)), at_most():
        page = client.get("/today").content.decode()
    assert "11 January 2022" in page
    assert "All done" in page


def test_every_action_has_a_topic() -> None:
    assert {action.partition(".")[0] for action in ACTIONS} == set(TOPICS)


@pytest.mark.django_db
def test_an_import_is_one_line_of_what_changed_and_leads_to_what_it_brought(home: Path, tmp_path: Path) -> None:
    founded()
    client = signed_in(Role.SDM_OFFICER, "76")
    two = [row("Sitti Bulangmapia"), row("Ani Rekaan", NIK="")]
    with clock.standing_at(builders.noon(IMPORTED)):
        client.post(f"{sent(client, written(tmp_path, two))}/taking")
        uid = Import.objects.get().uid
        today = client.get("/today").content.decode()
        log = client.get("/activity").content.decode()
        elsewhere = signed_in(Role.SDM_OFFICER, "76.02", username="lain").get("/today").content.decode()
        secretary = signed_in(Role.SECRETARY, "76", username="sekretaris").get("/today").content.decode()
    changed = today.partition("What changed")[2]
    assert "imported 2 people" in changed and f'<a href="/import/done/{uid}">daftar.xlsx</a>' in changed
    assert changed.count("<li><time") == 1
    assert {words for words in PARTS if words in log} == set(PARTS)
    assert "imported" not in elsewhere
    assert "imported 2 people" in secretary and "daftar.xlsx" not in secretary


PARTS = ("stored a file", "entered a person", "recorded an opening decree", "erased a file for good")
"""What an import writes into the log beside its own line."""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"kind": "employees", "accepted": 1}, "imported 1 person"),
        ({"kind": "attendance", "accepted": 12}, "imported a list of 12 rows"),
        ({"kind": "employees", "accepted": 0, "unchanged": 80}, "imported a list in which nothing was new"),
        ({}, "imported a list"),
    ],
)
def test_an_import_says_how_much_it_brought(detail: dict[str, Any], words: str) -> None:
    builders.unit("76.01", "kabkota")
    with clock.standing_at(builders.noon(DAY)):
        activity_record(access=builders.OFFICER, action="intake.import", unit_code="76.01", detail=detail)
        page = signed_in(Role.AUDITOR, "76.01").get("/today").content.decode()
    assert words in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"issued a decree", "closed a month"}),
        ({"about": "pay"}, {"closed a month"}),
        ({"who": "nobody of that name"}, set()),
        ({"who": "the demo's SDM"}, {"issued a decree"}),
        ({"unit": "76.02"}, {"closed a month"}),
        ({"first": "2022-01-12"}, {"closed a month"}),
        ({"last": "2022-01-11"}, {"issued a decree"}),
        (
            {"about": "'; --", "unit": "99", "first": "never", "last": "0000-99-99"},
            {"issued a decree", "closed a month"},
        ),
    ],
)
def test_the_log_is_asked_by_topic_name_unit_and_days(asked: dict[str, str], found: set[str]) -> None:
    for code in ("76.01", "76.02"):
        builders.unit(code, "kabkota")
    with clock.standing_at(builders.noon(DAY)):
        activity_record(access=Access.system("demo-sdm"), action="decrees.issue", unit_code="76.01")
    with clock.standing_at(builders.noon(DAY + timedelta(days=1))):
        activity_record(access=Access.system("cli"), action="pay.month_close", unit_code="76.02")
        client = signed_in(Role.AUDITOR, "76.01", "76.02")
        with at_most():
            page = client.get("/activity", asked).content.decode()
    lines = page.partition("<tbody")[2]
    assert {words for words in ("issued a decree", "closed a month") if words in lines} == found


@pytest.mark.django_db
def test_acts_tell_which_period_whose_signature_and_which_month_they_are_about() -> None:
    office = told("anto")
    fields = SignerFields(Authority.KETUA, Form.DEFINITIVE, "Rahma", DAY)
    signer = signer_record(access=builders.OFFICER, unit="76", fields=fields)
    with clock.standing_at(builders.noon(DAY)):
        for action, uid, detail in (
            ("appraisal.close", office.cycle.uid, {}),
            ("organization.signer", signer.uid, {}),
            ("pay.month_close", None, {"month": "2021-12-01"}),
            ("organization.profile", None, {"year": 2022}),
            ("decrees.documents_render", None, {"documents": 12}),
        ):
            activity_record(access=builders.OFFICER, action=action, unit_code="76", subject_uid=uid, detail=detail)
        client = signed_in(Role.AUDITOR, "76")
        client.get("/activity")
        with at_most():
            page = client.get("/activity").content.decode()
        with at_most():
            client.get("/today")
    lines = page.partition("<tbody")[2]
    assert f'href="/appraisal/{office.cycle.uid}"' in lines
    assert "Rahma" not in lines
    assert {words for words in ("Ketua · KPU 76", "December 2021", "2022", "12 papers") if words not in lines} == set()


@pytest.mark.django_db
def test_what_one_did_several_times_in_a_row_is_one_line_that_opens_them() -> None:
    unit = builders.unit()
    people = [builders.person(f"Orang {number}") for number in range(4)]
    day = date(2022, 1, 1)
    builders.opened(unit, builders.engaged(builders.person("Lain"), unit, day, date(2022, 12, 31)))
    drafts = [builders.drafted(unit, builders.engaged(one, unit, day, date(2022, 12, 31))) for one in people]
    with clock.standing_at(builders.noon(DAY)):
        client = signed_in(Role.SDM_OFFICER, "76")
        for draft in drafts:
            activity_record(access=builders.OFFICER, action="decrees.submit", unit_code="76", subject_uid=draft.uid)
        activity_record(access=builders.SECRETARY, action="decrees.approve", unit_code="76", subject_uid=drafts[0].uid)
        client.get("/today")
        with at_most():
            page = client.get("/today").content.decode()
    changed = page.partition("What changed")[2]
    assert changed.count("submitted a decree") == 1 and changed.count("approved a decree") == 1
    assert "4 of them" in changed
    assert {f"/decrees/{draft.uid}" in changed for draft in drafts} == {True}


@pytest.mark.django_db
def test_what_one_did_several_times_to_the_same_names_it_once() -> None:
    unit = builders.unit()
    day = date(2022, 1, 1)
    one, other = (
        builders.drafted(unit, builders.engaged(builders.person(name), unit, day, date(2022, 12, 31)))
        for name in ("Satu", "Lain")
    )
    with clock.standing_at(builders.noon(DAY)):
        for draft in (one, one, one):
            activity_record(access=builders.OFFICER, action="decrees.submit", unit_code="76", subject_uid=draft.uid)
        for draft in (one, other, one):
            activity_record(access=builders.SECRETARY, action="decrees.approve", unit_code="76", subject_uid=draft.uid)
        changed = signed_in(Role.SDM_OFFICER, "76").get("/today").content.decode().partition("What changed")[2]
    approved, _sep, submitted = changed.partition("submitted a decree")
    assert submitted.partition("</li>")[0].count(f"/decrees/{one.uid}") == 1
    assert "(3 of them)" in submitted and "<details" not in submitted.partition("</li>")[0]
    assert approved.count(f"/decrees/{one.uid}") == 1 and approved.count(f"/decrees/{other.uid}") == 1
    assert "3 of them" in approved and "(2 of them)" in approved
