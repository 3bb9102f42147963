"""Where what is remarked or missing of a decree leads."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from malaqbiq.decrees.registry import COMPOSER, fixes, remark_fixes
from malaqbiq.decrees.services.reviewing import Blocker
from malaqbiq.decrees.templatetags.decrees import GAPS, gap_fix, held_words, remark_fix, things
from malaqbiq.kernel.words import Words
from tests.decrees import office

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


def test_every_gap_of_a_draft_leads_somewhere_and_of_an_issued_one_only_where_it_can_be_filled() -> None:
    draft, submitted = office.draft(), office.submitted()
    assert all(gap_fix(draft, key)["address"] for key in GAPS)
    assert gap_fix(draft, "dipa_number")["address"] == "/units/76"
    assert gap_fix(draft, "last_day")["address"] == f"/decrees/{draft.uid}/compose"
    assert gap_fix(submitted, "last_day") == {"label": "", "address": ""}
    assert gap_fix(submitted, "floor")["address"] == "/law/wage_floors"


def test_every_remark_that_has_a_place_leads_there() -> None:
    draft = office.draft()
    assert len(remark_fixes()) >= 3
    for said, (label, _route) in remark_fixes().items():
        mend = remark_fix(draft, Words(said, {"decree": str(draft.uid)}))
        assert mend["address"].startswith("/") and mend["label"] == str(label)
    submitted = office.submitted()
    composed = [said for said, (_label, route) in remark_fixes().items() if route == COMPOSER]
    assert composed and {remark_fix(submitted, Words(said))["address"] for said in composed} == {""}
    assert remark_fix(draft, Words("something else")) == {"label": "", "address": ""}


def test_what_is_mended_at_one_place_for_all_is_said_once() -> None:
    code = next(iter(fixes()))
    alike = [Blocker(code, Words("so"), uuid4(), f"Orang {number}") for number in range(8)]
    other, own = Blocker(code, Words("not so"), uuid4(), "Lain"), [Blocker("x", Words("so"), uuid4(), n) for n in "AB"]
    again, nobodys = replace(own[0], words=Words("nor so")), Blocker("y", Words("at all"))
    found = things([*alike, other, *own, again, nobodys])
    assert [[one.name for one in thing.people] for thing in found] == [
        [one.name for one in alike], ["Lain"], ["A"], ["B"], ["A"], []
    ]  # fmt: skip
    assert held_words([*alike, other, *own, again, nobodys]) == "6 things hold issuing up · 11 people"
    assert held_words(own[:1]) == "1 thing holds issuing up · 1 person"
    assert held_words([nobodys]) == "1 thing holds issuing up"
