"""What an office still has to find out about a person in service."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from malaqbiq.service.effects import CONTRACT_WORKERS, Status

OF_EVERYBODY = ("nik", "position", "education", "sex", "birth", "start", "phone", "email")
OF_ASN = ("nip",)
OF_RANKED = ("grade",)
OF_CONTRACTS = ("last_day", "amount", "address")


@dataclass(frozen=True, slots=True)
class Completeness:
    """What is known of a person in service: keys of the employees' columns, and whether only the opening told it."""

    status: str
    known: Collection[str]
    from_opening: bool


def missing(person: Completeness) -> tuple[str, ...]:
    """Keys of the columns that are not known yet, of those that the person's status needs.

    What the decree in force was matters where only the opening tells of it: Malaqbiq knows its own decrees.
    """
    needed = list(OF_EVERYBODY)
    if person.status != Status.PPNPN:
        needed += OF_ASN
    if person.status in {Status.PNS, Status.PPPK}:
        needed += OF_RANKED
    if person.status in CONTRACT_WORKERS:
        needed += OF_CONTRACTS
    if person.from_opening:
        needed += ("decree_number", "decree_date")
    return tuple(key for key in needed if key not in person.known)
