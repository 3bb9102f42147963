"""Whose people an own decree is about, confirmed as it is issued; and whom it extends whose contract runs anyway.

An entry stands in the part of a work unit, and who drafts it must cover that unit; so the unit must be the person's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.registry import book
from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.reading import ahead
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.selectors import terms
from malaqbiq.service.effects import (
    CONTRACT_WORKERS,
    Ended,
    Engaged,
    Extended,
    PostActing,
    PostActingV1,
    Status,
)
from malaqbiq.service.effects.staff import NOT_IN_SERVICE
from malaqbiq.service.models import Employment, HomeUnit
from malaqbiq.service.rivals import rivals
from malaqbiq.service.rules.acting import ActingTerms, hindrances
from malaqbiq.service.selectors.acting import covered_post, payload_of, stand_ins

BATCH = 500
HOUSE = Access.system("service")
FROM_ABOVE = gettext_noop(
    "an office doesn't order who stands in for the post that leads it: that is ordered from above"
)
OTHER_FACTS = gettext_noop("the person's post or rank, or the terms, are others than when it was drafted")
ENDED_ALREADY = gettext_noop(
    "by the issued decree %(number)s the service ended from that day on: take the person out, or revoke that "
    "decree first"
)
RUNS_ANYWAY = gettext_noop(
    "a contract runs to %(day)s anyway, and what extends it begins before (people: %(count)s): let it begin the day "
    "after, or take them out"
)
DECREED_AHEAD = gettext_noop(
    "a decree is there already, from %(from)s through %(through)s, and this one begins on %(start)s only (people: "
    "%(count)s): look whether that year is meant"
)
OTHER_STATUS = gettext_noop(
    "the words of this decree are those for PPNPN, and some of its people are PPPK paruh waktu (people: %(count)s): "
    "read them, and state the office's own words before it is issued"
)
MIXED = gettext_noop("PPNPN and PPPK paruh waktu stand in one decree: draft one for each")
AHEAD = timedelta(days=60)
"""From when before a contract's end what follows it is drafted; Hari Ini asks for it as long before. Our own choice."""


def confirm(entries: Sequence[Entry]) -> Iterable[Problem]:
    """Entries in the part of a work unit that isn't the person's home the day before or that day.

    Who comes into service has none yet: then it is the unit that the entry engages them in. What goes with a move, such
    as the pay, may stand in the part of the new home too; the move itself stands in that of the old one.
    """
    fresh = [(entry.person_id, entry) for entry in entries if entry.person_id and not entry.mending]
    yield from acting_stands(fresh)
    yield from _extended_after_the_end(entries)
    homes = _homes({person for person, _ in fresh})
    entered = {(person, unit) for person, entry in fresh for unit in _units_named(entry)}
    for person, entry in fresh:
        days = (entry.effective_on - DAY, entry.effective_on)
        stands = {unit for period, unit in homes.get(person, ()) for day in days if day in period}
        newly = (person, entry.work_unit_id) in entered and not (stands and _units_named(entry))
        if entry.work_unit_id not in stands and not newly:
            words = gettext_noop("the person's home is not in the work unit under which the entry stands")
            yield Problem("service.not_the_units_person", Words(words), entry.uid)


def _extended_after_the_end(entries: Sequence[Entry]) -> Iterable[Problem]:
    """Entries that extend a contract from the very day on which an own decree ended the service.

    It ended where the contract did anyway, which leaves no trace in what stands.
    """
    extended = [(entry.person_id, entry) for entry in entries if entry.effect == Extended.name and not entry.mending]
    ended = _endings({person for person, _entry in extended if person}) if extended else {}
    mended_here = {entry.mends_id for entry in entries}
    for person, entry in extended:
        for day, ending, number in ended.get(person, ()) if person else ():
            if day == entry.effective_on and ending not in mended_here:
                yield Problem("service.ended_already", Words(ENDED_ALREADY, {"number": number}), entry.uid)


@ahead
def _endings(people: Collection[UUID]) -> dict[UUID, list[tuple[date, UUID, str]]]:
    """By person what ended the service by an own decree and still does: from which day, the entry, and the decree."""
    found: dict[UUID, list[tuple[date, UUID, str]]] = {}
    for batch in batches(sorted(people), BATCH):
        rows = Entry.objects.filter(effect=Ended.name, place__isnull=False, decree__origin=Origin.OWN)
        rows = rows.filter(mending__in=("", Mending.CORRECTION))
        rows = rows.filter(~Exists(Entry.objects.filter(mends=OuterRef("uid"), place__isnull=False)))
        rows = rows.filter(person__uid__in=batch).order_by("place", "ordinal")
        for person, day, entry, number in rows.values_list("person__uid", "effective_on", "uid", "decree__number"):
            found.setdefault(person, []).append((day, entry, number))
    return found


