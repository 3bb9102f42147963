"""What stands for a person, a post or a work unit: tracks and the values on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from malaqbiq.decrees.rules.timeline import Track


class Status(StrEnum):
    """In what relation a person serves (UU 20/2023 for ASN; PPNPN by KPU's own guides)."""

    PNS = "pns"
    PPPK = "pppk"
    PPPK_PARUH_WAKTU = "pppk_paruh_waktu"
    PPNPN = "ppnpn"


CONTRACT_WORKERS = frozenset({Status.PPNPN, Status.PPPK_PARUH_WAKTU})
"""Whose pay has a floor and is set by decree here."""


class Holding(StrEnum):
    """How a post is held."""

    DEFINITIVE = "definitive"
    DEMISIONER = "demisioner"


@dataclass(frozen=True, slots=True)
class Employment:
    """That a person serves, as what; a contract is an employment with an end.

    `since_unknown`, here and below: the opening told what stands, and nobody since when. It stands from the day on
    which it was told; the true first day lies before, and no rule may count from ours.

    `cited`: the opening named the old decree by which the person served.
    """

    status: str
    job_family: str
    since_unknown: bool = False
    cited: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A work unit where a person has their home (satker induk, which pays) or their duty (tempat tugas)."""

    work_unit: UUID


@dataclass(frozen=True, slots=True)
class Rank:
    """Golongan: III/c for a PNS, IX for a PPPK."""

    grade: str
    since_unknown: bool = False


@dataclass(frozen=True, slots=True)
class PostHeld:
    """A post that a person holds, and how."""

    post: UUID
    state: str
    since_unknown: bool = False


@dataclass(frozen=True, slots=True)
class PostInForce:
    """That a post exists, under which structure."""

    regime: str


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post, and how."""

    person: UUID
    state: str
    since_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Acting:
    """Who stands in for a post, and how. Nobody holds a post by it."""

    person: UUID
    capacity: str


@dataclass(frozen=True, slots=True)
class ActingFor:
    """The post for which a person stands in; how, the track says."""

    post: UUID


@dataclass(frozen=True, slots=True)
class Structure:
    """The structure in force in a work unit: regime (key in regulations) and typology."""

    regime: str
    typology: str


EMPLOYMENT = Track("service.employment", Employment)
HOME = Track("service.home", Place)
DUTY = Track("service.duty", Place)
RANK = Track("service.rank", Rank)
POST_HELD = Track("service.post_held", PostHeld)
POST_IN_FORCE = Track("service.post_in_force", PostInForce)
HOLDER = Track("service.holder", Holder)
ACTING = Track("service.acting", Acting)
PLT_FOR = Track("service.plt_for", ActingFor)
PLH_FOR = Track("service.plh_for", ActingFor)
STRUCTURE = Track("service.structure", Structure)
