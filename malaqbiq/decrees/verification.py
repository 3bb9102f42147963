"""Checks of the ledger: the chain, its numbers, and every projection row against a fold of the entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from malaqbiq.decrees.models import (
    Decree,
    Document,
    Entry,
    Ledger,
    Projection,
    Register,
    RegisterNumber,
    SignatureEvidence,
    Snapshot,
)
from malaqbiq.decrees.registry import book, projections
from malaqbiq.decrees.rules import chain
from malaqbiq.decrees.rules.checks import Check, outcome
from malaqbiq.decrees.rules.differ import history
from malaqbiq.decrees.rules.fold import Posted
from malaqbiq.decrees.rules.papers.pages import Kind
from malaqbiq.decrees.rules.timeline import Origin, Span, Subject
from malaqbiq.decrees.selectors.ledger import stream_posted
from malaqbiq.decrees.selectors.numbers import numbers_in_use
from malaqbiq.decrees.services.documents import PREPARED, documents_wanted
from malaqbiq.decrees.services.drafting import entries_digest, head_digest
from malaqbiq.decrees.services.erasing import ERASED
from malaqbiq.decrees.services.posting import SUBJECTS, decree_header, rows_read
from malaqbiq.decrees.services.sealing import seal_of
from malaqbiq.kernel.files import files_damaged
from malaqbiq.kernel.models import Activity, StoredFile
from malaqbiq.kernel.progress import Progress, batches, tracked
from malaqbiq.kernel.words import Named, Words, gettext_noop, joined
from malaqbiq.organization.rules.names import authority_head

BATCH = 500
"""Subjects whose rows are compared together."""

PAPERS_TOGETHER = 100
"""Decrees whose papers are compared together."""

EMPTIED = gettext_noop("place %(place)s: snapshot %(ordinal)s is empty, and the log knows of no erasure by law")
MISDATED = gettext_noop("warning: %(count)s own decrees bear another day than the one they were recorded on")
MISSING_PAPER = gettext_noop("place %(place)s: the paper %(kind)s %(ordinal)s of %(unit)s is missing")
STRAY_PAPER = gettext_noop(
    "place %(place)s: the paper %(kind)s %(ordinal)s of %(unit)s does not follow from the decree"
)
SWAPPED_PAPER = gettext_noop(
    "place %(place)s: the paper %(kind)s %(ordinal)s of %(unit)s has another file, code or person than it was made with"
)

SUBJECT = {
    "person": gettext_noop("person"),
    "post": gettext_noop("post"),
    "work_unit": gettext_noop("work unit"),
}

PaperKey = tuple[int, str, int, str, UUID | None]
Row = tuple[str, UUID, Span[Any], int, int | None]

MISSING = gettext_noop("%(track)s of %(subject)s from %(start)s, known from place %(place)s: the row is missing")
NOT_FROM_THE_LEDGER = gettext_noop(
    "%(track)s of %(subject)s from %(start)s, known from place %(place)s: the row doesn't follow from the ledger"
)
UNREADABLE = gettext_noop("%(kind)s %(subject)s: an entry can't be read, so nothing can be told of it")
TWICE = gettext_noop("%(track)s of %(subject)s from %(start)s, known from place %(place)s: the row stands twice")


def chain_holds(progress: Progress) -> Check:
    """Places follow each other, and each link is what its decree, its entries and its snapshots hash to."""
    faults: list[Words] = []
    erased, previous, last, recorded, misdated = 0, chain.GENESIS, 0, None, 0
    by_law = _erased_by_law()
    issued = Decree.objects.filter(place__isnull=False).order_by("place")
    progress.stage(gettext_noop("chain"), issued.count())
    for decree, entries, snapshots in _with_content(issued):
        if decree.place != last + 1:
            faults.append(_at(last + 1, gettext_noop("place %(place)s is missing")))
        place, digest = decree.place or 0, entries_digest(entries)
        if head_digest(decree, digest) != decree.content_digest:
            faults.append(_at(place, gettext_noop("place %(place)s: the content is not what was agreed on")))
        found = chain.link(previous, decree_header(decree), digest, [item.digest for item in snapshots])
        if found != decree.link:
            faults.append(_at(place, gettext_noop("place %(place)s: the link does not fit")))
        changed = gettext_noop("place %(place)s: snapshot %(ordinal)s was changed")
        faults += [_at(place, changed, ordinal=item.ordinal) for item in snapshots if _changed(item)]
        emptied = [item for item in snapshots if _is_empty(item) and (str(decree.uid), item.ordinal) not in by_law]
        faults += [_at(place, EMPTIED, ordinal=item.ordinal) for item in emptied]
        erased += sum(map(_is_empty, snapshots))
        previous, last, recorded = decree.link, place, decree.recorded_at
        misdated += _is_misdated(decree)
        progress.advance()
    faults += _head_faults(last, previous, recorded)
    counts = {"count": last, "erased": erased}
    looked_at = Words(gettext_noop("%(count)s decrees, %(erased)s snapshots erased by law"), counts)
    if misdated:
        looked_at = joined([looked_at, Words(MISDATED, {"count": misdated})], "; ")
    return outcome("chain", looked_at, faults)


def _is_misdated(decree: Decree) -> bool:
    """Whether an own decree was recorded days from the one that it bears: some clock was wrong then."""
    if decree.origin != Origin.OWN or decree.decided_on is None or decree.recorded_at is None:
        return False
    return abs((decree.recorded_at.date() - decree.decided_on).days) > 1


def _head_faults(last: int, link: str, recorded_at: datetime | None) -> Iterable[Words]:
    """What is wrong with the ledger's head, and with the opening that it locks."""
    head = Ledger.objects.filter(id=1).first() or Ledger()
    if (head.place, head.link) != (last, link):
        yield Words(gettext_noop("the ledger's head is not its last decree"))
    if head.recorded_at != recorded_at:
        yield Words(gettext_noop("the ledger's head was not recorded when its last decree was"))
    locked = Activity.objects.filter(action="decrees.opening_lock").order_by("at").first()
    if locked is not None and head.opening_locked_at is None:
        yield Words(gettext_noop("the opening was locked, and is open again"))
    opened = Decree.objects.filter(origin=Origin.OPENING)
    if head.opening_locked_at and opened.filter(recorded_at__gt=head.opening_locked_at).exists():
        yield Words(gettext_noop("an opening was recorded after the opening was locked"))


