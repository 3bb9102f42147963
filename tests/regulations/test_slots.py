"""An office's own words of its decrees: versions from day to day, by who prepares them."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.regulations.models import Fact
from malaqbiq.regulations.rules.rows import DecreeTextRow
from malaqbiq.regulations.selectors import decree_words, rows_for
from malaqbiq.regulations.selectors.facts import slot_history
from malaqbiq.regulations.services import Outrun, slot_state, slot_withdraw
from tests import builders

pytestmark = pytest.mark.django_db

SLOT = "decree-text:contract-extension"
HAND = Access(actor="tangan", roles={Role.SDM_OFFICER: frozenset({"76", "76.01"})})
VALUES = {
    "kind": "contract-extension",
    "subject": "Perpanjangan",
    "menimbang": ["bahwa perlu;"],
    "dictums": ["Memperpanjang.", "Berlaku."],
    "source": "nota dinas",
}


@pytest.fixture(autouse=True)
def _law() -> None:
    builders.unit("76")


def state(since: date, subject: str = "Perpanjangan", seen: int | None = None, access: Access = HAND) -> Fact:
    values = {**VALUES, "subject": subject}
    return slot_state(access=access, office="76", table="decree_texts", values=values, since=since, seen=seen)


def subject(day: date, office: str = "76") -> str:
    (row,) = rows_for(HAND, DecreeTextRow, office=office, day=day, slot=SLOT)
    return row.subject


def test_the_words_count_from_their_day_for_the_office_and_those_below() -> None:
    before = subject(date(2022, 2, 28))
    state(date(2022, 3, 1), "Milik kami")
    assert subject(date(2022, 2, 28)) == before
    assert subject(date(2022, 3, 1)) == subject(date(2022, 3, 1), "76.01") == "Milik kami"
    assert subject(date(2022, 3, 1), "73") == before


def test_a_later_version_ends_the_one_before_and_one_in_between_keeps_both() -> None:
    state(date(2022, 3, 1), "satu")
    state(date(2022, 9, 1), "tiga")
    state(date(2022, 6, 1), "dua")
    days = [date(2022, 5, 31), date(2022, 6, 1), date(2022, 8, 31), date(2022, 9, 1)]
    assert [subject(day) for day in days] == ["satu", "dua", "dua", "tiga"]
    versions = [row.version for row in rows_for(HAND, DecreeTextRow, office="76", slot=SLOT)]
    assert len(set(versions)) == 3


def test_a_version_of_the_same_day_replaces_and_both_stay_in_the_history() -> None:
    state(date(2022, 3, 1), "satu")
    state(date(2022, 3, 1), "dua")
    assert subject(date(2022, 3, 1)) == "dua"
    said = slot_history(HAND, table="decree_texts", slot=SLOT, office="76")
    own = [(item.row.subject, item.superseded_at is None) for item in said if item.row.office]
    assert own == [("satu", False), ("dua", True)]


def test_a_stale_statement_is_refused() -> None:
    first = state(date(2022, 3, 1), "satu", seen=0)
    with pytest.raises(Outrun):
        state(date(2022, 3, 1), "dua", seen=0)
    state(date(2022, 3, 1), "dua", seen=first.pk)
    assert subject(date(2022, 3, 1)) == "dua"


def test_withdrawn_the_national_words_count_again() -> None:
    before = subject(date(2022, 3, 1))
    state(date(2022, 3, 1), "satu")
    slot_withdraw(access=HAND, office="76", table="decree_texts", slot=SLOT)
    assert subject(date(2022, 3, 1)) == before
    with pytest.raises(UserError, match="stated no fact"):
        slot_withdraw(access=HAND, office="76", table="decree_texts", slot=SLOT)


@pytest.mark.parametrize(
    "access",
    [
        Access(actor="x", roles={Role.SDM_OFFICER: frozenset({"76.01"})}),
        Access(actor="x", roles={Role.STAFF: frozenset({"76"}), Role.APPRAISER: frozenset({"76"})}),
        Access(actor="x", roles={Role.SECRETARY: frozenset({"73"})}),
    ],
)
def test_only_who_prepares_or_signs_for_the_office_states_its_words(access: Access) -> None:
    with pytest.raises(Forbidden):
        state(date(2022, 3, 1), access=access)
    with pytest.raises(Forbidden):
        slot_withdraw(access=access, office="76", table="decree_texts", slot=SLOT)


def test_wages_are_not_stated_so() -> None:
    with pytest.raises(UserError, match="no table"):
        slot_state(access=HAND, office="76", table="wage_floors", values={}, since=date(2022, 1, 1))


def test_a_text_with_a_place_that_nothing_fills_is_refused() -> None:
    with pytest.raises(UserError, match="no place"):
        state(date(2022, 3, 1), "{{ settings.SECRET_KEY }}")
    assert decree_words(HAND, kind="contract-extension", day=date(2022, 3, 1), office="76").subject != "x"
