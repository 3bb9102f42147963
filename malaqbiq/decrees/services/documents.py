"""Papers made after issuing: prepared, rendered, bound. All of it can be run again; what is there stays untouched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.documents.farm import Farm, workers_for
from malaqbiq.decrees.documents.jobs import Done, Job
from malaqbiq.decrees.errors import PaperRefused, RenderingFailed
from malaqbiq.decrees.models import Decree, Document, Snapshot
from malaqbiq.decrees.rules.papers.pages import Kind, Size
from malaqbiq.decrees.rules.papers.snapshot import DecreePaper
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors.documents import (
    document_file,
    documents_unrendered,
    documents_visible,
    personal_visible,
)
from malaqbiq.decrees.selectors.sheets import WHOLE, Sheets, orders, sheet_of
from malaqbiq.decrees.services.sealing import seal_of
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.blobs import blob_read
from malaqbiq.kernel.bulk import rows_update
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.files import (
    NewFile,
    blobs_discard,
    file_read,
    files_erase,
    files_folder,
    files_store,
    leftovers_remove,
)
from malaqbiq.kernel.media import PDF, safe_name
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.progress import SILENT, Progress, batches
from malaqbiq.kernel.words import Words, gettext_noop

PREPARED = "decrees.documents_prepare"
PRINTINGS = {Kind.EXTRACT: "decrees.petikan_print", Kind.CONTRACT: "decrees.agreements_print"}
BATCH = 60
"""Papers that are read, rendered and written together."""

PRINTED = 200
"""Papers of several decrees that are bound while somebody waits for them: a few seconds."""

TOO_MANY = gettext_noop("more than %(most)s papers are too many for one file: print them decree by decree")
OF_SEVERAL_SIZES = gettext_noop("the papers are of several sizes: print them decree by decree")
ERASED_MEANWHILE = gettext_noop("personal data of the paper were erased by law meanwhile")

NAMES = {
    Kind.DECREE: "Keputusan",
    Kind.PART: "Lampiran",
    Kind.EXTRACT: "Petikan",
    Kind.CONTRACT: "Perjanjian Kerja",
    Kind.COPY: "Salinan",
}


@dataclass(frozen=True, slots=True)
class Rendering:
    """What rendering did: papers that have a file now, characters that no font has, papers that failed and why."""

    rendered: int
    replaced: int
    failed: tuple[tuple[UUID, str], ...]


@transaction.atomic
def documents_prepare(*, access: Access, decrees: Collection[UUID] | None = None, size: Size = Size.A4) -> int:
    """A row and a code for each paper of issued own decrees (of all if none is named) that has none; how many.

    A decree has its paper; for each work unit of several, a part; for each person a petikan and an agreement, where
    its kind has them.
    """
    issued = Decree.objects.filter(origin=Origin.OWN, state=Decree.State.ISSUED).select_related("office")
    if decrees is not None:
        issued = issued.filter(uid__in=decrees)
    made: list[Document] = []
    for batch in batches(list(issued.order_by("place")), BATCH):
        _require(access, batch)
        made += _missing(batch, size)
    if made:
        # Told by their places, so that `verify` misses a decree whose papers are gone, all of them.
        places = sorted({paper.decree.place or 0 for paper in made})
        detail: dict[str, Json] = {"documents": len(made), "places": places}
        activity_record(access=access, action=PREPARED, detail=detail)
    return len(made)


def documents_render(
    *,
    access: Access,
    decrees: Collection[UUID] | None = None,
    only: Collection[Kind] = tuple(Kind),
    workers: int | None = None,
    progress: Progress = SILENT,
) -> Rendering:
    """Every paper of issued decrees (of all if none is named) has its file. What has one is left alone.

    Each paper is stored before its row names it, batch by batch: killed at any point, it leaves whole papers and rows
    without a file, and a second run goes on from there. Not one transaction: it would hold the database for minutes.
    """
    documents_prepare(access=access, decrees=decrees)
    waiting = list(documents_unrendered(decrees=decrees).filter(kind__in=only).values_list("pk", flat=True))
    progress.stage(gettext_noop("documents"), len(waiting))
    rendered = replaced = 0
    failed: list[tuple[UUID, str]] = []
    if not waiting:
        return Rendering(0, 0, ())
    with Farm(orders(), workers or workers_for(len(waiting))) as farm:
        for papers, sheets, done in _rendered(farm, waiting):
            _record(papers, sheets, done)
            rendered += sum(item.blob is not None for item in done)
            replaced += sum(item.replaced for item in done)
            failed += [(paper.uid, item.error) for paper, item in zip(papers, done, strict=True) if item.error]
            progress.advance(len(papers))
    activity_record(access=access, action="decrees.documents_render", detail={"documents": rendered})
    return Rendering(rendered, replaced, tuple(failed))


def personal_bind(*, access: Access, decree: UUID, kind: Kind, unit_code: str = "") -> StoredFile:
    """All petikan or agreements of a decree that the asker may see (of one work unit if named) as one PDF to print.

    Document.DoesNotExist if there is none; RenderingFailed if it can't be rendered, PaperRefused if somebody was
    erased meanwhile.
    """
    papers = list(personal_visible(access, kind=kind, decrees=[decree], unit_code=unit_code))
    if not papers:
        raise Document.DoesNotExist
    sheets, done = _bind(papers)
    if (file := _bound(papers, sheets, done, unit_code or papers[0].decree.office.code)) is None:
        raise PaperRefused(Words(ERASED_MEANWHILE))
    return file


def personal_print(*, access: Access, decrees: Collection[UUID], kind: Kind) -> bytes:
    """All petikan or agreements of some decrees that the asker may see, decree by decree, as one PDF; nothing is kept.

    Document.DoesNotExist if there is none; PaperRefused where they are more than `PRINTED`, or not of one size of
    paper, or somebody was erased meanwhile; RenderingFailed if they can't be rendered.
    """
    papers = list(personal_visible(access, kind=kind, decrees=decrees)[: PRINTED + 1])
    if not papers:
        raise Document.DoesNotExist
    if len(papers) > PRINTED:
        raise PaperRefused(Words(TOO_MANY, {"most": PRINTED}))
    if len({paper.size for paper in papers}) > 1:
        raise PaperRefused(Words(OF_SEVERAL_SIZES))
    sheets, done = _bind(papers)
    assert done.blob is not None  # noqa: S101 - it was bound
    content = blob_read(files_folder(), done.blob.digest, done.blob.suffix)
    blobs_discard(blobs=[done.blob])
    if sheets.outdated(papers):
        raise PaperRefused(Words(ERASED_MEANWHILE))
    code = papers[0].decree.office.code
    activity_record(access=access, action=PRINTINGS[kind], unit_code=code, detail={"documents": len(papers)})
    return content


def _bind(papers: Sequence[Document]) -> tuple[Sheets, Done]:
    """The papers as one PDF, and what they were read from; RenderingFailed if that can't be."""
    sheets, first = Sheets(papers), papers[0]
    bound = sheet_of(sheets.head(first), [sheets.page(paper) for paper in papers], first.size, demo=sheets.demo)
    with Farm(orders()) as farm:
        (done,) = farm.run([Job(bound)])
    if done.blob is None:
        raise RenderingFailed(done.error)
    return sheets, done


