"""The opening decree of a list: what was in force, one line for each row that changes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from malaqbiq.decrees.rules.effects import Payload
from malaqbiq.decrees.services import EntryDraft, opening_record
from malaqbiq.intake.rules.opening import Change
from malaqbiq.intake.services.cases import Case
from malaqbiq.intake.services.taken import Given
from malaqbiq.organization.selectors import office_over
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.selectors.limits import Asked, limits_of
from malaqbiq.service.effects import PostGivenV1, Status

TITLE = "Keadaan kepegawaian pada saat mulai memakai Malaqbiq"


def opening_issue(*, given: Given, cases: Sequence[Case]) -> UUID | None:
    """Record the opening decree with the cases' changes; its uid, or None if there is nothing to tell."""
    if not cases:
        return None
    floors = _floors(given, cases)
    entries = [entry for line, case in enumerate(cases, start=1) for entry in _entries(line, case, floors)]
    office = office_over(given.access, codes={case.row.unit.code for case in cases}, day=given.day)
    decree = opening_record(
        access=given.access, office=office.uid, title=TITLE, entries=entries, progress=given.progress
    )
    return decree.uid


def _entries(line: int, case: Case, floors: dict[UUID, TermSetV1]) -> Iterator[EntryDraft]:
    for change in case.changes:
        yield EntryDraft(
            effect=change.effect,
            effective_on=change.effective_on,
            work_unit=case.row.unit.uid,
            payload=_payload(change, case, floors),
            person=case.whom,
            post=change.post,
            row=line,
            mends=change.mends,
            mending=change.mending,
        )


def _payload(change: Change, case: Case, floors: dict[UUID, TermSetV1]) -> Payload | None:
    if isinstance(change.payload, PostGivenV1):
        return change.payload.model_copy(update={"person": case.whom})
    if isinstance(change.payload, TermSetV1):
        return floors.get(case.whom, change.payload)
    return change.payload


def _floors(given: Given, cases: Sequence[Case]) -> dict[UUID, TermSetV1]:
    """Pay terms of PPNPN with the floor that applied when they started, where it is known.

    What a PPPK paruh waktu's decree named as its floor (former pay or minimum wage) a list doesn't tell.
    """
    terms = [
        (case, change.payload, change)
        for case in cases
        if case.row.status is Status.PPNPN
        for change in case.changes
        if isinstance(change.payload, TermSetV1)
    ]
    asked = [
        Asked(case.whom, case.row.unit.code, case.row.status, case.row.family, change.effective_on)
        for case, _term, change in terms
    ]
    found = {}
    for (case, term, _change), limits in zip(terms, limits_of(given.access, asked), strict=True):
        floor = limits.floor
        if floor.amount is not None:
            values = {"floor_amount": floor.amount, "floor_basis": floor.basis, "floor_key": floor.key}
            found[case.whom] = term.model_copy(update=values)
    return found
