"""Reading the same thing once in a batch of work.

Issuing a nation's decrees asks for the same law hundreds of times. Inside `reading_once` the answers of functions
marked `@once` are kept and given again; outside of it nothing is kept. Whoever opens such a block knows that nothing in
it changes what it reads.

Looking at many decrees asks for each one's people. Inside `reading_ahead` a function marked `@ahead` that is asked
about one of the keys which the block was told of reads all of those at once: statements don't grow with decrees.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
K = TypeVar("K", bound=Hashable)

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


def is_reading_once() -> bool:
    """Whether such a block runs: then more may be read at once, since it will be asked for again."""
    return _kept.get() is not None


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


@dataclass(slots=True)
class _Ahead:
    """The keys that will be asked about, and by question what was asked already and answered."""

    keys: set[Hashable] = field(default_factory=set)
    answers: dict[Any, tuple[set[Any], dict[Any, Any], Any]] = field(default_factory=dict)

    def alike(self, some: set[Any]) -> set[Hashable]:
        """The keys of the kind of some: uids where those are uids, codes where they are codes."""
        kinds = {type(key) for key in some}
        return {key for key in self.keys if type(key) in kinds}


_ahead: ContextVar[_Ahead | None] = ContextVar("malaqbiq_reading_ahead", default=None)


@contextmanager
def reading_ahead(keys: Iterable[Hashable] = ()) -> Iterator[None]:
    """Let functions marked `@ahead` read for all of the keys at once while the block runs, which changes nothing."""
    block = _ahead.get() or _Ahead()
    block.keys.update(keys)
    token = _ahead.set(block)
    try:
        yield
    finally:
        _ahead.reset(token)


def ahead(
    function: Callable[Concatenate[Collection[K], P], Mapping[K, R]],
) -> Callable[Concatenate[Collection[K], P], Mapping[K, R]]:
    """Mark a function that tells something of many keys, by key; it must do with keys that it knows nothing of.

    Inside `reading_ahead` it is asked once for all keys that the block was told of. Nobody changes such an answer.
    """

    @functools.wraps(function)
    def asked(keys: Collection[K], *args: P.args, **kwargs: P.kwargs) -> Mapping[K, R]:
        there = _ahead.get()
        if there is None:
            return function(keys, *args, **kwargs)
        question = (function, *map(_key, args), *((name, _key(item)) for name, item in sorted(kwargs.items())))
        known, answers, _asked = there.answers.setdefault(question, (set(), {}, (args, kwargs)))
        if missing := set(keys) - known:
            wanted: set[Any] = missing | (there.alike(missing) - known if missing <= there.keys else set())
            answers.update(function(wanted, *args, **kwargs))
            known |= wanted
        return {key: answers[key] for key in keys if key in answers}

    return asked  # type: ignore[return-value]


def _key(item: object) -> object:
    """The item itself where it can be compared by value, else which one it is (an asker has no hash)."""
    try:
        hash(item)
    except TypeError:
        return id(item)
    return item
