"""Reading the same thing once in a batch of work.

Issuing a nation's decrees asks for the same law hundreds of times. Inside `reading_once` the answers of functions
marked `@once` are kept and given again; outside of it nothing is kept. Whoever opens such a block knows that nothing in
it changes what it reads.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_kept: ContextVar[dict[Any, tuple[Any, Any]] | None] = ContextVar("malaqbiq_reading_kept", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Keep the answers of functions marked `@once` while the block runs; blocks may stand in each other."""
    if _kept.get() is not None:
        yield
        return
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(function: Callable[P, R]) -> Callable[P, R]:
    """Mark a function whose answer may be kept inside `reading_once`. Nobody changes such an answer."""

    @functools.wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        kept = _kept.get()
        if kept is None:
            return function(*args, **kwargs)
        named = ((name, _key(item)) for name, item in sorted(kwargs.items()))
        key = (function, *(_key(item) for item in args), *named)
        if key not in kept:
            # What was asked is kept with the answer, so that nothing else comes to have its identity.
            kept[key] = (function(*args, **kwargs), (args, kwargs))
        return kept[key][0]  # type: ignore[no-any-return]

    return asked


def _key(item: object) -> object:
    """The item itself where it can be compared by value, else which one it is (an asker has no hash)."""
    try:
        hash(item)
    except TypeError:
        return id(item)
    return item
