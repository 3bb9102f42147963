"""What stays unknown of people after a list: days that it doesn't tell and that nothing known before tells either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from malaqbiq.decrees.rules.timeline import Timelines
from malaqbiq.intake.rules.employees import EmployeeRow
from malaqbiq.intake.rules.opening import Change, Ground, contract_meant, reference_day
from malaqbiq.kernel.words import Words
from malaqbiq.kernel.words import gettext_noop as _
from malaqbiq.service.effects import CONTRACT_WORKERS, POST_HELD, RANK

START = _("%(count)s rows without TMT: since when they serve stays unknown")
LAST_DAY = _("%(count)s rows of contract staff without Akhir Kontrak: until when they serve stays unknown")
POST_SINCE = _("%(count)s rows with a post but without TMT Jabatan: since when it is held stays unknown")
GRADE_SINCE = _("%(count)s rows with a golongan: since when it is held no list tells, so no promotion is reckoned")
TELLING = {"start": START, "last_day": LAST_DAY, "post_since": POST_SINCE, "grade_since": GRADE_SINCE}
"""How many rows leave what open, by what, in the order in which it is told."""

REMEDY = _(
    "what is left empty is told by filling its column in and bringing the same list in again, or on the person's page "
    "(the opening, Mend)"
)
REMEDY_LOCKED = _("the opening is locked, so only a decree tells it now")


def unknown_of(row: EmployeeRow, stands: Timelines | None, changes: Sequence[Change], ground: Ground) -> Iterator[str]:
    """What nobody knows of the row's person once the changes are made, by the keys of `TELLING`."""
    span = contract_meant(row, stands, ground.on) if stands else None
    new = {change.effect: change.payload for change in changes if change.payload is not None}
    engaged: Any = new.get("service.engaged")
    if engaged.since_unknown if engaged else span and span.value.since_unknown:
        yield "start"
    if row.status in CONTRACT_WORKERS and (engaged.last_day is None if engaged else span and span.end is None):
        yield "last_day"
    day = reference_day(span, ground.on) if span else ground.on
    for key, effect, track in (
        ("post_since", "service.post_given", POST_HELD),
        ("grade_since", "service.rank_given", RANK),
    ):
        given: Any = new.get(effect)
        held: Any = stands.at(track, day) if stands else None
        if given.since_unknown if given else held and held.value.since_unknown:
            yield key


def told_unknown(unknown: Iterable[str], *, locked: bool) -> tuple[Words, ...]:
    """One sentence for each thing that stays unknown of somebody, with how many rows leave it open; then what to do."""
    counts = Counter(unknown)
    found = [Words(telling, {"count": counts[key]}) for key, telling in TELLING.items() if counts[key]]
    # No column tells since when a golongan is held: there is nothing to fill in.
    if counts.keys() - {"grade_since"}:
        found.append(Words(REMEDY_LOCKED if locked else REMEDY))
    return tuple(found)
