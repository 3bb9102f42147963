from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import Period, month
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.numbers import Shape, number_parse
from malaqbiq.regulations.rules.texts import PLACES, fill
from malaqbiq.regulations.selectors import (
    DecreeWords,
    classification_codes,
    decree_kind,
    decree_kinds,
    decree_words,
    document_kinds,
    holidays_between,
    instrument,
    instruments,
    issuer,
    number_patterns,
    number_text,
    parent_rows,
    predikat_matrix,
    rank_order,
    ranks,
    regimes,
    region_names,
    rows_by_key,
    structure,
    transition,
    unit_type,
    values,
    work_unit_rows,
)
from malaqbiq.regulations.services import fact_state

pytestmark = pytest.mark.django_db

DAY = date(2022, 1, 11)
CONTRACT_KINDS = ("contract-engagement", "contract-extension", "pay-adjustment", "contract-end")


def test_work_units_are_counted_as_kpu_counts_them(law: Access) -> None:
    rows = work_unit_rows(law)
    assert Counter(row.level.value for row in rows) == {"setjen": 1, "provinsi": 38, "kabkota": 514}
    assert sum(row.valid_from is None for row in rows) == 549
    assert {row.code for row in rows if row.valid_from} == {"93", "94", "95", "96"}


def test_every_work_unit_but_the_root_stands_under_another(law: Access) -> None:
    assert {row.code for row in parent_rows(law)} == {row.code for row in work_unit_rows(law)} - {"00"}


def test_seats_are_given_only_where_they_are_known(law: Access) -> None:
    seats = {row.code: row.seat for row in work_unit_rows(law) if row.level == "kabkota" and row.seat}
    assert set(seats) == {f"76.0{number}" for number in range(1, 7)}
    assert seats["76.06"] == "Tobadak"


def test_regimes_follow_each_other(law: Access) -> None:
    assert [row.regime for row in regimes(law)] == ["pkpu-6-2008", "pkpu-14-2020", "pkpu-21-2023"]


@pytest.mark.parametrize(
    ("regime", "tier", "typology", "structural"),
    [
        ("pkpu-6-2008", "provinsi", "", (1, 3, 6)),
        ("pkpu-6-2008", "kabkota", "", (0, 1, 4)),
        ("pkpu-14-2020", "provinsi", "B", (1, 3, 6)),
        ("pkpu-14-2020", "provinsi", "A", (1, 4, 8)),
        ("pkpu-14-2020", "kabkota", "", (0, 1, 4)),
        ("pkpu-21-2023", "provinsi", "B", (1, 3, 6)),
        ("pkpu-21-2023", "kabkota", "", (0, 1, 4)),
    ],
)
def test_structural_posts_of_a_structure(
    law: Access, regime: str, tier: str, typology: str, structural: tuple[int, int, int]
) -> None:
    rows = structure(law, regime=regime, tier=tier, typology=typology)
    assert not isinstance(rows, Missing)
    counted = Counter(row.level for row in rows if row.count)
    assert tuple(counted[level] for level in ("JPT Pratama", "Administrator", "Pengawas")) == structural


def test_a_structure_that_is_not_there_names_its_types(law: Access) -> None:
    found = structure(law, regime="pkpu-14-2020", tier="provinsi")
    assert isinstance(found, Missing)
    assert str(found.why) == "type - is not one of: A, B"


def test_the_type_of_a_province_is_data(law: Access) -> None:
    assert unit_type(law, regime="pkpu-14-2020", code="76") == "B"
    assert isinstance(unit_type(law, regime="pkpu-14-2020", code="73"), Missing)


@pytest.mark.parametrize(
    ("old", "new", "count", "same"),
    [("pkpu-6-2008", "pkpu-14-2020", 17, 6), ("pkpu-14-2020", "pkpu-21-2023", 20, 7)],
)
def test_a_transition_tells_every_units_fate(law: Access, old: str, new: str, count: int, same: int) -> None:
    rows = transition(law, old_regime=old, new_regime=new)
    assert len(rows) == count
    assert sum(row.fate == "same" for row in rows) == same


@pytest.mark.parametrize(
    ("tier", "day", "unit"),
    [
        ("kabkota", date(2021, 12, 31), "self"),
        ("kabkota", date(2022, 1, 1), "province"),
        ("provinsi", date(2021, 12, 31), "self"),
        ("provinsi", date(2022, 1, 1), "self"),
    ],
)
@pytest.mark.parametrize("kind", CONTRACT_KINDS)
def test_who_decrees_contract_staff_by_budget_year(law: Access, kind: str, tier: str, day: date, unit: str) -> None:
    found = issuer(law, kind=kind, tier=tier, effective_on=day)
    assert not isinstance(found, Missing)
    assert (found.unit, found.authority) == (unit, "sekretaris")


