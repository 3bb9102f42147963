"""Papers as jobs for the renderer: the snapshot of a document laid out on its sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from malaqbiq.decrees.documents.jobs import Job
from malaqbiq.decrees.documents.logos import logo_names
from malaqbiq.decrees.documents.render import Sheet
from malaqbiq.decrees.documents.worker import Orders
from malaqbiq.decrees.models import Document, Snapshot
from malaqbiq.decrees.rules.papers.pages import (
    Kind,
    Look,
    Page,
    Size,
    contract_page,
    copy_page,
    decree_page,
    extract_page,
)
from malaqbiq.decrees.rules.papers.snapshot import DecreePaper, PaperRow, Signature
from malaqbiq.kernel.files import files_folder
from malaqbiq.kernel.installation import is_demo
from malaqbiq.organization.rules.names import secretariat_name

ERASED = "(data pribadi dihapus berdasarkan undang-undang)"
WHOLE = (Kind.DECREE, Kind.PART, Kind.COPY)
"""Papers that show more than one person."""


class Sheets:
    """The snapshots of some documents, read in few statements, and the jobs that they make."""

    def __init__(self, documents: Sequence[Document]) -> None:
        # First: what is erased while the rest is read counts as erased since.
        self._erased = _erased_lines({document.decree_id for document in documents})
        self.demo = is_demo()
        self._logos = logo_names(logo_folder())
        self._heads: dict[int, DecreePaper] = {}
        self._rows: defaultdict[int, dict[int, Snapshot]] = defaultdict(dict)
        for snapshot in _snapshots(documents):
            if snapshot.ordinal:
                self._rows[snapshot.decree_id][snapshot.ordinal] = snapshot
            elif snapshot.content is not None:
                self._heads[snapshot.decree_id] = DecreePaper.read(snapshot.content)

    def job(self, document: Document, *, sign: bool = False, signable: bool = False) -> Job:
        """The job that renders a document, with room for a stamp if it is to be signed."""
        head = self._heads[document.decree_id]
        page = self.page(document, signable=sign or signable)
        sheet = sheet_of(head, [page], document.size, demo=self.demo, keywords=(document.code,))
        return Job(sheet, sign=sign, town=head.place)

    def page(self, document: Document, *, signable: bool = False) -> Page:
        """The document's page, with the address at which it is checked."""
        head, rows = self._heads[document.decree_id], self._rows[document.decree_id]
        look = Look(
            Size(document.size),
            signable=signable,
            code=document.code,
            address=verify_address(document.code),
            logo=self._logos.get(head.unit_code),
        )
        match Kind(document.kind):
            case Kind.EXTRACT:
                return extract_page(head, paper_row(rows[document.ordinal]), document.ordinal, look)
            case Kind.CONTRACT:
                return contract_page(head, paper_row(rows[document.ordinal]), look)
            case Kind.PART:
                own = (place for place, row in rows.items() if row.work_unit.code == document.unit_code)
                return decree_page(head, _in_order(rows), look, frozenset(own))
            case Kind.COPY:
                return copy_page(head, _in_order(rows), Signature.read(document.certifier), look)
            case Kind.DECREE:
                return decree_page(head, _in_order(rows), look)

    def signer(self, document: Document) -> str:
        """Whom a document names as who signs it, with titles; empty if it names nobody."""
        head = self._heads[document.decree_id]
        match Kind(document.kind):
            case Kind.COPY:
                return Signature.read(document.certifier).name
            case Kind.CONTRACT:
                payer = paper_row(self._rows[document.decree_id][document.ordinal]).payer
                return payer.name if payer else ""
            case Kind.EXTRACT if head.extract and head.extract.certifier:
                return head.extract.certifier.name
        return head.signature.name

    def head(self, document: Document) -> DecreePaper:
        """The head of the document's decree."""
        return self._heads[document.decree_id]

    def outdated(self, documents: Sequence[Document]) -> set[int]:
        """Keys of the documents that show what was erased by law since they were read.

        To be asked before their files are named, with the documents locked: who erases locks them too.
        """
        now = _erased_lines({document.decree_id for document in documents})
        return {
            document.pk
            for document in documents
            for gone in [now[document.decree_id] - self._erased[document.decree_id]]
            if (gone if document.kind in WHOLE else document.ordinal in gone)
        }


def signer_named(document: Document) -> str:
    """Whom a paper names as who signs it, as `Sheets.signer`; empty too where what it said is gone. The caller asks who
    may read it.
    """
    try:
        return Sheets([document]).signer(document)
    except KeyError:
        return ""


def sheet_of(
    head: DecreePaper,
    pages: Sequence[Page],
    size: str,
    *,
    demo: bool,
    keywords: tuple[str, ...] = (),
    draft: bool = False,
) -> Sheet:
    """One PDF of some pages, dated like their decree; in a demo, each page says so."""
    title = f"{' '.join(head.heading)} {head.number}"
    author = " ".join(head.letterhead)
    return Sheet(pages, size, date.fromisoformat(head.decided_on), title, author, keywords, draft, demo)


def verify_address(code: str) -> str:
    """Where anybody can check the paper with this code."""
    return f"{settings.BASE_URL}/verify/{code}"


def logo_folder() -> Path:
    """Where an office puts its emblem, as a file named after its work unit's code."""
    return Path(settings.HOME) / "letterhead"


def orders(*, sign: bool = False) -> Orders:
    """What workers are told at their start."""
    key = (settings.P12, settings.P12_PASSWORD_FILE) if sign else ("", "")
    return Orders(str(files_folder()), str(logo_folder()), *key)


def paper_row(snapshot: Snapshot) -> PaperRow:
    """The line of the annex; an erased one says so and nothing else."""
    if snapshot.content is None:
        return PaperRow(group=secretariat_name(snapshot.work_unit.name), values={"name": ERASED})
    return PaperRow.read(snapshot.content)


def _in_order(rows: dict[int, Snapshot]) -> list[PaperRow]:
    return [paper_row(rows[place]) for place in sorted(rows)]


def _erased_lines(decrees: Collection[int]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    erased = Snapshot.objects.filter(decree__in=decrees, content__isnull=True)
    for decree, ordinal in erased.values_list("decree_id", "ordinal"):
        found[decree].add(ordinal)
    return found


def _snapshots(documents: Iterable[Document]) -> Iterable[Snapshot]:
    whole = {document.decree_id for document in documents if document.kind in WHOLE}
    single: defaultdict[int, set[int]] = defaultdict(set)
    for document in documents:
        single[document.decree_id] |= {0, document.ordinal}
    wanted = Q(decree__in=whole)
    for decree, ordinals in single.items():
        wanted |= Q(decree=decree, ordinal__in=ordinals)
    return Snapshot.objects.filter(wanted).select_related("work_unit")
