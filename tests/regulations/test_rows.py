from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from malaqbiq.regulations.rules.rows import (
    TABLES,
    ContributionRow,
    DecreeTextRow,
    InstrumentRow,
    NumberPatternRow,
    WageFloorRow,
    WorkUnitRow,
)

FLOOR: dict[str, Any] = {
    "level": "UMP", "region_code": "76", "region_name": "Sulawesi Barat", "year": "2022",
    "amount_exact": "2678863.10", "amount": "2678864", "source": "SK Gubernur", "trust": "two-sources",
}  # fmt: skip
PATTERN: dict[str, Any] = {
    "document": "keputusan", "tier": "provinsi", "authority": "sekretaris", "shape": "year",
    "pattern": "{serial} TAHUN {year}", "source": "x", "trust": "one-source",
}  # fmt: skip
INSTRUMENT: dict[str, Any] = {
    "instrument": "own", "version": 1, "title": "Own", "objection_days": 3, "trust": "own-default",
    "components": [{"key": "result", "title": "Hasil", "kind": "monthly", "weight": 100}],
    "bands": [{"from": 60, "key": "ms"}, {"from": 0, "key": "tms"}], "advice": [{"from": 0, "key": "extend"}],
}  # fmt: skip
TEXT: dict[str, Any] = {
    "kind": "opening", "version": 1, "subject": "Tentang", "menimbang": ["a"], "dictums": ["b"], "trust": "own-default",
}  # fmt: skip


def test_a_year_gives_the_days_and_the_key() -> None:
    row = WageFloorRow(**FLOOR)
    assert (str(row.valid_from), str(row.valid_until), row.key, row.slot) == (
        "2022-01-01", "2023-01-01", "ump:76:2022", "ump:76",
    )  # fmt: skip


def test_a_floor_from_the_middle_of_a_year_has_a_key_of_its_own() -> None:
    assert WageFloorRow(**FLOOR, valid_from="2022-07-01").key == "ump:76:2022-07-01"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"amount": "2678863"}, "raised to the next whole rupiah is 2678864"),
        ({"amount": "Rp2.678.864"}, "not a whole number"),
        ({"amount": "2_678_864"}, "not a whole number"),
        ({"amount": "0", "amount_exact": ""}, "greater than or equal to 1"),
        ({"amount": "2678864000000", "amount_exact": ""}, "more rupiah a month than anybody is paid"),
        ({"amount_exact": "9" * 41}, "at most 40 characters"),
        ({"amount": None, "amount_exact": ""}, "missing exactly where trust is not-found"),
        ({"trust": "not-found"}, "missing exactly where trust is not-found"),
        ({"source": ""}, "needs a source"),
        ({"trust": "surely"}, "Input should be"),
        ({"level": "UMK"}, "a UMP is a province's"),
        ({"region_code": "7601"}, "should match pattern"),
        ({"year": "22"}, "greater than or equal to 1990"),
        ({"valid_from": "20220101"}, "not a date"),
        ({"valid_from": "2022-02-30"}, "day value is outside"),
        ({"valid_from": "2021-12-31"}, "not in the year"),
        ({"valid_from": "2022-07-01", "valid_through": "2022-06-30"}, "last day is before the first"),
        ({"colour": "red"}, "Extra inputs"),
    ],
)
def test_a_wrong_floor_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        WageFloorRow(**FLOOR | change)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{serial} TAHUN", "needs {serial} and {year}"),
        ("{serial}/{secret}/{year}", "has no secret"),
        ("{serial.__init__}/{year}", "has no serial.__init__"),
    ],
)
def test_a_wrong_number_pattern_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        NumberPatternRow(**PATTERN | {"pattern": pattern})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"components": [{"key": "a", "title": "A", "kind": "monthly", "weight": 99}]}, "add up to 99"),
        ({"components": [{"key": "a", "title": "A", "kind": "__import__", "weight": 100}]}, "Input should be"),
        ({"bands": [{"from": 60, "key": "ms"}]}, "must fall from the highest to 0"),
        ({"bands": [{"from": 0, "key": "ms"}, {"from": 60, "key": "tms"}]}, "must fall from the highest to 0"),
        ({"bands": [{"from": "60*2", "key": "ms"}, {"from": 0, "key": "tms"}]}, "not a whole number"),
    ],
)
def test_a_wrong_instrument_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        InstrumentRow(**INSTRUMENT | change)


def test_an_instrument_is_written_as_the_appraisal_reads_it() -> None:
    from malaqbiq.appraisal.rules.instrument import instrument_read

    row = InstrumentRow(**INSTRUMENT)
    read = instrument_read({"key": row.instrument, **row.model_dump(mode="json", by_alias=True)})
    assert [step.start for step in read.bands] == [60_00, 0]


@pytest.mark.parametrize("text", ["{{ nik }}", "{{ unit.name }}", "{% include 'x' %}", "{{ unit }"])
def test_words_with_a_place_that_no_paper_fills_are_refused(text: str) -> None:
    with pytest.raises(ValidationError, match="has no place"):
        DecreeTextRow(**TEXT | {"dictums": ["a", text]})


def test_a_petikan_has_as_many_dictums_as_its_decree() -> None:
    said = {"dictums": ["a", "b", "c"], "petikan_dictums": ["{{ start }} {{ amount_words }}", "c"]}
    assert DecreeTextRow(**TEXT | said).petikan_dictums == ("{{ start }} {{ amount_words }}", "c")
    for texts, why in ((["c"], "as many dictums"), (["{{ salary }}", "c"], "has no place")):
        with pytest.raises(ValidationError, match=why):
            DecreeTextRow(**TEXT | said | {"petikan_dictums": texts})


@pytest.mark.parametrize(("programme", "group"), [("jkk", ""), ("jht", "I")])
def test_only_jkk_has_a_risk_group(programme: str, group: str) -> None:
    values = {"programme": programme, "risk_group": group, "employer": "1", "worker": "0", "source": "x"}
    with pytest.raises(ValidationError, match="has a risk group"):
        ContributionRow.model_validate({**values, "trust": "memory"})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"zone": "Asia/Nowhere"}, "not a time zone"),
        ({"zone": "../../etc/passwd"}, "not a time zone"),
        ({"level": "provinsi"}, "does not fit the level"),
    ],
)
def test_a_wrong_work_unit_is_refused(change: dict[str, str], why: str) -> None:
    values = {"code": "76.01", "level": "kabkota", "name": "KPU", "region_name": "Kabupaten", "zone": "Asia/Makassar"}
    with pytest.raises(ValidationError, match=why):
        WorkUnitRow.model_validate({**values, "source": "x", "trust": "memory", **change})


def test_each_table_has_a_model_of_its_own() -> None:
    assert len(set(TABLES.values())) == len(TABLES)
