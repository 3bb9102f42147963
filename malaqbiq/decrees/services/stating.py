"""What entries state, looked at before any of them takes effect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.registry import book, confirmations
from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.words import Words, gettext_noop

Fault = tuple[str, str]
"""A code, and the words for it."""


GONE: Fault = (
    "gone_already",
    gettext_noop("it is revoked, annulled or corrected already, from the same day or an earlier one"),
)


def stated_problems(decree: Decree, entries: Sequence[Entry]) -> list[Problem]:
    """What is wrong with what a decree's entries state, before any of them takes effect.

    Each names the subjects that its effect touches, and its payload no others; what it mends is issued and alike; and
    the facts in an own decree's payloads are those of today's tables. Received and opening decrees tell what was so.
    """
    mended = Entry.objects.filter(uid__in={entry.mends_id for entry in entries if entry.mends_id})
    targets = mended.in_bulk(field_name="uid")
    faults = [(entry, fault) for entry in entries for fault in _faults(entry, targets.get(entry.mends_id))]
    faults += [(entry, GONE) for entry in _gone_already(decree, entries, targets)]
    problems = [Problem(f"decrees.{code}", Words(words), entry.uid) for entry, (code, words) in faults]
    if decree.origin == Origin.OWN and entries and not problems:
        problems += [problem for confirm in confirmations() for problem in confirm(entries)]
    return problems


def _gone_already(decree: Decree, entries: Sequence[Entry], targets: Mapping[UUID | None, Entry]) -> Iterator[Entry]:
    """Entries that revoke or annul what another decree has taken away from the same or an earlier day."""
    gone: dict[UUID | None, date] = {}
    if targets:
        for other in Entry.objects.filter(mends__uid__in=list(targets), place__isnull=False).exclude(decree=decree.pk):
            if other.mends_id in targets:
                day = _gone_from(other, targets[other.mends_id])
                gone[other.mends_id] = min(day, gone.get(other.mends_id, day))
    for entry in entries:
        if entry.mends_id not in gone or entry.mending == Mending.CORRECTION:
            continue
        if gone[entry.mends_id] <= _gone_from(entry, targets[entry.mends_id]):
            yield entry


def _gone_from(entry: Entry, target: Entry) -> date:
    return entry.effective_on if entry.mending == Mending.REVOCATION else target.effective_on


def _faults(entry: Entry, target: Entry | None) -> Iterable[Fault]:
    yield from _subject_faults(entry)
    if target is not None:
        yield from _mending_faults(entry, target)


def _subject_faults(entry: Entry) -> Iterable[Fault]:
    effect = book().effect(entry.effect)
    if any(getattr(entry, f"{kind}_id") is None for kind in effect.subjects):
        yield "subject_missing", gettext_noop("the entry doesn't say on whom or what it has its effect")
    if entry.mending in ("", Mending.CORRECTION):
        named = effect.subjects_named(effect.read(entry.effect_version, entry.payload))
        if any(getattr(entry, f"{kind}_id") != uid for kind, uid in named.items()):
            yield "another_subject", gettext_noop("the entry and its content name different persons or posts")


def _mending_faults(entry: Entry, target: Entry) -> Iterable[Fault]:
    if target.place is None:
        yield "mends_a_draft", gettext_noop("only what was issued can be mended; change the draft instead")
    if (entry.person_id, entry.post_id) != (target.person_id, target.post_id):
        yield "mends_another", gettext_noop("a mending must be about the same person and post as what it mends")
    if entry.effect != target.effect:
        yield "mends_otherwise", gettext_noop("a mending must be of the same effect as what it mends")
    if entry.mending != Mending.CORRECTION and entry.effective_on < target.effective_on:
        yield "mends_before", gettext_noop("nothing can be revoked from before it took effect")
