"""Decrees that carry out the raises that are due."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.selectors.issuers import Issuer, issuers
from malaqbiq.decrees.services import DecreeDraft, EntryDraft, decrees_draft
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.words import Named, Words, all_named, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.names import Authority, authority_title, long_name, secretariat_name
from malaqbiq.pay.errors import DraftRefused
from malaqbiq.pay.selectors.raise_review import KIND, open_raise_drafts, people_drafted
from malaqbiq.pay.selectors.raises import raise_plan
from malaqbiq.pay.services.composing import PayOrder, lines_numbered, pay_entries
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.texts import TextRefused, fill
from malaqbiq.regulations.selectors import decree_words
from malaqbiq.service.selectors import units_of


@dataclass(frozen=True, slots=True)
class _Share:
    """A decree to be: whose, about which unit (the issuing office for all of its), and its entries."""

    issuer: Issuer
    about: str
    entries: Sequence[EntryDraft]


@transaction.atomic
def raise_draft_decrees(
    *, access: Access, day: date, units: Collection[str] | None = None, together: bool = False
) -> list[Decree]:
    """Draft the decrees that raise everybody below the floor of a day to it, from that day to the contract's end.

    One decree for each work unit, or with `together` one for each issuing office; issued by whom the law table names
    (from 2022 the provincial Sekretaris). Run again it drafts only for people for whom nothing is drafted yet. All
    drafts of that day that are not issued are given. Who has an approved exception is left out.

    Forbidden unless the asker is an SDM officer of the issuing offices; DraftRefused if the law table has no words.
    """
    _lock(access, units)
    plan = raise_plan(access, day, units=units)
    pending = people_drafted(day)
    due = [item for unit in plan.units for item in unit.due if item.person not in pending]
    orders = [PayOrder(item.person, day, basis=item.floor.basis) for item in due]
    entries = pay_entries(access=access, orders=orders)
    new = decrees_draft(access=access, drafts=_drafts(access, _shares(access, entries, day, together=together), day))
    if new:
        detail: dict[str, Json] = {"day": day.isoformat(), "decrees": len(new), "people": len(due)}
        activity_record(access=access, action="pay.raise_draft", detail=detail)
    offices = access.units(Role.SDM_OFFICER)
    found = open_raise_drafts(day).order_by("pk")
    return list(found if offices is None else found.filter(office__code__in=offices))


def _lock(access: Access, units: Collection[str] | None) -> None:
    # The units are locked, so that two who draft at once don't both draft for the same people.
    codes = units_of(access, units)
    found = WorkUnit.objects.all() if codes is None else WorkUnit.objects.filter(code__in=codes)
    list(found.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))


def _shares(access: Access, entries: Sequence[EntryDraft], day: date, *, together: bool) -> list[_Share]:
    """Which units share a decree: each stands alone, or all of an issuing office go together."""
    codes = dict(WorkUnit.objects.filter(uid__in={entry.work_unit for entry in entries}).values_list("uid", "code"))
    issued_by = issuers(access, kind=KIND, codes=codes.values(), day=day)
    if unnamed := sorted(set(codes.values()) - issued_by.keys()):
        words = gettext_noop("the law table doesn't say who issues %(kind)s for %(units)s")
        raise DraftRefused(Words(words, {"kind": Named("decree_kind", KIND), "units": all_named("work_unit", unnamed)}))
    shared: dict[tuple[Issuer, str], list[EntryDraft]] = {}
    for entry in entries:
        code = codes[entry.work_unit]
        shared.setdefault((issued_by[code], "" if together else code), []).append(entry)
    return [
        _Share(issuer, unit or issuer.office, lines_numbered(entries=own)) for (issuer, unit), own in shared.items()
    ]


def _drafts(access: Access, shares: Sequence[_Share], day: date) -> list[DecreeDraft]:
    codes = {code for share in shares for code in (share.issuer.office, share.about)}
    units = {unit.code: unit for unit in WorkUnit.objects.filter(code__in=codes)}
    return [
        DecreeDraft(
            office=units[share.issuer.office].uid,
            kind=KIND,
            authority=share.issuer.authority,
            title=_title(access, share, units, day),
            entries=share.entries,
            effective_on=day,
            source_key=_source_key(share, day),
        )
        for share in shares
    ]


def _source_key(share: _Share, day: date) -> str:
    """Counted on: what became due after an earlier decree of the same day is drafted in another."""
    about = f"raise:{day}:{share.issuer.office}:{share.about}:"
    return f"{about}{Decree.objects.filter(source_key__startswith=about).count() + 1}"


def _title(access: Access, share: _Share, units: Mapping[str, WorkUnit], day: date) -> str:
    words = decree_words(access, kind=KIND, day=day, office=share.issuer.office)
    if isinstance(words, Missing):
        raise DraftRefused(words.what, words.why)
    values = {
        "unit": long_name(secretariat_name(units[share.about].name)),
        "authority": authority_title(Authority(share.issuer.authority), units[share.issuer.office].name),
        "year": str(day.year),
    }
    try:
        return fill(words.subject, values)
    except TextRefused as error:
        raise DraftRefused(error.words) from error
