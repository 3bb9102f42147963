"""What the room's templates say in their own way."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from malaqbiq.service.wordings import HOLDINGS, TONES

register = template.Library()


@register.simple_tag
def held_badge(state: str) -> SafeString:
    """How a post is held."""
    return format_html('<span class="badge {}">{}</span>', TONES.get(state, ""), HOLDINGS.get(state, state))


@register.simple_tag
def regime_title(titles: Mapping[str, str], regime: str) -> str:
    """What a regulation that sets a structure is called."""
    return titles.get(regime, regime)
