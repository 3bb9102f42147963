"""Papers as pages: what the Typst templates and the DOCX writer are given. Plain JSON, shown as it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from malaqbiq.decrees.rules.papers.annex import annex_page
from malaqbiq.decrees.rules.papers.fields import FIELDS, ORDERED, shown
from malaqbiq.decrees.rules.papers.snapshot import Contract, DecreePaper, PaperRow, Payer, Signature
from malaqbiq.decrees.rules.papers.wording import DOTS, dictum_label, letter, long_day, spelled
from malaqbiq.regulations.rules.texts import fill

Page = dict[str, Any]


class Kind(StrEnum):
    """Kinds of paper."""

    DECREE = "decree"
    PART = "part"
    EXTRACT = "extract"
    CONTRACT = "contract"
    COPY = "copy"


class Size(StrEnum):
    """Sheets: A4, and F4 (folio, 215 x 330 mm)."""

    A4 = "a4"
    F4 = "f4"


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper is made: on which sheet, as a draft, with room for a stamp, with the address it is checked at."""

    size: Size = Size.A4
    draft: bool = False
    signable: bool = False
    code: str = ""
    address: str = ""
    logo: str | None = None


UNSIGNED = (
    "Berkas ini dibuat tanpa tanda tangan elektronik, dan kode QR bukan tanda tangan. "
    "Bukti penandatanganan naskahnya dapat diperiksa pada alamat di atas."
)
"""True for good: of the file as it was made, whatever is signed later, in ink or elsewhere."""
SIGNABLE = "Sah sebagai naskah elektronik hanya bila berkas ini memuat tanda tangan elektronik."
DRAFT = "Draf: belum ditetapkan dan belum berlaku."
CHECK = "Periksa dokumen ini dengan memindai kode QR atau membuka:"
REST = "dst."
AS_SIGNED = "ttd."
"""What stands on a copy instead of the signature that the original bears."""


def decree_page(paper: DecreePaper, rows: Sequence[PaperRow], look: Look, only: frozenset[int] | None = None) -> Page:
    """The decree with its annex; with `only`, lines of the annex by number, the part of it that concerns some units."""
    body = {
        "office": list(paper.office),
        "mark": None,
        "grounds": [
            *_lettered("Menimbang", paper.considering),
            *_numbered("Mengingat", paper.remembering),
            *_numbered("Memperhatikan", paper.noting),
        ],
        "verb": "MEMUTUSKAN:",
        "settling": [_clause("Menetapkan", None, _settling(paper))],
        "dictums": [_clause(dictum_label(place), None, text) for place, text in enumerate(paper.dictums, start=1)],
        "signature": _signature(paper, paper.signature, look),
        "certifier": None,
        "copies": list(paper.copies),
        "annex": annex_page(paper, rows, only, _signature(paper, paper.signature, look, place=False)),
    }
    return {"form": "decree", **_head(paper, look), **body, **(_order(paper, rows, only) if paper.is_order else {})}


def _order(paper: DecreePaper, rows: Sequence[PaperRow], only: frozenset[int] | None) -> Page:
    """What an order (surat perintah) says otherwise than a decree: on what ground, to whom (Kepada), what (Untuk)."""
    shown_rows = [row for place, row in enumerate(rows, start=1) if only is None or place in only]
    named = [(place, _facts(_told_of(row), row)) for place, row in enumerate(shown_rows, start=1)]
    lines = [
        (f"{place}." if len(named) > 1 and not first else None, fact)
        for place, facts in named
        for first, fact in enumerate(facts)
    ]
    return {
        "about": False,
        "grounds": [
            *_lettered("Menimbang", paper.considering),
            *_numbered("Dasar", (*paper.remembering, *paper.noting)),
        ],
        "verb": "MEMBERI PERINTAH",
        "settling": [
            {**_clause("" if place else "Kepada", mark, ": ".join(fact)), "fact": list(fact)}
            for place, (mark, fact) in enumerate(lines)
        ],
        "dictums": _numbered("Untuk", paper.dictums),
    }


def _told_of(row: PaperRow) -> tuple[str, ...]:
    """What an order says of somebody: who has no post of his own isn't given one by a line that is left empty."""
    return tuple(key for key in ORDERED if key != "post" or row.values.get(key))


def copy_page(paper: DecreePaper, rows: Sequence[PaperRow], certifier: Signature, look: Look) -> Page:
    """The salinan: the decree's own words, "ttd." instead of its signature, and who certifies that they are its own."""
    page = decree_page(paper, rows, look)
    certified = _signature(paper, certifier, look, place=False)
    body = {
        "mark": "SALINAN",
        "signature": _told(page["signature"]),
        "certifier": {**certified, "stamp": look.signable},
        "annex": page["annex"]
        and {**page["annex"], "signature": _told(page["annex"]["signature"]), "certifier": certified},
    }
    return {**page, **body}


def extract_page(paper: DecreePaper, row: PaperRow, ordinal: int, look: Look) -> Page:
    """The petikan for one person of the annex. ValueError if the decree has none."""
    extract = paper.extract
    if extract is None:
        raise ValueError("this decree has no petikan")
    certified = extract.certifier
    values = person_values(paper, row)
    texts = [fill(text, values) for text in extract.dictums] or paper.dictums[1:]
    signing = _signature(paper, paper.signature, look)
    body = {
        "office": list(paper.office),
        "mark": "PETIKAN",
        "grounds": [_clause(label, None, REST) for label in _grounds(paper)],
        "settling": [_clause("Menetapkan", None, REST), _clause(dictum_label(1), None, extract.dictum)],
        "facts": [*_facts(extract.fields, row), ["Nomor urut", str(ordinal)]],
        "dictums": [_clause(dictum_label(place), None, text) for place, text in enumerate(texts, start=2)],
        "closing": extract.closing,
        "signature": _told(signing) if certified else signing,
        "certifier": _signature(paper, certified, look, place=False) if certified else None,
    }
    return {"form": "extract", **_head(paper, look), **body}


