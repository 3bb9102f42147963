"""Posting to the ledger: check every effect, fold, write, chain. Own, received and opening decrees all pass here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree, Entry, Ledger, Projection, Snapshot
from malaqbiq.decrees.registry import book, projections
from malaqbiq.decrees.rules import chain
from malaqbiq.decrees.rules.differ import difference
from malaqbiq.decrees.rules.effects import Book, Problem
from malaqbiq.decrees.rules.fold import Both, Folded, Mending, Posted, fold_both
from malaqbiq.decrees.rules.timeline import Origin, Span, Subject
from malaqbiq.decrees.selectors.ledger import posted_by, posted_of
from malaqbiq.decrees.services.drafting import entries_insert
from malaqbiq.decrees.services.stating import stated_problems
from malaqbiq.kernel import clock
from malaqbiq.kernel.bulk import rows_insert
from malaqbiq.kernel.progress import SILENT, Progress, batches
from malaqbiq.kernel.words import Words, gettext_noop

SUBJECTS = {"work_unit": gettext_noop("work units"), "post": gettext_noop("posts"), "person": gettext_noop("people")}
"""Kinds of subject, in the order in which they are folded, and how they are called where progress is shown."""

BATCH = 500
"""Subjects that are read, folded and written together: statements grow with batches, not with people."""


@dataclass(frozen=True, slots=True)
class Review:
    """What issuing would meet: every problem, how many subjects were looked at, and what could not be looked up; of
    `people`, what stands before and after.
    """

    problems: tuple[Problem, ...]
    subjects: int
    remarks: tuple[Words, ...] = ()
    people: Looked = field(default_factory=dict)


def ledger_lock() -> Ledger:
    """The ledger's head, locked to the end of the transaction.

    One lock over all decrees: issuing is rare, and one order over all of them makes replay exact.
    """
    Ledger.objects.get_or_create(id=1)
    return Ledger.objects.select_for_update().get(id=1)


def next_place() -> int:
    """The place that the next decree would take, unless another is quicker."""
    return (Ledger.objects.values_list("place", flat=True).first() or 0) + 1


def post(
    ledger: Ledger,
    decree: Decree,
    entries: Sequence[Entry],
    digest: str,
    snapshots: Sequence[Snapshot] = (),
    progress: Progress = SILENT,
) -> None:
    """Give a decree the next place and let it take effect, all or nothing.

    The ledger is locked, the decree saved, its number and date set; `entries` are all that it has, in their order,
    saved or not, `digest` is theirs. Refused, naming the entries in the way, if an effect's check or an invariant
    fails.
    """
    decree.place = ledger.place + 1
    decree.recorded_at = max(clock.now(), ledger.recorded_at or clock.now())
    decree.state = Decree.State.ISSUED
    digests = [item.digest for item in snapshots]
    decree.link = chain.link(ledger.link, decree_header(decree), digest, digests)
    decree.save()
    Snapshot.objects.bulk_create(snapshots, batch_size=500)
    _place(entries, decree)
    problems = stated_problems(decree, entries)
    # The database may refuse outright what was said to be wrong already: then nothing is written.
    problems += take_effect(decree, entries, progress, write=not problems)
    if problems:
        raise Refused(problems)
    ledger.place, ledger.link, ledger.recorded_at = decree.place, decree.link, decree.recorded_at
    ledger.save()


def _place(entries: Sequence[Entry], decree: Decree) -> None:
    """Give the entries their decree's place; those of a decree that never was a draft are written only now."""
    unsaved = [entry for entry in entries if entry.pk is None]
    for entry in entries:
        entry.place = decree.place
    entries_insert(unsaved)
    if len(unsaved) < len(entries):
        decree.entries.update(place=decree.place)


def decree_header(decree: Decree) -> dict[str, Any]:
    """What the chain holds of a decree's head: strings and whole numbers, no free text, no names."""
    return {
        "place": decree.place,
        "uid": str(decree.uid),
        "origin": decree.origin,
        "kind": decree.kind,
        "office": str(decree.office_id),
        "authority": decree.authority,
        "number": decree.number,
        "decided_on": decree.decided_on.isoformat() if decree.decided_on else None,
        "submitted_by": decree.submitted_by,
        "approved_by": decree.approved_by,
        "issued_by": decree.issued_by,
        "recorded_at": decree.recorded_at.isoformat() if decree.recorded_at else None,
    }


Looked = Mapping[UUID, Both]
"""What stands for people before a decree and after it."""


