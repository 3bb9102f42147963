"""A structure takes effect: what was received is written down, looked at, and recorded as a decree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from malaqbiq.appointments.errors import ChangeRefused, ChangeStale
from malaqbiq.appointments.models import Change, ChangePair, ChangeUnit
from malaqbiq.appointments.rules.changing import Closing, Outcome, Pair, Place
from malaqbiq.appointments.selectors.changes import CHANGERS, ChangePlan, UnitPlan, change_plan, pairs_stated
from malaqbiq.decrees.services import EntryDraft, received_record
from malaqbiq.decrees.services.posting import ledger_lock
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.days import dated_require, days_require
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import file_store
from malaqbiq.kernel.progress import SILENT, Progress
from malaqbiq.kernel.reading import reading_once
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.organization.selectors import posts_foreseen
from malaqbiq.organization.services import posts_materialise, posts_succeed
from malaqbiq.regulations.selectors import regimes
from malaqbiq.service.effects import PostClosedV1, PostGivenV1, PostLeftV1, PostOpenedV1, StructureOpenedV1
from malaqbiq.service.models import Structure
from malaqbiq.service.selectors.acting import acting_rows
from malaqbiq.service.services.acting import acting_ended
from malaqbiq.service.services.structures import RECEIVED

STALE = gettext_noop("the change has been edited since you looked at it")
FAR = timedelta(days=366)
"""How far ahead a structure may take effect: what lies farther is a slip of the keyboard, and would bar others."""
LOOK_AGAIN = gettext_noop("look at it again, then do it")


@dataclass(frozen=True, slots=True)
class ChangeDraft:
    """What was received: the regulation whose structure takes effect, since when, in which work units (codes), and the
    decision that fixes the type of a province. `typology` is for the units whose tier has such a type.
    """

    office: str
    regime: str
    since: date
    units: tuple[str, ...]
    authority: str
    number: str
    decided_on: date
    typology: str = ""
    type_number: str = ""
    type_decided_on: date | None = None


@transaction.atomic
def change_draft(*, access: Access, draft: ChangeDraft) -> Change:
    """A change to be looked at and edited: nothing takes effect yet.

    Which new unit goes on from which old one is as the law table has it, else by name. ChangeRefused for a regulation
    that sets no structure; Forbidden for units that aren't the asker's.
    """
    for code in (draft.office, *draft.units):
        access.require(code, *CHANGERS)
    today = clock.today(settings.TIME_ZONE)
    days_require(draft.since)
    for dated_on in filter(None, (draft.decided_on, draft.type_decided_on)):
        dated_require(dated_on, today=today)
    if draft.since > today + FAR:
        words = gettext_noop("%(day)s is more than a year ahead: write a structure down once its day is near")
        raise ChangeRefused(Words(words, {"day": draft.since}))
    if draft.regime not in {row.regime for row in regimes(access)}:
        raise ChangeRefused(Words(gettext_noop("no structure is called %(regime)s"), {"regime": draft.regime}))
    units = list(WorkUnit.objects.filter(code__in=draft.units).exclude(level=WorkUnit.Level.SETJEN))
    if not units:
        raise ChangeRefused(gettext_noop("there is no work unit among them whose structure is known"))
    change = Change(
        office=WorkUnit.objects.get(code=draft.office),
        regime=draft.regime,
        since=draft.since,
        authority=draft.authority,
        number=" ".join(draft.number.split()),
        decided_on=draft.decided_on,
        type_number=" ".join(draft.type_number.split()),
        type_decided_on=draft.type_decided_on,
        drafted_by=access.actor,
        drafted_at=clock.now(),
    )
    change.save()
    with reading_once():
        rows = [ChangeUnit(change=change, unit=unit, typology=_typology(access, unit, draft)) for unit in units]
        # A decision on one province's type changes nothing in the kabupaten below; if nothing changes anywhere, say so.
        ChangeUnit.objects.bulk_create(_changing(rows, draft) or rows)
        _pairs_keep(change, pairs_stated(access, change))
    _told(access, change, "appointments.change_draft")
    return change


@transaction.atomic
def change_pairs_set(*, access: Access, change: UUID, version: int, pairs: Sequence[Pair]) -> Change:
    """Which new unit goes on from which old one, as the office has it, instead of what stood there.

    ChangeRefused for a unit that neither structure has, and a pair named twice; ChangeStale if somebody edited it
    meanwhile.
    """
    found = _locked(access, change, version)
    plan = change_plan(access, found)
    for pair in pairs:
        if pair.old not in plan.old or pair.new not in plan.new:
            words = gettext_noop("%(old)s or %(new)s is no unit of these structures")
            raise ChangeRefused(Words(words, {"old": pair.old, "new": pair.new}))
    if len({(pair.old, pair.new) for pair in pairs}) < len(pairs):
        raise ChangeRefused(gettext_noop("a unit goes on as the same other unit twice"))
    found.pairs.all().delete()
    _pairs_keep(found, pairs)
    found.version += 1
    found.save(update_fields=["version"])
    _told(access, found, "appointments.change_edit")
    return found


@transaction.atomic
def change_file_attach(*, access: Access, change: UUID, content: bytes, name: str) -> Change:
    """The regulation's scan or file, in place of one that was attached before; before and after it is recorded.

    FileRefused for what is no scan.
    """
    found = Change.objects.select_for_update(of=("self",)).select_related("office").get(uid=change)
    code = found.office.code
    access.require(code, *CHANGERS)
    found.file = file_store(access=access, content=content, name=name, unit_code=code, subject_uid=found.uid)
    found.save(update_fields=["file"])
    _told(access, found, "appointments.change_file")
    return found


@transaction.atomic
def change_discard(*, access: Access, change: UUID, version: int) -> None:
    """Throw away a change that isn't recorded. ChangeStale if somebody edited it meanwhile."""
    found = _locked(access, change, version)
    _told(access, found, "appointments.change_discard")
    found.delete()


