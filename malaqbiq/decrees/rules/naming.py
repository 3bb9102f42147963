"""Whether two ways of writing a name mean one person: on a paper with titles, in a certificate in capitals."""

from __future__ import annotations

from malaqbiq.people.rules import name_key

IN_FRONT = frozenset({"prof", "dr", "drs", "dra", "ir", "h", "hj", "kh"})
BEHIND = frozenset(
    {"sh", "mh", "se", "mm", "mak", "ssos", "msi", "sip", "map", "sap", "mpa", "st", "mt", "skom", "mkom", "spd", "mpd"}
    | {
        "sag",
        "mag",
        "shi",
        "mhi",
        "sthi",
        "ssi",
        "mkn",
        "phd",
        "msc",
        "bsc",
        "sstp",
        "amd",
        "stp",
        "skm",
        "mkes",
        "mhum",
    }
)
"""Titles as certificates write them, without full stops and commas."""


def is_named_alike(one: str, other: str) -> bool:
    """Whether two names are one but for case, marks and titles."""
    return bool(_bare(one)) and _bare(one) == _bare(other)


def _bare(name: str) -> tuple[str, ...]:
    words = name_key(name.replace(".", "")).split()
    while words and words[0] in IN_FRONT:
        del words[0]
    while words and words[-1] in BEHIND:
        del words[-1]
    return tuple(words)
