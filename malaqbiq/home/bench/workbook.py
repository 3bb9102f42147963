"""An office's list of made-up people as a workbook, as large as is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from malaqbiq.kernel.entropy import lots
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.madeup import Town
from malaqbiq.people.rules import EducationLevel

HEADERS = (
    "Nama",
    "NIK",
    "NIP",
    "Status",
    "Satker",
    "Jabatan",
    "Golongan",
    "Pendidikan",
    "Jenis Kelamin",
    "Tanggal Lahir",
    "TMT",
    "Akhir Kontrak",
    "Honorarium",
    "Nomor SK",
    "Tanggal SK",
    "Telepon",
    "Email",
)
JOBS = ("Tenaga Administrasi", "Satpam", "Pengemudi", "Pramubakti")
CIVIL_SERVANTS = 3
"""One row of so many is a civil servant's."""


def workbook_written(path: Path, rows: int) -> None:
    """Write so many rows of 17 columns, civil servants and contract staff over all kabupaten and kota."""
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Pegawai")
        sheet.write_row(0, 0, HEADERS)
        for number, row in enumerate(_rows(rows), start=1):
            sheet.write_row(number, 0, row)


def _rows(count: int) -> Iterator[tuple[str, ...]]:
    codes = list(WorkUnit.objects.filter(level="kabkota").order_by("code").values_list("code", flat=True))
    town = Town(lots("workbook"))
    for number in range(count):
        code = codes[number % len(codes)]
        is_servant = number % CIVIL_SERVANTS == 0
        level = EducationLevel.S1 if is_servant else EducationLevel.SLTA
        born = (date(1970, 1, 1), date(1995, 12, 31))
        district = f"{code.replace('.', '')}{number % 9 + 1:02}"
        one = town.somebody(district=district, born_after=born[0], born_until=born[1], education=level)
        yield (
            f"{one.name}, {one.title_back}" if one.title_back else one.name,
            one.nik,
            town.nip(one, date(2019, 3, 1)) if is_servant else "",
            "PNS" if is_servant else "PPNPN",
            code,
            "Pelaksana" if is_servant else JOBS[number % len(JOBS)],
            "III/a" if is_servant else "",
            level.label,
            "L" if one.sex.value == "m" else "P",
            f"{one.birth_date:%d/%m/%Y}",
            "01/03/2019" if is_servant else "01/01/2021",
            "" if is_servant else "31/12/2021",
            "" if is_servant else "Rp 2.600.000,-",
            f"{number + 1}/SDM.02-Kpt/2021",
            "04/01/2021",
            one.phone,
            one.email,
        )
