"""Where each person of a decree serves, as what, on the day of an entry, once the decree is in force."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from malaqbiq.decrees.models import Entry
from malaqbiq.decrees.registry import book
from malaqbiq.decrees.rules.fold import Mending, fold_both
from malaqbiq.decrees.rules.timeline import Origin, Subject, Timelines, Track
from malaqbiq.decrees.selectors.ledger import posted_by, posted_of
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.reading import ahead, once
from malaqbiq.organization.models import WorkUnit
from malaqbiq.pay.effects import TERM, TermSet, TermSetV1
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.selectors.limits import AT_ONCE
from malaqbiq.service.effects import EMPLOYMENT, HOME, Engaged, Extended, Moved
from malaqbiq.service.models import Employment, HomeUnit

CONFIRMER = Access.system("confirmation")
"""Who looks the facts up: the law and the offices' policies are the same whoever asks."""

CONTRACTS = (Engaged.name, Extended.name)


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's home unit (by code), status and job family on a day."""

    unit_code: str
    status: str
    job_family: str


@dataclass(frozen=True, slots=True)
class SetTerm:
    """An entry that sets a person's pay from a day, and what it says."""

    entry: UUID
    person: UUID
    day: date
    payload: TermSetV1


@dataclass(frozen=True, slots=True)
class Posting:
    """An entry that engages, extends or moves a person from a day on."""

    entry: UUID
    person: UUID
    day: date
    effect: str
    mends: bool
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Mended:
    """A person's timelines before and after a decree that mends."""

    before: Timelines
    after: Timelines


class Standings:
    """What the entries of one decree say, read together.

    A contract and the pay beside it name the unit themselves; where a decree sets only pay, the projections do; and
    where it mends, or mixes days, both are folded.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.postings = [
            Posting(entry.uid, entry.person_id, entry.effective_on, entry.effect, bool(entry.mending), entry.payload)
            for entry in entries
            if entry.effect in (*CONTRACTS, Moved.name) and entry.person_id
        ]

    @cached_property
    def today(self) -> date:
        """The day in the zone of the decree's office."""
        return clock.today(self.entries[0].decree.office.zone)

    @cached_property
    def terms(self) -> list[SetTerm]:
        """The pay that the decree sets as its own: corrections of opening and received terms keep their origin."""
        return [
            SetTerm(entry.uid, entry.person_id, entry.effective_on, _read(entry))
            for entry in self.entries
            if entry.effect == TermSet.name and entry.person_id and self._is_own(entry)
        ]

    @cached_property
    def mended(self) -> dict[UUID, Mended]:
        """Everybody whose entries the decree mends, before and after it."""
        people = sorted({entry.person_id for entry in self.entries if entry.mends_id and entry.person_id})
        return self._folded(people)

    @cached_property
    def refolded(self) -> dict[UUID, Mended]:
        """Everybody whose entries the decree mends, who has one from before what stands already (the fold may put old
        pay in a new place, or new pay in an old one), or whose pay it sets from an earlier year on.
        """
        first: dict[UUID, date] = {}
        for entry in self.entries:
            if entry.person_id and entry.person_id not in self.mended:
                first[entry.person_id] = min(entry.effective_on, first.get(entry.person_id, entry.effective_on))
        back_dated = {
            term.person
            for term in self.terms
            if term.person not in self.mended and new_years(term.day, term.payload.last_day, self.today)
        }
        return self.mended | self._folded(sorted(_with_later(first) | back_dated))

    @cached_property
    def own(self) -> dict[UUID, date]:
        """The decree's entries by uid, and their days: what stands by one may begin later, where another is revoked."""
        return {entry.uid: entry.effective_on for entry in self.entries}

    def on(self, wanted: Iterable[tuple[UUID, date]]) -> dict[tuple[UUID, date], Standing]:
        """Where each person serves on each day; who does not serve then is left out."""
        stated = self._stated()
        open_ = {place for place in wanted if place not in stated}
        changed = {posting.person for posting in self.postings} | set(self.mended)
        found = dict(stated)
        found |= self._from_folds({place for place in open_ if place[0] in changed})
        found |= self._from_projections({place for place in open_ if place[0] not in changed})
        return found

    def in_timelines(self, timelines: Timelines, day: date) -> Standing | None:
        """Where timelines let a person serve on a day; None if they don't."""
        home, employment = timelines.at(HOME, day), timelines.at(EMPLOYMENT, day)
        if home is None or employment is None:
            return None
        value = employment.value
        return Standing(self._codes[home.value.work_unit], value.status, value.job_family)

    def _is_own(self, entry: Entry) -> bool:
        if entry.mending == "":
            return True
        return entry.mending == Mending.CORRECTION and self._origins[entry.mends_id] == Origin.OWN

    @cached_property
    def _origins(self) -> dict[UUID | None, str]:
        """The origin of each entry that the decree mends: a correction has that of what it corrects."""
        roots: dict[UUID, UUID | None] = {entry.mends_id: entry.mends_id for entry in self.entries if entry.mends_id}
        origins: dict[UUID | None, str] = {}
        while roots:
            rows = Entry.objects.filter(uid__in=set(roots.values())).select_related("decree").in_bulk(field_name="uid")
            above: dict[UUID, UUID | None] = {}
            for asked, at in roots.items():
                row = rows[at]
                if row.mending == Mending.CORRECTION:
                    above[asked] = row.mends_id
                else:
                    origins[asked] = row.decree.origin
            roots = above
        return origins

    @cached_property
    def _codes(self) -> dict[UUID, str]:
        return _all_codes()

    def _stated(self) -> dict[tuple[UUID, date], Standing]:
        """What a contract of the decree itself says of its first day."""
        found: dict[tuple[UUID, date], Standing] = {}
        for posting in self.postings:
            if posting.effect in CONTRACTS and not posting.mends and posting.person not in self.mended:
                payload = posting.payload
                code = self._codes[UUID(payload["work_unit"])]
                found[posting.person, posting.day] = Standing(code, payload["status"], payload.get("job_family", ""))
        moved = {(posting.person, posting.day) for posting in self.postings if posting.effect == Moved.name}
        return {place: standing for place, standing in found.items() if place not in moved}

    def _from_folds(self, wanted: set[tuple[UUID, date]]) -> dict[tuple[UUID, date], Standing]:
        people = sorted({person for person, _ in wanted} - set(self.mended))
        folded = self.mended | self._folded(people)
        found: dict[tuple[UUID, date], Standing] = {}
        for person, day in wanted:
            if standing := self.in_timelines(folded[person].after, day):
                found[person, day] = standing
        return found

    def _from_projections(self, wanted: set[tuple[UUID, date]]) -> dict[tuple[UUID, date], Standing]:
        found: dict[tuple[UUID, date], Standing] = {}
        for day in {day for _, day in wanted}:
            for people in batches(sorted(person for person, on in wanted if on == day), AT_ONCE):
                for person, (unit, status, family) in _served(people, day).items():
                    found[person, day] = Standing(self._codes[unit], status, family)
        return found

    def _folded(self, people: Sequence[UUID]) -> dict[UUID, Mended]:
        found: dict[UUID, Mended] = {}
        if not people:
            return found
        new = posted_by("person", self.entries[0].decree, self.entries, book())
        for batch in batches(people, AT_ONCE):
            for person, earlier in posted_of("person", batch, book(), before=self.entries[0].place).items():
                both = fold_both(Subject("person", person), earlier, new.get(person, ()), book())
                found[person] = Mended(both.before, both.after.timelines)
        return found


