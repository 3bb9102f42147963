"""What pay's templates say in their own way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

from malaqbiq.kernel.rupiah import exact_rupiah

register = template.Library()


register.filter("exact", exact_rupiah)


@register.filter
def named_or_none(found: Mapping[Any, Any] | str, key: Any) -> Any:
    """What stands under a key, or None."""
    return found.get(key) if isinstance(found, Mapping) else None
