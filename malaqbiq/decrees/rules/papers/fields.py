"""The facts of a person that papers may show, by key: their Indonesian name and how a column for them looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from malaqbiq.decrees.rules.papers.wording import long_day
from malaqbiq.kernel.rupiah import rupiah


@dataclass(frozen=True, slots=True)
class Shown:
    """How a fact is shown. `share` is its part of the width that columns share; `narrow` a width in mm instead.

    `dated`: a day may stand in it, which no line end parts.
    """

    label: str
    kind: Literal["text", "day", "rupiah"] = "text"
    share: int = 3
    narrow: int = 0
    holds_day: bool = False

    @property
    def dated(self) -> bool:
        return self.holds_day or self.kind == "day"


FIELDS: Mapping[str, Shown] = {
    "name": Shown("Nama", share=6),
    "nik": Shown("NIK", narrow=33),
    "nip": Shown("NIP", narrow=38),
    "birth": Shown("Tempat, tanggal lahir", narrow=36, holds_day=True),
    "sex": Shown("Jenis kelamin", narrow=19),
    "education": Shown("Pendidikan", narrow=25),
    "address": Shown("Alamat", share=5),
    "status": Shown("Status", narrow=20),
    "job": Shown("Jenis tugas", share=4),
    "post": Shown("Jabatan", share=5),
    "former_post": Shown("Jabatan lama", share=5),
    "rank": Shown("Pangkat, golongan", share=3),
    "unit": Shown("Satuan kerja", share=5),
    "duty_unit": Shown("Tempat tugas", share=5),
    "start": Shown("Terhitung mulai tanggal", kind="day", narrow=36),
    "until": Shown("Sampai dengan tanggal", kind="day", narrow=36),
    "ended_on": Shown("Berakhir tanggal", kind="day", narrow=36),
    "former_amount": Shown("Honorarium semula per bulan", kind="rupiah", narrow=27),
    "amount": Shown("Honorarium per bulan", kind="rupiah", narrow=27),
    "appraisal": Shown("Hasil evaluasi", share=3),
    "reason": Shown("Alasan", share=4),
    "note": Shown("Keterangan", share=4),
}

ORDERED = ("name", "nip", "rank", "post", "unit")
"""What an order (surat perintah) says of whom it orders."""

CODES: Mapping[str, Mapping[str, str]] = {
    "reason": {
        "term": "Jangka waktu habis",
        "appraisal": "Hasil evaluasi",
        "resigned": "Mengundurkan diri",
        "deceased": "Meninggal dunia",
        "appointed": "Diangkat dalam status lain",
        "retired": "Pensiun",
    },
    "status": {
        "ppnpn": "PPNPN",
        "pppk_paruh_waktu": "PPPK Paruh Waktu",
        "pppk": "PPPK",
        "pns": "PNS",
    },
    "sex": {"m": "Laki-laki", "f": "Perempuan"},
}
"""What codes are called on paper. A code that isn't here is shown as it stands."""

Value = str | int


def shown(key: str, value: Value) -> str:
    """A fact as papers write it: whole numbers are rupiah, ISO days are written out, other texts stand as they are."""
    if isinstance(value, int):
        return rupiah(value)
    if key in CODES:
        return CODES[key].get(value, value)
    if FIELDS[key].kind == "day":
        try:
            return long_day(date.fromisoformat(value))
        except ValueError:
            return value
    return value


def total(key: str, values: list[Value]) -> int | None:
    """The sum of a column of rupiah; None for other columns and if an amount is missing."""
    if FIELDS[key].kind != "rupiah":
        return None
    amounts = [value for value in values if isinstance(value, int)]
    return sum(amounts) if len(amounts) == len(values) else None
