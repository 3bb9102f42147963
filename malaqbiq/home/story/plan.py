"""What is told, where, and on which day. Whatever isn't known of the true course is made up, and says so here.

True: the seven work units, the structures of PKPU 6/2008 and 14/2020, the minimum wages, that every PPNPN was evaluated
in the last days of December 2021 and held a decree on 11 January 2022, that three Kabag were inaugurated on 5 January.
Made up: every person, how many there are in a unit, what each earned, every score, who went where, and all other days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from malaqbiq.kernel.periods import Period

ZONE = "Asia/Makassar"
"""In whose time the story is told. At every hour of it the day is the same all over Indonesia."""

BEGINNING = date(2021, 12, 20)
END = date(2022, 1, 11)
"""The day that is told unless another is asked for."""

LAST = date(2022, 1, 31)

CONTRACT_YEAR = Period.through(date(2021, 1, 1), date(2021, 12, 31))
NEXT_YEAR = Period.through(date(2022, 1, 1), date(2022, 12, 31))
APPRAISED = Period.through(date(2021, 1, 1), date(2021, 11, 30))
"""The months that are appraised: December isn't over while people are scored."""
DECEMBER = Period.through(date(2021, 12, 1), date(2021, 12, 31))
"""What is left of the year, and is being appraised when the story ends. Made up."""
NEXT_MONTH = date(2022, 2, 1)
"""From when on the drafts are to hold that wait at the story's end. Made up."""

CYCLE_OPENED = date(2021, 12, 27)
CYCLE_CLOSED = date(2021, 12, 31)
DRAFTED = date(2022, 1, 6)
SUBMITTED = date(2022, 1, 7)
APPROVED = date(2022, 1, 10)

STRUCTURE = "pkpu-6-2008"
STRUCTURE_SINCE = date(2014, 1, 1)
"""Made up: from when on the opening says that the structure stands and its posts exist."""

NEW_STRUCTURE, NEW_TYPOLOGY = "pkpu-14-2020", "B"
"""The structure that takes effect in one province. Three bagian fit type B; another province's type is made up."""

NEW_STRUCTURE_SINCE = date(2022, 1, 3)
KABAG_SWORN_IN = date(2022, 1, 5)
KASUBAG_SCORED = date(2022, 1, 12)
KASUBAG_PROPOSED = date(2022, 1, 20)
KASUBAG_DECIDED = date(2022, 1, 24)
KASUBAG_SWORN_IN = date(2022, 1, 25)
"""Made up but for 5 January: on the 11th the Kasubag were to be settled within about two weeks."""

BEGUN, TOLD = "home.story_begun", "home.story_told"
"""What the activity log says when a story begins and when it is told to its end."""


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of the story."""
    return datetime.combine(day, time(hour, minute), ZoneInfo(ZONE))


class Scale(StrEnum):
    """How much of Indonesia the story is told about."""

    SULBAR = "sulbar"
    PROVINCE = "province"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Shares:
    """Of a thousand contract workers, how many do how. The others do well."""

    coached: int = 70
    ended: int = 0
    excused: int = 0


@dataclass(frozen=True, slots=True)
class Size:
    """Which provinces (none named: all), how many people in all, and in which units if that is set."""

    provinces: tuple[str, ...]
    contract_staff: int
    civil_servants: int
    shares: Shares = Shares()
    contract_staff_of: Mapping[str, int] = field(default_factory=dict)
    civil_servants_of: Mapping[str, int] = field(default_factory=dict)


SIZES = {
    Scale.SULBAR: Size(
        provinces=("76",),
        contract_staff=80,
        civil_servants=160,
        contract_staff_of={"76": 20, "76.01": 9, "76.02": 11, "76.03": 10, "76.04": 13, "76.05": 9, "76.06": 8},
        civil_servants_of={"76": 40, "76.01": 19, "76.02": 21, "76.03": 20, "76.04": 22, "76.05": 20, "76.06": 18},
    ),
    Scale.PROVINCE: Size(
        provinces=("35",), contract_staff=560, civil_servants=980, shares=Shares(coached=60, ended=18, excused=9)
    ),
    Scale.NATIONAL: Size(
        provinces=(), contract_staff=17_000, civil_servants=14_000, shares=Shares(coached=60, ended=4, excused=4)
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A work unit of the story: code, level, the province it stands under, its town, and how many people it has.

    `recorded_in` is the kabupaten or kota in which its people were first recorded, by their NIK.
    """

    code: str
    level: str
    province: str
    region: str
    recorded_in: str
    contract_staff: int = 0
    civil_servants: int = 0
    seat: str = ""


ROOT = "00"
HOME_PROVINCE = "76"
"""Sulawesi Barat, of which the story is told."""

WEIGHT_OF_PROVINCE = 3
FEWEST_CIVIL_SERVANTS = {"setjen": 20, "provinsi": 14, "kabkota": 7}
"""Enough to fill the structural posts, with some beside. How many the Setjen really has is out of the story's view."""


def peopled(places: Sequence[Place], size: Size) -> list[Place]:
    """The places with the people of a size spread over them: all of them, to the last one.

    KPU RI's Setjen has civil servants only: no table says how it is built, so nobody there could be named to appraise.
    """
    weights = {place.code: 0 if place.code == ROOT else _weight(place) for place in places}
    fewest = {place.code: FEWEST_CIVIL_SERVANTS[place.level] for place in places}
    staff = size.contract_staff_of or spread(size.contract_staff, weights)
    rest = spread(size.civil_servants - sum(fewest.values()), weights)
    servants = size.civil_servants_of or {code: fewest[code] + rest[code] for code in fewest}
    return [replace(place, contract_staff=staff[place.code], civil_servants=servants[place.code]) for place in places]


def spread(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """A whole number divided by weights so that the parts add up to it: the largest remainders are rounded up."""
    whole = sum(weights.values())
    parts = {key: total * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: (-(total * weights[key] % whole), key))
    for key in by_remainder[: total - sum(parts.values())]:
        parts[key] += 1
    return parts


def _weight(place: Place) -> int:
    """Units differ: a kabupaten counts 8 to 12 by its number, a province three times a middling one."""
    return WEIGHT_OF_PROVINCE * 10 if place.level == "provinsi" else 8 + int(place.code[-2:]) % 5