def numbers_accounted_for(progress: Progress) -> Check:
    """In each register every number is used here, used elsewhere or void; every own decree stands in one."""
    faults: list[Words] = []
    registers = Register.objects.select_related("office")
    progress.stage(gettext_noop("numbers"), registers.count())
    total = 0
    for register in registers:
        use = numbers_in_use(register)
        total += len(use.accounted)
        faults += [
            Words(
                gettext_noop("%(office)s %(register)s: number %(value)s is not accounted for"),
                {
                    "office": Named("work_unit", register.office.code),
                    "register": _register_title(register),
                    "value": value,
                },
            )
            for value in use.missing
        ]
        progress.advance()
    rows = RegisterNumber.objects.filter(use="here").values_list("decree_id", "register_id", "value")
    decrees = Decree.objects.filter(origin=Origin.OWN, place__isnull=False)
    own = decrees.values_list("id", "register_id", "number_value")
    strays = decrees.exclude(decided_on__year=F("register__year"), number_value__gte=F("register__first_number"))
    faults += [
        Words(gettext_noop("decree %(decree)s does not belong in its register"), {"decree": key})
        for key in strays.values_list("id", flat=True)
    ]
    faults += [
        Words(gettext_noop("decree %(decree)s and its register disagree"), {"decree": item[0]})
        for item in set(rows) ^ set(own)
    ]
    looked_at = gettext_noop("%(numbers)s numbers in %(registers)s registers")
    return outcome("numbers", Words(looked_at, {"numbers": total, "registers": len(registers)}), faults)


