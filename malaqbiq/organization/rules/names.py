"""How work units, their posts and their authorities are called on papers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

_LONG = {"KPU": "Komisi Pemilihan Umum", "KIP": "Komisi Independen Pemilihan"}
SETJEN = "Sekretariat Jenderal KPU"

_REACHED = re.compile(
    r"[\s,;·•|/–-]*(?:\b(?:tele[pf]on|telp|tel|tlp|fax|faks|faksimile?|sur-?el|e-?mail|pos-?el|laman|website|web|situs)\b"
    r"|\bwww\.|\bhttps?:|\S+@).*",
    re.IGNORECASE,
)
"""From where on a line of a letterhead says how an office is reached otherwise than by post."""


class Authority(StrEnum):
    """Whose decision a paper is."""

    KETUA = "ketua"
    SEKRETARIS = "sekretaris"
    SEKJEN = "sekjen"
    KPA = "kpa"
    COMMITMENT_OFFICER = "pejabat-pembuat-komitmen"
    CERTIFIER = "pengesah-salinan"
    """decides nothing: certifies copies, under the title of his own post, which each office chooses"""


_HEADS = {
    Authority.KETUA: "Ketua",
    Authority.SEKRETARIS: "Sekretaris",
    Authority.KPA: "Kuasa Pengguna Anggaran",
    Authority.COMMITMENT_OFFICER: "Pejabat Pembuat Komitmen",
    Authority.CERTIFIER: "Pengesah Salinan",
}


def long_name(name: str) -> str:
    """The name without abbreviation: Komisi Pemilihan Umum Kabupaten Mamuju for KPU Kabupaten Mamuju."""
    return " ".join(_LONG.get(word, word) for word in name.split(" "))


def secretariat_name(unit_name: str) -> str:
    """The secretariat of a unit: Sekretariat KPU Kabupaten Mamuju; the root is one itself."""
    return unit_name if unit_name == SETJEN else f"Sekretariat {unit_name}"


def postal_address(letterhead: Iterable[str]) -> str:
    """The address alone, of a letterhead's lines under the name: without telephone, fax, mail and site."""
    return ", ".join(filter(None, (_REACHED.sub("", line).strip() for line in letterhead)))


def authority_title(authority: Authority, unit_name: str) -> str:
    """The title of an authority of a unit, as papers write it: Sekretaris Komisi Pemilihan Umum Kabupaten Mamuju."""
    if authority == Authority.SEKJEN:
        return "Sekretaris Jenderal Komisi Pemilihan Umum"
    if authority in {Authority.KPA, Authority.COMMITMENT_OFFICER}:
        return f"{_HEADS[authority]} {long_name(secretariat_name(unit_name))}"
    return f"{_HEADS[authority]} {long_name(unit_name.removeprefix('Sekretariat Jenderal '))}"


def authority_head(authority: str) -> str:
    """What an authority is called without its office: Sekretaris; Kuasa Pengguna Anggaran."""
    return "Sekretaris Jenderal" if authority == Authority.SEKJEN else _HEADS.get(Authority(authority), authority)


def post_name(position_name: str, unit_name: str) -> str:
    """A structure's post where the unit is named beside it: the head bears its name, the others don't repeat it."""
    return post_title(position_name, unit_name).removesuffix(f" {secretariat_name(unit_name)}")


def post_title(position_name: str, unit_name: str) -> str:
    """A structure's post in a unit: Sekretaris KPU Kabupaten Mamuju; Kepala Subbagian Hukum Sekretariat KPU ..."""
    if position_name.startswith("Sekretaris KPU"):
        return f"Sekretaris {unit_name}"
    return f"{position_name} {secretariat_name(unit_name)}"
