"""The four kinds of workbooks, their columns, and what may stand in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.kernel.workbooks.cells import Kind as CellKind
from malaqbiq.kernel.workbooks.reading import Column


@dataclass(frozen=True, slots=True)
class Field:
    """A column with what a template says of it: the format of its cells, its width, an explanation."""

    column: Column
    note: str
    kind: CellKind = "text"
    width: int = 18


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of workbook: its names on the command line, its title, how its rows are filled in, and its columns.

    `alias` is its Indonesian name, empty where both are one. Of each group in `needed` at least one column must be
    there.
    """

    name: str
    alias: str
    title: str
    guide: str
    fields: tuple[Field, ...]
    needed: tuple[tuple[str, ...], ...]
    hidden: tuple[Column, ...] = ()
    """Columns that are understood too, but that a template leaves out."""
    is_replaced: bool = False
    """Whether a list takes the place of the one that was brought in before: what is mended of it comes in whole."""
    without: tuple[tuple[str, str], ...] = ()
    """Of columns that must be there, what to do where the office's list has none: the key, and a msgid."""

    @property
    def label(self) -> str:
        """What its rows are, as pages call it: a msgid."""
        return LABELS[self.name]

    @property
    def names(self) -> str:
        """Its names, as messages tell them: employees (pegawai)."""
        return f"{self.name} ({self.alias})" if self.alias else self.name

    @property
    def columns(self) -> Sequence[Column]:
        """All columns that are understood."""
        return (*(field.column for field in self.fields), *self.hidden)

    @property
    def headers(self) -> dict[str, str]:
        """Headers in templates, by key."""
        return {column.key: column.header for column in self.columns}


def _field(key: str, header: str, others: str, note: str, kind: CellKind = "text", width: int = 18) -> Field:
    return Field(Column(key, header, tuple(filter(None, others.split("|")))), note, kind, width)


_DATE = _("a date such as 17/08/1990 or 17 Agustus 1990")
_DIGITS = _("the column is formatted as Text, so that Excel keeps all digits")

