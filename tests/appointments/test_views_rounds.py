"""The pages of a filling: few statements, and nothing of it for who isn't of the office."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from malaqbiq.appointments.models import Appointment, Nominee, Phase, Score
from malaqbiq.appointments.services import candidates_name, member_name, phase_open
from malaqbiq.appointments.views import rounds, sheet
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from malaqbiq.service.models import PostHeld
from malaqbiq.service.selectors.structures import Choice
from malaqbiq.service.services import structure_open
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import TODAY, _january, begun, holders, kabag, phases, servant
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

STEPS = ("", "/scores", "/proposal", "/decision", "/inauguration")


@pytest.fixture
def phase(holders: Mapping[str, Person]) -> Phase:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    member_name(access=OFFICER, phase=first.uid, person=servant("Ketua Tim").uid, seating="chair")
    candidates_name(access=OFFICER, phase=first.uid, people=[who.uid for who in kabag(holders).values()])
    return first


def addresses(phase: Phase) -> list[str]:
    steps = [f"/structure/filling/phases/{phase.uid}{step}" for step in STEPS]
    return ["/structure/filling", f"/structure/filling/{phase.round.uid}", *steps]


def test_every_page_costs_few_statements(phase: Phase) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    costs = {address: statements_of(client, address) for address in addresses(phase)}
    assert {address: cost for address, cost in costs.items() if cost > MOST_STATEMENTS} == {}


def test_another_work_unit_finds_nothing_of_it(phase: Phase) -> None:
    client = signed_in(Role.SDM_OFFICER, "76.01")
    assert {client.get(address).status_code for address in addresses(phase)[1:]} == {404}
    listed = client.get("/structure/filling").content.decode()
    own = [seat for seat in phase.round.seats.all() if seat.post.work_unit.code == "76.01"]
    others = [seat for seat in phase.round.seats.all() if seat.post.work_unit.code != "76.01"]
    assert own and all(str(seat.post_id) in listed for seat in own)
    assert others and not any(str(seat.post_id) in listed for seat in others)
    assert str(phase.round.uid) not in listed


def test_from_the_scores_to_the_inauguration_by_the_pages(phase: Phase, holders: Mapping[str, Person]) -> None:
    officer, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/phases/{phase.uid}"
    chair = phase.participants.get(part="member").person
    member = signed_in(Role.APPRAISER, "76", person=chair.uid, username="ketua")
    candidates = phase.participants.filter(part="candidate")
    keys = phase.criteria.values_list("key", flat=True)
    given = {f"score.{one.uid}.{key}": str(70 + number) for number, one in enumerate(candidates) for key in keys}
    assert member.post(f"{at}/scores", given).status_code == 302
    assert "Ranking" in officer.get(f"{at}/scores").content.decode()
    names = dict(zip(phase.seats.values_list("post__uid", flat=True), kabag(holders).values(), strict=True))
    typed = {f"seat.{post}": [who.full_name, "", ""] for post, who in names.items()}
    refused = officer.post(f"{at}/proposal", {**typed, f"seat.{next(iter(names))}": ["Bukan Calon", "", ""]})
    assert refused.status_code == 422 and "is called Bukan Calon" in refused.content.decode()
    assert 'value="Bukan Calon"' in refused.content.decode() and not Nominee.objects.exists()
    assert officer.post(f"{at}/proposal", typed).status_code == 302
    made = {"do": "propose", "number": "5/SDM", "dated_on": "2022-01-04"}
    assert officer.post(f"{at}/proposal", made).status_code == 404
    assert signed_in(Role.SECRETARY, "76", username="sek").post(f"{at}/proposal", made).status_code == 302
    decree = {"authority": "Sekretaris Jenderal KPU", "number": "1/2022", "decided_on": "2022-01-04"}
    page = officer.get(f"{at}/decision").content.decode()
    assert all(f'value="{who.full_name}"' in page for who in names.values())
    wrong = officer.post(f"{at}/decision", {**decree, str(next(iter(names))): "Bukan Calon"})
    assert wrong.status_code == 422 and "is called so" in wrong.content.decode()
    officer.post(f"{at}/decision", decree | {str(post): who.full_name for post, who in names.items()})
    event = {"held_on": "2022-01-04", "place": "Mamuju", "led_by": "Sekjen", "witness_1": "Satu", "witness_2": "Dua"}
    officer.post(f"{at}/inauguration", event)
    planned = phase.inaugurations.get()
    present = [str(row.uid) for row in Appointment.objects.all()]
    officer.post(f"{at}/inaugurations/{planned.uid}", {"present": present})
    assert {row.state for row in PostHeld.objects.as_of(TODAY).filter(person__in=names.values())} == {"definitive"}
    phase.refresh_from_db()
    assert phase.inaugurated_on == TODAY


def test_scores_given_again_take_the_place_of_the_first(phase: Phase) -> None:
    chair = phase.participants.get(part="member").person
    member = signed_in(Role.APPRAISER, "76", person=chair.uid, username="ketua")
    one, key = phase.participants.filter(part="candidate").first(), phase.criteria.first().key
    for points in ("60", "75"):
        member.post(f"/structure/filling/phases/{phase.uid}/scores", {f"score.{one.uid}.{key}": points})
    assert [score.points for score in Score.objects.all()] == [75]
    refused = member.post(f"/structure/filling/phases/{phase.uid}/scores", {f"score.{one.uid}.{key}": "101"})
    assert refused.status_code == 422 and 'value="101"' in refused.content.decode()


def test_a_sheet_is_filled_in_by_parts_and_each_way_on_keeps_what_was_typed(
    phase: Phase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "AT_ONCE", 2)
    chair = phase.participants.get(part="member").person
    member, at = signed_in(Role.APPRAISER, "76", person=chair.uid, username="ketua"), scores_at(phase)
    one, two, three = (row.uid for row in phase.participants.filter(part="candidate").order_by("person__name"))
    first = member.get(at).content.decode()
    assert "Candidates 1 to 2 of 3" in first and f"score.{one}" in first and f"score.{three}" not in first
    keys = list(phase.criteria.values_list("key", flat=True))
    typed = {f"score.{uid}.{key}": "80" for uid in (one, two) for key in keys}
    kept = member.post(at, {**typed, "at": "1", "go": "2"})
    assert kept["Location"] == f"{at}?at=2#sheet" and Score.objects.count() == 8
    second = member.get(kept["Location"]).content.decode()
    assert "Candidates 3 to 3 of 3" in second and "1–2 ✓" in second and f"score.{three}" in second
    refused = member.post(at, {f"score.{three}.{keys[0]}": "101", "at": "2", "go": "1"})
    assert refused.status_code == 422 and 'value="101"' in refused.content.decode()
    assert "Candidates 3 to 3 of 3" in refused.content.decode()
    assert "Candidates 1 to 2" in member.get(f"{at}?at=x").content.decode()
    assert statements_of(member, at) <= MOST_STATEMENTS


def scores_at(phase: Phase) -> str:
    return f"/structure/filling/phases/{phase.uid}/scores"


def test_a_board_of_too_many_posts_counts_them_by_work_unit_and_shows_one_at_a_time(
    phase: Phase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "TOGETHER", 3)
    client, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/{phase.round.uid}"
    whole = client.get(at).content.decode()
    assert "?unit=76&amp;only=1#pengawas" in whole and "choose a work unit" in whole
    assert "Kepala Bagian Perencanaan" in whole and "Kepala Subbagian" not in whole
    monkeypatch.setattr(rounds, "TOGETHER", 4)
    one = client.get(at, {"unit": "76.01", "only": "1"}).content.decode()
    assert "Kepala Subbagian Hukum" in one and "It fills no post there" in one and "All work units" in one
    assert "Kepala Bagian" not in client.get(at, {"unit": "76.01"}).content.decode()
    assert statements_of(client, at) <= MOST_STATEMENTS
    monkeypatch.setattr(rounds, "UNITS_TOGETHER", 1)
    assert "?unit=76#pengawas" in client.get(at).content.decode()


def test_without_an_opened_structure_a_filling_leads_to_opening_one() -> None:
    make.unit("76.01", "kabkota")
    client = signed_in(Role.SDM_OFFICER, "76")
    link = 'href="/structure/opening?unit=76"'
    assert statements_of(client, "/structure/filling") <= MOST_STATEMENTS
    assert link in client.get("/structure/filling").content.decode()
    refused = client.post("/structure/filling", {"office": "76", "title": "Pengisian"})
    page = refused.content.decode()
    assert refused.status_code == 422 and "No structure is opened in" in page and link in page
    assert "held definitively, or another" not in page
    structure_open(access=OFFICER, choice=Choice("pkpu-6-2008", date(2020, 1, 1), ("76.01",)))
    page = client.get("/structure/filling").content.decode()
    assert "No structure is opened" not in page
    assert client.post("/structure/filling", {"office": "76", "title": "Pengisian"}).status_code == 302
