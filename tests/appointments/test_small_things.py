"""What a page says plainly: other weights, too many people at once, names of boxes and files, whose decree it is."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

import pytest
from django.http import HttpResponse

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Phase
from malaqbiq.appointments.planner.problem import Weights
from malaqbiq.appointments.selectors.assignment import reckoning_of
from malaqbiq.appointments.services import DEFAULT_WEIGHTS, assignment_enqueue
from malaqbiq.kernel.access import Role
from malaqbiq.kernel.downloads import made_response
from malaqbiq.kernel.media import XLSX
from malaqbiq.kernel.worker import run_waiting
from malaqbiq.people.models import Person
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_own import phase
from tests.appointments.test_rounds import SECRETARY, _january, filled, holders, kabag
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders", "phase"]

pytestmark = pytest.mark.django_db


def test_other_weights_while_it_is_reckoned_are_refused_not_lost(phase: Phase) -> None:
    job = assignment_enqueue(access=OFFICER, phase=phase.uid, keeping=False, weights=DEFAULT_WEIGHTS)
    again = assignment_enqueue(access=SECRETARY, phase=phase.uid, keeping=False, weights=DEFAULT_WEIGHTS)
    assert again.pk == job.pk == reckoning_of(phase).pk
    with pytest.raises(RoundRefused, match="with other weights"):
        assignment_enqueue(access=OFFICER, phase=phase.uid, keeping=False, weights=Weights(fit=9))
    client, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/phases/{phase.uid}/assignment"
    refused = client.post(at, {"fit": 9, "score": 2, "levelling": 20, "moving": 500})
    assert refused.status_code == 422 and "with other weights" in refused.content.decode()
    page = client.get(at).content.decode()
    assert f"/jobs/{job.uid}" in page and "It is being reckoned" in page
    assert statements_of(client, at) <= MOST_STATEMENTS
    run_waiting()
    assert reckoning_of(phase) is None and "It is being reckoned" not in client.get(at).content.decode()


def test_thousands_of_people_marked_are_read_and_more_are_refused_in_words(phase: Phase) -> None:
    client, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/phases/{phase.uid}/candidates"
    several = client.post(at, {"do": "name", "pick": [str(uuid4()) for _ in range(3000)]})
    assert several.status_code == 422
    many = client.post(at, {"do": "name", "pick": ["x"] * 10_001})
    assert many.status_code == 400 and "Too much was sent at once" in many.content.decode()


def test_a_file_is_called_by_its_whole_title() -> None:
    def named(title: str) -> str:
        response: HttpResponse = made_response(b"x", title, XLSX)
        return response["Content-Disposition"]

    assert "Pengisian jabatan menurut PKPU 14-2020 2022-01-31.xlsx" in named(
        "Pengisian jabatan menurut PKPU 14/2020 2022-01-31"
    )
    assert not {"/", "\\"} & set(named("../../etc\\passwd").partition("filename")[2])


def test_boxes_say_what_they_stand_for(phase: Phase) -> None:
    page = signed_in(Role.SDM_OFFICER, "76").get(f"/structure/filling/phases/{phase.uid}/scores").content.decode()
    assert "performance above expectation, high potential" in page and "Green frames" in page


def test_a_received_decree_is_of_who_issued_it(phase: Phase, holders: Mapping[str, Person]) -> None:
    filled(phase, kabag(holders))
    who = holders["P08.1"]
    officer = signed_in(Role.SDM_OFFICER, "76")
    decree = phase.decisions.get().appointments.first().decree
    assert "5 January 2022" in officer.get(f"/staff/{who.uid}").content.decode()
    for page in (f"/staff/{who.uid}", f"/decrees/{decree.uid}"):
        assert "Sekretaris Jenderal" in officer.get(page).content.decode()
    own = signed_in(Role.STAFF, "76", person=who.uid, username="sendiri").get("/mine").content.decode()
    assert "Sekretaris Jenderal</p>" in own
