"""Pure decisions about people: how a name is written, what an education is worth, who is close family."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from typing import TypedDict
from uuid import UUID

from malaqbiq.kernel.identity import Sex
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import gettext_noop as _


class EducationLevel(IntEnum):
    """Levels of schooling in rising order. D-IV stands just below S1: a rule that asks for either asks for D-IV."""

    SD = 10
    SMP = 20
    SLTA = 30
    D1 = 41
    D2 = 42
    D3 = 43
    D4 = 50
    S1 = 51
    S2 = 60
    S3 = 70

    @property
    def label(self) -> str:
        """As Indonesian papers write it."""
        return EDUCATION_LABELS[self]


EDUCATION_LABELS = {
    EducationLevel.SD: "SD",
    EducationLevel.SMP: "SMP",
    EducationLevel.SLTA: "SLTA",
    EducationLevel.D1: "D-I",
    EducationLevel.D2: "D-II",
    EducationLevel.D3: "D-III",
    EducationLevel.D4: "D-IV",
    EducationLevel.S1: "S1",
    EducationLevel.S2: "S2",
    EducationLevel.S3: "S3",
}

_EDUCATION_WORDS = (
    (r"s ?3|strata ?(3|iii|tiga)|doktor", EducationLevel.S3),
    (r"s ?2|strata ?(2|ii|dua)|magister|pasca ?sarjana", EducationLevel.S2),
    (r"d ?(4|iv)|diploma ?(4|iv|empat)|sarjana terapan", EducationLevel.D4),
    (r"s ?1|strata ?(1|i|satu)|sarjana(?! ?muda)", EducationLevel.S1),
    (r"d ?(3|iii)|diploma ?(3|iii|tiga)|akademi|sarjana muda", EducationLevel.D3),
    (r"d ?(2|ii)|diploma ?(2|ii|dua)", EducationLevel.D2),
    (r"d ?(1|i)|diploma ?(1|i|satu)", EducationLevel.D1),
    (r"slta|sltp? atas|sma[kn]?|smu|smea|stm|smk|ma[nks]?|paket c|madrasah aliyah", EducationLevel.SLTA),
    (r"sltp|smp[n]?|mts[n]?|paket b|madrasah tsanawiyah", EducationLevel.SMP),
    (r"sd[n]?|mi|paket a|sekolah dasar|madrasah ibtidaiyah", EducationLevel.SD),
)
_EDUCATION = tuple((re.compile(rf"(?:{words})(?![a-z0-9])", re.IGNORECASE), level) for words, level in _EDUCATION_WORDS)
_EQUAL_TO_LEVEL = re.compile(r"^[/ ]*(sederajat|setara|umum|negeri)\b", re.IGNORECASE)


def education_read(text: str) -> tuple[EducationLevel, str] | None:
    """The level and the field of study in ``S1 Ilmu Pemerintahan`` or ``SMA/sederajat``; None if it names no level."""
    spaced = re.sub(r"[-._]", " ", text).strip()
    for pattern, level in _EDUCATION:
        if found := pattern.match(spaced):
            return level, _EQUAL_TO_LEVEL.sub("", spaced[found.end() :]).strip(" /,()")
    return None


@dataclass(frozen=True, slots=True)
class SplitName:
    """A name without titles, and the titles before and after it."""

    name: str
    front: str = ""
    back: str = ""


_FRONT_TITLES = frozenset({"prof", "dr", "drs", "dra", "ir", "h", "hj", "kh", "apt", "ns", "drg", "drh"})
_BACK_TITLE = re.compile(r"[SMA]\.(?:[A-Z][A-Za-z]*\.?){1,3}")


def name_split(text: str) -> SplitName:
    """Take the titles off a name as papers write it: ``Drs. H. Tamrin Buttulayar, M.Si.``.

    Those in front are known ones that end in a full stop (``H`` alone may be an initial); those behind follow the first
    comma, or look like a degree (``S.Sos``).
    """
    name, _comma, back = " ".join(text.split()).partition(",")
    words = name.split()
    first, last = 0, len(words)
    while first < last - 1 and _is_front_title(words[first]):
        first += 1
    while last > first + 1 and _BACK_TITLE.fullmatch(words[last - 1]):
        last -= 1
    titles = [" ".join(words[last:]), back.strip(" ,")]
    return SplitName(
        " ".join(words[first:last]), " ".join(words[:first]), ", ".join(title for title in titles if title)
    )


def name_key(name: str) -> str:
    """What two spellings of one name have in common: letters and digits in small, without accents, marks and titles."""
    plain = unicodedata.normalize("NFKD", name_split(name).name).casefold()
    return " ".join("".join(letter if letter.isalnum() else " " for letter in plain if letter not in "'’`ʼ").split())


class PersonChanges(TypedDict, total=False):
    """What is to be changed of somebody, and nothing else."""

    name: str
    title_front: str
    title_back: str
    nik: str | None
    nip: str | None
    sex: Sex | None
    birth_place: str
    birth_date: date | None
    religion: str
    phone: str
    email: str
    address: str
    source: str


class Relation(StrEnum):
    """What the one is to the other."""

    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"

    @property
    def reverse(self) -> Relation:
        """What the other is to the one."""
        return {Relation.PARENT: Relation.CHILD, Relation.CHILD: Relation.PARENT}.get(self, self)


RELATION_LABELS = {
    Relation.SPOUSE: _("spouse"),
    Relation.PARENT: _("parent"),
    Relation.CHILD: _("child"),
    Relation.SIBLING: _("sibling"),
}


@dataclass(frozen=True, slots=True)
class Tie:
    """`person` is `relation` of `kin`, in a period if one is known."""

    person: UUID
    relation: Relation
    kin: UUID
    period: Period | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the tie holds on a day; one without a period always does."""
        return self.period is None or day in self.period


