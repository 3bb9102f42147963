"""A decree on contract staff, drafted and changed by hand: who, from when, until when, for what pay."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.selectors.issuers import Issuer, issuers
from malaqbiq.decrees.services import DecreeDraft, EntryDraft, decree_change, decree_draft
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.words import Named, Words, all_named, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.rules.names import Authority, authority_title, long_name, secretariat_name
from malaqbiq.pay.errors import DraftRefused
from malaqbiq.pay.selectors.drafts import Order, OrderKind
from malaqbiq.pay.services.composing import (
    ContractOrder,
    EndOrder,
    PayOrder,
    contract_entries,
    end_entries,
    pay_entries,
)
from malaqbiq.people.selectors import names_of
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.texts import TextRefused, fill
from malaqbiq.regulations.selectors import decree_words
from malaqbiq.service.effects import Status
from malaqbiq.service.selectors import Serving, serving


@transaction.atomic
def order_draft(*, access: Access, order: Order) -> Decree:
    """The draft of one decree, issued by whom the law table names for all units in it, titled in the law's words.

    DraftRefused if the units' decrees are issued by different offices, or by one where the asker drafts nothing, or
    somebody isn't in service as the kind asks.
    """
    entries = _entries(access, order)
    units = WorkUnit.objects.filter(uid__in={entry.work_unit for entry in entries}).in_bulk(field_name="uid")
    issuer = _issuer(access, order, units)
    if not access.covers(issuer.office, Role.SDM_OFFICER):
        words = gettext_noop("a decree on these people is issued by %(office)s")
        raise DraftRefused(
            Words(words, {"office": Named("work_unit", issuer.office)}),
            gettext_noop("ask an SDM officer there to draft it"),
        )
    office = WorkUnit.objects.get(code=issuer.office)
    about = next(iter(units.values())) if len(units) == 1 else office
    draft = DecreeDraft(
        office=office.uid,
        kind=order.kind,
        authority=issuer.authority,
        title=order.title or _title(access, order, issuer, office, about),
        entries=entries,
        effective_on=order.start,
    )
    return decree_draft(access=access, draft=draft)


@transaction.atomic
def order_change(*, access: Access, decree: UUID, version: int, order: Order) -> Decree:
    """The draft as it is ordered now; StaleWrite if `version` isn't its current one."""
    return decree_change(
        access=access,
        decree=decree,
        version=version,
        title=order.title or None,
        entries=_entries(access, order),
        effective_on=order.start,
    )


def _entries(access: Access, order: Order) -> list[EntryDraft]:
    if not order.people:
        raise DraftRefused(gettext_noop("nobody is in the decree yet"), gettext_noop("choose at least one person"))
    match order.kind:
        case OrderKind.ENGAGEMENT:
            return contract_entries(access=access, orders=_engagements(order))
        case OrderKind.EXTENSION:
            contracts = _contracts(access, order)
            orders = [
                ContractOrder(
                    person=who,
                    work_unit=contracts[who].work_unit,
                    status=Status(contracts[who].status),
                    job_family=contracts[who].job_family,
                    start=order.start,
                    last_day=order.last_day,
                    amount=amount,
                )
                for who, amount in order.people
            ]
            return contract_entries(access=access, orders=orders)
        case OrderKind.PAY:
            pays = [PayOrder(who, order.start, amount) for who, amount in order.people]
            return pay_entries(access=access, orders=pays)
        case OrderKind.END:
            contracts = _contracts(access, order)
            ends = [EndOrder(who, contracts[who].work_unit, order.start, order.reason) for who, _pay in order.people]
            return end_entries(access=access, orders=ends)


def _engagements(order: Order) -> list[ContractOrder]:
    if order.work_unit is None or not order.status:
        words = gettext_noop("an engagement says in which work unit and as what")
        raise DraftRefused(words, gettext_noop("choose the work unit and the status"))
    return [
        ContractOrder(
            person=who,
            work_unit=order.work_unit,
            status=Status(order.status),
            job_family=order.job_family,
            start=order.start,
            last_day=order.last_day,
            amount=amount,
            engages=True,
        )
        for who, amount in order.people
    ]


def _contracts(access: Access, order: Order) -> dict[UUID, Serving]:
    """Everybody's contract on the eve of the first day."""
    found = {row.person: row for row in serving(access, order.eve)}
    missing = [who for who, _amount in order.people if who not in found]
    if missing:
        names = ", ".join(sorted(names_of(missing).values()))
        words = gettext_noop("no contract is in force on %(day)s for %(names)s")
        raise DraftRefused(
            Words(words, {"day": order.eve, "names": names}),
            gettext_noop("choose another first day, or take them out of the decree"),
        )
    return found


def _issuer(access: Access, order: Order, units: Mapping[UUID, WorkUnit]) -> Issuer:
    codes = sorted(unit.code for unit in units.values())
    found = issuers(access, kind=order.kind, codes=codes, day=order.start)
    if unnamed := sorted(set(codes) - found.keys()):
        words = gettext_noop("the law table doesn't say who issues %(kind)s for %(units)s")
        raise DraftRefused(
            Words(words, {"kind": Named("decree_kind", order.kind), "units": all_named("work_unit", unnamed)})
        )
    if len(set(found.values())) > 1:
        words = gettext_noop("these people's decrees are issued by different offices: %(offices)s")
        offices = all_named("work_unit", sorted({item.office for item in found.values()}))
        raise DraftRefused(Words(words, {"offices": offices}), gettext_noop("draft one decree for each office"))
    return next(iter(found.values()))


def _title(access: Access, order: Order, issuer: Issuer, office: WorkUnit, about: WorkUnit) -> str:
    words = decree_words(access, kind=order.kind, day=order.start, office=issuer.office)
    if isinstance(words, Missing):
        raise DraftRefused(words.what, words.why)
    values = {
        "unit": long_name(secretariat_name(about.name)),
        "authority": authority_title(Authority(issuer.authority), office.name),
        "year": str(order.start.year),
    }
    try:
        return fill(words.subject, values)
    except TextRefused as error:
        raise DraftRefused(error.words) from error
