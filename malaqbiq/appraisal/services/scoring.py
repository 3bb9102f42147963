"""What appraisers see is entered: one score or a nation's, in statements per batch."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from malaqbiq.appraisal.errors import EntryProblem
from malaqbiq.appraisal.models import Adjustment, Appraisee, Appraiser, Cycle, Score
from malaqbiq.appraisal.rules.conduct import Around, Judge, why_not_appraise
from malaqbiq.appraisal.rules.instrument import Component, Instrument, Kind
from malaqbiq.appraisal.rules.points import ScoreRefused, points_of
from malaqbiq.appraisal.rules.scoring import months_to_score
from malaqbiq.appraisal.selectors.around import judges
from malaqbiq.appraisal.selectors.seen import cycle_seen
from malaqbiq.appraisal.services.rounds import ROWS_AT_ONCE, Round, Taking, entries_take
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.bulk import rows_insert
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import Named, Words, gettext_noop

Slot = tuple[int, str, str]
"""A person's row, a component, and a part of it."""


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """A score from 0 to 100 for a component of a person, of one month (``2021-07``) where it is scored by month.

    `version` is the one that the appraiser saw, 0 for a first score. A system user names the `appraiser`; a user is it.
    """

    person: UUID
    component: str
    value: Decimal | str | int
    month: str = ""
    version: int = 0
    appraiser: UUID | None = None


@transaction.atomic
def scores_enter(*, access: Access, cycle: UUID, entries: Sequence[ScoreEntry], progress: Progress = SILENT) -> int:
    """Enter scores, all or none; the number of them that changed something.

    A score that is there already and equal is left as it is. EntriesRefused names every entry that isn't its
    appraiser's to give, is no score, comes too late, or was changed by another since it was read.
    """
    seen = cycle_seen(access=access, cycle=cycle)
    desk = _Desk.of(access, seen, entries)
    progress.stage(gettext_noop("entering scores"), len(entries))
    taking: Taking[ScoreEntry, _Row] = Taking("appraisal.score", lambda batch: _Sheet.of(desk, batch).checked(), _write)
    return entries_take(access=access, cycle=seen, entries=entries, taking=taking, progress=progress)


class _Row(NamedTuple):
    """A score to write, in the order of COLUMNS."""

    appraisee_id: int
    component: str
    part: str
    points: int
    appraiser_id: UUID
    version: int
    entered_by: str

    @property
    def slot(self) -> Slot:
        """Which score it is."""
        return self.appraisee_id, self.component, self.part


COLUMNS = (*_Row._fields, "entered_at")