def tie_in_one_direction(person: UUID, relation: Relation, kin: UUID) -> tuple[UUID, Relation, UUID]:
    """The one way in which a tie is written down: a child's as its parent's, an equal one from the smaller uid.

    ValueError if somebody is tied to himself.
    """
    if person == kin:
        raise ValueError("nobody is his own family")
    if relation is Relation.CHILD or (relation is not Relation.PARENT and kin < person):
        return kin, relation.reverse, person
    return person, relation, kin


def close_family_of(person: UUID, ties: Iterable[Tie], day: date) -> frozenset[UUID]:
    """Spouse, parents, children and siblings of a person on a day; who shares a parent is a sibling.

    Whom a conflict of interest reaches is our own default (facts: no rule of KPU was found that names the degree).
    """
    holding = [tie for tie in ties if tie.holds_on(day)]
    parents = {tie.person for tie in holding if tie.relation is Relation.PARENT and tie.kin == person}
    parents |= {tie.kin for tie in holding if tie.relation is Relation.CHILD and tie.person == person}
    direct = {tie.kin for tie in holding if tie.person == person} | {tie.person for tie in holding if tie.kin == person}
    children = {tie.kin for tie in holding if tie.relation is Relation.PARENT and tie.person in parents}
    children |= {tie.person for tie in holding if tie.relation is Relation.CHILD and tie.kin in parents}
    return frozenset((direct | children) - {person})


def are_close_family(one: UUID, other: UUID, ties: Iterable[Tie], day: date) -> bool:
    """Whether two people are close family on a day, as `close_family_of` says."""
    return other in close_family_of(one, ties, day)


def _is_front_title(word: str) -> bool:
    pieces = [piece for piece in word.casefold().split(".") if piece]
    return word.endswith(".") and bool(pieces) and all(piece in _FRONT_TITLES for piece in pieces)


def full_name(front: str, name: str, back: str) -> str:
    """The name as papers write it: titles before, name, and titles after a comma."""
    before = f"{front} " if front else ""
    after = f", {back}" if back else ""
    return f"{before}{name}{after}"
