"""Lists and decrees: what a list may correct, and what needs a decree."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.services import EntryDraft, opening_record, received_record
from malaqbiq.intake.models import PriorDecree, Question
from malaqbiq.organization.models import Post
from malaqbiq.organization.services.posts import posts_materialise
from malaqbiq.pay.effects import TermEndedV1
from malaqbiq.pay.models import PayTerm
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EndedV1, PostGivenV1, PostLeftV1, PostOpenedV1
from malaqbiq.service.models import Employment, HomeUnit, PostHeld, Rank
from tests import builders as make
from tests.intake.office import (
    DAY,
    SYSTEM,
    bare,
    counts,
    founded,
    home_of,
    lock,
    nik,
    nip,
    places,
    reasons,
    row,
    serves,
    somebody,
    taken,
    verified,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _office() -> None:
    founded()


def test_a_later_list_corrects_the_opening(tmp_path: Path) -> None:
    taken(tmp_path, row())
    assert counts(taken(tmp_path, row(Satker="76.03", Honorarium="2.650.000", Jabatan="Satpam"))) == (1, 0, 0)
    person = somebody()
    assert (serves(person).job_family, home_of(person)) == ("satpam", "76.03")
    assert PayTerm.objects.as_of(DAY).get().monthly_amount == 2_650_000
    assert set(Entry.objects.filter(place=2).values_list("mending", flat=True)) == {"correction"}
    assert Person.objects.count() == 1
    assert verified()


def test_a_corrected_first_day_moves_service_rank_and_pay(tmp_path: Path) -> None:
    cells = bare("Rahmat Lopilangi", "PPPK", NIP=nip(pppk=True), Golongan="IX", Honorarium=3_000_000)
    taken(tmp_path, cells)
    assert counts(taken(tmp_path, cells | {"TMT": "1/3/2020"})) == (1, 0, 0)
    for model in (Employment, HomeUnit, Rank, PayTerm):
        assert model.objects.as_of(DAY).get().valid_from == date(2020, 3, 1)
    assert not Question.objects.exists()
    assert verified()


def test_a_corrected_last_day_moves_pay_too(tmp_path: Path) -> None:
    taken(tmp_path, row())
    assert counts(taken(tmp_path, row(Akhir_Kontrak="30/11/2021"))) == (1, 0, 0)
    for model in (Employment, HomeUnit, PayTerm):
        assert model.objects.known().get().valid_until == date(2021, 12, 1)
    assert verified()


def test_what_a_first_list_lacked_is_added(tmp_path: Path) -> None:
    taken(tmp_path, bare(TMT="1/1/2021"))
    assert counts(taken(tmp_path, bare(TMT="1/1/2021", Honorarium=2_500_000, Akhir_Kontrak="31/12/2021"))) == (1, 0, 0)
    term = PayTerm.objects.known().get()
    assert (term.valid_from, term.valid_until, term.monthly_amount) == (date(2021, 1, 1), date(2022, 1, 1), 2_500_000)
    assert verified()


def test_a_list_of_the_next_year_adds_a_contract_behind_the_first(tmp_path: Path) -> None:
    taken(tmp_path, row())
    following = row(TMT="1/1/2022", Akhir_Kontrak="31/12/2022", Honorarium="2.678.864")
    assert counts(taken(tmp_path, following, day=date(2022, 1, 3))) == (1, 0, 0)
    assert [span.valid_from for span in Employment.objects.known().order_by("valid_from")] == [
        date(2021, 1, 1),
        date(2022, 1, 1),
    ]
    assert counts(taken(tmp_path, row(), day=date(2022, 1, 3))) == (0, 1, 0)
    assert verified()


def test_a_row_that_contradicts_an_own_decree_needs_a_decree(tmp_path: Path) -> None:
    taken(tmp_path, row())
    unit = HomeUnit.objects.get().work_unit
    extension = make.engaged(somebody(), unit, date(2022, 1, 1), date(2022, 12, 31), effect="extended")
    make.issued(make.unit(), extension, date(2022, 1, 11))
    today = date(2022, 2, 1)
    agreeing = row(TMT="1/1/2022", Akhir_Kontrak="31/12/2022", Honorarium=make.FLOOR)
    assert counts(taken(tmp_path, agreeing, day=today)) == (0, 1, 0)
    for change, key in (
        (("Honorarium", 3_000_000), "amount"),
        (("Satker", "76.03"), "unit"),
        (("TMT", "2/1/2022"), "start"),
    ):
        outcome = taken(tmp_path, agreeing | dict([change]), day=today)
        assert counts(outcome) == (0, 0, 1)
        assert [fault.key for fault in outcome.faults] == [key]
        assert "needs a decree" in str(outcome.faults[0].words)
    assert places() == 2


def test_once_the_opening_is_locked_service_needs_a_decree(tmp_path: Path) -> None:
    taken(tmp_path, row(), bare("Nur Uwaimalolo", TMT="1/1/2021"))
    lock()
    changes = (
        (row(Satker="76.03"), "unit"),
        (row(Honorarium=3_000_000), "amount"),
        (row(Akhir_Kontrak="30/11/2021"), "last_day"),
        (row(TMT="1/2/2021"), "start"),
        (row(Jabatan="Satpam"), "position"),
        (row(Status="PPPK Paruh Waktu"), "status"),
        (bare("Nur Uwaimalolo", Honorarium=2_000_000), "amount"),
        (bare("Hasan Litapute"), "status"),
    )
    for cells, key in changes:
        outcome = taken(tmp_path, cells)
        assert [(fault.row, fault.key) for fault in outcome.faults] == [(4, key)]
        assert "needs a decree" in str(outcome.faults[0].words)
    assert counts(taken(tmp_path, row())) == (0, 1, 0)
    assert places() == 1


def test_personal_data_may_be_completed_after_the_lock(tmp_path: Path) -> None:
    taken(tmp_path, bare(TMT="1/1/2021"))
    lock()
    assert counts(taken(tmp_path, bare(TMT="1/1/2021", NIK=nik(), Telepon="086012345621", Pendidikan="S1"))) == (
        1,
        0,
        0,
    )
    assert somebody().nik == nik()
    assert places() == 1


def test_a_reference_to_the_old_decree_is_kept_and_corrected(tmp_path: Path) -> None:
    taken(tmp_path, row(Tanggal_SK=None))
    assert counts(taken(tmp_path, row(Nomor_SK=None))) == (1, 0, 0)
    prior = PriorDecree.objects.get()
    assert (prior.number, prior.decided_on) == ("1/SDM.02-Kpt/2021", date(2021, 1, 4))
    assert counts(taken(tmp_path, row())) == (0, 1, 0)


def test_a_list_that_knows_nothing_of_a_decreed_end_needs_a_decree(tmp_path: Path) -> None:
    """The service is the opening's, its end an own decree's: a correction of the first would change nothing."""
    taken(tmp_path, row())
    unit = HomeUnit.objects.get().work_unit
    ended = [
        EntryDraft("service.ended", date(2021, 11, 1), unit.uid, EndedV1(reason="resigned"), person=somebody().uid),
        EntryDraft("pay.term_ended", date(2021, 11, 1), unit.uid, TermEndedV1(), person=somebody().uid),
    ]
    received(unit.uid, date(2021, 11, 1), ended)
    outcome = taken(tmp_path, row())
    assert reasons(outcome) == [(4, "last_day", "needs a decree: the register says 2021-10-31")]
    assert places() == 2


def test_what_only_the_ledger_can_refuse_is_a_fault_of_its_row(tmp_path: Path) -> None:
    posts_opened("76.02")
    taken(tmp_path, civil_servant(Jabatan=None))
    first, second = structural_posts()
    person, unit = somebody(), first.work_unit_id
    whose = {"person": person.uid, "post": first.uid}
    for effect, day, payload in (
        ("service.post_given", date(2019, 1, 1), PostGivenV1(**whose)),
        ("service.post_left", date(2021, 11, 1), PostLeftV1(**whose)),
    ):
        received(unit, day, [EntryDraft(effect, day, unit, payload, **whose)])
    outcome = taken(tmp_path, civil_servant(Jabatan=second.position_name), bare("Nur Uwaimalolo"), partial=True)
    assert reasons(outcome)[0] == (4, "position", "the person holds another post on that day")
    assert counts(outcome) == (1, 0, 1)
    assert verified()


def received(office: UUID, day: date, entries: list[EntryDraft]) -> None:
    """A decree of the Sekretaris Jenderal."""
    facts = {"kind": "appointment", "authority": "sekjen", "number": "1", "title": "Keputusan"}
    received_record(access=SYSTEM, office=office, decided_on=day, entries=entries, **facts)


def civil_servant(**other: Any) -> dict[str, Any]:
    return row(**{"Status": "PNS", "NIP": nip(), "Akhir_Kontrak": None, "Honorarium": None, "TMT": "1/1/2019"} | other)


def structural_posts() -> list[Post]:
    return list(Post.objects.filter(work_unit__code="76.02", level="Pengawas").order_by("unit_code")[:2])


def posts_opened(unit: str) -> None:
    """The structure of 2008 with its posts, in force in a work unit since 2010."""
    posts = posts_materialise(access=SYSTEM, units=[unit], regime="pkpu-6-2008")
    entries = [
        EntryDraft(
            "service.post_opened",
            date(2010, 1, 1),
            post.work_unit_id,
            PostOpenedV1(regime=post.regime),
            post=post.uid,
        )
        for post in posts
    ]
    opening_record(access=SYSTEM, office=posts[0].work_unit_id, title="Struktur", entries=entries)


def test_a_position_that_is_a_post_in_force_is_held(tmp_path: Path) -> None:
    posts_opened("76.02")
    cells = row(Status="PNS", NIP=nip(), Jabatan="kepala subbagian hukum", Akhir_Kontrak=None, Honorarium=None)
    outcome = taken(tmp_path, cells, day=DAY)
    assert counts(outcome) == (1, 0, 0)
    assert PostHeld.objects.get().post.position_name == "Kepala Subbagian Hukum"
    assert counts(taken(tmp_path, cells)) == (0, 1, 0)
    assert verified()


def test_a_post_that_somebody_holds_is_a_fault_of_the_row(tmp_path: Path) -> None:
    posts_opened("76.02")
    cells = row(Status="PNS", NIP=nip(), Jabatan="Kepala Subbagian Hukum", Akhir_Kontrak=None, Honorarium=None)
    taken(tmp_path, cells)
    second = cells | {"Nama": "Nur Uwaimalolo", "NIK": nik(2), "NIP": nip(2)}
    outcome = taken(tmp_path, second)
    ((number, key, why),) = reasons(outcome)
    assert (number, key) == (4, "position")
    assert why.startswith("Sitti Bulangmapia holds this post: correct")


def test_two_rows_for_one_post_are_told(tmp_path: Path) -> None:
    posts_opened("76.02")
    cells = row(Status="PNS", NIP=nip(), Jabatan="Kepala Subbagian Hukum", Akhir_Kontrak=None, Honorarium=None)
    second = cells | {"Nama": "Nur Uwaimalolo", "NIK": nik(2), "NIP": nip(2)}
    outcome = taken(tmp_path, cells, second, partial=True)
    assert reasons(outcome) == [
        (4, "position", "the same post as in row 5 of this list"),
        (5, "position", "the same post as in row 4 of this list"),
    ]


def test_another_post_in_a_later_list_replaces_the_first(tmp_path: Path) -> None:
    posts_opened("76.02")
    cells = row(Status="PNS", NIP=nip(), Jabatan="Kepala Subbagian Hukum", Akhir_Kontrak=None, Honorarium=None)
    taken(tmp_path, cells)
    names = list(Entry.objects.filter(effect="service.post_opened").values_list("post__position_name", flat=True))
    other = next(name for name in names if name.startswith("Kepala Subbagian") and "Hukum" not in name)
    assert counts(taken(tmp_path, cells | {"Jabatan": other})) == (1, 0, 0)
    assert PostHeld.objects.known().get().post.position_name == other
    assert verified()


def test_a_position_that_is_no_post_is_an_open_question(tmp_path: Path) -> None:
    taken(tmp_path, row(Jabatan="Juru masak"))
    assert Question.objects.get().text == "Juru masak"
    taken(tmp_path, row(Jabatan="Pramubakti"))
    assert not Question.objects.exists()


def test_the_decree_names_no_person_and_holds_no_free_text(tmp_path: Path) -> None:
    taken(tmp_path, row(Jabatan="Juru masak"))
    text = " ".join(str(entry.payload) for entry in Entry.objects.all())
    for secret in ("Sitti", nik(), "Juru", "SDM.02"):
        assert secret not in text
    assert Decree.objects.get().number == ""
