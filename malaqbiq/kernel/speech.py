"""Words in the language of who reads them."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Words


def said(words: Words) -> str:
    """A sentence in the reader's language, and so every sentence and every day that stands in it."""
    if not words.message:
        return ""
    if not words.params:
        return gettext(words.message)
    return gettext(words.message) % {name: _param(value) for name, value in words.params.items()}


def sentence(error: UserError) -> str:
    """What went wrong and what to do next, as sentences in the reader's language."""
    parts = [capfirst(said(words)).rstrip(".") for words in (error.words, error.remedy) if words.message]
    return "".join(f"{part}. " for part in parts).rstrip()


def _param(value: str | int | date | Words) -> str | int:
    if isinstance(value, Words):
        return said(value)
    return date_format(value, "j F Y") if isinstance(value, date) else value