def test_an_issuer_of_which_nothing_is_stated_is_missing_by_name(law: Access) -> None:
    found = issuer(law, kind="received-structure", tier="setjen", effective_on=DAY)
    assert isinstance(found, Missing)
    assert "received-structure" in str(found)


def test_decree_kinds(law: Access) -> None:
    kinds = {row.kind: row for row in decree_kinds(law, day=DAY)}
    assert {kind for kind, row in kinds.items() if row.has_text} == {*CONTRACT_KINDS, "acting-order"}
    assert kinds["opening"].origins == ("opening",)
    assert kinds["received-structure"].origins == kinds["received-appointment"].origins == ("received",)
    assert isinstance(decree_kind(law, kind="pardon", day=DAY), Missing)


@pytest.mark.parametrize(
    ("office", "authority", "day", "shape", "text"),
    [
        ("76", "sekretaris", date(2021, 12, 31), None, "7/HK.03.2.Kpt/Sek-Prov/XII/2021"),
        ("76", "sekretaris", date(2022, 1, 1), None, "7 TAHUN 2022"),
        ("76", "sekretaris", date(2022, 1, 11), Shape.REGION, "7/HK.03.2/76/2022"),
        ("76", "ketua", date(2021, 12, 31), None, "7/HK.03.2-Kpt/76/Prov/XII/2021"),
        ("76.01", "ketua", date(2023, 1, 1), None, "7 TAHUN 2023"),
        ("00", "sekjen", date(2023, 1, 1), None, "7 TAHUN 2023"),
    ],
)
def test_a_number_as_its_office_writes_it_on_a_day(
    law: Access, office: str, authority: str, day: date, shape: Shape | None, text: str
) -> None:
    asked = {"kind": "contract-extension", "serial": 7, "day": day, "office": office, "authority": authority}
    found = number_text(law, **asked, shape=shape)  # type: ignore[arg-type]
    assert found == text
    assert str(number_parse(text)) == text


def test_how_a_kabupaten_numbered_until_2021_was_not_found(law: Access) -> None:
    found = number_text(law, kind="contract-extension", serial=7, day=date(2021, 12, 31), office="76.01")
    assert isinstance(found, Missing)
    assert "76.01" in str(found)


def test_the_preferred_pattern_comes_first(law: Access) -> None:
    found = number_patterns(law, tier="provinsi", authority="sekretaris", day=DAY)
    assert [row.shape for row in found] == ["year", "region"]
    letters = number_patterns(law, tier="kabkota", authority="sekretaris", day=DAY, document="surat-dinas")
    assert [row.pattern for row in letters] == ["{serial}/{code}-SD/{region}/{year}"]


@pytest.mark.parametrize("kind", CONTRACT_KINDS)
@pytest.mark.parametrize("day", [date(2021, 12, 31), DAY, date(2024, 1, 1), date(2026, 1, 1)])
def test_the_words_of_a_kind_can_be_filled(law: Access, kind: str, day: date) -> None:
    words = decree_words(law, kind=kind, day=day)
    assert isinstance(words, DecreeWords)
    full = dict.fromkeys(PLACES, "X")
    texts = [words.subject, *words.menimbang, *words.mengingat, *words.memperhatikan, *words.dictums]
    assert not any("{" in fill(text, full) for text in texts)
    assert words.dictums[-1].startswith("Keputusan ini mulai berlaku")
    assert set(rows_by_key(law, words.keys)) == set(words.keys)


@pytest.mark.parametrize(
    ("day", "named", "not_named"),
    [
        (DAY, ["652/SDM.01-Kpt/05/SJ/VI/2021", "60/PMK.02/2021"], ["Nomor 16 Tahun 2023", "Nomor 21 Tahun 2023"]),
        (date(2024, 1, 2), ["Nomor 16 Tahun 2023", "Nomor 21 Tahun 2023", "Nomor 49 Tahun 2023"], ["652/SDM.01"]),
    ],
)
def test_mengingat_names_the_laws_in_force_from_the_highest_down(
    law: Access, day: date, named: list[str], not_named: list[str]
) -> None:
    words = decree_words(law, kind="contract-extension", day=day)
    assert isinstance(words, DecreeWords)
    text = "\n".join(words.mengingat)
    assert all(item in text for item in named)
    assert not any(item in text for item in not_named)
    kinds = [item.split(" Nomor ")[0] for item in words.mengingat]
    assert kinds == [
        "Undang-Undang", "Peraturan Presiden", "Peraturan Komisi Pemilihan Umum", "Peraturan Menteri Keuangan",
        "Keputusan Sekretaris Jenderal Komisi Pemilihan Umum",
    ]  # fmt: skip


