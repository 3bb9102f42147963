from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.selectors.public import paper_by_code
from malaqbiq.kernel.installation import installation_record
from malaqbiq.people.models import Person
from tests import builders as make

pytestmark = pytest.mark.django_db

NEW_YEAR, LAST_DAY, DECREED = date(2022, 1, 1), date(2022, 12, 31), date(2022, 1, 11)


@pytest.fixture
def people() -> list[Person]:
    return [Person.objects.create(name=name) for name in ("Rahmatia Bulang-mapia", "Sudirman Tanete-ako")]


@pytest.fixture
def decree(people: list[Person]) -> Decree:
    office = make.unit("76", "provinsi")
    entries = [
        draft
        for row, who in enumerate(people, start=1)
        for draft in make.engaged(who, office, NEW_YEAR, LAST_DAY, row=row)
    ]
    return make.issued(office, entries, DECREED)


def paper(decree: Decree, kind: str = "decree", who: Person | None = None, ordinal: int = 0) -> Document:
    facts = {"kind": kind, "ordinal": ordinal, "unit_code": decree.office.code}
    made, _ = Document.objects.get_or_create(decree=decree, **facts, defaults={"person": who})
    return made


def test_paper_is_found_as_people_type_its_code(decree: Decree) -> None:
    code = paper(decree).code
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        found = paper_by_code(typed)
        assert found is not None
        assert (found.code, found.number, found.decided_on) == (code, decree.number, DECREED)


def test_code_that_was_never_given_finds_nothing(decree: Decree) -> None:
    paper(decree)
    for typed in ("", "AAAA-AAAA-AAAA-AAAA", "../../etc/passwd", "'; DROP TABLE decrees_decree"):
        assert paper_by_code(typed) is None


def test_a_paper_that_stands_is_mended_by_nothing(decree: Decree) -> None:
    found = paper_by_code(paper(decree).code)
    assert found is not None
    assert found.mended_by == ()


def test_revocation_shows_on_whose_paper_it_touches_only(decree: Decree, people: list[Person]) -> None:
    papers = [paper(decree, "extract", who, ordinal) for ordinal, who in enumerate(people, start=1)]
    touched = decree.entries.filter(person=people[0].uid)
    revoked_on = date(2022, 6, 1)
    entries = [make.mending(entry, Mending.REVOCATION, revoked_on) for entry in touched]
    revoking = make.issued(decree.office, entries, date(2022, 5, 2))
    mended = [[item.number for item in paper_by_code(document.code).mended_by] for document in papers]
    assert mended == [[revoking.number], []]
    assert [item.number for item in paper_by_code(paper(decree).code).mended_by] == [revoking.number]


def test_page_tells_no_names(client: Client, decree: Decree, people: list[Person]) -> None:
    installation_record()
    response = client.get(f"/verify/{paper(decree, 'extract', people[0], 1).code}")
    assert response.status_code == 200
    content = response.content.decode()
    assert decree.number in content
    assert not any(part in content for who in people for part in who.name.split())


def test_page_of_an_unknown_code_says_so(client: Client) -> None:
    installation_record()
    response = client.get("/verify/<script>alert(1)")
    assert response.status_code == 404
    assert "<script>" not in response.content.decode()
    assert "No paper with this code" in response.content.decode()
