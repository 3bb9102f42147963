"""Floors and ceilings in payloads, against the law tables and policies of today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.pay.confirmations.standing import CONFIRMER, SetTerm, Standing, Standings
from malaqbiq.pay.rules.limits import Basis, Limit, Limits, limit_title
from malaqbiq.pay.selectors.limits import Asked, limits_of
from malaqbiq.service.effects import CONTRACT_WORKERS, Status


def facts_stand(standings: Standings) -> Iterable[Problem]:
    """Floors and ceilings that are not those of the person's unit on the day of the entry."""
    for term, limits in limits_today(standings):
        payload = term.payload
        if not _agrees(limits.floor, payload.floor_amount, payload.floor_key, payload.floor_basis):
            words = gettext_noop("the floor on %(day)s is %(limit)s, the decree says %(stated)s: set the pay anew")
            yield _problem("pay.floor_not_confirmed", words, term, limits.floor, payload.floor_amount)
        if not _agrees(limits.ceiling, payload.ceiling_amount, payload.ceiling_key, ""):
            words = gettext_noop("the ceiling on %(day)s is %(limit)s, the decree says %(stated)s: set the pay anew")
            yield _problem("pay.ceiling_not_confirmed", words, term, limits.ceiling, payload.ceiling_amount)


def limits_today(standings: Standings) -> list[tuple[SetTerm, Limits]]:
    """Each pay that the decree sets for contract staff, with the floor and ceiling that today's tables give for it."""
    places = standings.on((term.person, term.day) for term in standings.terms)
    known: list[tuple[SetTerm, Asked]] = []
    for term in standings.terms:
        standing = places.get((term.person, term.day))
        if standing and standing.status in CONTRACT_WORKERS:
            known.append((term, _asked(term, standing)))
    limits = limits_of(CONFIRMER, [asked for _term, asked in known])
    return [(term, limit) for (term, _asked_so), limit in zip(known, limits, strict=True)]


def _asked(term: SetTerm, standing: Standing) -> Asked:
    chosen = term.payload.floor_basis == Basis.FORMER_PAY and standing.status == Status.PPPK_PARUH_WAKTU
    return Asked(
        person=term.person,
        unit_code=standing.unit_code,
        status=standing.status,
        job_family=standing.job_family,
        day=term.day,
        basis=Basis.FORMER_PAY if chosen else "",
    )


def _agrees(limit: Limit, amount: int | None, key: str, basis: str) -> bool:
    if limit.amount is None or amount is None:
        return limit.amount is None and amount is None
    return (limit.amount, limit.key, limit.basis) == (amount, key, basis)


def _problem(code: str, words: str, term: SetTerm, limit: Limit, stated: int | None) -> Problem:
    params: dict[str, Words | date] = {
        "day": term.day,
        "limit": shown(limit.amount, limit.key),
        "stated": shown(stated, ""),
    }
    return Problem(code, Words(words, params), term.entry)


def shown(amount: int | None, key: str) -> Words:
    """A limit for people, or that none is known."""
    figure = Words(gettext_noop("not known yet")) if amount is None else rupiah(amount)
    return Words("%(figure)s (%(law)s)" if key else "%(figure)s", {"figure": figure, "law": limit_title(key)})
