"""The words and numbers of an office's decrees: whose they are, and all their versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.decrees.rules.papers.editing import PAPERS, Paper, Texts, texts_of
from malaqbiq.decrees.selectors.paper_words import HOUSE
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import units_on
from malaqbiq.regulations.rules.numbers import NumberRefused, number_format
from malaqbiq.regulations.rules.offices import nearest, offices_over, tier_of
from malaqbiq.regulations.rules.rows import DecreeKindRow, IssuerRow, LegalBasisRow, NumberPatternRow, Row
from malaqbiq.regulations.rules.rows.papers import IssuerUnit
from malaqbiq.regulations.selectors import (
    Version,
    decree_kinds,
    fact_rows,
    legal_bases,
    number_patterns,
    rows_for,
)
from malaqbiq.regulations.selectors.facts import rows_of_tables, slot_history
from malaqbiq.regulations.services import STATERS


class Counts(StrEnum):
    """Whether a version counts."""

    NOW = gettext_noop("counts")
    LATER = gettext_noop("counts later")
    PAST = gettext_noop("counted before")
    REPLACED = gettext_noop("replaced")
    BENEATH = gettext_noop("counts where nothing of our own does")


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind of decree that an office issues: its papers that have words, and how it is numbered."""

    row: DecreeKindRow
    authority: str
    papers: Sequence[tuple[Paper, Row]]
    pattern: NumberPatternRow | None
    shape: str
    """how a number is written, the number itself in brackets; empty where that can't be told"""

    @property
    def own_number(self) -> bool:
        """Whether the office states the code or the pattern itself."""
        return bool(self.row.office or (self.pattern and self.pattern.office))


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of some words: its texts, whose it is, who stated it when and why, and whether it counts."""

    pk: int
    row: Row
    texts: Texts
    who: str
    at: datetime
    counts: Counts


@dataclass(frozen=True, slots=True)
class Editions:
    """All versions of some words, newest first; what counts on the day, what Malaqbiq brings, the newest own one."""

    all: Sequence[Edition]
    standing: Edition
    national: Edition | None
    newest: int

    def found(self, pk: str) -> Edition | None:
        """The version with a key as an address names it."""
        return next((edition for edition in self.all if str(edition.pk) == pk), None)


def offices_stating(access: Access, *, day: date) -> list[WorkUnit]:
    """The work units for whose decrees the asker states the words: those that issue a kind with a paper on the day."""
    units = access.units(*STATERS)
    if units is not None and not units:
        return []
    kinds = {row.kind for row in decree_kinds(HOUSE, day=day) if row.has_text}
    rows = fact_rows(HOUSE, IssuerRow, day=day, about="issuer:")
    covered = [unit for unit in units_on(access, day=day) if units is None or unit.code in units]
    return [unit for unit in covered if any(_issues(rows, unit.code, kind) for kind in kinds)]


def kinds_stated(access: Access, *, office: WorkUnit, day: date) -> list[KindWords]:
    """The kinds of decrees with a paper that the office issues on a day, in the order of the law's files."""
    rows = fact_rows(HOUSE, IssuerRow, day=day, about="issuer:")
    held = rows_of_tables(access, *(PAPERS[paper].model for paper in Paper), day=day)
    said = {paper: _kinds(held[PAPERS[paper].model], office.code) for paper in Paper}
    found = []
    for row in decree_kinds(access, day=day, office=office.code):
        if row.has_text and (authority := _issues(rows, office.code, row.kind)):
            papers = [(paper, rows_said[row.kind]) for paper, rows_said in said.items() if row.kind in rows_said]
            pattern = pattern_of(access, office=office, authority=authority, day=day, document=row.document.value)
            shape = sample_of(row, pattern.pattern if pattern else "", office, day)
            found.append(KindWords(row, authority, papers, pattern, shape))
    return found


def kind_stated(access: Access, *, office: WorkUnit, kind: str, day: date) -> tuple[DecreeKindRow, str] | None:
    """A kind that the office issues on a day, with the authority that decides; None for any other."""
    rows = fact_rows(HOUSE, IssuerRow, day=day, about=f"issuer:{kind}:")
    authority = _issues(rows, office.code, kind)
    found = next((row for row in decree_kinds(access, day=day, office=office.code) if row.kind == kind), None)
    return (found, authority) if found and found.has_text and authority else None


