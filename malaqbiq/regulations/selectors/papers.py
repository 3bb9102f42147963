"""Kinds of decrees, who issues them, their numbers, codes and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Named, Words, gettext_noop
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.numbers import Shape, number_format
from malaqbiq.regulations.rules.offices import ROOT, tier_of
from malaqbiq.regulations.rules.rows import (
    AgreementRow,
    CodeRow,
    DecreeKindRow,
    DecreeTextRow,
    DocumentKindRow,
    IssuerRow,
    LegalBasisRow,
    NumberPatternRow,
    PaperFormRow,
)
from malaqbiq.regulations.selectors.facts import rows_for

KEPUTUSAN = "keputusan"


@dataclass(frozen=True, slots=True)
class DecreeWords:
    """The words of a decree's paper, places such as ``{{ unit }}`` still open, and the keys of all facts in them."""

    subject: str
    menimbang: tuple[str, ...]
    mengingat: tuple[str, ...]
    memperhatikan: tuple[str, ...]
    dictums: tuple[str, ...]
    petikan_dictums: tuple[str, ...]
    keys: tuple[str, ...]


def decree_kinds(access: Access, *, day: date, office: str = ROOT) -> list[DecreeKindRow]:
    """The kinds of decrees on a day, in the order of their files."""
    return rows_for(access, DecreeKindRow, office=office, day=day)


def decree_kind(access: Access, *, kind: str, day: date, office: str = ROOT) -> DecreeKindRow | Missing:
    """A kind of decree by its code, such as ``contract-extension``."""
    found = rows_for(access, DecreeKindRow, office=office, day=day, slot=f"decree-kind:{kind}")
    return (
        found[0]
        if found
        else _missing(f"decree-kind:{kind}", gettext_noop("the kind of decree %(of)s"), _kind(kind), day)
    )


def issuer(access: Access, *, kind: str, tier: str, effective_on: date, office: str = ROOT) -> IssuerRow | Missing:
    """Who issues a kind of decree for the staff of a tier's work unit: which unit (self, province, setjen), which hand.

    By the day on which the decree takes effect: SE Sekjen 24/SDM.01/04/2021 counts from budget year 2022.
    """
    slot = f"issuer:{kind}:{tier}"
    found = rows_for(access, IssuerRow, office=office, day=effective_on, slot=slot)
    if found:
        return found[0]
    return _missing(slot, gettext_noop("who issues %(of)s"), _kind(kind), effective_on)


def number_patterns(
    access: Access, *, tier: str, authority: str, day: date, document: str = KEPUTUSAN, office: str = ROOT
) -> list[NumberPatternRow]:
    """How an authority (ketua, sekretaris, sekjen, kpa) of a tier numbers a document on a day, the preferred first."""
    about = f"number:{document}:{tier}:{authority}:"
    rows = rows_for(access, NumberPatternRow, office=office, day=day, about=about)
    return sorted(rows, key=lambda row: (not row.preferred, row.shape))


def number_text(
    access: Access,
    *,
    kind: str,
    serial: int,
    day: date,
    office: str,
    authority: str = "sekretaris",
    shape: Shape | None = None,
) -> str | Missing:
    """A decree's number as its office (by code) writes it on a day, in the preferred shape or the one that is named.

    The classification code is that of the kind; NumberRefused where a shape needs one and the kind has none.
    """
    found = decree_kind(access, kind=kind, day=day, office=office)
    code = found.classification if isinstance(found, DecreeKindRow) else ""
    document = found.document.value if isinstance(found, DecreeKindRow) else KEPUTUSAN
    tier = tier_of(office)
    patterns = number_patterns(access, tier=tier, authority=authority, day=day, document=document, office=office)
    chosen = next((row for row in patterns if shape in {None, row.shape}), None)
    if chosen is None:
        slot = f"number:{document}:{tier}:{authority}:{shape or 'any'}"
        return _missing(slot, gettext_noop("how %(of)s numbers its decrees"), Named("work_unit", office), day)
    region = office.replace(".", "")
    values: dict[str, str | int] = {
        "serial": serial,
        "code": code,
        "region": region,
        "month": day.month,
        "year": day.year,
    }
    return number_format(chosen.pattern, values)


def decree_words(access: Access, *, kind: str, day: date, office: str = ROOT) -> DecreeWords | Missing:
    """The words of a kind's paper on a day; Mengingat holds the legal bases in force unless the text names its own."""
    found = rows_for(access, DecreeTextRow, office=office, day=day, slot=f"decree-text:{kind}")
    if not found:
        return _missing(f"decree-text:{kind}", gettext_noop("the words for %(of)s"), _kind(kind), day)
    return words_of(access, found[0], day=day, office=office)


def words_of(access: Access, text: DecreeTextRow, *, day: date, office: str) -> DecreeWords:
    """The words of a row, with the legal bases in force on a day where it names none of its own."""
    bases = [] if text.mengingat else legal_bases(access, kind=text.kind, day=day, office=office)
    return DecreeWords(
        subject=text.subject,
        menimbang=text.menimbang,
        mengingat=text.mengingat or tuple(f"{row.citation};" for row in bases),
        memperhatikan=text.memperhatikan,
        dictums=text.dictums,
        petikan_dictums=text.petikan_dictums,
        keys=(text.key, *(row.key for row in bases)),
    )


def paper_form(access: Access, *, kind: str, day: date, office: str = ROOT) -> PaperFormRow | None:
    """What a kind's papers show of a person on a day; None where nothing is said of it: then there is no annex."""
    found = rows_for(access, PaperFormRow, office=office, day=day, slot=f"paper-form:{kind}")
    return found[0] if found else None


def agreement_words(access: Access, *, kind: str, day: date, office: str = ROOT) -> AgreementRow | None:
    """The words of the work agreement that goes with a kind of decree on a day; None if none goes with it."""
    found = rows_for(access, AgreementRow, office=office, day=day, slot=f"agreement:{kind}")
    return found[0] if found else None


def legal_bases(access: Access, *, kind: str, day: date, office: str = ROOT) -> list[LegalBasisRow]:
    """The laws on which a kind of decree rests on a day, from the highest down."""
    rows = rows_for(access, LegalBasisRow, office=office, day=day)
    return sorted((row for row in rows if kind in row.kinds), key=lambda row: (row.ordinal, row.basis))


def classification_codes(access: Access, *, day: date, office: str = ROOT) -> list[CodeRow]:
    """Classification codes of the archive, in order."""
    return sorted(rows_for(access, CodeRow, office=office, day=day), key=lambda row: row.code)


def document_kinds(access: Access, *, day: date, office: str = ROOT) -> list[DocumentKindRow]:
    """Abbreviations of kinds of documents, in order."""
    return sorted(rows_for(access, DocumentKindRow, office=office, day=day), key=lambda row: row.abbreviation)


def _kind(code: str) -> Named:
    return Named("decree_kind", code)


def _missing(key: str, what: str, of: Named, day: date) -> Missing:
    why = Words(gettext_noop("nothing is stated for %(day)s"), {"day": day})
    return Missing(key, Words(what, {"of": of}), why)
