"""Words in the language of who reads them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext

from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.words import Named, Words


def _month(code: str) -> str:
    """``Januari 2022`` for ``2022-01``; nothing for what is no month."""
    try:
        return date_format(date.fromisoformat(f"{code}-01"), "F Y")
    except ValueError:
        return ""


_names: dict[str, Callable[[str], str]] = {"month": _month}


def name_by(what: str, name: Callable[[str], str]) -> None:
    """Say how codes of a kind are named; the room that knows them does so once it is ready."""
    _names[what] = name


def named(item: Named) -> str:
    """The name of what a code stands for; the code where nobody knows one."""
    found = _names.get(item.what)
    return (found(item.code) if found else "") or item.code


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


def _param(value: str | int | date | Words | Named) -> str | int:
    if isinstance(value, Words):
        return said(value)
    if isinstance(value, Named):
        return named(value)
    return date_format(value, "j F Y") if isinstance(value, date) else value