@once
def _all_codes() -> dict[UUID, str]:
    return dict(WorkUnit.objects.values_list("uid", "code"))


@ahead
def _served(people: Collection[UUID], day: date) -> dict[UUID, tuple[UUID, str, str]]:
    """Home unit, status and job family of each on a day."""
    homes = dict(
        HomeUnit.objects.as_of(day).filter(person__uid__in=people).values_list("person__uid", "work_unit__uid")
    )
    rows = (
        Employment.objects.as_of(day).filter(person__uid__in=homes).values_list("person__uid", "status", "job_family")
    )
    return {person: (homes[person], status, family) for person, status, family in rows}


def edges(*timelines: Timelines, until: date) -> list[date]:
    """The days on which pay, home or employment begins or ends in any of the timelines, and each 1 January between
    them `until` a day, on which their floor may rise.
    """
    tracks: tuple[Track[Any], ...] = (TERM, HOME, EMPLOYMENT)
    spans = [span for each in timelines for track in tracks for span in each.spans(track)]
    days = {day for span in spans for day in (span.start, span.end) if day is not None}
    last_day = None if any(span.end is None for span in spans) else max(days, default=until)
    return sorted(days.union(new_years(min(days), last_day, until) if days else ()))


def new_years(after: date, last_day: date | None, today: date) -> list[date]:
    """Each 1 January after a day, up to a last day and today: the days on which a floor in force today rose."""
    until = today if last_day is None else min(last_day, today)
    return [date(year, 1, 1) for year in range(after.year + 1, until.year + 1)]


def _with_later(days: Mapping[UUID, date]) -> set[UUID]:
    """The people for whom a home or pay begins after their day."""
    found: set[UUID] = set()
    for batch in batches(sorted(days), AT_ONCE):
        last = _last_starts(batch, min(days[uid] for uid in batch))
        found |= {person for person in batch if person in last and last[person] > days[person]}
    return found


@ahead
def _last_starts(people: Collection[UUID], after: date) -> dict[UUID, date]:
    """The last day after another on which a home or pay of each begins; who has none is left out."""
    found: dict[UUID, date] = {}
    for model in (HomeUnit, PayTerm):
        rows = model.objects.known().filter(person__uid__in=people, valid_from__gt=after)
        for person, start in rows.values_list("person__uid", "valid_from"):
            found[person] = max(start, found.get(person, start))
    return found


def _read(entry: Entry) -> TermSetV1:
    return TermSet().read(entry.effect_version, entry.payload)
