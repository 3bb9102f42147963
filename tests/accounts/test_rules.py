"""Which work unit somebody means."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import override

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


def test_what_is_asked_of_a_password_is_said_in_this_houses_indonesian() -> None:
    with override("id"):
        asked = password_validators_help_texts()
        with pytest.raises(ValidationError) as refused:
            validate_password("12345678")
    assert asked == [
        "Kata sandi Anda paling sedikit 12 karakter.",
        "Kata sandi Anda tidak boleh mirip dengan nama pengguna atau data diri Anda.",
        "Kata sandi Anda tidak boleh kata sandi yang umum dipakai.",
        "Kata sandi Anda tidak boleh hanya angka.",
    ]
    assert refused.value.messages == [
        "Kata sandi terlalu pendek: paling sedikit 12 karakter.",
        "Kata sandi ini terlalu umum.",
        "Kata sandi ini hanya angka.",
    ]
