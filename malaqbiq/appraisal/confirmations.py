"""Decrees from a cycle, confirmed as they are issued: nobody's objection is passed over.

An open objection holds its decree up, and so does a decision that no longer stands or is another than the decree
carries out. While somebody may still object, a decree that ends their service waits, which costs nothing, since the
contract ends by itself. One that extends doesn't wait, since it can be mended; the check says until when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from malaqbiq.appraisal.rules.drafting import DecreeKind
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.selectors.unsettled import Unsettled, cycles_of, objection_until, unsettled_of
from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.kernel import clock
from malaqbiq.kernel.words import Words, gettext_noop

DAYS_TO_OBJECT = gettext_noop(
    "the days to object run until %(day)s (people: %(count)s): "
    "an objection upheld after issuing is carried out by another decree"
)


def confirm(entries: Sequence[Entry]) -> Iterable[Problem]:
    """An objection that is open, a decision that no longer stands, and days to object while an end would be decreed."""
    ending = entries[0].decree.kind == DecreeKind.END
    people = _people(entries)
    running = _running(entries, people) if ending else {}
    for entry, one in people:
        if one.objecting:
            yield Problem("appraisal.objection_open", Words(gettext_noop("an objection is not decided")), entry.uid)
        elif not one.current:
            words = gettext_noop("the result has changed since the decision: decide anew")
            yield Problem("appraisal.decide_anew", Words(words), entry.uid)
        elif ending != (one.outcome == Recommendation.DO_NOT_EXTEND):
            words = gettext_noop("it was decided otherwise since the decree was drafted")
            yield Problem("appraisal.decided_otherwise", Words(words), entry.uid)
        elif one.may_object and one.told_on in running:
            words = gettext_noop("the days to object run until %(day)s")
            yield Problem("appraisal.days_to_object", Words(words, {"day": running[one.told_on]}), entry.uid)


def remark(entries: Sequence[Entry]) -> Iterable[Words]:
    """Until when people whose contract is extended may still object."""
    if entries[0].decree.kind == DecreeKind.END:
        return
    people = _people(entries)
    running = _running(entries, people)
    until = Counter(running[one.told_on] for _entry, one in people if one.may_object and one.told_on in running)
    for day, count in sorted(until.items()):
        yield Words(DAYS_TO_OBJECT, {"count": count, "day": day})


def _people(entries: Sequence[Entry]) -> list[tuple[Entry, Unsettled]]:
    """The first entry on each person, with what stands about them in the cycle that the decree comes from."""
    cycle = cycles_of([entries[0].decree.uid]).get(entries[0].decree.uid)
    if cycle is None:
        return []
    first = {entry.person_id: entry for entry in reversed(entries) if entry.person_id}
    stands = unsettled_of(first)
    return [(entry, one) for person, entry in first.items() for one in stands.get(person, ()) if one.cycle == cycle]


def _running(entries: Sequence[Entry], people: Sequence[tuple[Entry, Unsettled]]) -> dict[date | None, date]:
    """By day of telling the last day to object, where that isn't over."""
    today = clock.today(entries[0].decree.office.zone)
    told = {(one.cycle, one.told_on) for _entry, one in people if one.told_on}
    found = ((day, objection_until(cycle, day)) for cycle, day in told)
    return {day: last for day, last in found if last >= today}