@transaction.atomic
def document_open(*, access: Access, document: UUID) -> tuple[StoredFile, bytes]:
    """The paper's file, signed electronically if it is, and its content. Reading another's personal paper is logged.

    Document.DoesNotExist if it isn't the asker's to see; StoredFile.DoesNotExist while it isn't rendered.
    """
    paper = documents_visible(access).get(uid=document)
    file = document_file(paper)
    if file is None:
        raise StoredFile.DoesNotExist
    _reading_recorded(access, paper)
    return file, file_read(file=file)


@transaction.atomic
def evidence_open(*, access: Access, document: UUID, evidence: UUID) -> tuple[StoredFile, bytes]:
    """What was attached to a paper as evidence of a signature, and its content: guarded and logged like the paper.

    Document.DoesNotExist or SignatureEvidence.DoesNotExist if it isn't the asker's to see; StoredFile.DoesNotExist if
    no file was attached.
    """
    paper = documents_visible(access).get(uid=document)
    found = paper.evidence.select_related("file").get(uid=evidence)
    if found.file is None:
        raise StoredFile.DoesNotExist
    _reading_recorded(access, paper)
    return found.file, file_read(file=found.file)


def _reading_recorded(access: Access, paper: Document) -> None:
    """Write down that somebody reads another's personal paper."""
    if paper.person_id and paper.person_id != access.person:
        activity_record(access=access, action="decrees.document_open", unit_code=paper.unit_code, subject_uid=paper.uid)


