"""A draft whose pay is told anew: what would change for whom, and the draft as it is then."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.errors import WrongState
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.registry import book
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.selectors.decrees import decree_visible
from malaqbiq.decrees.services import EntryDraft, decree_change
from malaqbiq.decrees.services.posting import next_place
from malaqbiq.decrees.services.reviewing import entries_read
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.reading import reading_ahead, reading_once
from malaqbiq.kernel.words import Words
from malaqbiq.pay.confirmations.facts import limits_today
from malaqbiq.pay.confirmations.standing import CONTRACTS, SetTerm, Standings
from malaqbiq.pay.effects import TermSetV1
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.limits import Limits, limit_title
from malaqbiq.pay.rules.recalculating import recalculated
from malaqbiq.people.selectors import names_of

BATCH = 500


@dataclass(frozen=True, slots=True)
class Changed:
    """Whose pay would be told anew: what the draft says, and what it would say."""

    entry: UUID
    person: UUID
    name: str
    before: TermSetV1
    after: TermSetV1

    @property
    def more(self) -> int:
        """Rupiah a month that it adds."""
        return self.after.monthly_amount - self.before.monthly_amount


@dataclass(frozen=True, slots=True)
class Recalculation:
    """What telling a draft's pay anew would change, by name; `unknown` are floors that nobody has stated yet."""

    decree: Decree
    changed: tuple[Changed, ...]
    unknown: tuple[Words | str, ...]

    @property
    def more(self) -> int:
        """Rupiah a month that it adds in all."""
        return sum(one.more for one in self.changed)


def recalculation(*, access: Access, decree: UUID) -> Recalculation:
    """What would change in a draft; Decree.DoesNotExist and Forbidden as for changing it, WrongState if it is none.

    Statements grow with days and batches of people, not with people.
    """
    return _recalculation(*_draft(access, decree))


@transaction.atomic
def draft_recalculate(*, access: Access, decree: UUID, version: int) -> Recalculation:
    """The draft, with its pay told anew, and what was changed; StaleWrite if `version` isn't its current one."""
    draft, entries = _draft(access, decree)
    found = _recalculation(draft, entries)
    told = {one.entry: one.after for one in found.changed}
    decree_change(access=access, decree=decree, version=version, entries=[_drafted(entry, told) for entry in entries])
    return found


def _draft(access: Access, decree: UUID) -> tuple[Decree, list[Entry]]:
    found = decree_visible(access, decree)
    access.require(found.office.code, Role.SDM_OFFICER)
    if found.state != Decree.State.DRAFT:
        raise WrongState(found.state, Decree.State.DRAFT)
    return found, entries_read([found])[found.pk]


def _recalculation(decree: Decree, entries: Sequence[Entry]) -> Recalculation:
    place = next_place()
    for entry in entries:
        entry.place = place
    with reading_once(), reading_ahead():
        terms = limits_today(Standings(entries)) if entries else []
    former = _former((term for term, _limits in terms), {entry.person_id for entry in entries if _contract(entry)})
    names = names_of({term.person for term, _limits in terms}) if terms else {}
    told = [(term, _told(term.payload, former.get(term.person, 0), limits)) for term, limits in terms]
    changed = [
        Changed(term.entry, term.person, names.get(term.person, ""), term.payload, after)
        for term, after in told
        if after != term.payload
    ]
    unknown = dict.fromkeys(limits.floor.key for _term, limits in terms if limits.floor.amount is None)
    ordered = tuple(sorted(changed, key=lambda one: (one.name, one.person)))
    return Recalculation(decree, ordered, tuple(limit_title(key) for key in unknown))


def _told(payload: TermSetV1, former: int, limits: Limits) -> TermSetV1:
    """The payload with today's floor and ceiling, and the pay that follows."""
    floor, ceiling = limits.floor, limits.ceiling
    excepted = payload.exception is not None and payload.exception_limit == "floor"
    amount = recalculated(
        payload.monthly_amount, former=former, then=payload.floor_amount, now=floor.amount, excepted=excepted
    )
    facts = {
        "monthly_amount": amount,
        "floor_amount": floor.amount,
        "floor_basis": floor.basis,
        "floor_key": floor.key,
        "ceiling_amount": ceiling.amount,
        "ceiling_key": ceiling.key,
    }
    return payload.model_copy(update=facts)


def _contract(entry: Entry) -> bool:
    return entry.effect in CONTRACTS


def _former(terms: Iterable[SetTerm], contracts: set[UUID | None]) -> Mapping[UUID, int]:
    """What each was paid before: on the eve of a contract, on the day itself where only pay is set."""
    days: dict[date, list[UUID]] = {}
    for term in terms:
        days.setdefault(term.day - DAY if term.person in contracts else term.day, []).append(term.person)
    found: dict[UUID, int] = {}
    for day, people in days.items():
        for batch in batches(people, BATCH):
            rows = PayTerm.objects.as_of(day).filter(person__uid__in=batch)
            found |= dict(rows.values_list("person__uid", "monthly_amount"))
    return found


def _drafted(entry: Entry, told: Mapping[UUID, TermSetV1]) -> EntryDraft:
    payload = book().effect(entry.effect).read(entry.effect_version, entry.payload) if entry.payload else None
    return EntryDraft(
        effect=entry.effect,
        effective_on=entry.effective_on,
        work_unit=entry.work_unit_id,
        payload=told.get(entry.uid, payload),
        person=entry.person_id,
        post=entry.post_id,
        row=entry.row,
        mends=entry.mends_id,
        mending=Mending(entry.mending) if entry.mending else None,
    )