EMPLOYEES = Kind(
    "employees",
    "pegawai",
    "Pegawai",
    _("Fill in the first sheet, one row a person. What is not known stays empty."),
    (
        _field(
            "name",
            "Nama",
            "Name|Nama Lengkap|Nama Pegawai|Full Name|Employee Name",
            _("required; titles may stand with it"),
            width=32,
        ),
        _field(
            "nik",
            "NIK",
            "No NIK|Nomor NIK|No KTP|Nomor KTP|Nomor Induk Kependudukan|National ID|Identity Number",
            _DIGITS,
            width=20,
        ),
        _field(
            "nip",
            "NIP",
            "NIP/NI PPPK|NI PPPK|NIPPPK|NIP Baru|Nomor Induk Pegawai|Civil Servant Number",
            _DIGITS,
            width=22,
        ),
        _field(
            "status",
            "Status",
            "Status Kepegawaian|Status Pegawai|Jenis Kepegawaian|Jenis Pegawai|Employment Status|Employee Status",
            _("required: PNS, PPPK, PPPK Paruh Waktu or PPNPN"),
        ),
        _field(
            "unit",
            "Satker",
            "Satuan Kerja|Unit Kerja|Kode Satker|Nama Satker|Work Unit|Unit|Office|Unit Code",
            _("required: the work unit's code, such as 76.02, or its name"),
            width=34,
        ),
        _field(
            "position",
            "Jabatan",
            "Nama Jabatan|Position|Job|Job Title|Post",
            _("the post, or the job family of contract staff"),
            width=34,
        ),
        _field(
            "grade",
            "Golongan",
            "Gol|Gol/Ruang|Golongan/Ruang|Pangkat/Golongan|Pangkat/Gol|Grade|Rank|Rank/Grade",
            _("such as III/c, or IX for a PPPK"),
            width=12,
        ),
        _field(
            "education",
            "Pendidikan",
            "Pendidikan Terakhir|Education|Highest Education",
            _("level, and field of study: S1 Ilmu Hukum"),
            width=24,
        ),
        _field("sex", "Jenis Kelamin", "JK|L/P|Kelamin|Gender|Sex", _("L or P"), width=12),
        _field(
            "birth",
            "Tanggal Lahir",
            "Tgl Lahir|Tempat Tanggal Lahir|Tempat Tgl Lahir|Tempat dan Tanggal Lahir|TTL|Date of Birth|Birth Date|"
            "Birthdate|DOB|Place and Date of Birth",
            _DATE,
            "date",
        ),
        _field(
            "start",
            "TMT",
            "TMT Kontrak|Mulai Kontrak|Tanggal Mulai|Tgl Mulai|Start Date|Start|Contract Start|Effective Date",
            _("first day of the service or contract"),
            "date",
        ),
        _field(
            "last_day",
            "Akhir Kontrak",
            "Berakhir|Selesai Kontrak|Tanggal Akhir Kontrak|Tgl Akhir Kontrak|Contract End|End Date|"
            "Contract End Date|End of Contract",
            _("last day of the contract"),
            "date",
        ),
        _field(
            "amount",
            "Honorarium",
            "Honor|Upah|Gaji|Honorarium per Bulan|Honor/Bulan|Monthly Pay|Pay|Salary|Monthly Amount",
            _("rupiah a month"),
            "rupiah",
        ),
        _field(
            "decree_number",
            "Nomor SK",
            "No SK|Nomor Keputusan|Decree Number|Decree No|SK Number",
            _("number of the decree in force"),
            width=28,
        ),
        _field("decree_date", "Tanggal SK", "Tgl SK|Tanggal Keputusan|Decree Date|SK Date", _DATE, "date"),
        _field(
            "phone",
            "Telepon",
            "Telp|No HP|Nomor HP|HP|No Telepon|Nomor Telepon|No WA|WA|Phone|Mobile|Telephone|Phone Number|Handphone",
            _DIGITS,
        ),
        _field("email", "Email", "E-mail|Surel|Alamat Email|Alamat Surel|Email Address", _("one address"), width=28),
        _field(
            "address",
            "Alamat",
            "Alamat Rumah|Alamat Lengkap|Alamat Tinggal|Alamat Domisili|Alamat KTP|Domisili|Home Address|Address",
            _("in one line, as it stands in the contract"),
            width=40,
        ),
    ),
    (("name",), ("status",), ("unit",)),
    (
        Column(
            "post_since",
            "TMT Jabatan",
            ("TMT Jab", "Tanggal Jabatan", "Sejak Menjabat", "Tanggal Pelantikan", "Post Since", "In Post Since"),
        ),
        Column("birth_place", "Tempat Lahir", ("Kota Lahir", "Place of Birth", "Birth Place", "Birthplace")),
    ),
)

_PERSON = _field("number", "NIP/NIK", "NIK/NIP|NIP atau NIK|NIK atau NIP|NIP or NIK", _DIGITS, width=22)
_NUMBERS = (Column("nip", "NIP", ("NI PPPK", "NIP/NI PPPK")), Column("nik", "NIK", ()))
_PERSON_GROUP = ("number", "nip", "nik")

COMPETENCIES = Kind(
    "competencies",
    "kompetensi",
    "Kompetensi",
    _("Fill in the first sheet, one row for each competency of a person: a person may have several rows."),
    (
        _PERSON,
        _field(
            "kind",
            "Kompetensi",
            "Nama Kompetensi|Competency|Competence|Skill",
            _("name or code of the catalogue"),
            width=40,
        ),
        _field(
            "level",
            "Tingkat",
            "Level|Nilai",
            _("0 not at all, 1 under guidance, 2 alone, 3 also the unusual, 4 teaches others"),
            "whole",
            10,
        ),
        _field(
            "source", "Sumber", "Source|Dasar|Evidence", _("certificate, test or other paper that shows it"), width=34
        ),
        _field(
            "day",
            "Tanggal",
            "Tgl|Tanggal Penilaian|Date|Assessed On|Assessment Date",
            _("day of the assessment"),
            "date",
        ),
    ),
    (_PERSON_GROUP, ("kind",), ("level",), ("day",)),
    _NUMBERS,
)

