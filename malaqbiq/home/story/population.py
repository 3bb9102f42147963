"""The people of the story: made up from a seed, with numbers, schools, careers and a year's conduct that agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from random import Random

from malaqbiq.home.story.plan import CONTRACT_YEAR, STRUCTURE_SINCE, Place, Shares
from malaqbiq.kernel.entropy import lots
from malaqbiq.kernel.periods import Period
from malaqbiq.people.madeup import MadeUp, Town
from malaqbiq.people.rules import EducationLevel

FAMILIES = (
    ("tenaga-administrasi", 45, 104),
    ("satpam", 25, 101),
    ("pengemudi", 10, 98),
    ("pramubakti", 20, 92),
)
"""The four job families: how many of a hundred, and what was paid in 2021 in percent of that year's minimum wage."""

SULBAR = "76"
"""Whose people are born in its towns; elsewhere in the region of their office."""

FIELDS = ("Ilmu Pemerintahan", "Ilmu Hukum", "Akuntansi", "Teknik Informatika", "Administrasi Negara", "Manajemen")
SCHOOLS = {
    EducationLevel.SMP: "SMP Negeri",
    EducationLevel.SLTA: "SMA Negeri",
    EducationLevel.D3: "Politeknik",
    EducationLevel.S1: "Universitas",
    EducationLevel.S2: "Universitas",
}
SKILLS = {
    "teknis": ("tahapan-pemilu", "data-pemilih", "pencalonan", "rekapitulasi", "badan-adhoc"),
    "keuangan": ("logistik", "pengadaan", "bendahara", "anggaran", "barang-milik-negara"),
    "hukum": ("rancangan-hukum", "sengketa", "pengendalian-intern"),
    "umum": ("kepegawaian", "tata-usaha", "protokol"),
    "data": ("teknologi-informasi", "olah-data"),
    "partisipasi": ("humas", "sosialisasi", "layanan-informasi"),
}
FAMILY_SKILLS = {
    "tenaga-administrasi": ("tata-usaha", "olah-data", "humas", "data-pemilih"),
    "satpam": ("pengamanan",),
    "pengemudi": ("mengemudi",),
    "pramubakti": ("pramubakti",),
}