def take_effect(
    decree: Decree, entries: Sequence[Entry], progress: Progress = SILENT, *, write: bool = True
) -> list[Problem]:
    """Refold every subject that a decree's entries touch and let the differ write the rows; return what is newly wrong.

    The entries have the place that they are to take effect at. Without `write` it is only looked at.
    """
    return _refolded(decree, entries, progress, write=write)[0]


def looked_ahead(decree: Decree, entries: Sequence[Entry]) -> tuple[list[Problem], Looked]:
    """What would be newly wrong if the entries took effect at the place that they have, and all of their people."""
    return _refolded(decree, entries, SILENT, write=False)


def _refolded(
    decree: Decree, entries: Sequence[Entry], progress: Progress, *, write: bool
) -> tuple[list[Problem], Looked]:
    problems: list[Problem] = []
    people: dict[UUID, Both] = {}
    for kind, title in SUBJECTS.items():
        new = posted_by(kind, decree, entries, book())
        progress.stage(title, len(new))
        for batch in batches(sorted(new), BATCH):
            folded = _refold(kind, {uid: new[uid] for uid in batch}, book())
            found = [
                problem
                for uid, both in folded.items()
                for problem in both.problems
                if not (_takes_back(new[uid]) and problem.is_past(clock.today(decree.office.zone)))
            ]
            if write and not found:
                _write_all(kind, folded, next(iter(new.values()))[0].place)
            elif not write and kind == "person":
                people |= folded
            problems += found
            progress.advance(len(batch))
    return problems, people


def _takes_back(posted: Iterable[Posted]) -> bool:
    """Whether entries only take others out: what somebody did meanwhile stays done."""
    return all(item.mending in {Mending.REVOCATION, Mending.ANNULMENT} for item in posted)


def _refold(kind: str, new: Mapping[UUID, Sequence[Posted]], effects: Book) -> dict[UUID, Both]:
    earlier = posted_of(kind, new, effects, before=min(item.place for items in new.values() for item in items))
    return {uid: fold_both(Subject(kind, uid), earlier[uid], items, effects) for uid, items in new.items()}


def _write_all(kind: str, folded: Mapping[UUID, Both], place: int) -> None:
    after = {uid: both.after for uid, both in folded.items()}
    for model in projections(kind):
        _write(model, after, place)


def _write(model: type[Projection], folded: Mapping[UUID, Folded], place: int) -> None:
    name = model.track.name
    known: dict[UUID, dict[tuple[str, Span[Any]], int]] = {uid: {} for uid in folded}
    rows = model.objects.filter(known_until__isnull=True, **{f"{model.subject}__in": list(folded)})
    for row in rows_read(model, rows):
        known[row.subject][name, row.span] = row.pk
    closing: list[int] = []
    opening: list[tuple[Any, ...]] = []
    for uid, said in known.items():
        change = difference(said, folded[uid].timelines.only(model.track))
        closing += [said[item] for item in change.close]
        opened = sorted((span for _, span in change.open), key=lambda span: span.start)
        opening += [(uid, place, None, *_said(span)) for span in opened]
    if closing:
        model.objects.filter(pk__in=closing).update(known_until=place)
    rows_insert(model, _attributes(model), opening)


ORIGINS: Mapping[str, Origin] = {origin.value: origin for origin in Origin}


class ReadRow(NamedTuple):
    """What a projection row says: its key, on whom, the span, and the places from and up to which it is known."""

    pk: int
    subject: UUID
    span: Span[Any]
    known_from: int
    known_until: int | None


def rows_read(model: type[Projection], rows: QuerySet[Projection]) -> Iterator[ReadRow]:
    """Projection rows as what they say, past Django's objects: there are many of them, and little in each."""
    value, columns = model.track.value, _attributes(model)
    for pk, subject, known_from, known_until, entry, origin, start, end, *said in rows.values_list("pk", *columns):
        # An origin that there is none of was written past us: `verify` must find the row, and not stumble over it.
        span = Span(start, end, value(*said), entry, ORIGINS.get(origin, origin))
        yield ReadRow(pk, subject, span, known_from, known_until)


def _said(span: Span[Any]) -> tuple[Any, ...]:
    """What a row says of a span, in the order of `_attributes`."""
    values = (getattr(span.value, field.name) for field in fields(span.value))
    return (span.entry, span.origin.value, span.start, span.end, *values)


def _attributes(model: type[Projection]) -> list[str]:
    values = [_column(model, field.name) for field in fields(model.track.value)]
    subject = f"{model.subject}_id"
    return [subject, "known_from", "known_until", "entry_id", "origin", "valid_from", "valid_until", *values]


def _column(model: type[Projection], name: str) -> str:
    field = model._meta.get_field(name)  # noqa: SLF001 - Django's public interface to a model's fields
    return str(field.attname)  # type: ignore[union-attr]
