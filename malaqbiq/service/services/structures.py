"""The structure that is in force when an office begins: posts come into being, and can be filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import transaction

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, opening_record, received_record
from malaqbiq.decrees.services.posting import ledger_lock
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import Post
from malaqbiq.organization.selectors import office_over
from malaqbiq.organization.services import posts_materialise
from malaqbiq.service.effects import PostGivenV1, PostOpenedV1, StructureOpenedV1
from malaqbiq.service.effects.tracks import Holding
from malaqbiq.service.selectors.structures import (
    OPENERS,
    Choice,
    OpenPost,
    Place,
    StructurePlan,
    UnitPlan,
    place_of,
    structure_plan,
)

RECEIVED = "received-structure"


@dataclass(frozen=True, slots=True)
class Reference:
    """The decree by which the structure was received: whose, its number and date, as far as they are known."""

    authority: str = ""
    number: str = ""
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What was opened, and the decree that says so; None where all of it stood already."""

    plan: StructurePlan
    decree: Decree | None


@transaction.atomic
def structure_open(
    *, access: Access, choice: Choice, reference: Reference = Reference(), progress: Progress = SILENT
) -> Opening:
    """Say which structure is in force since when, and open its posts.

    While the opening isn't locked this is an opening decree, which corrects what an earlier one said; the received
    decree is told in its title. After the lock a unit's first structure is a received decree, with number and date.
    Asked again, nothing changes. UserError if something stands against it; Forbidden for a unit that isn't the asker's.
    """
    # Locked first, so that of two at once the second sees what the first opened.
    ledger_lock()
    plan = structure_plan(access, choice, today=clock.today(settings.TIME_ZONE))
    _refuse(plan, reference)
    if not plan.changes:
        return Opening(plan, None)
    drafts = [draft for unit in plan.changes for draft in _drafts(unit, choice, _posts(access, unit, choice))]
    entries = [
        EntryDraft(
            draft.effect,
            draft.effective_on,
            draft.work_unit,
            draft.payload,
            person=draft.person,
            post=draft.post,
            row=row,
            mends=draft.mends,
            mending=draft.mending,
        )
        for row, draft in enumerate(drafts, start=1)
    ]
    return Opening(plan, _recorded(access, plan, reference, entries, progress))


def _refuse(plan: StructurePlan, reference: Reference) -> None:
    for unit in plan.problems:
        words = Words(gettext_noop("%(unit)s: %(problem)s"), {"unit": unit.unit.name, "problem": unit.problem or ""})
        raise UserError(words)
    if plan.is_locked and plan.changes and not (reference.number and reference.decided_on):
        raise UserError(
            gettext_noop("the opening is locked: a structure needs the decree by which it was received"),
            gettext_noop("name its number and its date"),
        )


def _posts(access: Access, unit: UnitPlan, choice: Choice) -> dict[Place, Post]:
    made = posts_materialise(access=access, units=[unit.unit.code], regime=choice.regime, typology=unit.typology)
    return {place_of(post): post for post in made}


def _drafts(unit: UnitPlan, choice: Choice, posts: Mapping[Place, Post]) -> Iterator[EntryDraft]:
    """The entries that bring what stands in a unit to what is chosen."""
    where, since = unit.unit.uid, choice.since
    opened = StructureOpenedV1(regime=choice.regime, typology=unit.typology)
    if unit.stands is None:
        yield EntryDraft("service.structure_opened", since, where, opened)
    elif unit.restated:
        yield EntryDraft(
            "service.structure_opened",
            since,
            where,
            opened,
            mends=unit.stands.entry_id,
            mending=Mending.CORRECTION,
        )
    for row in unit.leaves:
        yield from _closed(where, row)
    for post in unit.opens:
        payload = PostOpenedV1(regime=choice.regime)
        yield EntryDraft("service.post_opened", since, where, payload, post=posts[place_of(post)].uid)
    for row in unit.moves:
        yield from _moved(where, row, since)


def _closed(where: UUID, row: OpenPost) -> Iterator[EntryDraft]:
    """A post that there wasn't after all: annulled, with whoever was put on it."""
    for one in row.sitting:
        yield EntryDraft(
            "service.post_given",
            one.since,
            where,
            person=one.person,
            post=row.post.uid,
            mends=one.entry,
            mending=Mending.ANNULMENT,
        )
    yield EntryDraft(
        "service.post_opened", row.since, where, post=row.post.uid, mends=row.entry, mending=Mending.ANNULMENT
    )


def _moved(where: UUID, row: OpenPost, since: date) -> Iterator[EntryDraft]:
    """A post that is in force since another day; nobody sat on it before that."""
    payload = PostOpenedV1(regime=row.post.regime)
    yield EntryDraft(
        "service.post_opened", since, where, payload, post=row.post.uid, mends=row.entry, mending=Mending.CORRECTION
    )
    for one in row.sitting:
        if one.since >= since:
            continue
        over = one.until is not None and one.until <= since
        given = PostGivenV1(person=one.person, post=row.post.uid, state=Holding(one.state))
        yield EntryDraft(
            "service.post_given",
            one.since if over else since,
            where,
            None if over else given,
            person=one.person,
            post=row.post.uid,
            mends=one.entry,
            mending=Mending.ANNULMENT if over else Mending.CORRECTION,
        )


def _recorded(
    access: Access, plan: StructurePlan, reference: Reference, entries: list[EntryDraft], progress: Progress
) -> Decree:
    codes = {unit.unit.code for unit in plan.changes}
    recorder = _recorder(access)
    office = office_over(recorder, codes=codes, day=clock.today(settings.TIME_ZONE))
    title = f"Struktur organisasi menurut {plan.title}"
    if not plan.is_locked:
        title += _told(reference)
        return opening_record(access=recorder, office=office.uid, title=title, entries=entries, progress=progress)
    assert reference.decided_on is not None  # noqa: S101 - refused else
    return received_record(
        access=recorder,
        office=office.uid,
        kind=RECEIVED,
        authority=reference.authority,
        number=reference.number,
        decided_on=reference.decided_on,
        title=title,
        entries=entries,
        progress=progress,
    )


def _recorder(access: Access) -> Access:
    """The asker as the recorder of this decree: an administrator may open a structure, and nothing else of the kind."""
    units = access.units(*OPENERS)
    return access if units is None else Access(access.actor, {Role.SDM_OFFICER: units}, person=access.person)


def _told(reference: Reference) -> str:
    said = [reference.authority, f"Nomor {reference.number}" if reference.number else ""]
    if reference.decided_on:
        said.append(f"tanggal {reference.decided_on:%d-%m-%Y}")
    told = " ".join(filter(None, said))
    return f" ({told})" if told else ""
