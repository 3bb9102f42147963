"""What the rooms above register: effects and invariants in their ``effects.py``, projections among their models."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.functional import Promise

from malaqbiq.decrees.models.decree import Entry
from malaqbiq.decrees.models.projection import Projection
from malaqbiq.decrees.rules.checks import Checker
from malaqbiq.decrees.rules.costs import YearCost
from malaqbiq.decrees.rules.effects import Book, Effect, Invariant, Problem
from malaqbiq.decrees.stands import Stand
from malaqbiq.kernel.rooms import modules_named
from malaqbiq.kernel.words import Words

COMPOSER = "composer"
"""Instead of a route of a remark: the page on which the draft itself is composed."""

OTHER = "other"
"""Instead of a route of a remark: another decree, which its words name as `decree`."""

Remark = Callable[[Sequence[Entry]], Iterable[Words]]
"""What can't be looked up about an own decree's entries, by name: it holds nobody up, but a check says so."""

Confirm = Callable[[Sequence[Entry]], Iterable[Problem]]
"""What is wrong with the facts that an own decree's entries hold, looked up anew as it is issued."""


@cache
def book() -> Book:
    """All effects and invariants that installed rooms list."""
    effects: dict[str, Effect[Any]] = {}
    invariants: list[Invariant] = []
    for module in modules_named("effects"):
        for effect in getattr(module, "EFFECTS", ()):
            if effect.name in effects:
                raise ValueError(f"the effect {effect.name!r} is registered twice")
            effects[effect.name] = effect
        invariants.extend(getattr(module, "INVARIANTS", ()))
    return Book(effects, tuple(invariants))


@cache
def projections(kind: str) -> tuple[type[Projection], ...]:
    """The projection models over a kind of subject, in a fixed order."""
    models = (model for model in apps.get_models() if issubclass(model, Projection) and model.subject == kind)
    return tuple(sorted(models, key=lambda model: model.track.name))


@cache
def confirmations() -> tuple[Confirm, ...]:
    """The ``confirm`` of installed rooms that have one in their ``confirmations.py``.

    The fold trusts what a payload says; so it is confirmed once, against tables, before the decree takes effect.
    """
    return tuple(module.confirm for module in modules_named("confirmations"))


@cache
def remarks() -> tuple[Remark, ...]:
    """The ``remark`` of installed rooms that have one in their ``confirmations.py``."""
    return tuple(module.remark for module in modules_named("confirmations") if hasattr(module, "remark"))


@cache
def checkers() -> tuple[Checker, ...]:
    """The checks of `verify` that installed rooms list as ``CHECKS`` in their ``verification.py``."""
    return tuple(checker for module in modules_named("verification") for checker in module.CHECKS)


@cache
def acts() -> Mapping[str, Promise | str]:
    """What effects are called on pages: ``ACTS`` of the rooms' ``wordings.py``."""
    return {name: title for module in modules_named("wordings") for name, title in module.ACTS.items()}


@cache
def stands() -> Mapping[str, Stand]:
    """How what stands on tracks reads: ``STANDS`` of the rooms' ``wordings.py``, in the order of their floors."""
    return {name: stand for module in modules_named("wordings") for name, stand in module.STANDS.items()}


@cache
def composers() -> Mapping[str, str]:
    """The route, by kind of decree, on which a draft is composed: ``COMPOSERS`` of the rooms' ``composers.py``."""
    return {kind: route for module in modules_named("composers") for kind, route in module.COMPOSERS.items()}


@cache
def fixes() -> Mapping[str, tuple[Promise | str, str]]:
    """By code of a problem what mends it, and the route where that is done (or none): ``FIXES`` of ``fixes.py``."""
    return {code: fix for module in modules_named("fixes") for code, fix in getattr(module, "FIXES", {}).items()}


@cache
def law_fixes() -> Mapping[str, str]:
    """By code of a problem the law table in which a fact is missing: ``LAW`` of ``fixes.py``."""
    return {code: table for module in modules_named("fixes") for code, table in getattr(module, "LAW", {}).items()}


@cache
def remark_fixes() -> Mapping[str, tuple[Promise | str, str]]:
    """By msgid of a remark where one sees to it, and the route, as in `fixes`: ``REMARKS`` of ``fixes.py``."""
    return {said: fix for module in modules_named("fixes") for said, fix in getattr(module, "REMARKS", {}).items()}


def appraised(decrees: Collection[UUID]) -> frozenset[UUID]:
    """Those of the decrees that carry out an appraisal for all in them: ``appraised`` of the rooms' ``grounds.py``."""
    return frozenset(uid for module in modules_named("grounds") for uid in module.appraised(decrees))


def year_costs(decrees: Collection[int]) -> dict[int, YearCost]:
    """The pay that each decree, by its key, sets in its budget year: ``costs`` of the rooms' ``costs.py``."""
    found: dict[int, YearCost] = {}
    for module in modules_named("costs"):
        for key, cost in module.costs(decrees):
            found[key] = found[key].plus(cost) if key in found else cost
    return found
