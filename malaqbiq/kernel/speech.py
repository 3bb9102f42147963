"""Words in the language of who reads them."""

from __future__ import annotations

from django.utils.translation import gettext

from malaqbiq.kernel.words import Words


def said(words: Words) -> str:
    """A sentence in the reader's language, and so every sentence that stands in it."""
    if not words.message:
        return ""
    if not words.params:
        return gettext(words.message)
    params = {name: said(value) if isinstance(value, Words) else value for name, value in words.params.items()}
    return gettext(words.message) % params
