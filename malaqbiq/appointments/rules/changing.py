"""What a new structure makes of an office's units, of its posts, and of those who hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

Place = tuple[str, int]
"""A post's place in a work unit's structure: the structure unit's code, and which one of several."""


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """That a unit of the new structure goes on with the work of a unit of the old one, by their codes.

    `carries`: who leads the old one leads the new one, without another inauguration.
    """

    old: str
    new: str
    carries: bool = False


class Becoming(StrEnum):
    """What becomes of a unit of a structure, or where a new one comes from."""

    SAME = "same"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"
    NEW = "new"
    ABOLISHED = "abolished"


@dataclass(frozen=True, slots=True)
class Line:
    """Old and new side by side: the codes of an old unit and a new one, one of them empty where there is none."""

    old: str
    new: str
    becoming: Becoming
    carries: bool = False
    may_carry: bool = False
    """whether one goes on from the other alone, so that whoever leads it may go on too"""


def side_by_side(old: Mapping[str, str], new: Mapping[str, str], pairs: Iterable[Pair]) -> list[Line]:
    """Every unit of both structures (names by code) with what becomes of it, in the order of the old, then of the new.

    A unit that goes into several is split, several that go into one are merged; one that goes into one alone is the
    same if its name is.
    """
    order = {code: number for number, code in enumerate(old)} | {"": len(old)}
    held = [pair for pair in dict.fromkeys(pairs) if pair.old in old and pair.new in new]
    into, out = _counted(pair.old for pair in held), _counted(pair.new for pair in held)
    lines = []
    for pair in held:
        alone = into[pair.old] == out[pair.new] == 1
        becoming = Becoming.SPLIT if into[pair.old] > 1 else Becoming.MERGED
        if alone:
            is_same = old[pair.old].casefold() == new[pair.new].casefold()
            becoming = Becoming.SAME if is_same else Becoming.RENAMED
        lines.append(Line(pair.old, pair.new, becoming, carries=pair.carries and alone, may_carry=alone))
    lines += [Line(code, "", Becoming.ABOLISHED) for code in old if code not in into]
    lines += [Line("", code, Becoming.NEW) for code in new if code not in out]
    return sorted(lines, key=lambda line: (order[line.old], line.new if line.old else ""))


def pairs_by_name(old: Mapping[str, str], new: Mapping[str, str]) -> list[Pair]:
    """Units of the same name in both structures (names by code): where nothing else is stated, one goes on as the
    other.
    """
    codes = {name.casefold(): code for code, name in new.items()}
    return [Pair(code, codes[name.casefold()]) for code, name in old.items() if name.casefold() in codes]


@dataclass(frozen=True, slots=True)
class OldPost:
    """A post in force before, and its definitive holder, if it has one."""

    uid: UUID
    place: Place
    title: str
    holder: UUID | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post that the new structure gives."""

    place: Place
    title: str


class Outcome(StrEnum):
    """What becomes of an old post's holder."""

    NOBODY = "nobody"
    CARRIED = "carried"
    DEMISIONER = "demisioner"


@dataclass(frozen=True, slots=True)
class Closing:
    """An old post that is no more, what becomes of its holder, and the posts that go on with its work."""

    post: OldPost
    outcome: Outcome
    into: tuple[NewPost, ...]


def closings(old: Iterable[OldPost], new: Iterable[NewPost], lines: Sequence[Line]) -> list[Closing]:
    """What becomes of each old post of a work unit: a holder is carried over only where the line says so, to the one
    post that goes on with his; every other one is demisioner.
    """
    places = {post.place: post for post in new}
    found = []
    for post in old:
        code, ordinal = post.place
        own = [line for line in lines if line.old == code]
        into = tuple(places[line.new, ordinal] for line in own if (line.new, ordinal) in places)
        carried = len(into) == 1 and own[0].carries
        kept = Outcome.CARRIED if carried else Outcome.DEMISIONER
        found.append(Closing(post, kept if post.holder else Outcome.NOBODY, into))
    return found


def _counted(codes: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for code in codes:
        found[code] = found.get(code, 0) + 1
    return found
