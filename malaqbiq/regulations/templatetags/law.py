"""How pages tell where a fact of law is from."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from malaqbiq.kernel.speech import said
from malaqbiq.regulations.rules.rows.base import TRUST_WORDS, Trust
from malaqbiq.regulations.rules.titles import source_told

register = template.Library()


@register.filter
def source(text: str) -> str:
    """A source or a remark of the data: what we said in it ourselves in the reader's language."""
    return said(source_told(text))


@register.filter
def trusted(trust: Trust) -> str:
    """How far a fact can be trusted, in words."""
    return gettext(TRUST_WORDS[trust])
