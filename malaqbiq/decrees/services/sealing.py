"""Seals of documents: what tells that a file, a code or a person was put into another paper's row."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet

from malaqbiq.decrees.models import Document
from malaqbiq.kernel.canonical import Json, canonical, digest


def seal_of(paper: Document) -> str:
    """SHA-256 of what the row says of its paper, with its files' digests.

    It is no secret: who knows how can make it anew. Then a file still names its code and its person on its pages.
    """
    person = str(paper.person_id) if paper.person_id else None
    files = [file.digest if file else None for file in (paper.file, paper.signable)]
    row: list[Json] = [
        str(paper.uid),
        paper.decree_id,
        paper.kind,
        paper.ordinal,
        paper.unit_code,
        person,
        paper.code,
        paper.size,
    ]
    certified: list[Json] = [paper.certifier] if paper.certifier else []
    return digest(canonical([*row, *files, list(paper.room), paper.erased_at is not None, *certified]))


def documents_seal(papers: QuerySet[Document], rooms: Mapping[int, list[int]]) -> None:
    """Write down where room was left in papers, by their keys, and seal them anew. The caller has locked them."""
    rows = list(papers.select_related("file", "signable"))
    for paper in rows:
        paper.room = rooms[paper.pk]
        paper.seal = seal_of(paper)
    Document.objects.bulk_update(rows, ["room", "seal"], batch_size=200)
