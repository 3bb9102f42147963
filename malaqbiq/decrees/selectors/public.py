"""What anybody who holds a paper may learn of it by its code: that it is ours, and if it still stands. No names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from malaqbiq.decrees.models import Decree, Document, Entry
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.kernel.entropy import CODE_ALPHABET

GROUP = 4


@dataclass(frozen=True, slots=True)
class MendedBy:
    """A later decree that changes something of what the paper says."""

    number: str
    decided_on: date | None


@dataclass(frozen=True, slots=True)
class PublicPaper:
    """A paper as the public may know it."""

    code: str
    kind: Kind
    number: str
    title: str
    office: str
    decided_on: date | None
    digests: tuple[str, ...]
    """SHA-256 of its files, in hexadecimal: a file with another one is not this paper"""
    signed: tuple[str, ...]
    """what proves that it was signed, in the reader's language"""
    mended_by: tuple[MendedBy, ...]
    erased: bool
    """personal data were removed by law, and its files with them"""


def paper_by_code(code: str) -> PublicPaper | None:
    """The issued paper with a code as somebody typed it (any case, with or without dashes); None if there is none."""
    found = Document.objects.filter(code=_spelled(code), decree__place__isnull=False)
    document = found.select_related("decree", "decree__office", "file", "signable").first()
    if document is None:
        return None
    decree = document.decree
    evidence = list(document.evidence.filter(withdrawn_at__isnull=True).select_related("file").order_by("recorded_at"))
    files = [document.file, document.signable, *(item.file for item in evidence)]
    return PublicPaper(
        code=document.code,
        kind=Kind(document.kind),
        number=decree.number,
        title=decree.title,
        office=decree.office.name,
        decided_on=decree.decided_on,
        digests=tuple(dict.fromkeys(file.digest for file in files if file is not None)),
        signed=tuple(str(item.get_kind_display()) for item in evidence),
        mended_by=tuple(MendedBy(item.number, item.decided_on) for item in _menders(document)),
        erased=document.erased_at is not None,
    )


def _spelled(code: str) -> str:
    letters = [letter for letter in code.upper() if letter in CODE_ALPHABET]
    return "-".join("".join(letters[start : start + GROUP]) for start in range(0, len(letters), GROUP))


def _menders(document: Document) -> QuerySet[Decree]:
    """Issued decrees that mend an entry which the paper shows, in the order of the ledger."""
    shown = Entry.objects.filter(decree=document.decree_id)
    match Kind(document.kind):
        case Kind.EXTRACT | Kind.CONTRACT:
            shown = shown.filter(row=document.ordinal)
        case Kind.PART:
            shown = shown.filter(work_unit__code=document.unit_code)
        case Kind.DECREE:
            pass
    mending = Entry.objects.filter(mends__in=shown.values("uid"), place__isnull=False)
    return Decree.objects.filter(pk__in=mending.values("decree")).order_by("place")