def _write(rows: Sequence[_Row]) -> int:
    now = clock.now()
    rows_insert(Score, COLUMNS, ((*row, now) for row in rows if row.version == 1))
    Score.objects.bulk_create(
        [Score(**row._asdict(), entered_at=now) for row in rows if row.version > 1],
        batch_size=ROWS_AT_ONCE,
        update_conflicts=True,
        unique_fields=["appraisee", "component", "part"],
        update_fields=["points", "appraiser", "version", "entered_at", "entered_by"],
    )
    return len(rows)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What holds for all entries of a call."""

    access: Access
    instrument: Instrument
    judges: Mapping[UUID, Judge]
    cycle: Cycle
    months: dict[date | None, frozenset[str]]

    @classmethod
    def of(cls, access: Access, cycle: Cycle, entries: Sequence[ScoreEntry]) -> _Desk:
        people = {uid for entry in entries if (uid := entry.appraiser)}
        if access.person is not None:
            people.add(access.person)
        return cls(access, cycle.rules, judges(people, clock.today(cycle.office.zone)), cycle, {})

    def judge(self, entry: ScoreEntry) -> Judge | None:
        """Who gives the score: a user's own person and nobody else; whom a system user names."""
        person = entry.appraiser or self.access.person
        if person is None or not (self.access.everything or person == self.access.person):
            return None
        return self.judges[person]

    def months_of(self, since: date | None) -> frozenset[str]:
        """The months to score of somebody in service since a day."""
        if since not in self.months:
            self.months[since] = frozenset(months_to_score(self.cycle.period, since))
        return self.months[since]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A round of entries with what is there already about its people."""

    desk: _Desk
    batch: Round[ScoreEntry]
    named: Mapping[tuple[int, str], set[UUID]]
    adjusted: set[tuple[int, str]]
    there: Mapping[Slot, tuple[int, int, UUID]]

    @classmethod
    def of(cls, desk: _Desk, batch: Round[ScoreEntry]) -> _Sheet:
        named: defaultdict[tuple[int, str], set[UUID]] = defaultdict(set)
        inside = {"appraisee__in": batch.keys}
        for pk, component, person in Appraiser.objects.filter(**inside).values_list(
            "appraisee", "component", "person__uid"
        ):
            named[pk, component].add(person)
        adjusted = set(Adjustment.objects.filter(**inside).values_list("appraisee", "component"))
        scores = Score.objects.filter(**inside, component__in={entry.component for _position, entry in batch.entries})
        columns = ("appraisee", "component", "part", "version", "points", "appraiser__uid")
        there = {tuple(slot): (version, points, by) for *slot, version, points, by in scores.values_list(*columns)}
        return cls(desk, batch, named, adjusted, there)

    def checked(self) -> tuple[list[_Row], list[EntryProblem]]:
        """Rows to write, and what is wrong with the others."""
        rows: dict[Slot, _Row] = {}
        problems = []
        for position, entry in self.batch.entries:
            row = self._row(entry)
            if isinstance(row, _Row) and row.slot in rows:
                row = Words(gettext_noop("this score stands among the entries twice"))
            if isinstance(row, _Row):
                rows[row.slot] = row
            elif isinstance(row, Words):
                problems.append(EntryProblem(position, entry.person, entry.component, row, row is STALE))
        return list(rows.values()), problems

    def _row(self, entry: ScoreEntry) -> _Row | Words | None:
        """The row to write, why not, or None if it is there as it should be."""
        appraisee, judge = self.batch.people.get(entry.person), self.desk.judge(entry)
        component = self.desk.instrument.component(entry.component)
        if (
            appraisee is None
            or judge is None
            or judge.person not in self.named.get((appraisee.pk, entry.component), ())
        ):
            return NOT_THEIRS
        if component is None:
            return NOT_THEIRS
        if why := self._why_not(entry, appraisee, component, judge):
            return why
        if isinstance(entry.value, str) and not entry.value.strip():
            return Words(gettext_noop("a score can be changed, not taken away"))
        try:
            points = points_of(entry.value)
        except ScoreRefused as refused:
            return refused.words
        return self._against_what_is_there(entry, appraisee, component, judge.person, points)

    def _why_not(self, entry: ScoreEntry, appraisee: Appraisee, component: Component, judge: Judge) -> Words | None:
        if appraisee.told_on is not None:
            return Words(gettext_noop("the result was told already: only an objection changes it"))
        if (appraisee.pk, component.key) in self.adjusted:
            return Words(gettext_noop("this score was moderated: it can only be moderated again"))
        months = self.desk.months_of(appraisee.since) if component.kind is Kind.MONTHLY else frozenset({""})
        if entry.month not in months:
            return Words(
                gettext_noop("%(component)s is not scored for the month “%(month)s”"),
                {"component": component.title, "month": Named("month", entry.month)},
            )
        return why_not_appraise(judge, Around(entry.person))

    def _against_what_is_there(
        self, entry: ScoreEntry, appraisee: Appraisee, component: Component, by: UUID, points: int
    ) -> _Row | Words | None:
        part = str(by) if component.kind is Kind.PEERS else entry.month
        version, before, given_by = self.there.get((appraisee.pk, component.key, part), (0, None, None))
        if (points, by) == (before, given_by):
            return None
        if entry.version != version:
            return STALE
        actor = self.desk.access.actor
        return _Row(appraisee.pk, component.key, part, points, by, version + 1, actor)


STALE = Words(gettext_noop("somebody else has changed this score since it was read"))
NOT_THEIRS = Words(gettext_noop("only an appraiser who was named for this component of the person gives its score"))
