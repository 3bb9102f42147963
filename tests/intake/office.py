"""An office with its lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from malaqbiq.decrees.models import Ledger
from malaqbiq.decrees.verification import CHECKS
from malaqbiq.intake.services import Outcome, Terms, workbook_import
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.identity import Sex, made_up_nik, made_up_nip
from malaqbiq.kernel.progress import SILENT
from malaqbiq.kernel.workbooks.reading import Amendment
from malaqbiq.organization.models import Parentage, WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.people.services import competency_catalogue_load
from malaqbiq.service.models import Employment, HomeUnit
from tests.kernel.workbooks.files import workbook

DAY = date(2021, 12, 1)
BORN = date(1990, 8, 17)
SYSTEM = Access.system("test")
ZONE = "Asia/Makassar"
UNITS = {
    "00": ("setjen", "Republik Indonesia"),
    "76": ("provinsi", "Provinsi Sulawesi Barat"),
    "76.01": ("kabkota", "Kabupaten Pasangkayu"),
    "76.02": ("kabkota", "Kabupaten Mamuju"),
    "76.03": ("kabkota", "Kabupaten Mamasa"),
    "76.04": ("kabkota", "Kabupaten Polewali Mandar"),
}
HEADERS = (
    "Nama", "NIK", "NIP", "Status", "Satker", "Jabatan", "Golongan", "Pendidikan", "Jenis Kelamin", "Tanggal Lahir",
    "TMT", "Akhir Kontrak", "Honorarium", "Nomor SK", "Tanggal SK", "Telepon", "Email",
    "Alamat",
)  # fmt: skip

Cells = Mapping[str, Any]


def founded() -> None:
    """The office's ground: a few work units and the catalogue of competencies; the law is loaded for every test."""
    units = {
        code: WorkUnit.objects.create(code=code, level=level, name=f"KPU {region}", region_name=region, zone=ZONE)
        for code, (level, region) in UNITS.items()
    }
    for code, unit in units.items():
        above = units["76"] if "." in code else units["00"]
        if unit != above:
            Parentage.objects.create(unit=unit, parent=above)
    competency_catalogue_load(access=Access.system("init"))


def nik(number: int = 1, *, birth_date: date = BORN, sex: Sex = Sex.FEMALE) -> str:
    return made_up_nik(district="760201", birth_date=birth_date, sex=sex, number=number)


def nip(number: int = 1, *, birth_date: date = BORN, sex: Sex = Sex.FEMALE, pppk: bool = False) -> str:
    return made_up_nip(birth_date=birth_date, appointed=date(2019, 3, 1), sex=sex, number=number, pppk=pppk)


def row(name: str = "Sitti Bulangmapia", **other: Any) -> dict[str, Any]:
    """A PPNPN of Mamuju of whom everything is known; cells by header, spaces written as underscores."""
    cells: dict[str, Any] = {
        "Nama": name,
        "NIK": nik(),
        "Status": "PPNPN",
        "Satker": "76.02",
        "Jabatan": "Pramubakti",
        "Pendidikan": "SMA",
        "Jenis Kelamin": "P",
        "Tanggal Lahir": "17 Agustus 1990",
        "TMT": "01/01/2021",
        "Akhir Kontrak": "31 Desember 2021",
        "Honorarium": "Rp 2.600.000,-",
        "Nomor SK": "1/SDM.02-Kpt/2021",
        "Tanggal SK": "4-1-2021",
        "Telepon": "86012345621",
        "Email": "sitti@contoh.example",
        "Alamat": "Jalan Contoh 1, Mamuju",
    }
    return cells | {header.replace("_", " "): value for header, value in other.items()}


def bare(name: str = "Sitti Bulangmapia", status: str = "PPNPN", unit: str = "76.02", **other: Any) -> dict[str, Any]:
    """A row with nothing but what is required, and what is named."""
    return {"Nama": name, "Status": status, "Satker": unit} | {k.replace("_", " "): v for k, v in other.items()}


def written(folder: Path, rows: Sequence[Cells], headers: Sequence[str] = HEADERS, name: str = "daftar.xlsx") -> Path:
    """The rows as an office's workbook: a title, an empty row, headers in row 3, people from row 4 on."""
    table = [["Daftar pegawai"], [], list(headers), *([cells.get(header) for header in headers] for cells in rows)]
    return workbook(folder / name, table)


def taken(
    folder: Path,
    *rows: Cells,
    access: Access = SYSTEM,
    day: date = DAY,
    partial: bool = False,
    dry_run: bool = False,
    headers: Sequence[str] = HEADERS,
    kind: str = "employees",
    amendment: Amendment | None = None,
) -> Outcome:
    """What becomes of a list with these rows."""
    terms = Terms(dry_run=dry_run, partial=partial, amendment=amendment)
    return workbook_import(access=access, kind=kind, path=written(folder, rows, headers), day=day, terms=terms)


def counts(outcome: Outcome) -> tuple[int, int, int]:
    """Rows taken, unchanged, rejected."""
    return outcome.accepted, outcome.unchanged, len(outcome.rejected)


def reasons(outcome: Outcome) -> list[tuple[int, str, str]]:
    """Row, column and reason of each fault."""
    return [(fault.row, fault.key, str(fault.words)) for fault in outcome.faults]


def somebody(name: str = "Sitti Bulangmapia") -> Person:
    return Person.objects.get(name=name)


def serves(person: Person, day: date = DAY) -> Employment:
    return Employment.objects.as_of(day).get(person=person)


def home_of(person: Person, day: date = DAY) -> str:
    return HomeUnit.objects.as_of(day).select_related("work_unit").get(person=person).work_unit.code


def lock() -> None:
    from malaqbiq.decrees.services import opening_lock

    opening_lock(access=SYSTEM, empty=True)


def places() -> int:
    """How many decrees the ledger holds."""
    return Ledger.objects.get().place


def verified() -> bool:
    """Whether everything follows from the ledger."""
    return all(check(SILENT).ok for check in CHECKS)
