"""Which post in force a position in a list names, as offices shorten and lengthen its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

from malaqbiq.kernel.workbooks.cells import key_of

_ACTING = re.compile(r"^\s*(?:plt|plh|pjs?|pelaksana tugas|pelaksana harian|penjabat)\b\.?", re.IGNORECASE)
_WHERE = re.compile(
    r"(?<=\w)\W+(?:pada|di|sekretariat|kpu|kip|komisi pemilihan umum|komisi independen pemilihan|"
    r"kabupaten|kab|kota|provinsi|prov|propinsi)\b.*",
    re.DOTALL,
)
"""From where on a position says in which office it is: that stands in the list's own column."""
_WORDS = (
    (r"\bka\W*sub\W*bag(?:ian)?\b|\bkasubb?ag(?:ian)?\b", "kepala subbagian"),
    (r"\bka\W*bag(?:ian)?\b|\bkabag(?:ian)?\b", "kepala bagian"),
    (r"\bkepala sub\W*bag(?:ian)?\b|\bkepala subb?ag\b", "kepala subbagian"),
    (r"\bhupmas\b", "hubungan partisipasi masyarakat"),
    (r"\bparhumas\b", "partisipasi hubungan masyarakat"),
    (r"\bparmas\b", "partisipasi masyarakat"),
    (r"\bhumas\b", "hubungan masyarakat"),
    (r"\bsumber daya manusia\b", "sdm"),
    (r"\b(?:dan|serta|dgn|dengan)\b|&", " "),
)
LEADS = ("kepala", "sekretaris")
"""How the name of a structural post begins."""
NEAR = 0.6
MOST_NAMED = 3


def post_key(position: str) -> str:
    """What spellings of one post have in common: ``Kasubag Hukum KPU Kab. Majene``, ``Kepala Subbagian Hukum``."""
    text = _WHERE.sub("", position.casefold())
    for pattern, words in _WORDS:
        text = re.sub(pattern, words, text)
    return key_of(text)


def is_acting(position: str) -> bool:
    """Whether a position is held for another: Plt., Plh., Pj."""
    return _ACTING.match(position) is not None


def leads(position: str) -> bool:
    """Whether a position reads as a structural post."""
    return post_key(position).startswith(LEADS)


def nearest(position: str, names: Iterable[str]) -> list[str]:
    """The names of posts that look most like a position, the nearest first; empty if none does."""
    by_key = {post_key(name): name for name in names}
    return [by_key[key] for key in get_close_matches(post_key(position), by_key, MOST_NAMED, NEAR)]