def contract_page(paper: DecreePaper, row: PaperRow, look: Look) -> Page:
    """The work agreement of one person with the work unit that pays. ValueError if the decree has none."""
    contract, payer = paper.contract, row.payer
    if contract is None or payer is None:
        raise ValueError("this decree has no work agreement for this person")
    values = person_values(paper, row)
    body = {
        "title": fill(contract.title, values).upper(),
        "opening": fill(contract.opening, values),
        "parties": [
            {"facts": _payer_facts(payer), "role": "selanjutnya disebut PIHAK KESATU;"},
            {"facts": _facts(contract.fields, row, unknown="……"), "role": "selanjutnya disebut PIHAK KEDUA;"},
        ],
        "articles": _articles(contract, values),
        "closing": fill(contract.closing, values),
        "signed": f"{payer.place or DOTS}, {DOTS}",
        "signatures": [
            {
                "lines": ["PIHAK KESATU,", f"{payer.capacity},"],
                "name": payer.name,
                "number": payer.number,
                "stamp": look.signable,
            },
            {"lines": ["PIHAK KEDUA,", ""], "name": str(row.values.get("name", "")), "number": "", "stamp": False},
        ],
    }
    return {"form": "contract", **_head(paper, look), **body, "letterhead": _letterhead(payer, look)}


def person_values(paper: DecreePaper, row: PaperRow) -> dict[str, str]:
    """What fills the places of one person's papers: the decree's and his. What isn't known yet is left as dots."""
    known = {key: shown(key, value) for key, value in row.values.items() if key in FIELDS and value != ""}
    amount = row.values.get("amount")
    words = f"{spelled(amount)} rupiah" if isinstance(amount, int) else "……"
    return {
        **dict.fromkeys(FIELDS, "……"),
        **paper.facts,
        **known,
        "amount_words": words,
        **_payer_values(row.payer),
    }


def _payer_values(payer: Payer | None) -> dict[str, str]:
    if payer is None:
        return dict.fromkeys(("payer_name", "payer_capacity", "payer_unit"), "……")
    return {"payer_name": payer.name or "……", "payer_capacity": payer.capacity, "payer_unit": payer.unit}


def _head(paper: DecreePaper, look: Look) -> Page:
    return {
        "letterhead": _letterhead(paper, look),
        "heading": list(paper.heading),
        "number": paper.number,
        "about": True,
        "title": paper.title.upper(),
        "foot": foot(look),
    }


def _letterhead(of: DecreePaper | Payer, look: Look) -> Page:
    return {"lines": list(of.letterhead), "address": of.address or None, "logo": look.logo}


def foot(look: Look) -> Page:
    """The foot of each page: how to check the paper, and what it is worth."""
    if look.draft:
        return {"lines": [], "address": None, "note": DRAFT, "qr": None}
    note = SIGNABLE if look.signable else UNSIGNED
    return {"lines": [CHECK], "address": look.address, "note": note, "qr": None}


def _clause(label: str, mark: str | None, text: str) -> Page:
    return {"label": label, "mark": mark, "text": text}


def _lettered(label: str, texts: Sequence[str]) -> list[Page]:
    return [
        _clause(label if place == 1 else "", f"{letter(place)}.", text) for place, text in enumerate(texts, start=1)
    ]


def _numbered(label: str, texts: Sequence[str]) -> list[Page]:
    if len(texts) == 1:
        return [_clause(label, None, texts[0])]
    return [_clause(label if place == 1 else "", f"{place}.", text) for place, text in enumerate(texts, start=1)]


def _grounds(paper: DecreePaper) -> list[str]:
    return ["Menimbang", "Mengingat"] + (["Memperhatikan"] if paper.noting else [])


def _settling(paper: DecreePaper) -> str:
    return f"{' '.join(paper.heading)} TENTANG {paper.title.upper()}."


def _signature(paper: DecreePaper, block: Signature, look: Look, *, place: bool = True) -> Page:
    return {
        "place": paper.place if place else None,
        "date": DOTS if look.draft else long_day(date.fromisoformat(paper.decided_on)),
        "lines": list(block.lines),
        "name": block.name,
        "number": block.number,
        "mark": None,
        "stamp": look.signable and place,
    }


def _told(block: Page) -> Page:
    """The block of a signature that stands on another paper."""
    return {**block, "mark": AS_SIGNED, "stamp": False}


def _facts(keys: Sequence[str], row: PaperRow, unknown: str = "–") -> list[list[str]]:
    return [[FIELDS[key].label, shown(key, row.values.get(key, "")) or unknown] for key in keys]


def _payer_facts(payer: Payer) -> list[list[str]]:
    facts = {
        "Nama": payer.name or "……",
        "NIP": payer.number.removeprefix("NIP ") or "……",
        "Jabatan": f"{payer.capacity} {payer.unit}",
        "Alamat": payer.postal or "……",
    }
    return [[name, value] for name, value in facts.items()]


def _articles(contract: Contract, values: Mapping[str, str]) -> list[Page]:
    return [
        {
            "head": f"Pasal {place}",
            "title": fill(article.title, values).upper(),
            "paragraphs": _paragraphs([fill(text, values) for text in article.paragraphs]),
        }
        for place, article in enumerate(contract.articles, start=1)
    ]


def _paragraphs(texts: Sequence[str]) -> list[Page]:
    if len(texts) == 1:
        return [{"mark": None, "text": texts[0]}]
    return [{"mark": f"({place})", "text": text} for place, text in enumerate(texts, start=1)]
