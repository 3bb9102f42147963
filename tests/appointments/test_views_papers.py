"""The pages of an inauguration's papers and of what was received: by role and scope, within their budget."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from malaqbiq.appointments.models import Decision, Inauguration, OathChoice, Petikan, Phase
from malaqbiq.appointments.selectors.papers import sworn_at
from malaqbiq.appointments.services import inauguration_plan, phase_open
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_papers import EVENT, HOSTILE, SCAN, phase
from tests.appointments.test_rounds import _january, begun, holders, kabag, phases
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders", "phase"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

PDF = SCAN + b"%%EOF"


@pytest.fixture
def event(phase: Phase) -> Inauguration:
    return inauguration_plan(access=OFFICER, phase=phase.uid, event=EVENT)


def at(event: Inauguration, rest: str = "/papers") -> str:
    return f"/structure/filling/phases/{event.phase.uid}/inaugurations/{event.uid}{rest}"


def text(client: Client, address: str, **params: object) -> str:
    response = client.get(address, params)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def scan(content: bytes = PDF, name: str = "keputusan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def test_the_pages_cost_few_statements(event: Inauguration) -> None:
    client, one = signed_in(Role.SDM_OFFICER, "76"), sworn_at(event)[0]
    decision = f"/structure/filling/phases/{event.phase.uid}/decision"
    addresses = [at(event), at(event, f"/sworn/{one.uid}"), decision]
    costs = {address: statements_of(client, address) for address in addresses}
    assert {address: cost for address, cost in costs.items() if cost > MOST_STATEMENTS} == {}


def test_the_papers_are_there_for_who_makes_them_alone(event: Inauguration) -> None:
    one = sworn_at(event)[0]
    addresses = [at(event), at(event, "/papers/oath"), at(event, "/papers/all"), at(event, f"/sworn/{one.uid}")]
    for role in (Role.APPRAISER, Role.COMMISSIONER, Role.AUDITOR, Role.STAFF, Role.ADMINISTRATOR):
        client = signed_in(role, "76", username=f"milik {role}")
        assert {client.get(address).status_code for address in addresses} == {404}, role
    foreign = signed_in(Role.SDM_OFFICER, "76.01", username="lain")
    assert {foreign.get(address).status_code for address in addresses} == {404}
    secretary = signed_in(Role.SECRETARY, "76", username="sek")
    assert {secretary.get(address).status_code for address in addresses} == {200}


def test_a_paper_of_a_person_of_another_inauguration_is_not_there(event: Inauguration) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    for of in (str(uuid4()), "bukan uid"):
        assert client.get(at(event, "/papers/spp"), {"of": of}).status_code == 404
    assert client.get(at(event, "/papers/rekaan")).status_code == 404
    assert client.get(at(event, f"/sworn/{uuid4()}")).status_code == 404


def test_the_page_says_whose_words_they_are_and_who_has_the_oath_left_open(event: Inauguration) -> None:
    client, rows = signed_in(Role.SDM_OFFICER, "76"), sworn_at(event)
    Person.objects.filter(pk=rows[0].person.pk).update(religion="Islam")
    page = text(client, at(event))
    assert "own default, not a KPU rule" in page and "PerBKN 7/2017" in page
    assert "Of 2 people nobody has told the religion" in page and page.count("left open") >= 2
    assert "Islam" not in page and "known" in page
    assert "/law/inauguration_texts/facts/inauguration-text:spmt:1" in page
    page = text(client, at(event, f"/sworn/{rows[1].uid}"))
    assert "Nobody has told the religion" in page and "nothing to hand over" in page
    assert "Who hands the post over: " in text(client, at(event, f"/sworn/{rows[2].uid}"))


def test_a_paper_is_a_file_of_its_person(event: Inauguration) -> None:
    client, one = signed_in(Role.SDM_OFFICER, "76"), sworn_at(event)[0]
    response = client.get(at(event, "/papers/spp"), {"of": one.uid, "size": "f4"})
    assert response.content.startswith(b"%PDF") and "attachment" in response.headers["Content-Disposition"]
    assert "no-store" in response.headers["Cache-Control"]


def test_what_is_typed_is_kept_and_shown_as_text(event: Inauguration) -> None:
    client, one = signed_in(Role.SDM_OFFICER, "76"), sworn_at(event)[0]
    said = {"number": HOSTILE, "time": "09.00", "guests": "Ketua <b>Uji</b>\nTamu"}
    assert client.post(at(event), said).status_code == 302
    page = text(client, at(event))
    assert "Ketua &lt;b&gt;Uji&lt;/b&gt;" in page and "<img src=x>" not in page
    numbers = {"do": "numbers", f"{one.uid}.spp": "9/SPP", f"{uuid4()}.spp": "lain"}
    assert client.post(at(event), numbers).status_code == 302
    other = sworn_at(event)[1]
    assert client.post(at(event), {"do": "numbers", f"{other.uid}.spp": "8/SPP"}).status_code == 302
    assert all(f'value="{number}"' in text(client, at(event)) for number in ("9/SPP", "8/SPP"))
    long = client.post(at(event), {"do": "numbers", f"{other.uid}.spp": "8" * 200})
    assert long.status_code == 302 and f'value="{"8" * 120}"' in text(client, at(event))
    sworn = at(event, f"/sworn/{one.uid}")
    assert client.post(sworn, {"faith": "hindu", "spp": "10/SPP"}).status_code == 302
    assert OathChoice.objects.get().faith == "hindu" and 'value="10/SPP"' in text(client, sworn)
    refused = client.post(sworn, {"faith": "rekaan", "spmt": "tetap"})
    assert refused.status_code == 422 and 'value="tetap"' in refused.content.decode()


def test_the_scan_is_attached_with_the_decree_or_later(holders: Mapping[str, Person]) -> None:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    client, page = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/phases/{first.uid}/decision"
    said = {"authority": "Sekretaris Jenderal KPU", "number": "1", "decided_on": "2022-01-04"}
    post = str(first.seats.first().post_id)
    first.participants.create(
        person=kabag(holders)["P20B.1"], part="candidate", named_by="x", named_at=make.noon(EVENT.held_on)
    )
    named = {post: kabag(holders)["P20B.1"].full_name}
    bad = client.post(page, said | named | {"file": scan(b"<script>", "x.pdf")})
    assert bad.status_code == 422 and not Decision.objects.exists()
    assert client.post(page, said | named | {"file": scan()}).status_code == 302
    decision = Decision.objects.get()
    assert decision.file is not None and "keputusan.pdf" in text(client, page)
    file = f"/structure/filling/phases/{first.uid}/decisions/{decision.uid}/file"
    assert client.get(file).content == PDF
    assert client.post(file, {"file": scan(PDF + b" ", "lagi.pdf")}).status_code == 302
    assert client.get(file).content == PDF + b" "
    foreign = signed_in(Role.SDM_OFFICER, "76.01", username="lain")
    assert foreign.get(file).status_code == foreign.post(file, {"file": scan()}).status_code == 404
    reader = signed_in(Role.AUDITOR, "76", username="pemeriksa")
    assert reader.get(file).status_code == 200 and reader.post(file, {"file": scan()}).status_code == 404


def test_a_petikan_is_guarded_like_its_decree(phase: Phase) -> None:
    row = phase.decisions.get().appointments.first()
    client = signed_in(Role.SDM_OFFICER, "76")
    file = f"/structure/filling/phases/{phase.uid}/petikan/{row.uid}"
    assert client.get(file).status_code == 404
    assert client.post(file, {"file": scan(name="petikan uji.pdf")}).status_code == 302
    assert Petikan.objects.get().appointment == row and client.get(file).content == PDF
    assert "petikan uji.pdf" in text(client, f"/structure/filling/phases/{phase.uid}/decision")
    foreign = signed_in(Role.SDM_OFFICER, "76.01", username="lain")
    assert foreign.get(file).status_code == 404
    empty = client.post(file, follow=True)
    assert empty.status_code == 200 and Petikan.objects.count() == 1


def test_of_many_people_the_page_shows_one_work_unit_at_a_time(
    event: Inauguration, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, rows = signed_in(Role.SDM_OFFICER, "76"), sworn_at(event)
    assert '<select name="unit">' not in text(client, at(event))
    monkeypatch.setattr("malaqbiq.appointments.views.papers.MOST_SHOWN", 2)
    page = text(client, at(event), unit="76.99")
    assert "/papers/all?size=f4&amp;unit=76" in page
    assert client.get(at(event, "/papers/spp"), {"unit": "76"}).content.startswith(b"%PDF")
    assert client.get(at(event, "/papers/spp"), {"unit": "76.01"}).status_code == 404
    assert '<select name="unit">' in page and all(row.person.full_name in page for row in rows)


def test_a_browser_asking_for_too_much_is_told(event: Inauguration, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    monkeypatch.setattr("malaqbiq.appointments.services.papers.MOST_PAGES", 5)
    response = client.get(at(event, "/papers/all"), follow=True)
    assert "too many for one file" in response.content.decode()
    assert client.get(at(event, "/papers/spp")).content.startswith(b"%PDF")
