"""What people read where payloads quote keys."""

from __future__ import annotations

import pytest
from django.utils import translation

from malaqbiq.kernel.speech import said
from malaqbiq.kernel.words import Named, Words
from malaqbiq.regulations.rules.rows import ServiceRuleRow
from malaqbiq.regulations.rules.rows.base import Trust
from malaqbiq.regulations.rules.titles import fact_title, rule_told, source_told


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("ump:76:2022", "UMP Sulawesi Barat 2022"),
        ("umk:76.02:2024", "UMK Kabupaten Mamuju 2024"),
        ("ump:31:2022-06-01", "UMP Daerah Khusus Ibukota Jakarta mulai 1 Juni 2022"),
        ("sbm:satpam-pengemudi:76:2022", "SBM Pengemudi, Satpam (Jagat Saksana), Sulawesi Barat 2022"),
        ("sbm:tenaga-administrasi:76:2022", "SBM Tenaga Administrasi, Sulawesi Barat 2022"),
        ("sbm::76", "SBM Sulawesi Barat"),
        ("ump:99:2022", "UMP 99 2022"),
        ("values:akuntabel", "values:akuntabel"),
    ],
)
def test_a_key_is_told_by_its_title(key: str, title: str) -> None:
    with translation.override("id"):
        assert said(fact_title(key)) == title


def test_a_title_needs_no_database_where_it_is_not_said() -> None:
    assert str(fact_title("ump:76:2022")) == "UMP 76 2022"


@pytest.mark.usefixtures("law")
def test_a_kind_of_decree_is_named_in_the_readers_language() -> None:
    words = Words("%(kind)s", {"kind": Named("decree_kind", "contract-extension")})
    with translation.override("id"):
        indonesian = said(words)
    with translation.override("en"):
        english = said(words)
    assert "contract-extension" not in indonesian + english
    assert indonesian != english


def test_what_we_said_of_a_source_is_translated_and_its_titles_are_not() -> None:
    source = (
        "BPS UMP series as held by a public repository on github.com (dashboard-ump: data.json) ; "
        "Kompas.com, Daftar Lengkap UMP 2022: https://example.test/100%(x)s"
    )
    with translation.override("id"):
        told = said(source_told(source))
        noted = said(source_told("three sources; raised to the next whole rupiah"))
    assert told.startswith("seri UMP dari BPS") and told.endswith(source.partition(" ; ")[2])
    assert noted == "tiga sumber; dibulatkan ke atas ke rupiah penuh"


def test_a_month_is_told_by_its_name_and_what_is_none_as_it_stands() -> None:
    with translation.override("id"):
        assert said(Words("%(month)s", {"month": Named("month", "2022-01")})) == "Januari 2022"
        assert said(Words("%(month)s", {"month": Named("month", "2022-13")})) == "2022-13"


def test_terms_of_service_are_told_in_our_words_with_their_figures_and_others_in_their_own() -> None:
    row = ServiceRuleRow(rule="promotion-years", statement="Kenaikan pangkat", figure="4", trust=Trust.OWN_DEFAULT)
    told = rule_told(row)
    assert isinstance(told, Words) and said(told) == "regular promotion: at least 4 years in the last rank"
    assert rule_told(row.model_copy(update={"rule": "own-rule"})) == "Kenaikan pangkat"
