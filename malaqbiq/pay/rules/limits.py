"""Between what and what a month's pay may lie: facts of law turned into limits that a payload can hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from malaqbiq.decrees.rules.papers.fields import CODES
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.ceilings import Ceiling
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.regulations.rules.titles import fact_title
from malaqbiq.service.effects import Status

SEAT_OF_ROOT = "31"
"""The province whose minimum wage holds for KPU RI's own secretariat: it sits in Jakarta."""


FORMER_PAY_KEYS = "former-pay"
"""How keys of former pay begin: they name an entry, not a fact of law."""

YEAR = timedelta(days=365)


class Basis(StrEnum):
    """What a floor rests on."""

    UMP = "ump"
    UMK = "umk"
    FORMER_PAY = "former_pay"


@dataclass(frozen=True, slots=True)
class Limit:
    """A floor or a ceiling in whole rupiah a month, with its fact's key, source and trust mark.

    Without an amount it is not known, never zero: `missing` names it.
    """

    key: str
    amount: int | None
    basis: str = ""
    source: str = ""
    trust: str = ""
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """The floor and the ceiling of one person's pay from a day on."""

    floor: Limit
    ceiling: Limit


@dataclass(frozen=True, slots=True)
class FormerPay:
    """What a person was paid a month before becoming PPPK paruh waktu, and the entry that said so."""

    amount: int
    entry: UUID

    @property
    def key(self) -> str:
        """What a payload quotes."""
        return f"{FORMER_PAY_KEYS}:{self.entry}"


def wage_limit(found: Floor | Missing) -> Limit:
    """The floor that a minimum wage gives."""
    if isinstance(found, Missing):
        basis = Basis.UMK if found.key.startswith("umk") else Basis.UMP
        return Limit(found.key, None, basis, missing=found)
    return Limit(found.key, found.amount, Basis(found.level.lower()), found.source, found.trust)


def former_pay_limit(former: FormerPay | None) -> Limit:
    """The floor of a PPPK paruh waktu whose decree names former pay.

    Keputusan MenPANRB 16/2025, diktum 19: at least what they had as non-ASN, or the minimum wage.
    """
    if former is None:
        what = Words(gettext_noop("what the person was paid as non-ASN staff"))
        missing = Missing(FORMER_PAY_KEYS, what, Words(gettext_noop("no decree here says so")))
        return Limit(FORMER_PAY_KEYS, None, Basis.FORMER_PAY, missing=missing)
    return Limit(former.key, former.amount, Basis.FORMER_PAY, former.key, "decree")


def ceiling_limit(found: Ceiling | Missing) -> Limit:
    """The ceiling that the state cost standard, or a minimum wage above it, gives."""
    if isinstance(found, Missing):
        return Limit(found.key, None, missing=found)
    return Limit(found.by_floor or found.key, found.amount, "", found.source, found.trust)


def no_ceiling(status: str) -> Limit:
    """The ceiling of a status that the state cost standard for non-ASN staff does not name: unknown, and said so."""
    what = Words(gettext_noop("a ceiling for the pay of %(status)s"), {"status": CODES["status"].get(status, status)})
    why = Words(gettext_noop("the state cost standard names only non-ASN staff"))
    return Limit("", None, missing=Missing("", what, why))


@dataclass(frozen=True, slots=True)
class PastTerm:
    """A pay term of the past, and as what the person served when it started.

    `end` is the first day without it. `struck`: an opening or received one that stands no more, since an own decree
    mended it.
    """

    status: str
    amount: int
    entry: UUID
    start: date
    end: date | None = None
    struck: bool = False


def former_pay(terms: Iterable[PastTerm]) -> FormerPay | None:
    """The last pay as non-ASN staff (PPNPN) among terms of the past; None if there was none.

    Where an own decree has mended what the opening or another's decree told, it is the highest pay of that day or of
    the twelve months before it, struck terms included: a correction must not bring the floor down.
    """
    as_ppnpn = [term for term in terms if term.status == Status.PPNPN]
    standing = [term for term in as_ppnpn if not term.struck]
    last = max(standing or as_ppnpn, key=lambda term: term.start, default=None)
    if last is None:
        return None
    if len(standing) < len(as_ppnpn):
        since = last.start - YEAR
        recent = [term for term in as_ppnpn if term.end is None or term.end > since]
        last = max(recent, key=lambda term: (term.amount, not term.struck, term.start), default=last)
    return FormerPay(last.amount, last.entry)


def limit_title(key: str) -> Words:
    """What a limit's key is called to people: the fact of law, or the former pay that an entry says."""
    return Words(gettext_noop("former pay")) if key.startswith(FORMER_PAY_KEYS) else fact_title(key)


def shortfall(amount: int | None, floor: int | None) -> int | None:
    """By how many rupiah pay is below a floor, 0 if it isn't; None where one of both is not known."""
    return None if amount is None or floor is None else max(0, floor - amount)
