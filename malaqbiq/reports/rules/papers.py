"""A report and a covering letter as pages for Typst: Indonesian, as papers of the office are. Plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from malaqbiq.decrees.rules.papers.wording import DOTS, MONTHS, long_day, spelled
from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.pay.rules.months import Change
from malaqbiq.reports.rules.content import DAYS, Content, Line
from malaqbiq.service.rules.jobs import job_name

CHANGES: Mapping[str, str] = {
    Change.NEW: "masuk",
    Change.MOVED_IN: "pindah masuk",
    Change.RAISED: "honorarium naik",
    Change.LOWERED: "honorarium turun",
    Change.MOVED_OUT: "pindah keluar",
    Change.ENDED: "berhenti",
}
MISSING: Mapping[str, str] = {
    "attendance": "presensi belum tercatat: {count} orang",
    "pay": "honorarium belum diketahui: {count} orang",
    "decree": "belum ber-SK (baru menurut saldo awal): {count} orang",
    "closing": "perubahan bulan ini belum ditutup untuk operator gaji",
}
HEADS = ("No.", "Nama", "Jenis tugas", "Kontrak s.d.", "Honorarium", "HK", "H", "T", "I", "S", "A")
KEY = "HK hari kerja, H hadir, T terlambat, I izin dan cuti, S sakit, A alpa (hari)."
TO = ("Yth. Sekretaris Jenderal", "Komisi Pemilihan Umum", "di Jakarta")
UNSENT = "Belum dikirim: isinya masih dapat berubah."


@dataclass(frozen=True, slots=True)
class Head:
    """Whose paper it is: lines of the letterhead, its address, and the emblem's file name, if there is one."""

    lines: Sequence[str]
    address: str = ""
    logo: str | None = None

    def packed(self) -> dict[str, Any]:
        """As the templates take it."""
        return {"lines": list(self.lines), "address": self.address or None, "logo": self.logo}


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A unit's report in a letter: its name, version, people in service, and the day on which it was sent."""

    unit: str
    version: int
    people: int
    sent_on: date


def month_name(text: str) -> str:
    """``Desember 2021`` for ``2021-12``."""
    return f"{MONTHS[int(text[5:7]) - 1]} {text[:4]}"


def missing_words(content: Content) -> list[str]:
    """What is missing, as the paper says it."""
    return [MISSING[name].format(count=count) for name, count in content.missing.items()]


def report_page(head: Head, unit: str, content: Content, names: Mapping[str, str], state: str, digest: str) -> Any:
    """The report on paper. `names` by person; `state` says which version, or that it was not sent."""
    ordered = sorted(content.lines, key=lambda line: not line.serves)
    changed = [f"{names.get(line.person, DOTS)}: {_changes(line)}" for line in content.changed]
    return {
        "form": "report",
        "letterhead": head.packed(),
        "title": ["LAPORAN BULANAN TENAGA KONTRAK (PPNPN)", unit, f"Bulan {month_name(content.month)}"],
        "facts": [
            ["Bertugas dalam bulan ini", f"{len(content.serving)} orang"],
            ["Honorarium sebulan", rupiah(content.total)],
            ["Keadaan", state],
        ],
        "heads": list(HEADS),
        "rows": [_row(number, line, names) for number, line in enumerate(ordered, start=1)],
        "key": KEY,
        "changed": changed,
        "missing": missing_words(content),
        "foot": _foot([f"Sidik isi: {digest}"] if digest else [UNSENT]),
    }


def letter_content(
    month: str,
    enclosed: Sequence[Enclosed],
    missing: Sequence[str],
    *,
    head: Head,
    place: str,
    signer: Mapping[str, Any],
) -> Any:
    """What a covering letter says, to be kept: the enclosed reports by unit, units without one, its head, who signs."""
    rows = [[one.unit, str(one.version), str(one.people), long_day(one.sent_on)] for one in enclosed]
    total = sum(one.people for one in enclosed)
    said = {"lines": list(head.lines), "address": head.address, "place": place, "signer": dict(signer)}
    return {"month": month, "rows": rows, "total": total, "missing": list(missing), **said}


def letter_page(number: str, dated_on: date, content: Mapping[str, Any], logo: str | None) -> Any:
    """The covering letter on paper, by what was kept of it; `logo` is the emblem's file name, if there is one."""
    count, head = len(content["rows"]), Head(content["lines"], content["address"], logo)
    return {
        "form": "letter",
        "letterhead": head.packed(),
        "dated": f"{content['place'] or DOTS}, {long_day(dated_on)}",
        "facts": [
            ["Nomor", number],
            ["Lampiran", f"{count} ({spelled(count)}) laporan"],
            ["Hal", f"Laporan Bulanan PPNPN Bulan {month_name(content['month'])}"],
        ],
        "to": list(TO),
        "opening": (
            f"Bersama ini kami sampaikan laporan bulanan tenaga kontrak (PPNPN) bulan {month_name(content['month'])} "
            f"dari {count} satuan kerja, yang telah kami periksa, sebagai berikut:"
        ),
        "heads": ["No.", "Satuan kerja", "Versi", "Orang", "Dikirim"],
        "rows": [[str(place), *row] for place, row in enumerate(content["rows"], start=1)],
        "total": ["", "Jumlah", "", str(content["total"]), ""],
        "missing": _waiting(content["missing"]),
        "closing": "Demikian disampaikan, atas perhatian Bapak/Ibu kami ucapkan terima kasih.",
        "signature": {**content["signer"], "place": None, "date": None, "mark": None, "stamp": False},
        "foot": _foot([]),
    }


def _waiting(units: Sequence[str]) -> str:
    if not units:
        return ""
    return f"Laporan {', '.join(units)} akan disampaikan menyusul setelah diterima dan diperiksa."


def _row(number: int, line: Line, names: Mapping[str, str]) -> list[str]:
    name, attended = names.get(line.person, DOTS), line.attendance
    days = [str(attended[key]) for key in DAYS] if attended else ["–"] * len(DAYS)
    pay = rupiah(line.amount) if line.amount is not None else "–"
    until = f"{date.fromisoformat(line.until):%d-%m-%Y}" if line.until else "–"
    shown = f"{name} ({_changes(line)})" if line.changes else name
    return [str(number), shown, job_name(line.family), until, pay, *days]


def _changes(line: Line) -> str:
    return ", ".join(CHANGES[change] for change in line.changes)


def _foot(lines: Sequence[str]) -> dict[str, Any]:
    return {"lines": list(lines), "address": None, "note": None, "qr": None}
