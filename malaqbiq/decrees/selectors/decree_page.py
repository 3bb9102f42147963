"""What a decree's own page tells: what mends what, its evidence, its papers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from malaqbiq.decrees.models import Decree, Document, Entry, SignatureEvidence, Snapshot
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.papers.pages import Kind, Look, Page, Size, decree_page
from malaqbiq.decrees.rules.papers.snapshot import DecreePaper
from malaqbiq.decrees.selectors.documents import documents_visible
from malaqbiq.decrees.selectors.sheets import WHOLE, paper_row
from malaqbiq.kernel.access import Access


@dataclass(frozen=True, slots=True)
class MendingNote:
    """Another decree that mends this one, or is mended by it (`forward`): how, how many entries, from which day on."""

    decree: Decree
    mending: Mending
    entries: int
    since: date
    forward: bool


def mendings(decree: Decree, entries: QuerySet[Entry]) -> list[MendingNote]:
    """What later decrees do to the entries of this one, and these to earlier ones', in one statement."""
    own = entries.order_by().values("uid")
    asked = Q(mends__in=own, place__isnull=False) | Q(uid__in=own, mends__isnull=False)
    rows = Entry.objects.filter(asked).select_related("decree", "mends__decree").order_by("place", "ordinal")
    found: dict[tuple[int, str, bool], list[Entry]] = {}
    for entry in rows:
        forward = entry.decree_id == decree.pk
        other = entry.mends.decree if forward and entry.mends else entry.decree
        found.setdefault((other.pk, entry.mending, forward), []).append(entry)
    return [
        MendingNote(
            mended[0].mends.decree if forward and mended[0].mends else mended[0].decree,
            Mending(mending),
            len(mended),
            min(entry.effective_on for entry in mended),
            forward,
        )
        for (_other, mending, forward), mended in found.items()
    ]


@dataclass(frozen=True, slots=True)
class PaperCount:
    """Papers of one kind: how many, and how many have a file."""

    kind: Kind
    total: int
    made: int


@dataclass(frozen=True, slots=True)
class Papers:
    """A decree's papers that the asker may see: counted by kind, and those that aren't about one person."""

    counts: Sequence[PaperCount]
    whole: Sequence[Document]
    copies: Sequence[Document]
    evidence: dict[int, list[SignatureEvidence]]

    @property
    def missing(self) -> int:
        """How many have no file yet."""
        return sum(count.total - count.made for count in self.counts)


def papers_of(access: Access, decree: Decree) -> Papers:
    """The papers of one decree, in three statements."""
    seen = documents_visible(access, decree=decree.uid)
    rows = seen.filter(erased_at__isnull=True).order_by("kind").values_list("kind")
    counts = [PaperCount(Kind(kind), *many) for kind, *many in rows.annotate(all=Count("pk"), made=Count("file"))]
    whole = list(seen.filter(kind__in=WHOLE).order_by("kind", "unit_code", "ordinal"))
    evidence: dict[int, list[SignatureEvidence]] = {}
    for item in SignatureEvidence.objects.filter(document__in=whole).select_related("file").order_by("recorded_at"):
        evidence.setdefault(item.document_id, []).append(item)
    order = list(Kind)
    copies = [paper for paper in whole if paper.kind == Kind.COPY]
    others = [paper for paper in whole if paper.kind != Kind.COPY]
    return Papers(sorted(counts, key=lambda count: order.index(count.kind)), others, copies, evidence)


def personal_papers(access: Access, decree: Decree, people: Collection[UUID]) -> dict[UUID, list[Document]]:
    """Petikan and agreements of some people that the asker may see, by person."""
    found: dict[UUID, list[Document]] = {}
    for paper in documents_visible(access, decree=decree.uid).filter(person__uid__in=people, erased_at__isnull=True):
        found.setdefault(paper.person_id, []).append(paper)  # type: ignore[arg-type]
    return found


@dataclass(frozen=True, slots=True)
class Batch:
    """An issued decree with its papers: how many by kind, and the whole decree's own."""

    decree: Decree
    extracts: int
    agreements: int
    total: int
    made: int


def batch_papers(access: Access, decrees: Sequence[Decree]) -> list[Batch]:
    """The papers of several decrees, in one statement."""
    rows = documents_visible(access).filter(decree__in=decrees, erased_at__isnull=True).order_by().values_list("decree")
    counted: QuerySet[Any, Any] = rows.annotate(
        extracts=Count("pk", filter=Q(kind=Kind.EXTRACT)),
        agreements=Count("pk", filter=Q(kind=Kind.CONTRACT)),
        all=Count("pk"),
        made=Count("file"),
    )
    found = {key: counts for key, *counts in counted}
    return [Batch(decree, *found.get(decree.pk, (0, 0, 0, 0))) for decree in decrees]


def issued_page(decree: Decree, seen: QuerySet[Entry]) -> Page | None:
    """The issued decree's pages as they were laid down, its annex narrowed to lines whose people and units are seen.

    None where it has no paper, or its head is gone.
    """
    rows = list(Snapshot.objects.filter(decree=decree).select_related("work_unit").order_by("ordinal"))
    if not rows or rows[0].ordinal or rows[0].content is None:
        return None
    keys: set[tuple[Any, Any]] = set(seen.order_by().values_list("person_id", "work_unit_id"))
    lines = rows[1:]
    own = frozenset(row.ordinal for row in lines if (row.person_id, row.work_unit_id) in keys)
    head = DecreePaper.read(rows[0].content)
    return decree_page(head, [paper_row(row) for row in lines], Look(Size.A4), own)
