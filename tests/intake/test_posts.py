"""Posts that a list fills: the name of a position, as offices write it, and what is told where it names none."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from malaqbiq.intake.models import Question
from malaqbiq.kernel.speech import said
from malaqbiq.service.models import Holder, PostHeld
from malaqbiq.service.selectors.structures import Choice
from malaqbiq.service.services import structure_open
from tests.intake.office import DAY, HEADERS, SYSTEM, counts, founded, nik, nip, row, taken, verified

pytestmark = pytest.mark.django_db

HEADED = (*HEADERS, "TMT Jabatan")


@pytest.fixture(autouse=True)
def _office() -> None:
    founded()


def structured(regime: str = "pkpu-6-2008", since: date = date(2010, 1, 1)) -> None:
    """A structure that is in force in Mamuju."""
    structure_open(access=SYSTEM, choice=Choice(regime, since, ("76.02",)))


def official(position: str) -> dict[str, object]:
    """A civil servant of Mamuju with a position."""
    return row(Status="PNS", NIP=nip(), Jabatan=position, Akhir_Kontrak=None, Honorarium=None)


@pytest.mark.parametrize(
    "written",
    [
        "Kasubag Hukum",
        "KASUBBAG. HUKUM",
        "Ka. Sub Bag Hukum",
        "Kepala Sub Bagian Hukum",
        "Kasubbag Hukum KPU Kab. Mamuju",
        "Kepala Subbagian Hukum pada Sekretariat KPU Kabupaten Mamuju",
    ],
)
def test_a_post_is_understood_as_offices_write_it(tmp_path: Path, written: str) -> None:
    structured()
    outcome = taken(tmp_path, official(written), day=DAY)
    assert PostHeld.objects.get().post.position_name == "Kepala Subbagian Hukum"
    assert outcome.taken.warnings == () and outcome.taken.unplaced == 0


def test_the_head_of_an_office_is_understood_by_his_office(tmp_path: Path) -> None:
    structured()
    taken(tmp_path, official("Sekretaris KPU Kabupaten Mamuju"), day=DAY)
    assert PostHeld.objects.get().post.position_name == "Sekretaris KPU Kabupaten/Kota"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Kasubag Hukum dan SDM", "(nearest: Kepala Subbagian Hukum"),
        ("Kepala Gudang Arsip Pusat", "is no post in force in KPU Kabupaten Mamuju; it is kept"),
        ("Plt. Kasubag Hukum", "who acts for another"),
        ("Plh Sekretaris", "who acts for another"),
    ],
)
def test_an_unclear_post_is_told_and_kept(tmp_path: Path, written: str, told: str) -> None:
    structured()
    outcome = taken(tmp_path, official(written), day=DAY)
    ((row, key, words),) = [(fault.row, fault.key, said(fault.words)) for fault in outcome.taken.warnings]
    assert (row, key) == (4, "position") and told in words
    assert not PostHeld.objects.exists()
    assert Question.objects.get(subject="position").text == written


def test_staff_without_a_structural_post_are_counted_and_kept(tmp_path: Path) -> None:
    structured()
    outcome = taken(tmp_path, official("Pengelola Keuangan"), day=DAY)
    assert (outcome.taken.unplaced, outcome.taken.warnings) == (1, ())
    assert Question.objects.get(subject="position").text == "Pengelola Keuangan"


def test_without_a_structure_each_unit_is_told_once_and_the_list_fills_the_posts_later(tmp_path: Path) -> None:
    cells = official("Kasubag Hukum")
    other = official("Sekretaris") | {"Nama": "Nur Uwaimalolo", "NIK": nik(2), "NIP": nip(2)}
    outcome = taken(tmp_path, cells, other, day=DAY)
    (warning,) = outcome.taken.warnings
    assert "no structure is open in KPU Kabupaten Mamuju" in said(warning.words)
    structured()
    outcome = taken(tmp_path, cells, other, day=DAY)
    assert (counts(outcome), outcome.taken.warnings) == ((2, 0, 0), ())
    assert {row.post.position_name for row in PostHeld.objects.known().select_related("post")} == {
        "Kepala Subbagian Hukum",
        "Sekretaris KPU Kabupaten/Kota",
    }
    assert not Question.objects.filter(subject="position").exists()
    assert counts(taken(tmp_path, cells, other, day=DAY)) == (0, 2, 0)
    assert verified()


def test_a_list_says_since_when_a_post_is_held_and_corrects_it(tmp_path: Path) -> None:
    structured()
    cells = official("Kasubag Hukum") | {"TMT": "01/03/2019"}
    for said_day, stands in (
        ("", date(2019, 3, 1)),
        ("05/01/2020", date(2020, 1, 5)),
        ("06/01/2020", date(2020, 1, 6)),
    ):
        assert counts(taken(tmp_path, cells | {"TMT Jabatan": said_day}, day=DAY, headers=HEADED)) == (1, 0, 0)
        assert PostHeld.objects.known().get().valid_from == stands
        assert Holder.objects.known().get().valid_from == stands
    assert counts(taken(tmp_path, cells, day=DAY)) == (0, 1, 0)
    assert verified()


def test_another_structure_takes_posts_back_until_the_list_is_brought_in_again(tmp_path: Path) -> None:
    structured()
    cells = official("Kasubag Hukum dan SDM")
    taken(tmp_path, official("Kasubag Hukum"), day=DAY)
    structured("pkpu-14-2020", date(2021, 1, 1))
    assert not PostHeld.objects.known().exists()
    taken(tmp_path, cells, day=DAY)
    assert PostHeld.objects.known().get().post.position_name == "Kepala Subbagian Hukum dan SDM"
    assert verified()
