"""What anybody who holds a paper may learn of it by its code: that it is ours, and if it still stands. No names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import QuerySet

from malaqbiq.decrees.models import Decree, Document, Entry, SignatureEvidence, Snapshot
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.kernel.entropy import CODE_ALPHABET
from malaqbiq.kernel.identity import mask_name
from malaqbiq.organization.rules.names import Authority, authority_title

GROUP = 4


class Standing(StrEnum):
    """Whether what a paper says still stands in the register."""

    STANDS = "stands"
    CHANGED = "changed"
    """something that it says was revoked, annulled or corrected"""
    REVOKED = "revoked"
    """all that it says was revoked or annulled"""


@dataclass(frozen=True, slots=True)
class MendedBy:
    """A later decree that changes something of what the paper says, and from which day at the earliest."""

    number: str
    decided_on: date | None
    effective_on: date


@dataclass(frozen=True, slots=True)
class PublicSignature:
    """What proves that the paper was signed, and how far that goes."""

    kind: SignatureEvidence.Kind
    signed_on: date | None
    sound: bool | None
    same_pages: bool | None
    trusted: bool


@dataclass(frozen=True, slots=True)
class PublicFile:
    """A file of a paper that is kept here: its SHA-256 in hexadecimal, and whether it proves a signature.

    `proves` is the kind of that evidence; None: the paper as it was made here.
    """

    sha256: str
    proves: SignatureEvidence.Kind | None = None


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """A paper as the public may know it."""

    code: str
    kind: Kind
    number: str
    title: str
    office: str
    issuer: str
    """the deciding official's title"""
    decided_on: date | None
    holder: str
    """initials of whom a personal paper is about"""
    standing: Standing
    files: tuple[PublicFile, ...]
    """its files: one with another SHA-256 is not this paper"""
    signed: tuple[PublicSignature, ...]
    mended_by: tuple[MendedBy, ...]
    erased: bool
    """personal data were removed by law, and its files with them"""


def paper_by_code(code: str) -> PublicPaper | None:
    """The issued paper with a code as somebody typed it (any case, with or without dashes); None if there is none."""
    found = Document.objects.filter(code=_spelled(code), decree__place__isnull=False)
    document = found.select_related("decree", "decree__office", "file", "signable").first()
    return public_paper(document) if document else None


def public_paper(document: Document) -> PublicPaper:
    """What the public may know of a paper of an issued decree."""
    decree = document.decree
    evidence = list(document.evidence.filter(withdrawn_at__isnull=True).select_related("file").order_by("recorded_at"))
    mending = list(_mending(document).select_related("decree"))
    return PublicPaper(
        code=document.code,
        kind=Kind(document.kind),
        number=decree.number,
        title=decree.title,
        office=decree.office.name,
        issuer=_issuer(decree),
        decided_on=decree.decided_on,
        holder=_holder(document),
        standing=_standing(document, mending),
        files=_files(document, evidence),
        signed=tuple(_signature(item) for item in evidence),
        mended_by=_menders(mending),
        erased=document.erased_at is not None,
    )


def _spelled(code: str) -> str:
    letters = [letter for letter in code.upper() if letter in CODE_ALPHABET]
    return "-".join("".join(letters[start : start + GROUP]) for start in range(0, len(letters), GROUP))


def _issuer(decree: Decree) -> str:
    known = decree.authority in set(Authority)
    return authority_title(Authority(decree.authority), decree.office.name) if known else decree.authority


def _files(document: Document, evidence: Sequence[SignatureEvidence]) -> tuple[PublicFile, ...]:
    made = [PublicFile(file.digest) for file in (document.file, document.signable) if file]
    proofs = [PublicFile(item.file.digest, SignatureEvidence.Kind(item.kind)) for item in evidence if item.file]
    return tuple({file.sha256: file for file in (*made, *proofs)}.values())


def _signature(evidence: SignatureEvidence) -> PublicSignature:
    kind = SignatureEvidence.Kind(evidence.kind)
    return PublicSignature(kind, evidence.signed_on, evidence.sound, evidence.same_pages, evidence.trusted)


def _holder(document: Document) -> str:
    if document.person_id is None:
        return ""
    line = Snapshot.objects.filter(decree=document.decree_id, ordinal=document.ordinal).first()
    content = line.content if line else None
    return mask_name(str(content["values"].get("name", ""))) if content else ""


def _shown(document: Document) -> QuerySet[Entry]:
    """Entries that the paper shows."""
    entries = Entry.objects.filter(decree=document.decree_id)
    match Kind(document.kind):
        case Kind.EXTRACT | Kind.CONTRACT:
            return entries.filter(person=document.person)
        case Kind.PART:
            return entries.filter(work_unit__code=document.unit_code)
        case Kind.DECREE | Kind.COPY:
            return entries


def _mending(document: Document) -> QuerySet[Entry]:
    """Entries of issued decrees that mend one which the paper shows, in the order of the ledger."""
    shown = _shown(document).values("uid")
    return Entry.objects.filter(mends__in=shown, place__isnull=False).order_by("place", "ordinal")


def _standing(document: Document, mending: Sequence[Entry]) -> Standing:
    if not mending:
        return Standing.STANDS
    ended = {entry.mends_id for entry in mending if entry.mending != Mending.CORRECTION}
    return Standing.REVOKED if ended >= set(_shown(document).values_list("uid", flat=True)) else Standing.CHANGED


def _menders(mending: Sequence[Entry]) -> tuple[MendedBy, ...]:
    days: dict[int, date] = {}
    for entry in mending:
        days[entry.decree_id] = min(entry.effective_on, days.get(entry.decree_id, entry.effective_on))
    decrees = {entry.decree_id: entry.decree for entry in mending}
    return tuple(MendedBy(item.number, item.decided_on, days[key]) for key, item in decrees.items())
