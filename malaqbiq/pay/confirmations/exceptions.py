"""Exceptions that payloads name, against the exceptions that were approved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.pay.confirmations.standing import SetTerm, Standings
from malaqbiq.pay.models import PayException


def exceptions_hold(standings: Standings) -> Iterable[Problem]:
    """Exceptions that are not approved, not this person's or from this limit, or over."""
    terms = [term for term in standings.terms if term.payload.exception]
    rows = PayException.objects.filter(uid__in={term.payload.exception for term in terms}).in_bulk(field_name="uid")
    for term in terms:
        for code, words in _faults(term, rows.get(term.payload.exception), standings.today):
            yield Problem(f"pay.exception_{code}", Words(words), term.entry)


def _faults(term: SetTerm, row: PayException | None, today: date) -> Iterable[tuple[str, str]]:
    payload = term.payload
    if row is None or not row.approved_by:
        yield "not_approved", gettext_noop("the exception that the pay needs is not approved")
        return
    if row.person_id != term.person:
        yield "of_another", gettext_noop("the exception is another person's")
    if row.limit != payload.exception_limit:
        yield "of_another_limit", gettext_noop("the exception is from the other limit")
    if row.last_day != payload.exception_last_day or row.last_day < today:
        yield "over", gettext_noop("the exception has ended, or ends on another day than the decree says")