@transaction.atomic
def change_record(*, access: Access, change: UUID, version: int, progress: Progress = SILENT) -> Change:
    """The structure takes effect by a received decree: old posts are closed, new ones open, holders are carried over or
    demisioner from its first day.

    ChangeRefused names a work unit in which something stands against it; ChangeStale if somebody edited it meanwhile;
    Refused if what it says can't be.
    """
    # Locked first: what the plan finds is what the decree meets.
    ledger_lock()
    found = _locked(access, change, version)
    # Hundreds of work units ask for the same law, which nothing here changes.
    with reading_once():
        plan = change_plan(access, found)
        for unit in plan.problems:
            words = Words(
                gettext_noop("%(unit)s: %(problem)s"), {"unit": unit.unit.name, "problem": unit.problem or ""}
            )
            raise ChangeRefused(words, unit.remedy or "")
        posts = _posts(access, found, plan)
    drafts = [draft for unit in plan.units for draft in _drafts(found, unit, posts[unit.unit.uid])]
    closed = {one.post.uid for unit in plan.units for one in unit.closings}
    drafts = [*acting_ended(acting_rows(found.since, posts=closed), found.since), *drafts]
    found.decree = received_record(
        access=access,
        office=found.office_id,
        kind=RECEIVED,
        authority=found.authority,
        number=found.number,
        decided_on=found.decided_on,
        title=f"Struktur organisasi menurut {plan.title}",
        entries=[replace(draft, row=row) for row, draft in enumerate(drafts, start=1)],
        progress=progress,
    )
    found.version += 1
    found.save(update_fields=["decree", "version"])
    posts_succeed(access=access, pairs=list(_successions(plan, posts)))
    _told(access, found, "appointments.change_record")
    return found


def _typology(access: Access, unit: WorkUnit, draft: ChangeDraft) -> str:
    """The type named, where the unit's tier has it; else the law table's; empty where neither is known."""
    for letter in (draft.typology, None) if draft.typology else (None,):
        with suppress(UserError):
            return posts_foreseen(access, unit=unit, regime=draft.regime, typology=letter)[0]
    return ""