def editions(access: Access, *, office: WorkUnit, kind: str, paper: Paper, day: date) -> Editions | None:
    """All versions of the words of a kind's paper that the office or Malaqbiq ever had; None where there are none."""
    held = _by_kind(access, paper, office.code, day).get(kind)
    if held is None:
        return None
    slot = f"{PAPERS[paper].prefix}:{kind}"
    said = slot_history(access, table=PAPERS[paper].table, slot=slot, office=office.code)
    first = {version.row.key: version for version in reversed(said)}
    last = {version.row.key: version for version in said}
    names = actor_names({version.edited_by for version in first.values() if version.edited_by})
    every = [
        Edition(
            version.pk,
            version.row,
            texts_of(paper, version.row),
            names.get(first[key].edited_by, first[key].edited_by),
            first[key].loaded_at,
            _counts(version, held, day),
        )
        for key, version in last.items()
    ]
    every.sort(key=lambda edition: edition.pk, reverse=True)
    standing = next((edition for edition in every if edition.row == held), None)
    if standing is None:
        # It is that of an office in between, such as the Setjen's.
        standing = Edition(0, held, texts_of(paper, held), "", every[0].at, Counts.NOW)
    nationals = [edition for edition in every if not edition.row.office]
    national = next((edition for edition in nationals if edition.counts in {Counts.NOW, Counts.BENEATH}), None)
    newest = max((version.pk for version in said if version.row.office), default=0)
    return Editions(every, standing, national, newest)


def pattern_of(
    access: Access, *, office: WorkUnit, authority: str, day: date, document: str
) -> NumberPatternRow | None:
    """How the office numbers its authority's papers of a kind (keputusan, surat-perintah) on a day."""
    tier = tier_of(office.code)
    found = number_patterns(access, tier=tier, authority=authority, day=day, document=document, office=office.code)
    return found[0] if found else None


def sample_of(kind: DecreeKindRow, pattern: str, office: WorkUnit, day: date) -> str:
    """A number as a pattern writes it, itself as ``[nomor]``; empty where it needs a code and the kind has none."""
    values: dict[str, str | int] = {
        "serial": "[nomor]",
        "code": kind.classification,
        "region": office.number_code,
        "month": day.month,
        "year": day.year,
    }
    try:
        return number_format(pattern, values) if pattern else ""
    except NumberRefused:
        return ""


def bases_known(access: Access, *, office: WorkUnit, kind: str, day: date) -> tuple[list[LegalBasisRow], list[str]]:
    """All laws that decrees may name on a day, the highest first, and those that this kind names of itself."""
    rows = rows_for(access, LegalBasisRow, office=office.code, day=day)
    own = [f"{row.citation};" for row in legal_bases(access, kind=kind, day=day, office=office.code)]
    return sorted(rows, key=lambda row: (row.ordinal, row.basis)), own


def _issues(rows: Sequence[IssuerRow], code: str, kind: str) -> str:
    """The authority with which a work unit issues a kind itself; empty if another does."""
    row = nearest(rows, offices_over(code)).get(f"issuer:{kind}:{tier_of(code)}")
    return row.authority if row and row.unit == IssuerUnit.SELF else ""


def _by_kind(access: Access, paper: Paper, office: str, day: date) -> dict[str, Row]:
    return _kinds(rows_of_tables(access, PAPERS[paper].model, day=day)[PAPERS[paper].model], office)


def _kinds(rows: Sequence[Row], office: str) -> dict[str, Row]:
    return {slot.partition(":")[2]: row for slot, row in nearest(rows, offices_over(office)).items()}


def _counts(version: Version, held: Row, day: date) -> Counts:
    row = version.row
    if version.superseded_at:
        return Counts.REPLACED
    if row == held:
        return Counts.NOW
    if row.valid_from and row.valid_from > day:
        return Counts.LATER
    return Counts.PAST if row.valid_until and row.valid_until <= day else Counts.BENEATH
