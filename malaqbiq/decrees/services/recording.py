"""What was decided elsewhere: received decrees, and what was in force when the office began (the opening)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.models import Decree, Ledger
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.selectors import opening_people
from malaqbiq.decrees.services.clocks import ZONES, clock_require
from malaqbiq.decrees.services.drafting import EntryDraft, codes_of, entries_digest, entries_of, head_digest, units_of
from malaqbiq.decrees.services.posting import ledger_lock, post
from malaqbiq.decrees.services.scoping import subjects_require
from malaqbiq.decrees.services.telling import about_tell
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit


class OpeningLocked(UserError):
    """The opening is closed: what changes now needs a decree."""


RECORDERS = (Role.SDM_OFFICER,)
"""Who records what was decided elsewhere."""


@transaction.atomic
def opening_record(
    *, access: Access, office: UUID, title: str, entries: Sequence[EntryDraft], progress: Progress = SILENT
) -> Decree:
    """The opening decree that says what was in force; it has a place in the ledger, one recorder and no number.

    OpeningLocked once `opening_lock` has ended that time; Refused if what it says can't be.
    """
    ledger = ledger_lock()
    if ledger.opening_locked_at is not None:
        raise OpeningLocked(gettext_noop("the opening is locked"), gettext_noop("a change now needs a decree"))
    decree = Decree(
        origin=Origin.OPENING, kind="opening", office_id=office, authority="", title=title, drafted_by=access.actor
    )
    return _record(access, ledger, decree, entries, progress)


@transaction.atomic
def received_record(  # noqa: PLR0913 - all that the paper says
    *,
    access: Access,
    office: UUID,
    kind: str,
    authority: str,
    number: str,
    decided_on: date,
    title: str,
    entries: Sequence[EntryDraft],
    progress: Progress = SILENT,
    roles: Sequence[Role] = RECORDERS,
) -> Decree:
    """The decree of another authority, with its number and date as given and the same effects as an own one.

    Whom it is about is told, as of an own one. `roles`: who may record it, of each work unit that it is about.
    """
    decree = Decree(
        origin=Origin.RECEIVED,
        kind=kind,
        office_id=office,
        authority=authority,
        title=title,
        number=number,
        decided_on=decided_on,
        drafted_by=access.actor,
    )
    recorded = _record(access, ledger_lock(), decree, entries, progress, roles)
    about_tell(access=access, decree=recorded)
    return recorded


@dataclass(frozen=True, slots=True)
class Locked:
    """The opening as it was locked: how many people it tells of."""

    people: int


@transaction.atomic
def opening_lock(*, access: Access, empty: bool = False, agreed: int | None = None) -> Locked | None:
    """End the time of the opening, of all offices of the installation; None if it had ended already.

    UserError for an opening that tells of nobody, unless `empty` says that just this is meant, and for one that tells
    of other than the `agreed` number of people: somebody agreed to another. Forbidden for all but a system user.
    """
    access.require("", Role.ADMINISTRATOR)
    # Counted under the lock: a list that is being taken in meanwhile is counted, or comes too late.
    ledger = ledger_lock()
    if ledger.opening_locked_at is not None:
        return None
    people = opening_people()
    if not people and not empty:
        raise UserError(NOBODY, NOBODY_REMEDY)
    if agreed is not None and people != agreed:
        words = Words(gettext_noop("the opening has come to hold %(people)s people meanwhile"), {"people": people})
        raise UserError(words, gettext_noop("nothing was locked: look at it again, then lock it"))
    clock_require(zone=ZONES[0], ledger=ledger)
    ledger.opening_locked_at = max(clock.now(), ledger.recorded_at or clock.now())
    ledger.save()
    activity_record(access=access, action="decrees.opening_lock")
    return Locked(people)


NOBODY = gettext_noop("the opening tells of nobody yet: once it is locked, no list can bring people in any more")
NOBODY_REMEDY = gettext_noop(
    "bring in the list of employees first (malaqbiq import employees FILE.xlsx); an office without anybody says so: "
    "malaqbiq opening lock --empty"
)


def _record(
    access: Access,
    ledger: Ledger,
    decree: Decree,
    entries: Sequence[EntryDraft],
    progress: Progress,
    roles: Sequence[Role] = RECORDERS,
) -> Decree:
    codes = codes_of([decree.office_id, *units_of(entries)])
    for code in codes.values():
        access.require(code, *roles)
    days_require(decree.decided_on)
    subjects_require(access=access, entries=entries, roles=roles)
    clock_require(zone=WorkUnit.objects.values_list("zone", flat=True).get(uid=decree.office_id), ledger=ledger)
    decree.issued_by = access.actor
    decree.save()
    rows = list(entries_of(decree, entries))
    digest = entries_digest(rows)
    decree.content_digest = head_digest(decree, digest)
    post(ledger, decree, rows, digest, progress=progress)
    activity_record(
        access=access,
        action=f"decrees.record_{decree.origin}",
        unit_code=codes[decree.office_id],
        subject_uid=decree.uid,
    )
    return decree