def test_the_default_instrument_is_labelled_as_ours(law: Access) -> None:
    found = instrument(law, instrument="malaqbiq", day=DAY)
    assert not isinstance(found, Missing)
    assert (found.label, found.trust) == ("bawaan Malaqbiq, bukan ketentuan KPU", "own-default")
    assert [(item.kind.value, item.weight) for item in found.components] == [
        ("attendance", 30), ("monthly", 40), ("direct_superior", 30),
    ]  # fmt: skip
    assert [step.start for step in found.bands] == [91, 76, 61, 51, 0]
    assert [(step.start, step.key) for step in found.advice] == [
        (61, "extend"), (51, "extend_with_coaching"), (0, "do_not_extend"),
    ]  # fmt: skip


def test_bawaslus_instrument_passes_from_60(law: Access) -> None:
    assert {row.instrument for row in instruments(law, day=DAY)} == {"malaqbiq", "bawaslu-2020"}
    found = instrument(law, instrument="bawaslu-2020", day=DAY)
    assert not isinstance(found, Missing)
    assert [(step.start, step.key) for step in found.bands] == [(60, "ms"), (0, "tms")]
    assert isinstance(instrument(law, instrument="none", day=DAY), Missing)


def test_the_rank_ladders(law: Access) -> None:
    pns, pppk = rank_order(law, ladder="PNS", day=DAY), rank_order(law, ladder="PPPK", day=DAY)
    assert (len(pns), len(pppk)) == (17, 17)
    assert pns["I/a"] < pns["II/a"] < pns["III/d"] < pns["IV/e"]
    assert pppk["I"] < pppk["IV"] < pppk["V"] < pppk["IX"] < pppk["XVII"]
    assert {row.grade: row.name for row in ranks(law, ladder="PNS", day=DAY)}["III/d"] == "Penata Tingkat I"


def test_the_predikat_matrix(law: Access) -> None:
    matrix = predikat_matrix(law, day=DAY)
    below, as_, above = "di bawah ekspektasi", "sesuai ekspektasi", "di atas ekspektasi"
    assert matrix == {
        (above, below): "Kurang", (above, as_): "Baik", (above, above): "Sangat Baik",
        (as_, below): "Kurang", (as_, as_): "Baik", (as_, above): "Baik",
        (below, below): "Sangat Kurang", (below, as_): "Butuh Perbaikan", (below, above): "Butuh Perbaikan",
    }  # fmt: skip


def test_values_codes_and_kinds_of_documents(law: Access) -> None:
    assert next(iter(values(law, day=DAY))).name == "Berorientasi Pelayanan"
    assert len(values(law, day=DAY)) == 7
    assert {"SDM.03.6": "disiplin"}.items() <= {
        row.code: row.meaning for row in classification_codes(law, day=DAY)
    }.items()
    assert "ST" in {row.abbreviation for row in document_kinds(law, day=DAY)}


def test_holidays_of_a_month_with_collective_leave(law: Access) -> None:
    found = holidays_between(law, period=month(2022, 5))
    assert [(row.date.day, row.kind.value) for row in found] == [
        (1, "public"), (2, "public"), (3, "public"), (4, "collective"), (5, "collective"), (6, "collective"),
        (16, "public"), (26, "public"),
    ]  # fmt: skip


def test_holidays_of_years_to_come_are_marked_as_reckoned(law: Access) -> None:
    trusts = {row.trust for row in holidays_between(law, period=Period(date(2030, 1, 1), date(2031, 1, 1)))}
    assert trusts == {"derived"}
    assert holidays_between(law, period=Period(date(2022, 1, 3), date(2022, 1, 8))) == []


def test_what_regions_are_called_is_law_by_day_and_an_offices_own_counts_first() -> None:
    day = date(2022, 1, 11)
    names = region_names(Access.system("test"), day=day)
    assert (names["sulbar"], names["mamuju utara"], names["polmas"]) == (
        *("sulawesi barat", "pasangkayu", "polewali mandar"),
    )
    own = {"written": "Mamju", "stands_for": "Mamuju", "region_code": "76.02", "kind": "short", "source": "kebiasaan"}
    fact_state(
        access=Access.system("test"), office="76", table="region_names", values=own | {"valid_from": "2022-02-01"}
    )
    assert "mamju" not in region_names(Access.system("test"), day=day)
    assert region_names(Access.system("test"), day=date(2022, 2, 1))["mamju"] == "mamuju"
    elsewhere = Access("user:lain", {Role.SDM_OFFICER: frozenset({"73"})})
    assert "mamju" not in region_names(elsewhere, day=date(2022, 2, 1))