def document_make_signable(*, access: Access, document: UUID) -> StoredFile:
    """The paper without its note that it is unsigned and with room for a stamp, to be signed elsewhere.

    Made once; what comes back signed is compared with it. PaperRefused if personal data on it were erased meanwhile.
    """
    paper = documents_visible(access).get(uid=document)
    access.require(paper.unit_code, Role.SDM_OFFICER, Role.SECRETARY)
    if paper.signable is not None:
        return paper.signable
    # Rendered before the transaction: nobody else should wait for it.
    sheets = Sheets([paper])
    with Farm(orders()) as farm:
        (done,) = farm.run([sheets.job(paper, signable=True)])
    if done.blob is None:
        raise RenderingFailed(done.error)
    if (file := _signable(access, paper, sheets, done)) is None:
        raise PaperRefused(Words(ERASED_MEANWHILE))
    return file


@transaction.atomic
def documents_erase(*, access: Access, decree: UUID, person: UUID) -> int:
    """Remove files with a person's data from a decree's papers, as the erasure of his snapshot asks; how many files.

    His own papers are gone for good. The whole decree is rendered anew without him by the next rendering.
    """
    papers = Document.objects.select_for_update().filter(decree__uid=decree, erased_at__isnull=True)
    touched = list(papers.filter(kind__in=WHOLE)) + list(papers.filter(person__uid=person))
    files: list[StoredFile] = []
    bound: set[UUID] = set()
    for paper in touched:
        access.require(paper.unit_code, Role.ADMINISTRATOR)
        files += [file for file in (paper.file, paper.signable) if file]
        files += [item.file for item in paper.evidence.select_related("file") if item.file]
        bound.add(paper.decree.uid)
        paper.file = paper.signable = None
        paper.rendered_at = None
        paper.erased_at = clock.now() if paper.person_id else None
        paper.room = []
        paper.seal = seal_of(paper)
        paper.save(update_fields=["file", "signable", "rendered_at", "erased_at", "room", "seal"])
    files += StoredFile.objects.filter(subject_uid__in=bound)
    # What a killed run stored and no row names may hold the same data.
    transaction.on_commit(lambda: leftovers_remove(access=access))
    return files_erase(access=access, files=files)


def _require(access: Access, decrees: Sequence[Decree]) -> None:
    for code in {decree.office.code for decree in decrees}:
        access.require(code, Role.SDM_OFFICER, Role.SECRETARY)


def _missing(decrees: Sequence[Decree], size: Size) -> list[Document]:
    there = set(Document.objects.filter(decree__in=decrees).values_list("decree_id", "kind", "ordinal", "unit_code"))
    new = [
        paper
        for paper in documents_wanted(decrees)
        if (paper.decree_id, paper.kind, paper.ordinal, paper.unit_code) not in there
    ]
    for paper in new:
        paper.size = size.value
        paper.seal = seal_of(paper)
    # Two that prepare at once make each paper once: the database refuses the second.
    return Document.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)


def documents_wanted(decrees: Sequence[Decree]) -> Iterator[Document]:
    """The papers that issued own decrees must have, as rows that aren't stored. What was erased still counts."""
    lines: defaultdict[int, list[tuple[int, UUID | None, str]]] = defaultdict(list)
    snapshots = Snapshot.objects.filter(decree__in=decrees).order_by("decree", "ordinal")
    columns = ("decree_id", "ordinal", "person__uid", "work_unit__code")
    for key, ordinal, person, code in snapshots.filter(ordinal__gt=0).values_list(*columns):
        lines[key].append((ordinal, person, code))
    heads = {head.decree_id: head.content for head in snapshots.filter(ordinal=0)}
    for decree in decrees:
        if content := heads.get(decree.pk):
            yield from _of_decree(decree, DecreePaper.read(content), lines[decree.pk])


def _of_decree(decree: Decree, head: DecreePaper, lines: Sequence[tuple[int, UUID | None, str]]) -> Iterator[Document]:
    units = list(dict.fromkeys(code for _, _, code in lines))
    whole = units[0] if len(units) == 1 else decree.office.code
    yield Document(decree=decree, kind=Kind.DECREE.value, unit_code=whole)
    if len(units) > 1:
        yield from (Document(decree=decree, kind=Kind.PART.value, unit_code=code) for code in units)
    kinds = [kind for kind, form in ((Kind.EXTRACT, head.extract), (Kind.CONTRACT, head.contract)) if form]
    for ordinal, person, code in lines:
        if person:
            for kind in kinds:
                yield Document(decree=decree, kind=kind.value, ordinal=ordinal, person_id=person, unit_code=code)


