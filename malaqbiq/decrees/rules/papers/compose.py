"""Composing the head of a decree's papers from the facts of its issue and the words of its kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from malaqbiq.decrees.rules.papers.snapshot import Annex, DecreePaper, Extract, Signature
from malaqbiq.decrees.rules.papers.texts import PaperText
from malaqbiq.decrees.rules.papers.wording import DOTS, long_day, spelled, weekday
from malaqbiq.organization.rules.signing import MARKS, Form
from malaqbiq.regulations.rules.texts import fill

REGION = re.compile(r"(?<=UMUM) (?=(?:PROVINSI|KABUPATEN|KOTA) )")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs: the title in whose name, in which form, his own title if he signs for another, name and NIP."""

    title: str
    name: str = ""
    nip: str = ""
    form: Form = Form.DEFINITIVE
    own_title: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """The facts of a decree's issue. `issuer` is the deciding official's title, `unit` whom the decree is for.

    `known` holds what else fills places of the words, by name: what is empty there is not known.
    """

    letterhead: tuple[str, ...]
    issuer: str
    unit_code: str
    unit: str
    number: str
    title: str
    decided_on: date
    place: str
    signer: Signer
    start: date | None = None
    until: date | None = None
    people: int = 0
    address: str = ""
    certifier: Signer | None = None
    known: Mapping[str, str] | None = None


def decree_paper(issue: Issue, text: PaperText) -> DecreePaper:
    """The head of the decree's papers, every place filled.

    What isn't known is left as dots, to be written in by hand, and named in `gaps`.
    """
    values = decree_values(issue)
    gaps = tuple(sorted(place for place in text.places() if not values.get(place)))
    values = {**values, **dict.fromkeys(gaps, DOTS)}
    return DecreePaper(
        letterhead=issue.letterhead,
        address=issue.address,
        unit_code=issue.unit_code,
        heading=title_lines(f"KEPUTUSAN {issue.issuer}") if text.document == "keputusan" else ("SURAT PERINTAH",),
        number=number_line(issue.number),
        title=issue.title,
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
        contract=text.contract,
        facts=values if any(text.personal()) else {},
        gaps=gaps,
        document=text.document,
    )


def decree_values(issue: Issue) -> dict[str, str]:
    """What fills the places of the words, as far as it is known."""
    days = {"decided_on": issue.decided_on, "first_day": issue.start, "last_day": issue.until}
    day = issue.decided_on
    return {
        **(issue.known or {}),
        **{key: long_day(value) for key, value in days.items() if value},
        "authority": issue.issuer,
        "decided_weekday": weekday(day),
        "decided_words": f"{spelled(day.day)} {long_day(day).split()[1]} {spelled(day.year)}",
        "number": number_line(issue.number).replace("NOMOR", "Nomor").replace("TAHUN", "Tahun"),
        "place": issue.place,
        "staff": str(issue.people),
        "subject": issue.title,
        "unit": issue.unit,
        "year": str((issue.start or day).year),
    }


def number_line(number: str) -> str:
    """``NOMOR 57 TAHUN 2022``, however the register writes the number."""
    return number if number.upper().startswith("NOMOR") else f"NOMOR {number}"


def signature(signer: Signer) -> Signature:
    """The block of signature: ``Plt.`` and ``Plh.`` before the title; ``a.n.`` before another's, one's own below."""
    first, *rest = title_lines(signer.title)
    own = title_lines(signer.own_title) if signer.form == Form.AN else ()
    *lines, last = (MARKS[signer.form] + first, *rest, *own)
    return Signature(lines=(*lines, f"{last},"), name=signer.name, number=f"NIP {signer.nip}" if signer.nip else "")


def title_lines(title: str) -> tuple[str, ...]:
    """A title in capitals, the region on a line of its own: SEKRETARIS KOMISI PEMILIHAN UMUM / PROVINSI ..."""
    return tuple(REGION.split(title.upper(), maxsplit=1)) if title else ()


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
