"""Which work unit somebody means."""

from __future__ import annotations

import pytest

from malaqbiq.accounts.rules import codes_meant

NAMES = {
    "76": "KPU Provinsi Sulawesi Barat",
    "76.02": "KPU Kabupaten Mamuju",
    "76.06": "KPU Kabupaten Mamuju Tengah",
    "73": "KPU Provinsi Sulawesi Selatan",
}


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("76.02", ["76.02"]),
        (" kpu  kabupaten mamuju ", ["76.02"]),
        ("KPU Kabupaten Mamuju Tengah (76.06)", ["76.06"]),
        ("(76)", ["76"]),
        ("tengah", ["76.06"]),
        ("barat sulawesi", ["76"]),
        ("mamuju", ["76.02", "76.06"]),
        ("Sulawesi", ["76", "73"]),
        ("Majene", []),
        ("muju", []),
        ("76.0", []),
        ("", []),
        ("()", []),
    ],
)
def test_a_work_unit_is_meant_by_code_name_or_words_of_its_name(typed: str, codes: list[str]) -> None:
    assert codes_meant(typed, NAMES) == codes