ATTENDANCE = Kind(
    "attendance",
    "presensi",
    "Presensi",
    _("Fill in the first sheet, one row for each month of a person: a person may have several rows."),
    (
        _PERSON,
        _field("month", "Bulan", "Month|Periode|Bulan/Tahun", _("such as 01/2022 or Januari 2022")),
        _field(
            "working_days",
            "Hari Kerja",
            "Jumlah Hari Kerja|HK|Working Days|Work Days",
            _("days; present, leave, sick and absent add up to it"),
            "whole",
            12,
        ),
        _field("present", "Hadir", "Jumlah Hadir|Present|Days Present", _("days"), "whole", 10),
        _field("late", "Terlambat", "Late|Days Late", _("days on which the person came late"), "whole", 10),
        _field("leave", "Izin", "Ijin|Cuti|Izin/Cuti|Leave|Permission|Days of Leave", _("days"), "whole", 10),
        _field("sick", "Sakit", "Sick|Days Sick", _("days"), "whole", 10),
        _field("absent", "Alpa", "Alpha|Tanpa Keterangan|Absent|Days Absent", _("days without a reason"), "whole", 10),
    ),
    (_PERSON_GROUP, ("month",), ("working_days",), ("present",)),
    _NUMBERS,
)

DPP = Kind(
    "dpp",
    "",
    "DPP",
    _("Fill in the first sheet, one row for each line of the payment list: a person once for each month."),
    (
        _field("nik", "NIK", "Nomor NIK|No KTP|National ID", _DIGITS, width=20),
        _field("name", "Nama", "Name|Nama Lengkap|Nama Pegawai", _("as the payment list has it"), width=32),
        _field(
            "unit", "Satker", "Satuan Kerja|Unit Kerja|Kode Satker|Nama Satker|Work Unit", _("code or name"), width=34
        ),
        _field("month", "Bulan", "Month|Periode|Bulan/Tahun", _("such as 01/2022 or Januari 2022")),
        _field(
            "gross",
            "Bruto",
            "Jumlah Bruto|Penghasilan Bruto|Gross|Gross Pay|Honorarium",
            _("rupiah before deductions"),
            "rupiah",
        ),
    ),
    (("nik",), ("name",), ("unit",), ("month",), ("gross",)),
    is_replaced=True,
    without=(
        (
            "nik",
            _(
                "a payment list is compared by NIK, since names alone aren't certain: ask the payroll operator for "
                "the list with NIK, or write a column NIK into the workbook and bring it in anew"
            ),
        ),
    ),
)

LABELS = {
    "employees": _("Employees"),
    "competencies": _("Competencies"),
    "attendance": _("Attendance of a month"),
    "dpp": _("Payment list (DPP)"),
}
"""What pages call each kind; its title stands in workbooks."""

KINDS = {kind.name: kind for kind in (EMPLOYEES, COMPETENCIES, ATTENDANCE, DPP)}
KIND_NAMES = ", ".join(kind.names for kind in KINDS.values())
"""All kinds by their names, as help and messages tell them."""
_FORMER_NAMES = {"kehadiran": ATTENDANCE}
"""Names that commands took once: scripts that say them still work."""
_BY_ANY_NAME = _FORMER_NAMES | {name: kind for kind in KINDS.values() for name in (kind.name, kind.alias) if name}


def kind_named(name: str) -> Kind:
    """The kind of that English or Indonesian name; UserError, which names them all, if there is none."""
    if (kind := _BY_ANY_NAME.get(name.casefold())) is None:
        words = Words(_("there is no kind of list called %(kind)s"), {"kind": name})
        raise UserError(words, Words(_("choose one of: %(kinds)s"), {"kinds": KIND_NAMES}))
    return kind
