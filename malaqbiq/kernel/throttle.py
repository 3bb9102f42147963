"""How often something may be done, counted by real time in the cache that all server processes share."""

from __future__ import annotations

from django.core.cache import cache


def allowed(what: str, who: str, times: int, seconds: int) -> bool:
    """Whether `who` may do `what` once more: at most `times` times in any `seconds`. What was refused doesn't count.

    Each time takes a place of its own. Of two that want the last place only one gets it: adding is atomic.
    """
    places = [f"throttle:{what}:{who}:{number}" for number in range(times)]
    taken = cache.get_many(places)
    return any(cache.add(place, 1, seconds) for place in places if place not in taken)
