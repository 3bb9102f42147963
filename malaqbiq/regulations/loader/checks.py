"""What rows of law owe each other: no two of a slot on one day, and nothing that points nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.loader.faults import Fault
from malaqbiq.regulations.loader.files import Line
from malaqbiq.regulations.rules.rows import (
    DecreeKindRow,
    IssuerRow,
    JobFamilyRow,
    LegalBasisRow,
    ParentRow,
    PayCeilingRow,
    PostCompetencyRow,
    RegionNameRow,
    Row,
    StructureRow,
    TransitionRow,
    UnitTypeRow,
    WorkUnitRow,
)

R = TypeVar("R", bound=Row)


def checked(lines: Sequence[Line]) -> list[Fault]:
    """Everything wrong between rows that are sound by themselves."""
    between = (_overlaps, _structures, _transitions, _units, _kinds, _region_names)
    return [fault for check in between for fault in check(lines)]


def _overlaps(lines: Sequence[Line]) -> Iterator[Fault]:
    by_slot: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        by_slot.setdefault((line.table, line.row.slot), []).append(line)
    for group in by_slot.values():
        ordered = sorted(group, key=lambda line: line.row.valid_from or date.min)
        for earlier, later in pairwise(ordered):
            until = earlier.row.valid_until
            if until is None or until > (later.row.valid_from or date.min):
                yield Fault(
                    later.file,
                    later.line,
                    "valid_from",
                    Words(
                        gettext_noop(
                            "%(key)s holds on days on which %(other)s holds too: end one where the other begins"
                        ),
                        {"key": later.row.key, "other": earlier.row.key},
                    ),
                )


def _structures(lines: Sequence[Line]) -> Iterator[Fault]:
    units = {(row.regime, row.unit_code): row for _, row in _of(lines, StructureRow)}
    regimes = {line.row.slot.partition(":")[2] for line in lines if line.table == "regimes"}
    for line, row in _of(lines, StructureRow):
        if row.regime not in regimes:
            yield _nowhere(line, "regime", row.regime)
        parent = units.get((row.regime, row.parent_code))
        if row.parent_code and (parent is None or (parent.tier, parent.type) != (row.tier, row.type)):
            yield _nowhere(line, "parent_code", row.parent_code)
    for line, needed in _of(lines, PostCompetencyRow):
        if (needed.regime, needed.unit_code) not in units:
            yield _nowhere(line, "unit_code", needed.unit_code)


def _transitions(lines: Sequence[Line]) -> Iterator[Fault]:
    units = {(row.regime, row.unit_code) for _, row in _of(lines, StructureRow)}
    for line, row in _of(lines, TransitionRow):
        if (row.old_regime, row.old_unit) not in units:
            yield _nowhere(line, "old_unit", row.old_unit)
        if (row.new_regime, row.new_unit) not in units:
            yield _nowhere(line, "new_unit", row.new_unit)


def _units(lines: Sequence[Line]) -> Iterator[Fault]:
    codes = {row.code for _, row in _of(lines, WorkUnitRow)}
    for line, row in _of(lines, ParentRow):
        for column, code in (("code", row.code), ("parent", row.parent)):
            if code not in codes:
                yield _nowhere(line, column, code)
    for line, typed in _of(lines, UnitTypeRow):
        if typed.code not in codes:
            yield _nowhere(line, "code", typed.code)


def _kinds(lines: Sequence[Line]) -> Iterator[Fault]:
    kinds = {row.kind for _, row in _of(lines, DecreeKindRow)}
    for line, issuer in _of(lines, IssuerRow):
        if issuer.kind not in kinds:
            yield _nowhere(line, "kind", issuer.kind)
    for line, basis in _of(lines, LegalBasisRow):
        for kind in sorted(set(basis.kinds) - kinds):
            yield _nowhere(line, "kinds", kind)
    groups = {row.ceiling_group for _, row in _of(lines, JobFamilyRow)}
    for line, ceiling in _of(lines, PayCeilingRow):
        if ceiling.group not in groups:
            yield _nowhere(line, "group", ceiling.group)


def _region_names(lines: Sequence[Line]) -> Iterator[Fault]:
    """A name stands for words of the region that it names, and is part of no name as it is."""
    regions = {row.code: _worded(row.region_name) for _, row in _of(lines, WorkUnitRow)}
    for line, row in _of(lines, RegionNameRow):
        if row.region_code not in regions:
            yield _nowhere(line, "region_code", row.region_code)
        elif _worded(row.stands_for) not in regions[row.region_code]:
            words = gettext_noop("%(value)s is no part of the name of %(code)s")
            params = {"value": row.stands_for, "code": row.region_code}
            yield Fault(line.file, line.line, "stands_for", Words(words, params))
        for code, name in regions.items():
            if _worded(row.written) in name:
                words = gettext_noop("%(value)s is part of the name of %(code)s as it is")
                params = {"value": row.written, "code": code}
                yield Fault(line.file, line.line, "written", Words(words, params))


def _worded(name: str) -> str:
    """A name by whole words, so that one can be looked for in another."""
    return f" {name.casefold()} "


def _of(lines: Sequence[Line], model: type[R]) -> Iterator[tuple[Line, R]]:
    return ((line, line.row) for line in lines if isinstance(line.row, model))


def _nowhere(line: Line, column: str, value: str) -> Fault:
    return Fault(
        line.file, line.line, column, Words(gettext_noop("%(value)s stands in no file of law"), {"value": value})
    )