class Doing(StrEnum):
    """How a contract worker did in the year."""

    WELL = "well"
    COACHED = "coached"
    ENDED = "ended"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Conduct:
    """A year's conduct: days missed without reason of a thousand, and the scores about which a superior's lie."""

    doing: Doing
    missed: int
    result: int
    behaviour: int


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract of 2021, and its monthly honorarium in whole rupiah."""

    family: str
    term: Period
    monthly_amount: int


@dataclass(frozen=True, slots=True)
class Career:
    """A civil servant's NIP, ranks, and the structural post they hold, if one: its unit's code in the structure."""

    nip: str
    appointed: date
    grade: str
    grade_since: date
    post: str = ""
    post_since: date | None = None


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody of the story: who they are, where they serve, and as what."""

    person: MadeUp
    unit: str
    field: str
    school: str
    graduated: int
    skills: Mapping[str, int]
    contract: Contract | None = None
    conduct: Conduct | None = None
    career: Career | None = None

    @property
    def full_name(self) -> str:
        """The name with the titles behind it."""
        return f"{self.person.name}, {self.person.title_back}" if self.person.title_back else self.person.name

    @property
    def nip(self) -> str:
        """The NIP; empty for contract staff."""
        return self.career.nip if self.career else ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A structural post of a unit: its code in the structure, and its eselon."""

    code: str
    eselon: str


RANKS = {
    "II.a": ("IV/c",),
    "III.a": ("IV/a", "IV/a", "IV/b"),
    "IV.a": ("III/c", "III/d"),
    "": ("II/c", "II/d", "III/a", "III/b"),
}
BORN = {
    "II.a": (date(1964, 1, 1), date(1968, 12, 31)),
    "III.a": (date(1966, 1, 1), date(1976, 12, 31)),
    "IV.a": (date(1970, 1, 1), date(1984, 12, 31)),
    "": (date(1970, 1, 1), date(1996, 12, 31)),
}
"""Nobody has reached pension age (58, a Sekretaris of a province 60)."""


@dataclass(slots=True)
class Registry:
    """Makes up the people of one place after the other from one source of randomness."""

    lot: Random
    town: Town

    @classmethod
    def of(cls, seed: int) -> Registry:
        """The registry that a seed gives."""
        lot = lots(f"people:{seed}")
        return cls(lot, Town(lot))

    def civil_servants(self, place: Place, seats: Sequence[Seat]) -> Iterator[Newcomer]:
        """As many as the place has: first one for every seat, then those without."""
        spare = place.civil_servants - len(seats)
        for number, seat in enumerate([*seats, *[Seat("", "")] * spare]):
            yield self._civil_servant(place, seat, number)

    def contract_staff(self, place: Place, doings: Iterator[Doing], floor: int) -> Iterator[Newcomer]:
        """As many as the place has. `floor` is the minimum wage of 2021, about which they were paid."""
        for _number, doing in zip(range(place.contract_staff), doings, strict=False):
            yield self._contract_worker(place, doing, floor)

    def doings(self, count: int, shares: Shares) -> list[Doing]:
        """How each of so many contract workers did, in the shares asked for; at least one if a share is above 0."""
        wanted = ((Doing.COACHED, shares.coached), (Doing.ENDED, shares.ended), (Doing.EXCUSED, shares.excused))
        found = [doing for doing, share in wanted for _ in range(-(-count * share // 1000))]
        found += [Doing.WELL] * (count - len(found))
        self.lot.shuffle(found)
        return found

    def _civil_servant(self, place: Place, seat: Seat, number: int) -> Newcomer:
        after, until = BORN[seat.eselon]
        grade = self.lot.choice(RANKS[seat.eselon])
        person = self._somebody(place, after, until, self._education(seat, grade))
        appointed = self._appointed(person)
        main = tuple(SKILLS)[number % len(SKILLS)]
        grade_since = date(self.lot.choice((2017, 2018, 2019, 2020)), self.lot.choice((4, 10)), 1)
        career = Career(self.town.nip(person, appointed), appointed, grade, max(grade_since, appointed))
        if seat.code:
            since = max(STRUCTURE_SINCE, date(self.lot.randint(2017, 2020), self.lot.randint(1, 12), 1))
            career = Career(career.nip, appointed, grade, career.grade_since, seat.code, since)
        return self._newcomer(person, place, self._skills(place, main, senior=bool(seat.code)), career=career)

    def _contract_worker(self, place: Place, doing: Doing, floor: int) -> Newcomer:
        lot = self.lot
        family, _share, percent = lot.choices(FAMILIES, [share for _, share, _ in FAMILIES])[0]
        level = EducationLevel.S1 if family == "tenaga-administrasi" and lot.random() < 0.5 else EducationLevel.SLTA
        person = self._somebody(place, date(1968, 1, 1), date(1999, 12, 31), level)
        start = date(2021, 7, 1) if lot.random() < 0.05 else CONTRACT_YEAR.start
        amount = round(floor * (percent + lot.randint(-1, 2)) // 100, -4)
        contract = Contract(family, Period(start, CONTRACT_YEAR.end), amount)
        kinds = FAMILY_SKILLS[family]
        skills = {code: lot.randint(1, 3) for code in lot.sample(kinds, lot.randint(1, min(2, len(kinds))))}
        return self._newcomer(person, place, skills, contract=contract, conduct=self._conduct(doing))

    def _newcomer(
        self, person: MadeUp, place: Place, skills: Mapping[str, int], **more: Contract | Conduct | Career
    ) -> Newcomer:
        graduated = person.birth_date.year + (19 if person.education <= EducationLevel.SLTA else 24)
        schooled = person.education > EducationLevel.SLTA
        field = self.lot.choice(FIELDS) if schooled else ""
        return Newcomer(person, place.code, field, SCHOOLS[person.education], graduated, skills, **more)  # type: ignore[arg-type]

    def _somebody(self, place: Place, after: date, until: date, level: EducationLevel) -> MadeUp:
        district = f"{place.recorded_in.replace('.', '')}{self.lot.randint(1, 5):02}"
        person = self.town.somebody(district=district, born_after=after, born_until=until, education=level)
        if place.province == SULBAR:
            return person
        return replace(person, birth_place=place.region.removeprefix("Kabupaten ").removeprefix("Kota "))

    def _education(self, seat: Seat, grade: str) -> EducationLevel:
        if seat.eselon in ("II.a", "III.a"):
            return self.lot.choice((EducationLevel.S1, EducationLevel.S2, EducationLevel.S2))
        if grade.startswith("III"):
            return EducationLevel.S1
        return self.lot.choice((EducationLevel.SLTA, EducationLevel.D3))

    def _appointed(self, person: MadeUp) -> date:
        """The first of a month, at 22 to 32 years, not after 2019."""
        year = min(person.birth_date.year + self.lot.randint(23, 32), 2019)
        return date(year, self.lot.choice((1, 3, 4, 12)), 1)

    def _skills(self, place: Place, main: str, *, senior: bool) -> dict[str, int]:
        """Levels by competency. Units are uneven, each in its own way: that is what rotation is to level out."""
        thin = int(place.code.replace(".", "")) % len(SKILLS)
        level = 1 if tuple(SKILLS).index(main) == thin else 2
        own = {code: min(4, level + self.lot.randint(0, 1) + senior) for code in self.lot.sample(SKILLS[main], 2)}
        other = self.lot.choice([code for group, codes in SKILLS.items() if group != main for code in codes])
        return {**own, other: self.lot.randint(0, 2)}

    def _conduct(self, doing: Doing) -> Conduct:
        lot = self.lot
        match doing:
            case Doing.COACHED:
                return Conduct(doing, lot.randint(110, 150), lot.randint(42, 46), lot.randint(42, 47))
            case Doing.ENDED:
                return Conduct(doing, lot.randint(320, 420), lot.randint(30, 38), lot.randint(30, 38))
            case _:
                return Conduct(doing, lot.choice((0, 0, 0, 10, 20, 30)), lot.randint(70, 92), lot.randint(72, 94))