def _changing(rows: Sequence[ChangeUnit], draft: ChangeDraft) -> list[ChangeUnit]:
    """The work units in which this very structure of this very type isn't in force yet."""
    stands = Structure.objects.as_of(draft.since).filter(work_unit__in=[row.unit_id for row in rows])
    there = {row.work_unit_id: (row.regime, row.typology) for row in stands}
    return [row for row in rows if there.get(row.unit_id) != (draft.regime, row.typology)]


def _pairs_keep(change: Change, pairs: Iterable[Pair]) -> None:
    rows = [ChangePair(change=change, old=pair.old, new=pair.new, carries=pair.carries) for pair in pairs]
    ChangePair.objects.bulk_create(rows)


def _locked(access: Access, uid: UUID, version: int) -> Change:
    """The change, locked, so that two don't record or edit it at once; ChangeRefused once it is recorded."""
    found = Change.objects.select_for_update(of=("self",)).select_related("office").get(uid=uid)
    access.require(found.office.code, *CHANGERS)
    if found.is_recorded:
        raise ChangeRefused(gettext_noop("it is recorded already"), gettext_noop("a decree mends what it says"))
    if found.version != version:
        raise ChangeStale(STALE, LOOK_AGAIN)
    return found


def _posts(access: Access, change: Change, plan: ChangePlan) -> dict[UUID, dict[Place, Post]]:
    """The posts that the structure gives, made where they are not there yet, by work unit and place."""
    found: dict[UUID, dict[Place, Post]] = {unit.unit.uid: {} for unit in plan.units}
    for letter in sorted({unit.typology for unit in plan.units}):
        codes = [unit.unit.code for unit in plan.units if unit.typology == letter]
        made = posts_materialise(access=access, units=codes, regime=change.regime, typology=letter)
        for post in made:
            found[post.work_unit_id][post.unit_code, post.ordinal] = post
    return found


def _drafts(change: Change, unit: UnitPlan, posts: Mapping[Place, Post]) -> Iterator[EntryDraft]:
    """The entries that a work unit's structure changes by, in the order in which they must be."""
    where, since = unit.unit.uid, change.since
    structure = StructureOpenedV1(regime=change.regime, typology=unit.typology)
    yield EntryDraft("service.structure_opened", since, where, structure)
    for one in unit.closings:
        yield from _leaving(where, since, one)
        closed = PostClosedV1(regime=change.regime)
        yield EntryDraft("service.post_closed", since, where, closed, post=one.post.uid)
    for new in unit.opens:
        opened = PostOpenedV1(regime=change.regime)
        yield EntryDraft("service.post_opened", since, where, opened, post=posts[new.place].uid)
    for one in unit.carried:
        (new,) = one.into
        assert one.post.holder is not None  # noqa: S101 - else nobody is carried over
        post = posts[new.place].uid
        given = PostGivenV1(person=one.post.holder, post=post)
        yield EntryDraft("service.post_given", since, where, given, person=one.post.holder, post=post)


def _leaving(where: UUID, since: date, one: Closing) -> Iterator[EntryDraft]:
    if one.post.holder is None:
        return
    effect = "service.post_left" if one.outcome is Outcome.CARRIED else "service.post_kept"
    payload = PostLeftV1(person=one.post.holder, post=one.post.uid)
    yield EntryDraft(effect, since, where, payload, person=one.post.holder, post=one.post.uid)


def _successions(plan: ChangePlan, posts: Mapping[UUID, Mapping[Place, Post]]) -> Iterator[tuple[UUID, UUID]]:
    for unit in plan.units:
        for one in unit.closings:
            for new in one.into:
                yield one.post.uid, posts[unit.unit.uid][new.place].uid


def _told(access: Access, change: Change, action: str) -> None:
    detail: dict[str, Json] = {"regime": change.regime, "since": change.since.isoformat()}
    activity_record(access=access, action=action, unit_code=change.office.code, subject_uid=change.uid, detail=detail)
