from __future__ import annotations

import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection

from malaqbiq.appraisal.errors import EntriesRefused
from malaqbiq.appraisal.models import Cycle, Score
from malaqbiq.appraisal.services import Naming, appraisers_assign
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from malaqbiq.people.rules import Relation
from malaqbiq.people.services import family_tie_record
from tests.appraisal.cast import MONTHS, SYSTEM, named
from tests.appraisal.office import APPRAISER, OFFICER, Office, closed, complete, told, waiting
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db


def answers(office: Office, client: Any, *entries: Any) -> list[dict[str, Any]]:
    response = office.send(client, *entries)
    assert response.status_code == 200, response.content
    return list(response.json()["entries"])


def filled(page: str) -> dict[str, str]:
    """What the sheet's form would send as it stands."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page[page.index('id="sheet"') :]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and not name[1].startswith("csrf"):
            found[name[1]] = value[1] if value else ""
    return found


def test_a_sheet_costs_few_statements_and_little_html() -> None:
    office = waiting()
    client = office.client("kasubag", APPRAISER)
    with at_most():
        page = client.get(office.address("/sheet"))
    text = page.content.decode()
    assert text.count('aria-labelledby="p') == 5 * (len(MONTHS) + 1)
    meaning = text.partition('id="meaning"')[2].partition("</details>")[0]
    for part in office.cycle.rules.components:
        assert part.title in meaning and f"{part.weight}%" in meaning
    assert all(step.title in meaning for step in office.cycle.rules.bands)
    monthly = next(part for part in office.cycle.rules.components if part.kind == "monthly")
    assert f'data-label="{monthly.title}, ' in text


def test_a_long_sheet_is_parted_into_pages() -> None:
    office = waiting()
    cycle = office.cycle
    rows = [
        cycle.appraisees.model(
            cycle=cycle,
            person_id=Person.objects.create(name=f"Orang {number:03}").uid,
            work_unit=office.cast.units["76"],
        )
        for number in range(200)
    ]
    cycle.appraisees.bulk_create(rows)
    named(office.cast, cycle)
    client = office.client("kasubag", APPRAISER)
    page = client.get(office.address("/sheet"))
    assert len(page.content) < 100_000
    assert 'rel="next"' in page.content.decode()
    assert "Orang 199" in client.get(office.address("/sheet?page=2&unit=76")).content.decode()


def test_cells_are_saved_with_their_version() -> None:
    office = waiting("anto")
    client = office.client("kasubag", APPRAISER)
    first = answers(office, client, office.entry("anto", "85,5"), office.entry("anto", "90", 0, "result", MONTHS[0]))
    assert [(one["value"], one["version"]) for one in first] == [("85.5", 1), ("90", 1)]
    assert (office.points("anto"), office.points("anto", "result", MONTHS[0])) == (8550, 9000)
    again = answers(office, client, office.entry("anto", "86", 1))
    assert (again[0]["version"], office.points("anto")) == (2, 8600)


def test_what_is_wrong_is_told_in_its_cell_and_the_rest_is_kept() -> None:
    office = waiting("anto", "budi")
    client = office.client("kasubag", APPRAISER)
    told_ = answers(
        office,
        client,
        office.entry("anto", "80"),
        office.entry("budi", "101"),
        office.entry("budi", "=1+1", 0, "result", MONTHS[0]),
        office.entry("budi", "70", 0, "result", MONTHS[1]),
        office.entry("budi", "70", 0, "result", "2019-01"),
    )
    assert [bool(one.get("error")) for one in told_] == [False, True, True, False, True]
    assert (office.points("anto"), office.points("budi"), office.points("budi", "result", MONTHS[1])) == (
        8000,
        None,
        7000,
    )


def test_a_clash_shows_both_values_and_overwrites_nothing() -> None:
    office = waiting("anto")
    one, other = office.client("kasubag", APPRAISER), office.client("kasubag", APPRAISER)
    answers(office, one, office.entry("anto", "80"))
    late = answers(office, other, office.entry("anto", "60"))[0]
    assert (late["clash"], late["value"], late["version"]) == (True, "80", 1)
    assert "80" in late["theirs"] and "Kasubag Uji" in late["theirs"]
    assert office.points("anto") == 8000
    chosen = answers(office, other, office.entry("anto", "60", late["version"]))[0]
    assert (chosen.get("error"), office.points("anto")) == (None, 6000)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_on_one_cell_one_is_told_of_the_other() -> None:
    office = waiting("anto")
    clients = [office.client("kasubag", APPRAISER) for _ in range(2)]

    def send(pair: tuple[Any, str]) -> dict[str, Any]:
        try:
            return answers(office, pair[0], office.entry("anto", pair[1]))[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(send, zip(clients, ("70", "90"), strict=True)))
    assert sorted(bool(one.get("clash")) for one in found) == [False, True]
    assert Score.objects.get(component="behaviour").version == 1
    assert {one["value"] for one in found} == {found[0]["value"]}


def test_nobody_scores_people_of_another_appraiser_themselves_or_close_family() -> None:
    office = waiting("anto", "budi")
    stranger = office.client("kabag", APPRAISER)
    assert stranger.get(office.address("/sheet")).status_code == 404
    assert stranger.get(office.address("/sheet/workbook")).status_code == 404
    assert office.send(stranger, office.entry("anto", "80")).status_code == 404
    officer = office.client("officer", OFFICER)
    assert office.send(officer, office.entry("anto", "80")).status_code == 404
    own = office.client("anto")
    assert office.send(own, office.entry("anto", "100")).status_code == 404
    with pytest.raises(EntriesRefused):
        appraisers_assign(
            access=SYSTEM,
            cycle=office.cycle.uid,
            namings=[Naming(office.cast["anto"], "behaviour", office.cast["anto"])],
        )
    family_tie_record(
        access=SYSTEM,
        day=date(2026, 1, 1),
        person=office.cast["kasubag"],
        kin=office.cast["budi"],
        relation=Relation.CHILD,
        source="kk",
    )
    appraiser = office.client("kasubag", APPRAISER)
    assert answers(office, appraiser, office.entry("budi", "100"))[0]["error"]
    assert 'class="shut"' in appraiser.get(office.address("/sheet")).content.decode()
    assert Score.objects.count() == 0


def test_a_body_cannot_name_another_appraiser_or_anything_else() -> None:
    office = waiting("anto")
    client = office.client("kasubag", APPRAISER)
    entry = office.entry("anto", "80") | {
        "appraiser": str(office.cast["kabag"]),
        "points": 10000,
        "told_on": "2022-01-01",
    }
    answers(office, client, entry)
    assert Score.objects.get().appraiser_id == office.cast["kasubag"]
    assert office.cycle.appraisees.get().told_on is None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"entries": 1}',
        b'{"entries": [1]}',
        b'{"entries": [{"person": "x"}]}',
        b"\xff",
        b"[" * 100000,
    ],
)
def test_what_is_no_list_of_scores_is_refused(body: bytes) -> None:
    office = waiting("anto")
    client = office.client("kasubag", APPRAISER)
    response = client.post(office.address("/sheet/cells"), body, content_type="application/json")
    assert response.status_code == 400


def test_a_request_without_its_token_changes_nothing() -> None:
    office = waiting("anto")
    client = office.client("kasubag", APPRAISER)
    client.handler.enforce_csrf_checks = True
    assert office.send(client, office.entry("anto", "80")).status_code == 403
    assert client.post(office.address("/sheet"), {"c.0.0": "80"}).status_code == 403
    assert Score.objects.count() == 0


def test_what_was_told_moderated_or_closed_is_not_scored_any_more() -> None:
    for office in (told("anto"),):
        client = office.client("kasubag", APPRAISER)
        assert answers(office, client, office.entry("anto", "10", 1))[0]["error"]
        assert '<input name="c.' not in client.get(office.address("/sheet")).content.decode()
        assert office.points("anto") == 8000


@pytest.mark.parametrize("odd", ["\\ud800", "\\u0000"])
@pytest.mark.parametrize("place", ["behaviour", "MONTH"])
def test_text_that_no_database_holds_is_no_list_of_scores(place: str, odd: str) -> None:
    office = waiting("anto")
    client = office.client("kasubag", APPRAISER)
    body = json.dumps({"entries": [office.entry("anto", "80", month="MONTH")]}).replace(place, odd)
    assert client.post(office.address("/sheet/cells"), body, content_type="application/json").status_code == 400


def test_a_closed_cycle_takes_no_scores() -> None:
    office = closed("anto")
    client = office.client("kasubag", APPRAISER)
    response = office.send(client, office.entry("anto", "10", 1))
    assert response.status_code == 409
    assert "closed" in response.json()["error"]


def test_without_script_a_button_saves_and_what_was_typed_is_kept() -> None:
    office = waiting("anto", "budi")
    client = office.client("kasubag", APPRAISER)
    form = filled(client.get(office.address("/sheet")).content.decode())
    assert client.post(office.address("/sheet"), form | {"c.0.0": "77", "c.1.2": "tujuh puluh"}).status_code == 422
    page = client.post(office.address("/sheet"), form | {"c.0.0": "77", "c.1.2": "tujuh <puluh>"}).content.decode()
    assert 'value="tujuh &lt;puluh&gt;"' in page
    assert office.points("anto", "result", MONTHS[0]) == 7700
    form = filled(client.get(office.address("/sheet")).content.decode())
    response = client.post(office.address("/sheet"), form | {"c.1.2": "70"})
    assert (response.status_code, office.points("budi")) == (302, 7000)


def test_without_script_a_clash_shows_both_values() -> None:
    office = waiting("anto")
    client = office.client("kasubag", APPRAISER)
    form = filled(client.get(office.address("/sheet")).content.decode())
    answers(office, client, office.entry("anto", "80"))
    page = client.post(office.address("/sheet"), form | {"c.0.2": "60"}).content.decode()
    assert 'value="60"' in page and "There stands 80" in page
    assert office.points("anto") == 8000
    client.post(office.address("/sheet"), filled(page))
    assert office.points("anto") == 6000


def test_a_score_is_changed_but_not_taken_away() -> None:
    office = complete("anto")
    client = office.client("kasubag", APPRAISER)
    assert "not taken away" in answers(office, client, office.entry("anto", " ", 1))[0]["error"]
    assert office.points("anto") == 8000


def workbook(office: Office, client: Any) -> Any:
    response = client.get(office.address("/sheet/workbook"))
    assert response.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(response.content))


def upload(office: Office, client: Any, book: Any) -> str:
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.name = "nilai.xlsx"
    buffer.seek(0)
    response = client.post(office.address("/sheet/workbook"), {"file": buffer})
    assert response.status_code == 200, response.content
    return str(response.content.decode())


def test_the_sheet_comes_as_a_workbook_and_is_taken_back() -> None:
    office = waiting("anto", "budi")
    client = office.client("kasubag", APPRAISER)
    book = workbook(office, client)
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]][:2] == ["Nama", "Satker"]
    page["C2"], page["D2"], page["E2"] = 81, "82,5", 83
    page["C3"], page["D3"] = "delapan", 150
    page["E3"] = 90
    told_ = upload(office, client, book)
    assert "C3" in told_ and "D3" in told_ and "delapan" in told_
    assert (office.points("anto", "result", MONTHS[0]), office.points("anto", "result", MONTHS[1])) == (8100, 8250)
    assert (office.points("anto"), office.points("budi")) == (8300, 9000)
    assert office.points("budi", "result", MONTHS[0]) is None


def test_the_same_workbook_twice_changes_nothing() -> None:
    office = waiting("anto")
    client = office.client("kasubag", APPRAISER)
    book = workbook(office, client)
    book.worksheets[0]["E2"] = 83
    upload(office, client, book)
    upload(office, client, book)
    assert office.version("anto") == 1


def test_a_workbook_of_before_anothers_change_overwrites_nothing() -> None:
    office = waiting("anto")
    client = office.client("kasubag", APPRAISER)
    book = workbook(office, client)
    answers(office, client, office.entry("anto", "80"))
    book.worksheets[0]["E2"] = 60
    assert "E2" in upload(office, client, book)
    assert office.points("anto") == 8000


def test_a_workbook_names_rows_of_people_who_are_not_ones_own() -> None:
    office = waiting("anto")
    client = office.client("kasubag", APPRAISER)
    book = workbook(office, client)
    page = book.worksheets[0]
    page["F2"], page["E2"] = str(uuid4()), 60
    assert "F2" in upload(office, client, book)
    assert Score.objects.count() == 0


def test_a_name_that_begins_like_a_formula_stays_a_text() -> None:
    office = waiting("anto")
    Person.objects.filter(uid=office.cast["anto"]).update(name='=HYPERLINK("http://x")<script>')
    client = office.client("kasubag", APPRAISER)
    cell = workbook(office, client).worksheets[0]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert "<script>" not in client.get(office.address("/sheet")).content.decode().replace("<script src", "")


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"PK\x03\x04 no workbook"])
def test_what_is_no_workbook_is_refused_on_the_page(content: bytes) -> None:
    office = waiting("anto")
    client = office.client("kasubag", APPRAISER)
    file = io.BytesIO(content)
    file.name = "../../nilai.xlsx"
    page = client.post(office.address("/sheet/workbook"), {"file": file})
    assert page.status_code == 422
    assert 'role="alert"' in page.content.decode()


def test_a_sheet_comes_back_whatever_its_period_is_called_and_whatever_its_versions_say() -> None:
    office = waiting("anto")
    Cycle.objects.update(title="Evaluasi 2021/2022 [akhir]: ulang?")
    client = office.client("kasubag", APPRAISER)
    book = workbook(office, client)
    page = book.worksheets[0]
    page["C2"], page.cell(2, page.max_column).value = 81, "²,0"
    upload(office, client, book)
    assert office.points("anto", "result", MONTHS[0]) == 8100


def test_who_scores_nobody_is_told_so() -> None:
    office = waiting("anto")
    assert "Nobody waits" in signed_in(Role.APPRAISER, "76", username="baru").get("/appraisal/sheet").content.decode()
    assert office.client("kasubag").get("/appraisal/sheet")["Location"] == office.address("/sheet")
    assert Cycle.objects.count() == 1
