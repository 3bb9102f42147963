"""Audit packs before they are made: of which work units and days, and what they would hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.packs import Asked, Counted, Part, parts
from malaqbiq.kernel.periods import Period
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.tree import Tree
from malaqbiq.organization.selectors import unit_tree

PACK = "home.audit_pack"
READERS = (Role.AUDITOR, Role.ADMINISTRATOR)
"""Who may make an audit pack; what stands in it is what his roles read."""

SHOWN = 5
"""Packs made before that the page lists."""


@dataclass(frozen=True, slots=True)
class Held:
    """A part of a pack: of how many of its work units the asker reads it, and what there is in them."""

    part: Part
    units: int
    counts: Sequence[Counted]


def tree_covered(access: Access, day: date) -> tuple[Tree, frozenset[str]]:
    """The tree of a day, and the work units in it of which the asker may make packs."""
    tree, units = unit_tree(access, day=day), access.units(*READERS)
    return tree, frozenset(code for code in tree.parents if units is None or code in units)


def pack_asked(access: Access, *, unit: str, period: Period, today: date) -> Asked:
    """What a pack of a work unit and all below it is of; WorkUnit.DoesNotExist unless the asker may make one of it.

    The access in it reaches no further than these units, and not to the asker's own papers elsewhere.
    """
    tree, covered = tree_covered(access, today)
    if unit not in covered:
        raise WorkUnit.DoesNotExist
    units = tree.below(unit) & covered
    return Asked(_narrowed(access, units), units, period, today)


def grants_told(asked: Asked) -> list[str]:
    """By which roles on which units the pack is asked for, as it is kept with the job: ``role code``."""
    return sorted(f"{role} {code}" for role, codes in asked.access.roles.items() for code in codes)


def within_grants(asked: Asked, grants: Collection[str]) -> Asked:
    """The same, with no right that wasn't there when it was asked for."""
    then = set(grants)
    roles = {role: _still(role, codes, then) for role, codes in asked.access.roles.items()}
    return Asked(Access(asked.access.actor, roles), asked.units, asked.period, asked.today)


def may_have(access: Access, arguments: Mapping[str, Any]) -> bool:
    """Whether the asker still holds every right by which a pack was made: a file is guarded like what stands in it."""
    return access.everything or all(_holds(access, *grant.split(" ", 1)) for grant in arguments["grants"])


def pack_held(asked: Asked) -> list[Held]:
    """What the pack would hold, part by part; a part that none of the asker's roles reads is of no unit."""
    return [_held(asked, part) for part in parts()]


def packs_made(access: Access) -> Sequence[Job]:
    """The asker's own latest packs."""
    return list(Job.objects.filter(name=PACK, actor=access.actor).order_by("-pk")[:SHOWN])


def _held(asked: Asked, part: Part) -> Held:
    units = asked.access.units(*part.roles) or frozenset()
    counts = part.count(asked) if units else ()
    # Of nothing there is nothing more to tell.
    return Held(part, len(units), counts if counts and counts[0].number else counts[:1])


def _narrowed(access: Access, units: frozenset[str]) -> Access:
    if access.everything:
        return Access(access.actor, {Role.AUDITOR: units})
    return Access(access.actor, {role: codes & units for role, codes in access.roles.items() if codes & units})


def _still(role: Role, codes: frozenset[str], then: Collection[str]) -> frozenset[str]:
    return frozenset(code for code in codes if f"{role} {code}" in then)


def _holds(access: Access, role: str, code: str) -> bool:
    return access.covers(code, Role(role))
