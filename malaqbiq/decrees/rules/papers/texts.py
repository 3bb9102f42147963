"""Texts of papers that an office may edit: Menimbang, Mengingat, dictums, petikan and agreement.

Plain text with places such as ``{{ year }}``. A place is a name from a fixed list and nothing else: no expressions, no
attributes, and what is filled in is never looked at again, so a name that contains braces stays a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from malaqbiq.decrees.rules.papers.fields import FIELDS
from malaqbiq.decrees.rules.papers.snapshot import Annex, Contract, Extract, Stored
from malaqbiq.kernel.words import Words, gettext_noop

PLACE = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
STRAY = re.compile(r"\{\{|\}\}")

DECREE_PLACES: Mapping[str, str] = {
    "issuer": "Sekretaris Komisi Pemilihan Umum Provinsi Sulawesi Barat",
    "unit": "Sekretariat Komisi Pemilihan Umum Kabupaten Majene",
    "year": "2022",
    "last_year": "2021",
    "start": "1 Januari 2022",
    "until": "31 Desember 2022",
    "count": "12",
    "count_words": "dua belas",
    "number": "Nomor 1 Tahun 2022",
    "title": "Perpanjangan Masa Kerja",
    "place": "Mamuju",
    "decided_on": "11 Januari 2022",
    "decided_weekday": "Selasa",
    "decided_words": "sebelas Januari dua ribu dua puluh dua",
}
"""Places that stand for what is said of the whole decree, each with an example."""

PERSON_PLACES: Mapping[str, str] = {
    **{key: field.label for key, field in FIELDS.items()},
    "amount_words": "dua juta enam ratus tujuh puluh delapan ribu delapan ratus enam puluh empat rupiah",
    "payer_name": "nama KPA atau Pejabat Pembuat Komitmen",
    "payer_capacity": "Kuasa Pengguna Anggaran",
    "payer_unit": "Sekretariat Komisi Pemilihan Umum Kabupaten Majene",
}
"""Places that stand for a fact of one person, allowed in the agreement's articles only."""


class PaperText(Stored):
    """Everything that the papers of one kind of decree say in words."""

    title: str
    considering: tuple[str, ...]
    remembering: tuple[str, ...]
    noting: tuple[str, ...] = ()
    dictums: tuple[str, ...]
    copies: tuple[str, ...] = ()
    annex: Annex | None = None
    extract: Extract | None = None
    contract: Contract | None = None


class UnknownPlace(LookupError):
    """A text has a place for which there is nothing to fill in."""


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled, each once; UnknownPlace names the first that `values` lacks."""

    def value(match: re.Match[str]) -> str:
        try:
            return values[match[1]]
        except KeyError:
            raise UnknownPlace(match[1]) from None

    return PLACE.sub(value, text)


def text_problems(text: PaperText) -> list[Words]:
    """Every place in the text that can't be filled, and every stray pair of braces."""
    problems = [problem for part in decree_parts(text) for problem in _problems(part, frozenset(DECREE_PLACES))]
    both = frozenset(DECREE_PLACES) | frozenset(PERSON_PLACES)
    problems += [problem for part in contract_parts(text.contract) for problem in _problems(part, both)]
    return problems + _unknown_keys(text)


def decree_parts(text: PaperText) -> Iterator[str]:
    """Every text in which only places of the whole decree may stand."""
    yield text.title
    yield from (*text.considering, *text.remembering, *text.noting, *text.dictums, *text.copies)
    if text.annex:
        yield text.annex.title
    if text.extract:
        yield from (text.extract.dictum, text.extract.closing)


def contract_parts(contract: Contract | None) -> Iterator[str]:
    """Every text of the agreement."""
    if contract:
        yield from (contract.title, contract.opening, contract.closing)
        for article in contract.articles:
            yield from (article.title, *article.paragraphs)


def _problems(part: str, known: frozenset[str]) -> Iterator[Words]:
    for name in PLACE.findall(part):
        if name not in known:
            yield Words(gettext_noop("there is no place called %(name)s"), {"name": name})
    if STRAY.search(PLACE.sub("", part)):
        yield Words(gettext_noop("braces that belong to no place: %(text)s"), {"text": part[:80]})


def _unknown_keys(text: PaperText) -> list[Words]:
    keys = (text.annex.columns if text.annex else ()) + (text.extract.fields if text.extract else ())
    keys += text.contract.fields if text.contract else ()
    missing = sorted({key for key in keys if key not in FIELDS})
    return [Words(gettext_noop("there is no fact called %(name)s"), {"name": key}) for key in missing]
