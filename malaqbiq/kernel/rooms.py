"""What rooms register upwards: modules of an agreed name, found in every installed room that has one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from django.apps import apps


def modules_named(name: str) -> Iterator[ModuleType]:
    """The module of that name of each installed room that has one, in the order of the rooms' floors."""
    return (import_module(path) for path in _paths(name))


@cache
def _paths(name: str) -> tuple[str, ...]:
    houses = (config.name for config in apps.get_app_configs() if config.name.startswith("malaqbiq."))
    return tuple(f"{room}.{name}" for room in houses if find_spec(f"{room}.{name}") is not None)
