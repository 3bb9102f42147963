"""What the rooms above register: effects and invariants in their ``effects.py``, projections among their models."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from malaqbiq.decrees.models.projection import Projection
from malaqbiq.decrees.rules.effects import Book, Effect, Invariant


@cache
def book() -> Book:
    """All effects and invariants that installed rooms list."""
    effects: dict[str, Effect[Any]] = {}
    invariants: list[Invariant] = []
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.effects") is None:
            continue
        module = import_module(f"{config.name}.effects")
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
