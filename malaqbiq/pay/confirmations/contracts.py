"""Contracts and moves that rely on pay which the same decree does not set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.pay.confirmations.standing import CONFIRMER, Posting, Standing, Standings
from malaqbiq.pay.models import PayTerm
from malaqbiq.pay.rules.limits import limit_title
from malaqbiq.pay.selectors.limits import Asked, limits_of
from malaqbiq.service.effects import CONTRACT_WORKERS


def contracts_paid(standings: Standings) -> Iterable[Problem]:
    """Engagements, extensions and moves without pay of their own, where what stands is below the new place's floor.

    Where nothing stands at all, an invariant says so.
    """
    paid = {(term.person, term.day) for term in standings.terms}
    alone = [posting for posting in standings.postings if not posting.mends and _place(posting) not in paid]
    if not alone:
        return
    places = standings.on(_place(posting) for posting in alone)
    workers = [(posting, places[_place(posting)]) for posting in alone if _is_worker(places.get(_place(posting)))]
    limits = limits_of(CONFIRMER, [_asked(posting, standing) for posting, standing in workers])
    standing_pay = _standing_pay([posting for posting, _ in workers])
    for (posting, _), limit in zip(workers, limits, strict=True):
        term = standing_pay.get(_place(posting))
        if term is None or term.floor_exception:
            continue
        if limit.floor.amount is None or term.monthly_amount < limit.floor.amount:
            words = gettext_noop("the pay that stands is below the floor %(key)s: set it in the same decree")
            yield Problem("pay.not_set_anew", Words(words, {"key": limit_title(limit.floor.key)}), posting.entry)


def _standing_pay(postings: Sequence[Posting]) -> dict[tuple[UUID, date], PayTerm]:
    found: dict[tuple[UUID, date], PayTerm] = {}
    for day in {posting.day for posting in postings}:
        people = [posting.person for posting in postings if posting.day == day]
        rows = PayTerm.objects.as_of(day).filter(person__uid__in=people).select_related("exception")
        found |= {(row.person_id, day): row for row in rows}
    return found


def _place(posting: Posting) -> tuple[UUID, date]:
    return posting.person, posting.day


def _is_worker(standing: Standing | None) -> bool:
    return standing is not None and standing.status in CONTRACT_WORKERS


def _asked(posting: Posting, standing: Standing) -> Asked:
    return Asked(posting.person, standing.unit_code, standing.status, standing.job_family, posting.day)
