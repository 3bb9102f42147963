"""A list as offices keep it: titles in merged cells, a row of numbers, dates in four ways, a total, a signature."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from random import Random

import xlsxwriter

from malaqbiq.kernel.identity import Sex, made_up_nik
from malaqbiq.people.madeup import name_parts

HEADERS = (
    "No", "Nama Lengkap", "No. KTP", "Status Pegawai", "Unit Kerja", "Jabatan", "Pendidikan Terakhir", "L/P",
    "Tgl Lahir", "TMT Kontrak", "Akhir Kontrak", "Honor/Bulan", "No SK", "Tgl SK", "Ket",
)  # fmt: skip
UNITS = ("KPU Prov. Sulbar", "KPU Kab. Mamuju", "Kab. Pasangkayu", "Mamasa", "KPU Kab. Polewali Mandar")
JOBS = ("Tenaga Administrasi", "Satpam", "Pramubakti", "Sopir", "Cleaning Service")
MONTHS = (
    "Januari", "Pebruari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
    "Nopember", "Des",
)  # fmt: skip
Sheet = xlsxwriter.worksheet.Worksheet
FIRST = 5
NUMBERED, UNPAID = 40, 50
"""The two people of whom a cell can't be read: a NIK that is a number, and pay in words."""
UNNAMED = 5
"""Of every so many people one has no decree that the list names."""


def messy_list(path: Path, *, year: int, low: int, enough: int, people: int = 100) -> Path:
    """A workbook of contract staff of a year, every third of them paid too little; no living person is meant."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("PPNPN")
    looks = ({"bold": 1}, {"num_format": "dd/mm/yyyy"}, {"num_format": "#,##0"})
    bold, day, money = (book.add_format(look) for look in looks)
    sheet.merge_range(0, 0, 0, 10, "DAFTAR TENAGA PENDUKUNG (PPNPN) SE-SULAWESI BARAT", bold)
    sheet.merge_range(1, 0, 1, 10, f"KEADAAN DESEMBER {year}", bold)
    for place, header in enumerate(HEADERS):
        sheet.write(3, place, header, bold)
        sheet.write(4, place, place + 1)
    for number, (name, woman) in enumerate(_names(people)):
        _line(sheet, number, name, year, day, woman=woman)
        _pay(sheet, FIRST + number, number, low if number % 3 == 0 else enough, money)
    last = FIRST + people
    sheet.write_string(last, 1, "JUMLAH", bold)
    sheet.write_formula(last, 11, f"=SUM(L{FIRST + 1}:L{last})", money, enough * people)
    sheet.write_string(last + 2, 10, f"Mamuju, 20 Desember {year}")
    sheet.write_string(last + 3, 10, "Sekretaris,")
    book.close()
    return path


def _line(sheet: Sheet, number: int, name: str, year: int, day: object, *, woman: bool) -> None:
    row = FIRST + number
    born = date(1975 + number % 25, 1 + number % 12, 1 + number % 28)
    nik = made_up_nik(district="760201", birth_date=born, sex=Sex.FEMALE if woman else Sex.MALE, number=number + 1)
    texts = {
        1: name.upper() if number % 9 == 0 else name,
        3: "PPNPN" if number % 4 else "Honorer",
        4: UNITS[number % len(UNITS)],
        5: JOBS[number % len(JOBS)],
        6: ("SMA", "S1 Ekonomi", "D3 Akuntansi", "SMK")[number % 4],
        7: "P" if woman else "L",
        9: f"1 Januari {year}" if number % 3 else f"01/01/{year}",
    }
    if number % UNNAMED:
        texts |= {12: f"{number % 7 + 1}/SDM.02-Kpt/{year}", 13: f"4 Januari {year}"}
    for place, text in texts.items():
        sheet.write_string(row, place, text)
    sheet.write_number(row, 0, number + 1)
    if number == NUMBERED:
        sheet.write_number(row, 2, int(nik))
    elif number % 7 != 3:
        sheet.write_string(row, 2, nik)
    if number % 4 == 0:
        sheet.write_datetime(row, 8, datetime.combine(born, time()), day)
    else:
        sheet.write_string(row, 8, _written(born, number % 4))
    sheet.write_datetime(row, 10, datetime(year, 12, 31), day)  # noqa: DTZ001 - a day of a sheet has no zone


def _pay(sheet: Sheet, row: int, number: int, amount: int, money: object) -> None:
    dotted = f"{amount:,}".replace(",", ".")
    if number == UNPAID:
        sheet.write_string(row, 11, "sesuai UMP")
    elif number % 3 == 0:
        sheet.write_number(row, 11, amount, money)
    else:
        sheet.write_string(row, 11, f"Rp {dotted},-" if number % 3 == 1 else dotted)


def _written(born: date, way: int) -> str:
    if way == 1:
        return f"{born.day}-{born.month}-{born.year}"
    return born.strftime("%d/%m/%Y") if way == 2 else f"{born.day} {MONTHS[born.month - 1]} {born.year}"


def _names(people: int) -> list[tuple[str, bool]]:
    chance, parts, found = Random(7), name_parts(), dict[str, bool]()  # noqa: S311 - names, no secrets
    while len(found) < people:
        woman = len(found) % 5 < 2
        family = chance.choice(parts["head"]) + chance.choice(parts["tail"])
        found.setdefault(f"{chance.choice(parts['woman' if woman else 'man'])} {family}", woman)
    return list(found.items())
