"""Approving and issuing: one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.errors import ContentChanged, StaleWrite, TwoPeopleNeeded, WrongState
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.registry import remarks
from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.decrees.selectors.hands import hands_of
from malaqbiq.decrees.services import drafting, papers
from malaqbiq.decrees.services.clocks import clock_require
from malaqbiq.decrees.services.posting import Review, ledger_lock, looked_ahead, next_place, post
from malaqbiq.decrees.services.registers import NEXT_NUMBER, NumberChoice, number_take
from malaqbiq.decrees.services.stating import stated_problems
from malaqbiq.decrees.services.telling import about_tell
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.reading import reading_once
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.people.selectors import own_close_family


@transaction.atomic
def decree_approve(*, access: Access, decree: UUID, digest: str, version: int | None = None) -> Decree:
    """The decree, approved. `digest` is the content that the approver read; ContentChanged if it isn't what stands.

    TwoPeopleNeeded if the approver submitted it now or before, drafted, changed or kept it, or if it is about the
    approver or close family; StaleWrite if a `version` is named and it was taken back and submitted anew since.
    """
    found = _locked(access, decree, Role.SECRETARY)
    _require_version(found, version)
    _require(found, Decree.State.SUBMITTED, digest)
    clock_require(zone=found.office.zone, ahead=False)
    if found.submitted_by == access.actor:
        raise TwoPeopleNeeded(gettext_noop("who submits a decree does not approve it"))
    if access.actor in hands_of([found])[found.pk].barred:
        raise TwoPeopleNeeded(gettext_noop("who drafted, changed or kept a decree does not approve it"))
    _refuse_own_case(access, found)
    found.state = Decree.State.APPROVED
    found.approved_by = access.actor
    found.save(update_fields=["state", "approved_by"])
    activity_record(access=access, action="decrees.approve", unit_code=found.office.code, subject_uid=found.uid)
    return found


@transaction.atomic
def decree_issue(
    *,
    access: Access,
    decree: UUID,
    digest: str,
    number: NumberChoice = NEXT_NUMBER,
    version: int | None = None,
    progress: Progress = SILENT,
) -> Decree:
    """The decree, issued: dated today in its office's zone, numbered, in its place of the ledger, in effect.

    Everything happens in one transaction under the ledger's lock, and whom it is about is told; files are rendered
    after. Refused, naming every problem, if an effect or an invariant says no; WrongState if it was issued already;
    StaleWrite as in approving; ClockRefused if the machine's clock can't be right.
    """
    ledger = ledger_lock()
    found = _locked(access, decree, Role.SECRETARY, Role.SDM_OFFICER)
    clock_require(zone=found.office.zone, ledger=ledger)
    _require_version(found, version)
    entries, entries_digest = _require(found, Decree.State.APPROVED, digest)
    found.decided_on = clock.today(found.office.zone)
    found.issued_by = access.actor
    number_take(access=access, decree=found, choice=number)
    post(ledger, found, entries, entries_digest, papers.snapshots(decree=found, entries=entries), progress)
    activity_record(access=access, action="decrees.issue", unit_code=found.office.code, subject_uid=found.uid)
    about_tell(access=access, decree=found)
    return found


def decrees_issue(*, access: Access, approved: Sequence[tuple[UUID, str]], progress: Progress = SILENT) -> list[Decree]:
    """Decrees, each with its digest, issued one after the other, each whole or not at all in a transaction of its own.

    The law is read once for all of them. If one is refused, those before it stay issued.
    """
    issued = []
    progress.stage(gettext_noop("issuing decrees"), len(approved))
    with reading_once():
        for decree, digest in approved:
            issued.append(decree_issue(access=access, decree=decree, digest=digest))
            progress.advance()
    return issued


def decree_review(*, access: Access, decree: UUID) -> Review:
    """Every problem that issuing would meet now. Nothing is written or locked: a check is a report, not a state."""
    found = Decree.objects.select_related("office").get(uid=decree)
    access.require(found.office.code, *READERS)
    if found.state == Decree.State.ISSUED:
        raise WrongState(found.state, Decree.State.DRAFT)
    return review_of(found, list(found.entries.order_by("ordinal")))


def review_of(decree: Decree, entries: Sequence[Entry], place: int | None = None) -> Review:
    """What issuing a decree that isn't issued would meet now; `entries` are all that it has, in their order.

    `place` is the ledger's next one, if it was read already.
    """
    place = place or next_place()
    for entry in entries:
        entry.place = place
    found, people = looked_ahead(decree, entries)
    problems = [*stated_problems(decree, entries), *found]
    said = tuple(words for remark in remarks() for words in remark(entries)) if entries else ()
    return Review(tuple(problems), len({entry.row for entry in entries}), said, people)


def _locked(access: Access, decree: UUID, *roles: Role) -> Decree:
    # Locked, so that the same decree pressed twice at once is issued once.
    found = Decree.objects.select_for_update(of=("self",)).select_related("office").get(uid=decree)
    access.require(found.office.code, *roles)
    return found


def _require_version(decree: Decree, version: int | None) -> None:
    if version is not None and decree.version != version:
        raise StaleWrite


def _require(decree: Decree, state: Decree.State, digest: str) -> tuple[list[Entry], str]:
    """The decree's entries and their digest, if it is in the state and they are what was submitted."""
    if decree.state != state:
        raise WrongState(decree.state, state)
    entries = list(decree.entries.order_by("ordinal"))
    found = drafting.entries_digest(entries)
    if digest != decree.content_digest or drafting.head_digest(decree, found) != digest:
        raise ContentChanged
    return entries, found


def _refuse_own_case(access: Access, decree: Decree) -> None:
    kin = own_close_family(access, clock.today(decree.office.zone))
    if kin and decree.entries.filter(person__uid__in=kin).exists():
        raise TwoPeopleNeeded(gettext_noop("nobody decides on themselves or on close family"))
