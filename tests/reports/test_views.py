"""The pages of monthly reports: what they show, to whom, and what they refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.test import Client

from malaqbiq.home.selectors.year import Wanted, Year, year_of
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.regulations.services import fact_state
from malaqbiq.reports.models import Letter, Report, Review
from malaqbiq.reports.services import letter_make
from malaqbiq.service.models import Attendance
from malaqbiq.ui.deadlines import State
from malaqbiq.ui.todos import to_do
from tests import builders as make
from tests.pages import at_most, signed_in
from tests.reports import office
from tests.reports.office import CODES, JANUARY, KABUPATEN, PROVINCE, SECRETARY, TODAY, reviewed, sent

pytestmark = pytest.mark.django_db

READERS = (Role.SDM_OFFICER, Role.SECRETARY, Role.AUDITOR)
PAGE = "/reports/76.01/2022-01"


@pytest.fixture(autouse=True)
def _february() -> Iterator[None]:
    with clock.standing_at(make.noon(TODAY)):
        yield


@pytest.fixture
def units() -> dict[str, WorkUnit]:
    found = office.town()
    office.serving("Anto Rajin", found["76.01"])
    office.serving("Budi Asing", found["76.02"])
    return found


def text(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def digest_in(page: str) -> str:
    return page.partition('name="digest" value="')[2][:64]


@pytest.mark.parametrize("role", Role)
def test_reports_are_shown_to_who_reads_them_and_are_not_there_for_others(role: Role, units: object) -> None:
    client = signed_in(role, *CODES)
    wanted = 200 if role in READERS else 404
    pages = ("/reports/", "/reports/remind", PAGE, "/reports/letters?office=76&month=2022-01")
    assert {client.get(address).status_code for address in pages} == {wanted}


def test_a_kabupaten_sees_its_own_alone(units: object) -> None:
    report = sent("76.02", access=PROVINCE)
    client = signed_in(Role.SDM_OFFICER, "76.01")
    board = text(client, "/reports/?year=2022")
    assert "KPU 76.01" in board
    assert "KPU 76.02" not in board
    for address in (
        "/reports/76.02/2022-01",
        "/reports/76/2022-01",
        "/reports/letters?office=76",
        "/reports/99/2022-01",
    ):
        assert client.get(address).status_code == 404
    for address in ("/reports/76.02/2022-01/sendings", f"/reports/versions/{report.uid}/reviews"):
        assert client.post(address, {"digest": report.digest, "outcome": "checked"}).status_code == 404
    assert Review.objects.count() == 0


def test_an_officer_sends_another_checks_and_the_letter_is_made(units: object) -> None:
    officer = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    page = text(officer)
    assert "Anto Rajin" in page
    assert "Budi Asing" not in page
    officer.post(f"{PAGE}/sendings", {"digest": digest_in(page), "note": "lengkap"})
    report = Report.objects.get()
    assert "It is in order" not in text(officer)
    province = signed_in(Role.SECRETARY, *CODES, username="prov")
    page = text(province)
    assert "lengkap" in page
    province.post(f"/reports/versions/{report.uid}/reviews", {"digest": digest_in(page), "outcome": "checked"})
    assert Review.objects.get().outcome == "checked"
    letters = "/reports/letters?office=76&month=2022-01"
    province.post(letters, {"number": "1/SDM/2022", "dated_on": "2022-02-03"})
    assert Letter.objects.get().number == "1/SDM/2022"
    assert "1/SDM/2022" in text(province, letters)


def test_a_secretary_of_a_kabupaten_neither_sends_nor_checks(units: object) -> None:
    report = sent("76.01", access=PROVINCE)
    client = signed_in(Role.SECRETARY, "76.01")
    page = text(client)
    assert "It is in order" not in page
    assert "Send the report" not in page
    assert client.post(f"{PAGE}/sendings", {"digest": report.digest}).status_code == 404
    posted = {"digest": report.digest, "outcome": "checked"}
    assert client.post(f"/reports/versions/{report.uid}/reviews", posted).status_code == 404


def test_an_auditor_reads_and_does_nothing(units: object) -> None:
    report = sent("76.01", access=PROVINCE)
    reviewed(report)
    client = signed_in(Role.AUDITOR, *CODES)
    assert "Make the letter" not in text(client, "/reports/letters?office=76&month=2022-01")
    posted = {"number": "1", "dated_on": "2022-02-03"}
    assert client.post("/reports/letters?office=76&month=2022-01", posted).status_code == 404
    assert client.post(f"/reports/versions/{report.uid}/reviews", {"outcome": "checked"}).status_code == 404
    assert Letter.objects.count() == 0


def test_a_returned_report_shows_why_and_what_would_be_sent_now(units: dict[str, WorkUnit]) -> None:
    reviewed(sent("76.01", access=KABUPATEN), "returned")
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = text(client)
    assert "kurang" in page
    assert "Send the report on 1 person" in page
    assert "Send the report" not in text(client, f"{PAGE}?version=1")
    assert client.get(f"{PAGE}?version=7").status_code == 404
    for nonsense in ("/reports/76.01/2022-13", "/reports/76.01/x", "/reports/76.01/2022-1"):
        assert client.get(nonsense).status_code == 404


def test_attendance_that_was_brought_in_stands_in_the_page_and_the_workbook(units: dict[str, WorkUnit]) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert "attendance of 1 person is not recorded" in text(client)
    who = office.serving("Citra Hadir", units["76.01"])
    days = {"working_days": 21, "present": 17, "leave": 2, "sick": 1, "absent": 1, "late": 3}
    Attendance.objects.create(person=who, month=JANUARY, source="x", entered_by="x", entered_at=clock.now(), **days)
    sheet = openpyxl.load_workbook(BytesIO(client.get(f"{PAGE}?format=xlsx").content)).active
    assert sheet is not None
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["Citra Hadir"][-6:] == (21, 17, 3, 2, 1, 1)
    assert rows["Anto Rajin"][-6:] == (None,) * 6


def test_report_and_letter_are_papers(units: object) -> None:
    reviewed(sent("76.01"))
    client = signed_in(Role.SECRETARY, *CODES)
    client.post("/reports/letters?office=76&month=2022-01", {"number": "1/SDM", "dated_on": "2022-02-03"})
    for address in (
        f"{PAGE}?format=pdf",
        f"{PAGE}?version=0&format=pdf",
        f"/reports/letters/{Letter.objects.get().uid}",
    ):
        assert client.get(address).content.startswith(b"%PDF-1.7"), address
    foreign = signed_in(Role.SDM_OFFICER, "76.01", username="kab")
    assert foreign.get(f"/reports/letters/{Letter.objects.get().uid}").status_code == 404


def test_the_board_marks_who_owes_a_report_and_a_text_reminds() -> None:
    with clock.standing_at(make.noon(date(2022, 1, 20))):
        units = office.town()
        office.serving("Anto Rajin", units["76.01"])
        office.serving("Budi Asing", units["76.02"])
    client = signed_in(Role.SDM_OFFICER, *CODES)
    values = {"rule": "contract-report-day", "statement": "tanggal", "figure": "2", "source": "surat"}
    fact_state(access=make.OFFICER, office="76", table="service_rules", values=values)
    assert "Remind" not in text(client, "/reports/?year=2021")
    sent("76.01")
    page = text(client, "/reports/?year=2022")
    assert "January 2022: sent, to be checked" in page
    # In a title and for who hears the page. The province has no contract staff of its own: of it none is asked.
    assert page.count("January 2022: late") == 2
    assert page.count("January 2022: none is asked") == 2
    reminder = text(client, "/reports/remind?year=2022")
    assert "- KPU 76.02, January 2022, due on 2 Feb 2022" in reminder
    assert "KPU 76.01, January" not in reminder


def whats(access: Access) -> list[str]:
    return [str(one.what) for one in to_do(access, TODAY).cards]


def test_cards_ask_who_can_do_it(units: object) -> None:
    assert not [what for what in whats(KABUPATEN) if "report" in what]
    december = sent("76.01", date(2021, 12, 1), KABUPATEN)
    assert "1 report on January 2022 to send" in whats(KABUPATEN)
    assert "1 monthly report to check" in whats(SECRETARY)
    reviewed(december, "returned")
    assert "The report on December 2021 was returned" in whats(KABUPATEN)
    reviewed(sent("76.01", date(2021, 12, 1), KABUPATEN))
    assert "1 checked report waits for a covering letter" in whats(SECRETARY)
    assert "1 checked report waits for a covering letter" not in whats(KABUPATEN)
    sent("76.01", access=PROVINCE)
    assert "1 monthly report to check" not in whats(PROVINCE)
    assert "1 monthly report to check" in whats(SECRETARY)


def test_a_unit_that_never_sent_a_report_owes_them_from_the_month_in_which_the_office_began() -> None:
    with clock.standing_at(make.noon(date(2021, 12, 20))):
        office.serving("Anto Rajin", office.town()["76.01"])
    found = to_do(KABUPATEN, TODAY).cards
    (last,) = (one for one in found if "to send" in str(one.what))
    assert (str(last.what), last.due) == ("1 report on January 2022 to send", date(2022, 2, 5))
    assert last.verb == "Send it"
    (older,) = (one for one in found if "never sent" in str(one.what))
    assert str(older.what) == "1 older report never sent" and older.due == date(2022, 1, 5)
    page = text(signed_in(Role.SDM_OFFICER, "76.01", username="kab"), "/reports/?year=2021")
    assert "December 2021: late" in page and "November 2021: late" not in page
    sent("76.01", date(2021, 12, 1), KABUPATEN)
    sent("76.01", access=KABUPATEN)
    assert not [what for what in whats(KABUPATEN) if "report" in what]


def letters() -> Year:
    return year_of(SECRETARY, day=TODAY, wanted=Wanted(2022, matter="covering-letter"))


def test_the_calendar_knows_what_is_sent_and_what_is_late(units: object) -> None:
    sent("76.01", date(2021, 12, 1), KABUPATEN)
    found = year_of(KABUPATEN, day=date(2022, 2, 20), wanted=Wanted(2022, matter="monthly-report"))
    assert [due.state for due in found.dues[:3]] == [State.DONE, State.LATE, State.OPEN]
    assert [due.day for due in found.dues[:3]] == [date(2022, 1, 5), date(2022, 2, 5), date(2022, 3, 5)]
    assert len(found.dues) == 12
    reviewed(sent("76.01"))
    # December's letter was due on 10 January.
    assert [due.state for due in letters().dues[:3]] == [State.LATE, State.OPEN, State.OPEN]
    letter_make(access=SECRETARY, office="76", month=JANUARY, number="1", dated_on=TODAY)
    assert [due.day for due in letters().dues if due.state is State.DONE] == [date(2022, 2, 10)]


def test_the_calendar_asks_each_unit_with_contract_staff_from_the_month_in_which_the_office_began(
    units: object,
) -> None:
    # The office began on 3 February.
    found = year_of(PROVINCE, day=date(2022, 3, 20), wanted=Wanted(2022, matter="monthly-report"))
    february = [(due.unit, due.day, due.state) for due in found.dues[:2]]
    assert february == [(code, date(2022, 3, 5), State.LATE) for code in ("76.01", "76.02")]
    assert {due.unit for due in found.dues} == {"76.01", "76.02"}
    assert [due.day for due in letters().dues][:1] == [date(2022, 3, 10)]
    assert not year_of(PROVINCE, day=TODAY, wanted=Wanted(2021, matter="monthly-report")).dues


def test_the_months_page_says_late_of_a_unit_that_owes_it_and_never_sent_one(units: object) -> None:
    client = signed_in(Role.SDM_OFFICER, *CODES)
    for day, is_late in ((date(2022, 3, 5), False), (date(2022, 3, 6), True)):
        with clock.standing_at(make.noon(day)):
            assert (">late<" in text(client, "/reports/76.01/2022-02")) is is_late
            # Nobody owes a month before the office began.
            assert ">late<" not in text(client, PAGE)


def test_the_pages_cost_what_a_list_may(units: dict[str, WorkUnit]) -> None:
    reviewed(sent("76.01"))
    client = signed_in(Role.SDM_OFFICER, *CODES)
    for address in ("/reports/", PAGE, "/reports/letters?office=76&month=2022-01", "/calendar"):
        text(client, address)
        with at_most():
            client.get(address)
    for name in ("Citra", "Dewi", "Eko"):
        office.serving(name, units["76.01"])
    # What would be sent now is composed of five tables more, however many people there are.
    with at_most(14):
        client.get(f"{PAGE}?version=0")


def test_who_lacks_something_is_named_in_the_report_itself(units: object) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    page = text(client)
    (address,) = set(re.findall(r'href="(/reports/76.01/2022-01[^"]*only=attendance)#list"', page))
    whole, some = (text(client, one) for one in (PAGE, address.replace("&amp;", "&")))
    assert "Only those of whom it is missing" in some and "Only those of whom" not in whole
    assert text(client, f"{PAGE}?only=nothing").count("<tr") == whole.count("<tr")
