"""Whom two own decrees that aren't issued yet decide on for the same days: one of them is one too many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from malaqbiq.decrees.errors import STATES
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.reading import ahead
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.people.selectors import names_of
from malaqbiq.service.effects import Ended, Engaged, Extended

RIVALS = gettext_noop("%(names)s: in another decree for the same days already (%(state)s: %(title)s)")
RIVALS_MORE = gettext_noop(
    "%(names)s and %(count)s more: in another decree for the same days already (%(state)s: %(title)s)"
)
CONTRACTS = frozenset({Engaged.name, Extended.name, Ended.name})
"""Effects that decide on one thing, a person's contract; any other competes with its own kind alone."""

NAMED = 3
BATCH = 500


@dataclass(frozen=True, slots=True)
class Rival:
    """An entry of an own decree that isn't issued: what it decides on, from a day through a last one, if it has one."""

    decree: UUID
    office: UUID
    title: str
    state: str
    matter: str
    start: date
    last_day: date

    def meets(self, entry: Entry) -> bool:
        """Whether an entry of another decree decides on the same for some of the same days."""
        mine = matter_of(entry.effect) == self.matter
        return mine and self.start <= _last_day(entry.payload) and entry.effective_on <= self.last_day


def matter_of(effect: str) -> str:
    """What an effect decides on."""
    return "contract" if effect in CONTRACTS else effect


def rivals(entries: Sequence[Entry]) -> Iterable[Words]:
    """By other decree of the same office the people whom it decides on for the same days as these entries."""
    decree = entries[0].decree
    mine = [(entry.person_id, entry) for entry in entries if entry.person_id and not entry.mending]
    others = waiting_entries({person for person, _entry in mine})
    found: defaultdict[tuple[UUID, str, str], dict[UUID, None]] = defaultdict(dict)
    for person, entry in mine:
        for other in others.get(person, ()):
            if other.decree != decree.uid and other.office == decree.office_id and other.meets(entry):
                found[other.decree, other.state, other.title][person] = None
    names = names_of({person for people in found.values() for person in list(people)[:NAMED]}) if found else {}
    for (uid, state, title), people in found.items():
        said: dict[str, Any] = {"state": Words(STATES[state]), "title": title, "decree": str(uid)}
        said |= {"names": ", ".join(names[person] for person in list(people)[:NAMED]), "count": len(people) - NAMED}
        yield Words(RIVALS_MORE if len(people) > NAMED else RIVALS, said)


@ahead
def waiting_entries(people: Collection[UUID]) -> Mapping[UUID, list[Rival]]:
    """What own decrees that aren't issued decide on people, by person. One statement for each few hundred."""
    found: defaultdict[UUID, list[Rival]] = defaultdict(list)
    for batch in batches(sorted(people), BATCH):
        rows = Entry.objects.filter(person__uid__in=batch, place__isnull=True, decree__origin=Origin.OWN, mending="")
        rows = rows.exclude(decree__state=Decree.State.ISSUED).order_by("decree", "ordinal")
        columns = ("person__uid", "decree__uid", "decree__office__uid", "decree__title", "decree__state")
        for row in rows.values_list(*columns, "effect", "effective_on", "payload"):
            person, decree, office, title, state, effect, start, payload = row
            found[person].append(Rival(decree, office, title, state, matter_of(effect), start, _last_day(payload)))
    return found


def _last_day(payload: Mapping[str, Any]) -> date:
    """The last day that a payload names, counted; without one there is no end."""
    said = payload.get("last_day")
    return date.fromisoformat(said) if said else date.max
