"""Who may issue what, confirmed as an own decree is issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.decrees.selectors.issuers import Issuer, issuers
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit

CONFIRMER = Access.system("confirmation")
"""Who looks the law up: it is the same whoever asks."""


def confirm(entries: Sequence[Entry]) -> Iterable[Problem]:
    """Work units for whose staff another office, or another hand, issues this kind of decree from that day.

    Where the law table says nothing of a kind and tier, nothing is refused. A mending is the issuer's who mends.
    """
    decree = entries[0].decree
    fresh = [entry for entry in entries if not entry.mending]
    codes = dict(WorkUnit.objects.filter(uid__in={entry.work_unit_id for entry in fresh}).values_list("uid", "code"))
    for day in sorted({entry.effective_on for entry in fresh}):
        first = {codes[entry.work_unit_id]: entry for entry in reversed(fresh) if entry.effective_on == day}
        for code, named in issuers(CONFIRMER, kind=decree.kind, codes=sorted(first), day=day).items():
            if (named.office, named.authority) != (decree.office.code, decree.authority):
                words = _wrong_issuer(decree, code, day, named)
                yield Problem("decrees.wrong_issuer", words, first[code].uid)


def _wrong_issuer(decree: Decree, code: str, day: date, named: Issuer) -> Words:
    words = gettext_noop("from %(day)s %(kind)s for %(unit)s is issued by %(authority)s of %(office)s (%(key)s)")
    places = {"day": str(day), "kind": decree.kind, "unit": code, "authority": named.authority, "key": named.key}
    return Words(words, {**places, "office": named.office})
