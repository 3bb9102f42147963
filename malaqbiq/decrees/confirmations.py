"""Who may issue what, confirmed as an own decree is issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.decrees.selectors.issuers import Issuer, issuers
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Named, Words, gettext_noop
from malaqbiq.organization.rules.names import authority_head
from malaqbiq.organization.selectors import unit_codes
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.selectors.papers import decree_kind

CONFIRMER = Access.system("confirmation")
"""Who looks the law up: it is the same whoever asks."""


def confirm(entries: Sequence[Entry]) -> Iterable[Problem]:
    """A kind that the law table doesn't know, and work units for whose staff another office or hand issues it.

    From the day of each entry. Where the law table says nothing of a kind and tier, nothing is refused. What an office
    issued it may mend itself, in the same part of the annex.
    """
    decree = entries[0].decree
    day = decree.decided_on or clock.today(decree.office.zone)
    kind = decree_kind(CONFIRMER, kind=decree.kind, day=day, office=decree.office.code)
    if isinstance(kind, Missing) or decree.origin not in kind.origins:
        words = gettext_noop("no own decree of the kind %(kind)s is known")
        yield Problem("decrees.unknown_kind", Words(words, {"kind": Named("decree_kind", decree.kind)}))
    targets = _targets(entries)
    for entry in entries:
        if entry.mends_id and targets[entry.mends_id].work_unit_id != entry.work_unit_id:
            words = gettext_noop("a mending stands in the same work unit's part as what it mends")
            yield Problem("decrees.mends_elsewhere", Words(words), entry.uid)
    foreign = [entry for entry in entries if not entry.mends_id or not _is_own(decree, targets[entry.mends_id].decree)]
    yield from _issued_by_others(decree, foreign)


def _targets(entries: Sequence[Entry]) -> dict[UUID | None, Entry]:
    mended = Entry.objects.filter(uid__in={entry.mends_id for entry in entries if entry.mends_id})
    return {entry.uid: entry for entry in mended.select_related("decree")}


def _is_own(decree: Decree, other: Decree) -> bool:
    return (decree.office_id, decree.authority) == (other.office_id, other.authority)


def _issued_by_others(decree: Decree, entries: Sequence[Entry]) -> Iterable[Problem]:
    codes = unit_codes({entry.work_unit_id for entry in entries})
    for day in sorted({entry.effective_on for entry in entries}):
        first = {codes[entry.work_unit_id]: entry for entry in reversed(entries) if entry.effective_on == day}
        for code, named in issuers(CONFIRMER, kind=decree.kind, codes=sorted(first), day=day).items():
            if (named.office, named.authority) != (decree.office.code, decree.authority):
                words = _wrong_issuer(decree, code, day, named)
                yield Problem("decrees.wrong_issuer", words, first[code].uid)


def _wrong_issuer(decree: Decree, code: str, day: date, named: Issuer) -> Words:
    words = gettext_noop("from %(day)s decrees “%(kind)s” for %(unit)s are issued by %(authority)s of %(office)s")
    places: dict[str, str | date | Named] = {
        "day": day,
        "kind": Named("decree_kind", decree.kind),
        "unit": Named("work_unit", code),
        "authority": authority_head(named.authority),
        "office": Named("work_unit", named.office),
    }
    return Words(words, places)