def projections_follow(progress: Progress) -> Check:
    """Every projection row, those no longer known too, is what the entries, issued one by one, must have left."""
    faults: list[Words] = []
    counted: Counter[str] = Counter()
    for kind, title in SUBJECTS.items():
        progress.stage(title)
        for batch in _subject_batches(kind):
            unread = [uid for uid, posted in batch if posted is None]
            faults += [Words(UNREADABLE, {"kind": Words(SUBJECT[kind]), "subject": str(uid)}) for uid in unread]
            expected = {row for uid, posted in batch if posted is not None for row in _expected(kind, uid, posted)}
            found = Counter(row for model in projections(kind) for row in _found(model, [uid for uid, _ in batch]))
            faults += [_fault(MISSING, row) for row in expected - set(found)]
            faults += [_fault(NOT_FROM_THE_LEDGER, row) for row in set(found) - expected]
            faults += [_fault(TWICE, row) for row, times in found.items() if times > 1]
            counted.update(row[0] for row in found)
            progress.advance(len(batch))
        for model in projections(kind):
            if (rows := model.objects.count()) != counted[model.track.name]:
                counts = {"rows": rows, "counted": counted[model.track.name]}
                words = gettext_noop("%(track)s: %(rows)s rows, but %(counted)s have entries")
                faults.append(Words(words, {"track": Named("track", model.track.name), **counts}))
    return outcome("projections", Words(gettext_noop("%(count)s rows"), {"count": counted.total()}), faults)


def files_are_whole(progress: Progress) -> Check:
    """Every file of a paper and every evidence of signature still has the content that it was stored with."""
    evidence = SignatureEvidence.objects.filter(file__isnull=False).values("file")
    papers = Document.objects.filter(Q(file__isnull=False) | Q(signable__isnull=False))
    named = Q(pk__in=papers.values("file")) | Q(pk__in=papers.values("signable")) | Q(pk__in=evidence)
    files = StoredFile.objects.filter(named)
    total = files.count()
    progress.stage(gettext_noop("files"), total)
    tracked_files = tracked(files.iterator(chunk_size=500), progress)
    faults = [
        Words("%(file)s: %(what)s", {"file": str(file.uid), "what": what})
        for file, what in files_damaged(files=tracked_files)
    ]
    erased = Document.objects.filter(erased_at__isnull=False).count()
    looked_at = gettext_noop("%(count)s files, %(erased)s papers erased by law")
    return outcome("files", Words(looked_at, {"count": total, "erased": erased}), faults)


def papers_are_complete(progress: Progress) -> Check:
    """Every issued own decree for which papers were prepared has exactly those that it must have, each as sealed.

    The seal covers decree, kind, place, person, work unit, code and the digests of the files.
    """
    faults: list[Words] = []
    prepared = _prepared()
    own = Decree.objects.filter(origin=Origin.OWN, place__isnull=False).select_related("office").order_by("place")
    progress.stage(gettext_noop("papers"), own.count())
    total = 0
    for batch in batches(list(own), PAPERS_TOGETHER):
        rows = list(Document.objects.filter(decree__in=batch).select_related("decree", "file", "signable"))
        found = {_paper_key(paper): paper for paper in rows}
        begun = [decree for decree in batch if decree.place in prepared or any(row.decree == decree for row in rows)]
        wanted = {_paper_key(paper): paper for paper in documents_wanted(begun)}
        faults += [_of_paper(MISSING_PAPER, wanted[key]) for key in sorted(wanted.keys() - found.keys(), key=str)]
        strays = found.keys() - wanted.keys() - _copies(found, wanted)
        faults += [_of_paper(STRAY_PAPER, found[key]) for key in sorted(strays, key=str)]
        faults += [_of_paper(SWAPPED_PAPER, paper) for paper in rows if seal_of(paper) != paper.seal]
        total += len(rows)
        progress.advance(len(batch))
    faults += [
        _of_paper(STRAY_PAPER, paper) for paper in Document.objects.exclude(decree__in=own).select_related("decree")
    ]
    return outcome("papers", Words(gettext_noop("%(count)s papers"), {"count": total}), faults)


CHECKS = (chain_holds, numbers_accounted_for, projections_follow, papers_are_complete, files_are_whole)


