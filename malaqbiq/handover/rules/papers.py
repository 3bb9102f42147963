"""The berita acara of a handover as a page for Typst: Indonesian, as papers of the office are. Plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from malaqbiq.decrees.rules.papers.wording import DOTS, MONTHS, spelled, weekday

PARTS: Mapping[str, str] = {
    "decrees": "Naskah keputusan yang belum ditetapkan",
    "sheets": "Lembar nilai yang masih harus diisi",
    "views": "Tampilan daftar",
    "notices": "Pemberitahuan yang belum dibaca",
}
"""How papers call kinds of things; one that isn't here is called by its key."""

ROLES: Mapping[str, str] = {
    "administrator": "administrator",
    "sdm_officer": "petugas SDM",
    "secretary": "sekretaris",
    "appraiser": "penilai",
    "commissioner": "komisioner",
    "staff": "pegawai",
    "auditor": "pemeriksa",
}
NOT_GIVEN = (
    "Serah terima ini tidak memberi hak akses. Naskah yang diserahkan tetap mencatat siapa yang menyusunnya, dan tidak "
    "disetujui oleh PIHAK PERTAMA maupun PIHAK KEDUA. Nilai yang sudah diberikan tetap atas nama yang memberikannya."
)


@dataclass(frozen=True, slots=True)
class Side:
    """One side: name, NIP, and pairs of a role's code and its work unit's name."""

    name: str
    number: str
    roles: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing that passed: the key of its kind, what it is called, its work unit; or how many without a name."""

    part: str
    label: str
    unit: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Said:
    """What was written down of a handover. `actor` and `reason`: who acted for the giver, and why."""

    number: str
    dated_on: date
    giver: Side
    taker: Side
    actor: str
    reason: str
    knower: Mapping[str, Any]
    head: Mapping[str, Any]
    unit: str


def handover_page(said: Said, things: Sequence[Thing], logo: str | None) -> dict[str, Any]:
    """The berita acara on paper; `logo` is the emblem's file name, if there is one."""
    return {
        "form": "handover",
        "letterhead": {"lines": said.head["lines"], "address": said.head["address"] or None, "logo": logo},
        "title": ["BERITA ACARA SERAH TERIMA TUGAS", f"Nomor {said.number or DOTS}"],
        "opening": f"Pada hari ini, {day_in_words(said.dated_on)}, kami yang bertanda tangan di bawah ini:",
        "sides": [_side(said.giver, "PERTAMA"), _side(said.taker, "KEDUA")],
        "acted": _acted(said),
        "statement": "PIHAK PERTAMA menyerahkan kepada PIHAK KEDUA, dan PIHAK KEDUA menerima dari PIHAK PERTAMA:",
        "heads": ["No.", "Yang diserahkan", "Satuan kerja"],
        "groups": [_group(part, list(found)) for part, found in groupby(things, key=lambda thing: thing.part)],
        "note": NOT_GIVEN,
        "closing": "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
        "place": f"{said.head['place'] or DOTS}, {said.dated_on.day} {MONTHS[said.dated_on.month - 1]} "
        f"{said.dated_on.year}",
        "signatures": [_sign(["PIHAK KEDUA,"], said.taker), _sign(["PIHAK PERTAMA,"], said.giver)],
        "knower": {**said.knower, "lines": ["Mengetahui,", *said.knower["lines"]]},
        "foot": {"lines": [], "address": None, "note": None, "qr": None},
    }


def day_in_words(day: date) -> str:
    """``Selasa tanggal sebelas bulan Januari tahun dua ribu dua puluh dua (11-01-2022)``."""
    words = f"{weekday(day)} tanggal {spelled(day.day)} bulan {MONTHS[day.month - 1]} tahun {spelled(day.year)}"
    return f"{words} ({day:%d-%m-%Y})"


def _side(side: Side, place: str) -> dict[str, Any]:
    roles = "; ".join(f"{ROLES.get(role, role)} pada {unit}" for role, unit in side.roles)
    facts = [["Nama", side.name], *([["NIP", side.number]] if side.number else []), ["Tugas", roles or "–"]]
    return {"facts": facts, "called": f"selanjutnya disebut PIHAK {place};"}


def _acted(said: Said) -> str:
    if not said.actor:
        return ""
    return f"PIHAK PERTAMA berhalangan, dan penyerahan dilakukan oleh {said.actor}, karena: {said.reason.rstrip('.')}."


def _group(part: str, things: Sequence[Thing]) -> dict[str, Any]:
    named = [thing for thing in things if thing.label]
    many = sum(thing.count for thing in things)
    rows = [[f"{number}.", thing.label, thing.unit] for number, thing in enumerate(named, start=1)]
    return {"title": f"{PARTS.get(part, part)}: {many} ({spelled(many)})", "rows": rows}


def _sign(lines: Sequence[str], side: Side) -> dict[str, Any]:
    number = f"NIP {side.number}" if side.number else ""
    return {
        "lines": list(lines), "name": side.name, "number": number, "place": None, "date": None, "mark": None,
        "stamp": False,
    }  # fmt: skip