def acting_stands(fresh: Sequence[tuple[UUID, Entry]]) -> Iterable[Problem]:
    """Entries that let somebody stand in for a post though he may not, or with other facts than today's tables say."""
    for person, entry in fresh:
        if entry.effect != PostActing.name or entry.post is None:
            continue
        said: PostActingV1 = book().effect(entry.effect).read(entry.effect_version, entry.payload)
        day, unit = entry.effective_on, entry.post.work_unit.code
        post, found = covered_post(HOUSE, entry.post, day), ActingTerms.of(terms(HOUSE), day, unit)
        who = next(iter(stand_ins(day, people=[person])), None)
        if who is None:
            yield Problem("service.not_in_service", Words(NOT_IN_SERVICE), entry.uid)
            continue
        if entry.decree.office_id == entry.post.work_unit_id and not entry.post.parent_code:
            yield Problem("service.acting_for_who_orders", Words(FROM_ABOVE), entry.uid)
        for words in hindrances(found, who, post):
            yield Problem("service.may_not_act", words, entry.uid)
        if said != payload_of(who, post, found, capacity=said.capacity, start=day, last_day=said.last_day):
            yield Problem("service.acting_facts", Words(OTHER_FACTS), entry.uid)


def remark(entries: Sequence[Entry]) -> Iterable[Words]:
    """By last day the people whose contract still runs where an own decree lets the next one begin.

    Nothing forbids it: a contract may be put anew from within. Mostly somebody is extended twice.
    """
    starts = {
        entry.person_id: entry.effective_on
        for entry in entries
        if entry.person_id and entry.effect == Extended.name and not entry.mending
    }
    ends = _ends(starts.keys()) if starts else {}
    found = Counter(
        end - DAY
        for person, start in starts.items()
        for period, end in ends.get(person, ())
        if start in period and start - DAY in period
    )
    for day, count in sorted(found.items()):
        yield Words(RUNS_ANYWAY, {"count": count, "day": day})
    yield from _decreed_ahead(entries)
    yield from _of_other_status(entries)
    yield from rivals(entries)


def _of_other_status(entries: Sequence[Entry]) -> Iterable[Words]:
    """PPPK paruh waktu among those whom a decree takes or keeps in service: the law table has words for PPNPN alone."""
    statuses = {
        entry.person_id: Status(book().effect(entry.effect).read(entry.effect_version, entry.payload).status)
        for entry in entries
        if entry.effect in {Extended.name, Engaged.name} and not entry.mending
    }
    if others := sum(status is Status.PPPK_PARUH_WAKTU for status in statuses.values()):
        yield Words(OTHER_STATUS, {"count": others})
    if set(statuses.values()) >= CONTRACT_WORKERS:
        yield Words(MIXED)


def _decreed_ahead(entries: Sequence[Entry]) -> Iterable[Words]:
    """The people whose next contract is drafted while the last one has not begun or runs long yet, by its days."""
    starts = {
        entry.person_id: entry.effective_on
        for entry in entries
        if entry.person_id and entry.effect in {Extended.name, Engaged.name} and not entry.mending
    }
    if not starts:
        return
    today = clock.today(entries[0].decree.office.zone)
    late = {person: start for person, start in starts.items() if start > today + AHEAD}
    held = _ends(late.keys()) if late else {}
    found: Counter[tuple[date, date, date]] = Counter()
    for person, start in late.items():
        before = [period for period, end in held.get(person, ()) if today + AHEAD < end <= start]
        if last := max(before, key=lambda period: period.start, default=None):
            found[last.start, last.last_day or start, start] += 1
    for (since, last_day, start), count in sorted(found.items()):
        yield Words(DECREED_AHEAD, {"from": since, "through": last_day, "start": start, "count": count})


@ahead
def _ends(people: Collection[UUID]) -> dict[UUID, list[tuple[Period, date]]]:
    """Contracts that end, of each person: their days, and the first day out of them."""
    found: dict[UUID, list[tuple[Period, date]]] = {}
    for batch in batches(sorted(people), BATCH):
        rows = Employment.objects.known().filter(person__uid__in=batch, valid_until__isnull=False)
        for person, start, end in rows.values_list("person__uid", "valid_from", "valid_until"):
            if end:
                found.setdefault(person, []).append((Period(start, end), end))
    return found


@ahead
def _homes(people: Collection[UUID]) -> dict[UUID, list[tuple[Period, UUID]]]:
    found: dict[UUID, list[tuple[Period, UUID]]] = {}
    for batch in batches(sorted(people), BATCH):
        rows = HomeUnit.objects.known().filter(person__uid__in=batch)
        for person, start, end, unit in rows.values_list("person__uid", "valid_from", "valid_until", "work_unit__uid"):
            found.setdefault(person, []).append((Period(start, end), unit))
    return found


def _units_named(entry: Entry) -> tuple[UUID, ...]:
    effect = book().effect(entry.effect)
    return effect.units_named(effect.read(entry.effect_version, entry.payload))
