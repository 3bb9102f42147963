"""Composing the head of a decree's papers from the facts of its issue and the texts of its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from malaqbiq.decrees.rules.papers.snapshot import Annex, DecreePaper, Extract, Signature
from malaqbiq.decrees.rules.papers.texts import PaperText, fill
from malaqbiq.decrees.rules.papers.wording import long_day, spelled, weekday


class Capacity(StrEnum):
    """In what capacity somebody signs (PKPU 2/2021 on official papers; the forms are general practice)."""

    DEFINITIVE = "definitif"
    PLT = "plt"
    PLH = "plh"
    ON_BEHALF = "a.n."


FORMS = {
    Capacity.DEFINITIVE: "",
    Capacity.PLT: "Plt. ",
    Capacity.PLH: "Plh. ",
    Capacity.ON_BEHALF: "a.n. ",
}
REGION = re.compile(r"(?<=UMUM) (?=(?:PROVINSI|KABUPATEN|KOTA) )")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the title in whose name, in which capacity, his own title if he signs for another, name and NIP."""

    title: str
    name: str
    nip: str = ""
    capacity: Capacity = Capacity.DEFINITIVE
    own_title: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """The facts of a decree's issue. `issuer` is the deciding official's title, `unit` whom the decree is for."""

    letterhead: tuple[str, ...]
    issuer: str
    unit_code: str
    unit: str
    number: str
    decided_on: date
    place: str
    signer: Signer
    start: date | None = None
    until: date | None = None
    people: int = 0
    address: str = ""
    certifier: Signer | None = None


def decree_paper(issue: Issue, text: PaperText) -> DecreePaper:
    """The head of the decree's papers, every place of the whole decree filled; UnknownPlace if one can't be."""
    values = decree_values(issue, text)
    contract = text.contract
    return DecreePaper(
        letterhead=issue.letterhead,
        address=issue.address,
        unit_code=issue.unit_code,
        heading=title_lines(f"KEPUTUSAN {issue.issuer}"),
        number=number_line(issue.number),
        title=values["title"],
        office=title_lines(issue.issuer),
        considering=_filled(text.considering, values),
        remembering=_filled(text.remembering, values),
        noting=_filled(text.noting, values),
        dictums=_filled(text.dictums, values),
        place=issue.place,
        decided_on=issue.decided_on.isoformat(),
        signature=signature(issue.signer),
        copies=_filled(text.copies, values),
        annex=_annex(text.annex, values),
        extract=_extract(text.extract, values, issue.certifier),
        contract=contract,
        facts=values if contract else {},
    )


def decree_values(issue: Issue, text: PaperText) -> dict[str, str]:
    """What fills the places of the whole decree. A fact that isn't known fills nothing: its place is refused."""
    values = {
        "issuer": issue.issuer,
        "unit": issue.unit,
        "year": str((issue.start or issue.decided_on).year),
        "last_year": str((issue.start or issue.decided_on).year - 1),
        "count": str(issue.people),
        "count_words": spelled(issue.people),
        "number": number_line(issue.number).replace("NOMOR", "Nomor").replace("TAHUN", "Tahun"),
        "place": issue.place,
        **_day_values(issue.decided_on),
        **{key: long_day(day) for key, day in (("start", issue.start), ("until", issue.until)) if day},
    }
    return {**values, "title": fill(text.title, values)}


def number_line(number: str) -> str:
    """``NOMOR 57 TAHUN 2022``, however the register writes the number."""
    return number if number.upper().startswith("NOMOR") else f"NOMOR {number}"


def signature(signer: Signer) -> Signature:
    """The block of signature: ``Plt.`` and ``Plh.`` before the title; ``a.n.`` before another's, one's own below."""
    first, *rest = title_lines(signer.title)
    own = title_lines(signer.own_title) if signer.capacity == Capacity.ON_BEHALF else ()
    *lines, last = (FORMS[signer.capacity] + first, *rest, *own)
    return Signature(lines=(*lines, f"{last},"), name=signer.name, number=f"NIP {signer.nip}" if signer.nip else "")


def title_lines(title: str) -> tuple[str, ...]:
    """A title in capitals, the region on a line of its own: SEKRETARIS KOMISI PEMILIHAN UMUM / PROVINSI ..."""
    return tuple(REGION.split(title.upper(), maxsplit=1)) if title else ()


def _day_values(day: date) -> dict[str, str]:
    month = long_day(day).split()[1]
    return {
        "decided_on": long_day(day),
        "decided_weekday": weekday(day),
        "decided_words": f"{spelled(day.day)} {month} {spelled(day.year)}",
    }


def _filled(texts: tuple[str, ...], values: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(fill(text, values) for text in texts)


def _annex(annex: Annex | None, values: Mapping[str, str]) -> Annex | None:
    return annex and annex.model_copy(update={"title": fill(annex.title, values)})


def _extract(extract: Extract | None, values: Mapping[str, str], certifier: Signer | None) -> Extract | None:
    return extract and extract.model_copy(
        update={
            "dictum": fill(extract.dictum, values),
            "closing": fill(extract.closing, values),
            "certifier": signature(certifier) if certifier else None,
        }
    )