def _register_title(register: Register) -> Words:
    """What a register is called within its office: of which kind, by whom, of which year."""
    words = gettext_noop("register “%(kind)s” of the %(authority)s, %(year)s")
    authority = authority_head(register.authority)
    return Words(words, {"kind": register.kind, "authority": authority, "year": str(register.year)})


def _prepared() -> set[int]:
    """Places of decrees of which the log says that their papers were prepared."""
    details = Activity.objects.filter(action=PREPARED).values_list("detail", flat=True)
    return {place for detail in details for place in detail.get("places", ())}


def _copies(found: Mapping[PaperKey, Document], wanted: Mapping[PaperKey, Document]) -> set[PaperKey]:
    """Copies that were made of decrees which have a paper: nothing says how many there must be."""
    return {key for key in found if key[1] == Kind.COPY and (key[0], Kind.DECREE.value, 0, key[3], None) in wanted}


def _paper_key(paper: Document) -> PaperKey:
    return paper.decree_id, paper.kind, paper.ordinal, paper.unit_code, paper.person_id


def _of_paper(message: str, paper: Document) -> Words:
    what = {"kind": Named("paper", paper.kind), "unit": Named("work_unit", paper.unit_code)}
    return Words(message, {"place": paper.decree.place or 0, "ordinal": paper.ordinal, **what})


def _with_content(issued: QuerySet[Decree]) -> Iterator[tuple[Decree, list[Entry], list[Snapshot]]]:
    entries = _grouped(Entry.objects.filter(place__isnull=False).order_by("place", "ordinal"))
    papers = Snapshot.objects.order_by("decree__place", "ordinal")
    snapshots = _grouped(papers.filter(decree__place__isnull=False))
    next_entries, next_snapshots = next(entries, None), next(snapshots, None)
    for decree in issued.iterator(chunk_size=200):
        own_entries: list[Entry] = []
        own_snapshots: list[Snapshot] = []
        if next_entries and next_entries[0] == decree.pk:
            own_entries, next_entries = next_entries[1], next(entries, None)
        if next_snapshots and next_snapshots[0] == decree.pk:
            own_snapshots, next_snapshots = next_snapshots[1], next(snapshots, None)
        yield decree, own_entries, own_snapshots


def _grouped(rows: QuerySet[Any]) -> Iterator[tuple[int, list[Any]]]:
    for decree, group in groupby(rows.iterator(chunk_size=2000), key=lambda row: row.decree_id):
        yield decree, list(group)


def _erased_by_law() -> set[tuple[str, int]]:
    """Decrees and ordinals of the snapshots that the log says were erased."""
    details = Activity.objects.filter(action=ERASED).values_list("detail", flat=True)
    return {(uid, ordinal) for detail in details for uid, ordinal in detail.get("erased", ())}


def _is_empty(snapshot: Snapshot) -> bool:
    return snapshot.content is None or snapshot.salt is None


def _changed(snapshot: Snapshot) -> bool:
    if snapshot.content is None or snapshot.salt is None:
        return False
    about = (snapshot.person_id, snapshot.work_unit_id)
    return chain.snapshot_digest(snapshot.salt, snapshot.content, *about) != snapshot.digest


def _subject_batches(kind: str) -> Iterator[list[tuple[UUID, list[Posted] | None]]]:
    batch: list[tuple[UUID, list[Posted] | None]] = []
    for item in stream_posted(kind, book()):
        batch.append(item)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _expected(kind: str, uid: UUID, posted: Sequence[Posted]) -> Iterable[Row]:
    for item in history(Subject(kind, uid), posted, book()):
        yield (item.track, uid, item.span, item.known_from, item.known_until)


def _found(model: type[Projection], uids: Sequence[UUID]) -> Iterable[Row]:
    for row in rows_read(model, model.objects.filter(**{f"{model.subject}__in": uids})):
        yield (model.track.name, row.subject, row.span, row.known_from, row.known_until)


def _at(place: int, message: str, **params: int) -> Words:
    return Words(message, {"place": place, **params})


def _fault(what: str, row: Row) -> Words:
    track, uid, span, known_from, _ = row
    return Words(what, {"track": Named("track", track), "subject": str(uid), "start": span.start, "place": known_from})