@transaction.atomic
def _bound(papers: Sequence[Document], sheets: Sheets, done: Done, code: str) -> StoredFile | None:
    assert done.blob is not None  # noqa: S101 - the caller has looked
    list(Document.objects.select_for_update().filter(pk__in=[paper.pk for paper in papers]).values_list("pk"))
    if sheets.outdated(papers):
        blob = done.blob
        transaction.on_commit(lambda: blobs_discard(blobs=[blob]))
        return None
    first = papers[0]
    name = _name(f"{NAMES[Kind(first.kind)]} {first.decree.number} ({len(papers)} orang)")
    there = StoredFile.objects.filter(digest=done.blob.digest, name=name, unit_code=code).first()
    return there or files_store(files=[NewFile(done.blob, name, PDF.type, code, first.decree.uid)])[0]


@transaction.atomic
def _signable(access: Access, paper: Document, sheets: Sheets, done: Done) -> StoredFile | None:
    locked = Document.objects.select_for_update(of=("self",)).select_related("file", "signable").get(pk=paper.pk)
    if locked.signable is None:
        if leave_outdated(sheets, [locked], [done]):
            return None
        locked.signable = files_store(files=[new_file(paper=paper, done=done)])[0]
        locked.room = list(done.room)
        locked.seal = seal_of(locked)
        locked.save(update_fields=["signable", "room", "seal"])
        activity_record(access=access, action="decrees.signable", unit_code=paper.unit_code, subject_uid=paper.uid)
    return locked.signable


def _rendered(farm: Farm, keys: Sequence[int]) -> Iterator[tuple[list[Document], Sheets, list[Done]]]:
    """Batch by batch, the next one on its way while the caller writes down the last."""
    before: tuple[list[Document], Sheets, Iterator[Done]] | None = None
    for batch in batches(keys, BATCH):
        papers = list(Document.objects.filter(pk__in=batch).select_related("decree").order_by("decree__place", "pk"))
        sheets = Sheets(papers)
        begun = farm.run([sheets.job(paper) for paper in papers])
        if before:
            yield before[0], before[1], list(before[2])
        before = papers, sheets, begun
    if before:
        yield before[0], before[1], list(before[2])


@transaction.atomic
def _record(papers: Sequence[Document], sheets: Sheets, done: Sequence[Done]) -> None:
    # Locked and looked at again: another process may have rendered the same paper in the meantime.
    still = Document.objects.select_for_update(of=("self",)).filter(
        pk__in=[paper.pk for paper in papers], file__isnull=True
    )
    # A signable file may have been made in the meantime too: what is sealed is the row as it stands.
    free = {row.pk: row for row in still.select_related("decree", "signable")}
    for key in leave_outdated(sheets, papers, done):
        free.pop(key, None)
    ready = [(free[paper.pk], item) for paper, item in zip(papers, done, strict=True) if item.blob and paper.pk in free]
    files = files_store(files=[new_file(paper=paper, done=item) for paper, item in ready])
    for (paper, item), file in zip(ready, files, strict=True):
        paper.file, paper.replaced, paper.rendered_at = file, item.replaced, clock.now()
        paper.seal = seal_of(paper)
    rows_update([paper for paper, _ in ready], ["file_id", "replaced", "rendered_at", "seal"])


def leave_outdated(sheets: Sheets, papers: Sequence[Document], done: Sequence[Done]) -> set[int]:
    """Keys of the papers that show what was erased while they were rendered: no row may name their files.

    Those are removed as the transaction ends. The papers are locked.
    """
    outdated = sheets.outdated(papers)
    blobs = [item.blob for paper, item in zip(papers, done, strict=True) if item.blob and paper.pk in outdated]
    transaction.on_commit(lambda: blobs_discard(blobs=blobs))
    return outdated


def new_file(*, paper: Document, done: Done) -> NewFile:
    """How a rendered paper is filed: under what it is, its number and its place; never under a person's name."""
    assert done.blob is not None  # noqa: S101 - the caller has looked
    name = _name(f"{NAMES[Kind(paper.kind)]} {paper.decree.number}{_place(paper)}")
    return NewFile(done.blob, name, PDF.type, paper.unit_code, paper.uid)


def _place(paper: Document) -> str:
    match Kind(paper.kind):
        case Kind.EXTRACT | Kind.CONTRACT:
            return f" nomor {paper.ordinal}"
        case Kind.PART:
            return f" {paper.unit_code}"
        case Kind.DECREE | Kind.COPY:
            return ""


def _name(words: str) -> str:
    return safe_name(words.replace("/", "-") + PDF.suffix, PDF.suffix)
