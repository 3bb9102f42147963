"""The page of a proposal: its button keeps first what stands in the table of nominees, or nothing is done."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from malaqbiq.appointments.models import Nominee, Phase, Proposal
from malaqbiq.appointments.services import nominees_set
from malaqbiq.kernel.access import Role
from malaqbiq.people.models import Person
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_own import phase, placed
from tests.appointments.test_rounds import _january, holders
from tests.pages import signed_in

__all__ = ["_january", "holders", "phase"]

pytestmark = pytest.mark.django_db

MADE = {"do": "propose", "number": "5/SDM", "dated_on": "2022-01-04"}


@pytest.fixture
def named(phase: Phase, holders: Mapping[str, Person]) -> Phase:
    """A phase whose nominees were kept."""
    nominees_set(access=OFFICER, phase=phase.uid, nominated=placed(phase, holders))
    return phase


def at(phase: Phase) -> str:
    return f"/structure/filling/phases/{phase.uid}/proposal"


def typed(phase: Phase, holders: Mapping[str, Person], *codes: str) -> dict[str, list[str]]:
    """The table, with the holders of old posts as first nominees for the new ones in their order."""
    posts = [seat.post_id for seat in phase.seats.order_by("post__unit_code")]
    names = [holders[code].full_name for code in codes]
    table = {f"seat.{post}": [name, "", ""] for post, name in zip(posts, names, strict=True)}
    return table | {f"reason.{post}": ["sesuai hasil penilaian"] for post in posts}


def firsts(phase: Phase) -> list[str]:
    rows = Nominee.objects.filter(seat__phase=phase, rank=1).order_by("seat__post__unit_code")
    return [row.candidate.person.full_name for row in rows.select_related("candidate__person")]


def test_the_button_of_the_proposal_keeps_first_what_was_typed(named: Phase, holders: Mapping[str, Person]) -> None:
    secretary = signed_in(Role.SECRETARY, "76")
    page = secretary.get(at(named)).content.decode()
    form = page[page.index('<div class="table-wrap">') : page.index("Propose to the Sekretaris Jenderal")]
    assert "<form" not in form and "</form" not in form and "formnovalidate" in form
    swapped = ("P08.2", "P08.1", "P08.3")
    assert secretary.post(at(named), MADE | typed(named, holders, *swapped)).status_code == 302
    assert Proposal.objects.get().number == "5/SDM"
    assert firsts(named) == [holders[code].full_name for code in swapped]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"number": ""}, "needs a number"),
        ({"dated_on": "2022-01-05"}, "after today"),
        ({"wrong": "Bukan Calon"}, "is called Bukan Calon"),
    ],
)
def test_refused_nothing_is_kept_and_all_that_was_typed_stays(
    named: Phase, holders: Mapping[str, Person], change: dict[str, str], why: str
) -> None:
    before, sent = firsts(named), MADE | typed(named, holders, "P08.2", "P08.1", "P08.3") | change
    if "wrong" in change:
        sent[next(name for name in sent if name.startswith("seat."))] = [change["wrong"], "", ""]
    refused = signed_in(Role.SECRETARY, "76").post(at(named), sent)
    page = refused.content.decode()
    assert refused.status_code == 422 and why in page
    assert not Proposal.objects.exists() and firsts(named) == before
    for text in ("sesuai hasil penilaian", sent["number"], sent["dated_on"], holders["P08.1"].full_name):
        assert f'value="{text}"' in page or not text
    assert page.index(holders["P08.1"].full_name) > page.index(change.get("wrong", holders["P08.2"].full_name))


def test_the_number_that_was_begun_stays_while_the_nominees_are_kept(
    named: Phase, holders: Mapping[str, Person]
) -> None:
    secretary, sent = signed_in(Role.SECRETARY, "76"), typed(named, holders, "P08.2", "P08.1", "P08.3")
    begun = {"number": "7/SDM & lain", "dated_on": "2022-01-03"}
    page = secretary.post(at(named), sent | begun, follow=True).content.decode()
    assert 'value="7/SDM &amp; lain"' in page and 'value="2022-01-03"' in page and not Proposal.objects.exists()
    assert firsts(named)[0] == holders["P08.2"].full_name
    twice = typed(named, holders, "P08.2", "P08.2", "P08.3")
    page = secretary.post(at(named), twice | begun).content.decode()
    assert f"{holders['P08.2'].full_name} is named first for Kepala Bagian" in page
    assert 'value="7/SDM &amp; lain"' in page and "This field is required" not in page


def test_who_may_not_propose_saves_the_nominees_alone(named: Phase, holders: Mapping[str, Person]) -> None:
    officer = signed_in(Role.SDM_OFFICER, "76")
    assert "Propose to the Sekretaris Jenderal" not in officer.get(at(named)).content.decode()
    sent = MADE | typed(named, holders, "P08.2", "P08.1", "P08.3")
    assert officer.post(at(named), sent).status_code == 404
    assert firsts(named)[0] == holders["P08.1"].full_name
