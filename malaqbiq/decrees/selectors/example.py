"""A paper of nobody, to read how the words of an office's decrees look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from pydantic import ValidationError

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.papers.compose import Issue, decree_paper
from malaqbiq.decrees.rules.papers.editing import PAPERS, Paper, Texts, trouble, values_of
from malaqbiq.decrees.rules.papers.pages import Look, Page, contract_page, decree_page, extract_page
from malaqbiq.decrees.rules.papers.snapshot import PaperRow
from malaqbiq.decrees.rules.papers.texts import PaperText
from malaqbiq.decrees.rules.papers.wording import DOTS
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.paper_facts import PaperFacts
from malaqbiq.decrees.selectors.paper_words import HOUSE, text_of
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.names import Authority, authority_title, long_name, secretariat_name
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.rows import AgreementRow, DecreeTextRow, PaperFormRow, Row
from malaqbiq.regulations.rules.rows.base import Trust
from malaqbiq.regulations.rules.texts import TextRefused, fill
from malaqbiq.regulations.selectors import agreement_words, decree_kind, paper_form, rows_for
from malaqbiq.regulations.selectors.papers import words_of

SOMEBODY: dict[str, str | int] = {
    "name": "Contoh Nama Pegawai",
    "nik": "7600000000000000",
    "nip": "190001012000011001",
    "birth": "Contoh Kota, 1 Januari 1990",
    "sex": "f",
    "education": "S1",
    "address": "Jalan Contoh Nomor 1",
    "status": "ppnpn",
    "job": "Tenaga Administrasi",
    "post": "Contoh Jabatan",
    "former_post": "Contoh Jabatan Lama",
    "rank": "Penata Muda, III/a",
    "former_amount": 2_800_000,
    "amount": 3_000_000,
    "appraisal": "Baik",
    "reason": "term",
    "note": "Contoh keterangan",
}
"""Whom an example names: nobody. The amounts are no law's."""
KNOWN = {
    "acting": "Pelaksana Tugas (Plt.)",
    "acting_post": "Contoh Jabatan yang Dilaksanakan",
    "floor": "Rp2.900.000",
    "floor_basis": "UMP",
    "province": "Contoh Provinsi",
}


@dataclass(frozen=True, slots=True)
class Example:
    """The pages of an example, what of its words isn't known, and why there are none."""

    decree: Page | None = None
    extract: Page | None = None
    contract: Page | None = None
    gaps: tuple[str, ...] = ()
    refused: Words | None = None


def example(
    *, office: WorkUnit, authority: str, kind: str, paper: Paper, texts: Texts, number: str, day: date
) -> Example:
    """The papers of a kind of decree with edited texts in one of them, for a person who isn't anybody."""
    said = ((part, text) for part in PAPERS[paper].parts for text in texts.get(part.name, ()) if text.strip())
    if found := next((words for part, text in said if (words := trouble(part, text))), None):
        return Example(refused=found)
    try:
        row = row_of(paper, kind, texts)
    except ValidationError:
        return Example(refused=Words(gettext_noop("something that is needed is still empty")))
    try:
        return _laid(office, authority, kind, row, number, day)
    except TextRefused as error:
        return Example(refused=error.words)


def row_of(paper: Paper, kind: str, texts: Texts) -> Row:
    """The edited texts as a row; ValidationError while something is missing."""
    values = {"kind": kind, "version": 1, "trust": Trust.OWN_DEFAULT, **values_of(paper, texts)}
    return PAPERS[paper].model.model_validate(values)


def _laid(office: WorkUnit, authority: str, kind: str, row: Row, number: str, day: date) -> Example:
    text = row if isinstance(row, DecreeTextRow) else _text(kind, office.code, day)
    form = row if isinstance(row, PaperFormRow) else paper_form(HOUSE, kind=kind, day=day, office=office.code)
    contract = row if isinstance(row, AgreementRow) else agreement_words(HOUSE, kind=kind, day=day, office=office.code)
    if text is None:
        return Example(refused=Words(gettext_noop("there are no words for the decree itself")))
    words = text_of(words_of(HOUSE, text, day=day, office=office.code), form, contract)
    found = decree_kind(HOUSE, kind=kind, day=day, office=office.code)
    if not isinstance(found, Missing):
        words = words.model_copy(update={"document": found.document.value})
    decree = Decree(
        office=office, authority=authority, kind=kind, origin=Origin.OWN, effective_on=day, number=number or DOTS
    )
    decree.title = _title(text.subject, office, authority, day)
    facts = PaperFacts(decree, day, ())
    head = decree_paper(_issue(facts, words, office, day), words)
    line = PaperRow(group=secretariat_name(office.name), values=_values(office, day), payer=facts.payer(office))
    look = Look(draft=True)
    return Example(
        decree=None if isinstance(row, AgreementRow) else decree_page(head, [line], look),
        extract=extract_page(head, line, 1, look) if head.extract and not isinstance(row, AgreementRow) else None,
        contract=contract_page(head, line, look) if head.contract and isinstance(row, AgreementRow) else None,
        gaps=head.gaps,
    )


def _text(kind: str, office: str, day: date) -> DecreeTextRow | None:
    found = rows_for(HOUSE, DecreeTextRow, office=office, day=day, slot=f"decree-text:{kind}")
    return found[0] if found else None


def _title(subject: str, office: WorkUnit, authority: str, day: date) -> str:
    values = {
        "unit": long_name(secretariat_name(office.name)),
        "authority": authority_title(Authority(authority), office.name),
        "year": str(day.year),
        **KNOWN,
    }
    return fill(subject, values)


def _issue(facts: PaperFacts, words: PaperText, office: WorkUnit, day: date) -> Issue:
    found = facts.issue(words.places())
    known = {key: value for key, value in (found.known or {}).items() if value}
    unit = long_name(secretariat_name(office.name))
    return replace(found, unit=unit, until=date(day.year, 12, 31), people=1, known={**KNOWN, **known})


def _values(office: WorkUnit, day: date) -> dict[str, str | int]:
    unit, end = long_name(secretariat_name(office.name)), date(day.year, 12, 31).isoformat()
    return {**SOMEBODY, "unit": unit, "duty_unit": unit, "start": day.isoformat(), "until": end, "ended_on": end}
