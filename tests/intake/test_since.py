"""Since when something stands, where a list doesn't say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.services import EntryDraft
from malaqbiq.home.selectors.roster import Roster, View, Wanted
from malaqbiq.intake.selectors.mending import prior_decree
from malaqbiq.intake.services import Outcome
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.service.effects import RankGivenV1
from malaqbiq.service.selectors.careers import careers_on
from malaqbiq.service.selectors.person import person_now
from tests.intake.office import (
    DAY,
    HEADERS,
    SYSTEM,
    bare,
    counts,
    founded,
    lock,
    nik,
    nip,
    reasons,
    row,
    somebody,
    taken,
    verified,
)
from tests.intake.test_opening import posts_opened, received

pytestmark = pytest.mark.django_db


OFFICER = Access("officer", {Role.SDM_OFFICER: frozenset({"76.02"})})


@pytest.fixture(autouse=True)
def _office() -> None:
    founded()


def test_a_first_day_that_a_list_leaves_out_stays_unknown(tmp_path: Path) -> None:
    servant = bare("Rahmat Lopilangi", "PNS", NIP=nip(), Golongan="III/a")
    taken(tmp_path, servant, row())
    person = somebody("Rahmat Lopilangi")
    now = person_now(SYSTEM, DAY, person.uid)
    assert (now.since, now.home_since, now.grade_since, now.recorded) == (None, None, None, DAY)
    assert person_now(SYSTEM, DAY, somebody().uid).since == date(2021, 1, 1)
    (career,) = careers_on(["76.02"], DAY)
    assert (career.grade, career.ranked_since) == ("III/a", None)
    assert verified()


def test_a_post_is_held_since_a_known_day_only_if_the_list_tells_it(tmp_path: Path) -> None:
    posts_opened("76.02")
    servant = bare("Rahmat Lopilangi", "PNS", NIP=nip(), Jabatan="Kepala Subbagian Hukum", TMT="1/3/2019")
    taken(tmp_path, servant)
    person = somebody("Rahmat Lopilangi")
    now = person_now(SYSTEM, DAY, person.uid)
    assert (now.since, now.post_since) == (date(2019, 3, 1), None)
    headers = (*HEADERS, "TMT Jabatan")
    taken(tmp_path, servant | {"TMT Jabatan": "2/3/2020"}, headers=headers)
    assert person_now(SYSTEM, DAY, person.uid).post_since == date(2020, 3, 2)
    assert verified()


def test_told_at_last_the_first_day_is_known_even_if_it_is_the_lists_own_day(tmp_path: Path) -> None:
    cells = bare("Rahmat Lopilangi", "PNS", NIP=nip())
    taken(tmp_path, cells)
    assert counts(taken(tmp_path, cells | {"TMT": "1/12/2021"})) == (1, 0, 0)
    assert person_now(SYSTEM, DAY, somebody("Rahmat Lopilangi").uid).since == DAY
    # A list that leaves it out again takes nothing back.
    assert counts(taken(tmp_path, cells)) == (0, 1, 0)
    assert verified()


def test_once_the_opening_is_locked_an_unknown_first_day_needs_a_decree(tmp_path: Path) -> None:
    cells = bare("Rahmat Lopilangi", "PNS", NIP=nip())
    taken(tmp_path, cells)
    lock()
    outcome = taken(tmp_path, cells | {"TMT": "1/12/2021"})
    assert [key for _row, key, _words in reasons(outcome)] == ["start"]


def test_only_the_opening_may_leave_open_since_when(tmp_path: Path) -> None:
    taken(tmp_path, bare("Rahmat Lopilangi", "PNS", NIP=nip()))
    person = somebody("Rahmat Lopilangi")
    unit = WorkUnit.objects.get(code="76.02")
    rank = RankGivenV1(grade="III/b", since_unknown=True)
    entry = EntryDraft("service.rank_given", DAY, unit.uid, rank, person=person.uid)
    with pytest.raises(Refused, match="only the opening"):
        received(unit.uid, DAY, [entry])


def test_an_old_decree_that_the_list_names_is_told_apart_from_none(tmp_path: Path) -> None:
    bare_row = bare("Nur Uwaimalolo", NIK=nik(2), Akhir_Kontrak="31/12/2021")
    taken(tmp_path, row(), bare_row)
    held = {View.UNDECREED: {"Nur Uwaimalolo"}, View.CITED: {"Sitti Bulangmapia"}}
    for view, names in held.items():
        roster = Roster(OFFICER, DAY, Wanted(view=view))
        assert {one.name for one in roster.rows("", 0, None)} == names
        assert roster.counts()[view] == 1
    assert person_now(SYSTEM, DAY, somebody().uid).is_cited
    assert not person_now(SYSTEM, DAY, somebody().uid).is_undecreed
    # Named by a later list, it is told then.
    assert counts(taken(tmp_path, bare_row | {"Nomor SK": "9/2021"})) == (1, 0, 0)
    assert Roster(OFFICER, DAY, Wanted()).counts()[View.UNDECREED] == 0
    assert counts(taken(tmp_path, bare_row)) == (0, 1, 0)
    assert verified()


def test_once_locked_an_old_decree_is_a_record_and_changes_no_entry(tmp_path: Path) -> None:
    taken(tmp_path, bare(NIK=nik(), Akhir_Kontrak="31/12/2021"))
    lock()
    places = Entry.objects.count()
    assert counts(taken(tmp_path, bare(NIK=nik(), Nomor_SK="9/2021"))) == (1, 0, 0)
    prior = prior_decree(somebody().uid)
    assert prior is not None
    assert prior.number == "9/2021"
    assert Entry.objects.count() == places


def noted(outcome: Outcome) -> list[str]:
    return [str(words).split(":")[0] for words in outcome.taken.notes if "count" in words.params]


def test_how_many_rows_leave_days_unknown_is_told_in_a_dry_run_too(tmp_path: Path) -> None:
    posts_opened("76.02")
    servant = bare(
        "Rahmat Lopilangi", "PNS", NIP=nip(), Jabatan="Kepala Subbagian Hukum", Golongan="III/c", TMT="1/3/2019"
    )
    lists = [row(), bare("Ani Rekaan"), bare("Budi Rekaan", TMT="1/2/2020"), servant]
    expected = [
        "1 rows without TMT",
        "2 rows of contract staff without Akhir Kontrak",
        "1 rows with a post but without TMT Jabatan",
        "1 rows with a golongan",
    ]
    assert noted(taken(tmp_path, *lists, dry_run=True)) == expected
    first = taken(tmp_path, *lists)
    assert noted(first) == expected
    assert "filling its column in and bringing the same list in again" in str(first.taken.notes[-1])
    assert counts(again := taken(tmp_path, *lists)) == (0, 4, 0)
    assert noted(again) == expected
    lock()
    assert "only a decree tells it now" in str(taken(tmp_path, *lists).taken.notes[-1])


def test_what_is_known_already_is_not_told_as_unknown(tmp_path: Path) -> None:
    cells = bare("Ani Rekaan")
    taken(tmp_path, cells | {"TMT": "1/12/2021", "Akhir Kontrak": "31/12/2021"})
    assert noted(taken(tmp_path, cells)) == []
    assert noted(taken(tmp_path, row())) == []
    # Told at last, a first day is unknown no more; a row that isn't taken is counted once it is.
    taken(tmp_path, bare("Budi Rekaan"))
    told = {"TMT": "1/2/2020", "Akhir Kontrak": "31/12/2021"}
    assert noted(taken(tmp_path, bare("Budi Rekaan") | told, bare("Citra Rekaan", Honorarium="nol"))) == []
