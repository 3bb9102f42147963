"""Posting to the ledger: check every effect, fold, write, chain. Own, received and opening decrees all pass here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree, Entry, Ledger, Projection, Snapshot
from malaqbiq.decrees.registry import book, confirmations, projections
from malaqbiq.decrees.rules import chain
from malaqbiq.decrees.rules.differ import difference
from malaqbiq.decrees.rules.effects import Book, Problem
from malaqbiq.decrees.rules.fold import Folded, Mending, Posted, fold
from malaqbiq.decrees.rules.timeline import Origin, Span, Subject
from malaqbiq.decrees.selectors.ledger import posted_of
from malaqbiq.decrees.services.drafting import entries_digest
from malaqbiq.kernel import clock
from malaqbiq.kernel.progress import SILENT, Progress, batches
from malaqbiq.kernel.words import Words, gettext_noop

SUBJECTS = ("work_unit", "post", "person")
"""Kinds of subject, in the order in which they are folded."""

BATCH = 500
"""Subjects that are read, folded and written together: statements grow with batches, not with people."""


@dataclass(frozen=True, slots=True)
class Review:
    """What issuing would meet: every problem, and how many subjects were looked at."""

    problems: tuple[Problem, ...]
    subjects: int


def ledger_lock() -> Ledger:
    """The ledger's head, locked to the end of the transaction.

    One lock over all decrees: issuing is rare, and one order over all of them makes replay exact.
    """
    Ledger.objects.get_or_create(id=1)
    return Ledger.objects.select_for_update().get(id=1)


def post(ledger: Ledger, decree: Decree, snapshots: Sequence[Snapshot], progress: Progress = SILENT) -> None:
    """Give a decree the next place and let it take effect, all or nothing.

    The decree and its entries are saved already, its number and date set, the ledger locked. Refused, naming the
    entries in the way, if an effect's check or an invariant fails.
    """
    decree.place = ledger.place + 1
    decree.recorded_at = max(clock.now(), ledger.recorded_at or clock.now())
    decree.state = Decree.State.ISSUED
    Snapshot.objects.bulk_create(snapshots, batch_size=500)
    entries = list(decree.entries.order_by("ordinal"))
    header = decree_header(decree)
    decree.link = chain.link(ledger.link, header, entries_digest(entries), [item.digest for item in snapshots])
    decree.save()
    decree.entries.update(place=decree.place)
    if problems := [*stated_problems(decree, entries), *take_effect(entries, decree.place, progress)]:
        raise Refused(problems)
    ledger.place, ledger.link, ledger.recorded_at = decree.place, decree.link, decree.recorded_at
    ledger.save()


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
        "recorded_at": decree.recorded_at.isoformat() if decree.recorded_at else None,
        "content": decree.content_digest,
    }


def take_effect(entries: Sequence[Entry], place: int, progress: Progress = SILENT) -> list[Problem]:
    """Refold every subject that the entries touch and let the differ write the rows; return what is newly wrong."""
    problems: list[Problem] = []
    for kind in SUBJECTS:
        uids = touched(kind, entries, book())
        progress.stage(kind, len(uids))
        for batch in batches(uids, BATCH):
            problems += _refold(kind, batch, place, book())
            progress.advance(len(batch))
    return problems


def stated_problems(decree: Decree, entries: Sequence[Entry]) -> list[Problem]:
    """What is wrong with what a decree's entries state, before any of them takes effect.

    What they mend must be mendable; and the facts in an own decree's payloads must be those of today's tables. Received
    and opening decrees tell what was so.
    """
    problems = _mending_problems(entries)
    if decree.origin == Origin.OWN and entries:
        problems += [problem for confirm in confirmations() for problem in confirm(entries)]
    return problems


def _mending_problems(entries: Sequence[Entry]) -> list[Problem]:
    """What is wrong with the mendings among a decree's entries: what they name must be issued, and on the same
    subjects.
    """
    mendings = [entry for entry in entries if entry.mends_id]
    rows = Entry.objects.filter(uid__in={entry.mends_id for entry in mendings}).in_bulk(field_name="uid")
    return [
        Problem(f"decrees.{code}", Words(words), entry.uid)
        for entry in mendings
        for code, words in _mending_faults(entry, rows[entry.mends_id])
    ]


def _mending_faults(entry: Entry, target: Entry) -> Iterable[tuple[str, str]]:
    if target.place is None:
        yield "mends_a_draft", gettext_noop("only what was issued can be mended; change the draft instead")
    if (entry.person_id, entry.post_id) != (target.person_id, target.post_id):
        yield "mends_another", gettext_noop("a mending must be about the same person and post as what it mends")
    if entry.mending != Mending.CORRECTION and entry.effective_on < target.effective_on:
        yield "mends_before", gettext_noop("nothing can be revoked from before it took effect")


def touched(kind: str, entries: Iterable[Entry], effects: Book) -> list[UUID]:
    """The subjects of a kind that entries touch, in a fixed order."""
    found = {getattr(entry, f"{kind}_id") for entry in entries if kind in effects.effect(entry.effect).subjects}
    return sorted(found - {None})


def _refold(kind: str, uids: Sequence[UUID], place: int, effects: Book) -> list[Problem]:
    posted = posted_of(kind, uids, effects)
    folded = {uid: fold(Subject(kind, uid), posted[uid], effects) for uid in uids}
    problems = [
        problem
        for uid, result in folded.items()
        if result.problems
        for problem in _new_problems(Subject(kind, uid), posted[uid], result, place, effects)
    ]
    if not problems:
        for model in projections(kind):
            _write(model, uids, folded, place)
    return problems


def _new_problems(
    subject: Subject, posted: Iterable[Posted], result: Folded, place: int, effects: Book
) -> Iterable[Problem]:
    """Problems that were not there before this place: what was wrong already holds nobody up."""
    before = fold(subject, (item for item in posted if item.place < place), effects).problems
    return (problem for problem in result.problems if problem not in before)


def _write(model: type[Projection], uids: Collection[UUID], folded: dict[UUID, Folded], place: int) -> None:
    name = model.track.name
    known: dict[UUID, dict[tuple[str, Span[Any]], int]] = {uid: {} for uid in uids}
    for row in model.objects.filter(known_until__isnull=True, **{f"{model.subject}__in": list(uids)}):
        known[getattr(row, f"{model.subject}_id")][name, span_of(row)] = row.pk
    closing: list[int] = []
    opening: list[Projection] = []
    for uid, rows in known.items():
        change = difference(rows, folded[uid].timelines.only(model.track))
        closing += [rows[item] for item in change.close]
        opening += [row_of(model, uid, span, place) for _, span in sorted(change.open, key=lambda item: item[1].start)]
    if closing:
        model.objects.filter(pk__in=closing).update(known_until=place)
    model.objects.bulk_create(opening, batch_size=1000)


def span_of(row: Projection) -> Span[Any]:
    """The span that a projection row says."""
    names = (field.name for field in fields(row.track.value))
    value = row.track.value(**{name: getattr(row, _column(row, name)) for name in names})
    return Span(row.valid_from, row.valid_until, value, row.entry_id, Origin(row.origin))


def row_of(model: type[Projection], uid: UUID, span: Span[Any], place: int) -> Projection:
    """The row that says a span from a place of the ledger on."""
    columns = {_column(model, field.name): getattr(span.value, field.name) for field in fields(span.value)}
    return model(
        **{f"{model.subject}_id": uid},
        entry_id=span.entry,
        origin=span.origin.value,
        valid_from=span.start,
        valid_until=span.end,
        known_from=place,
        **columns,
    )


def _column(model: type[Projection] | Projection, name: str) -> str:
    field = model._meta.get_field(name)  # noqa: SLF001 - Django's public interface to a model's fields
    return str(field.attname)  # type: ignore[union-attr]
