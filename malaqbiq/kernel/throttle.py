"""How often something may be done, counted in Django's cache by real time.

The cache is each process's own unless settings name a shared one: then a limit holds for each server process.
"""

from __future__ import annotations

from django.core.cache import cache


def allowed(what: str, who: str, times: int, seconds: int) -> bool:
    """Count one more and tell whether `who` has done `what` at most `times` times in these `seconds`."""
    key = f"throttle:{what}:{who}"
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) <= times
    except ValueError:
        # It ran out between the two: a new time begins.
        cache.set(key, 1, seconds)
        return True
