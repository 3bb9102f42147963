"""Who may issue what, confirmed as an own decree is issued."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.effects import Problem
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit
from malaqbiq.organization.selectors import province_of
from malaqbiq.regulations.rules.answers import Missing
from malaqbiq.regulations.rules.offices import ROOT, tier_of
from malaqbiq.regulations.rules.rows.papers import IssuerUnit
from malaqbiq.regulations.selectors.papers import issuer

CONFIRMER = Access.system("confirmation")
"""Who looks the law up: it is the same whoever asks."""


def confirm(entries: Sequence[Entry]) -> Iterable[Problem]:
    """Work units for whose staff another office, or another hand, issues this kind of decree from that day.

    Where the law table says nothing of a kind and tier, nothing is refused. A mending is the issuer's who mends.
    """
    decree = entries[0].decree
    fresh = [entry for entry in entries if not entry.mending]
    codes = dict(WorkUnit.objects.filter(uid__in={entry.work_unit_id for entry in fresh}).values_list("uid", "code"))
    asked = {(codes[entry.work_unit_id], entry.effective_on): entry for entry in fresh}
    for (code, day), entry in sorted(asked.items()):
        words = _wrong_issuer(decree, code, day)
        if words is not None:
            yield Problem("decrees.wrong_issuer", words, entry.uid)


def _wrong_issuer(decree: Decree, code: str, day: date) -> Words | None:
    row = issuer(CONFIRMER, kind=decree.kind, tier=tier_of(code), effective_on=day, office=decree.office.code)
    if isinstance(row, Missing):
        return None
    office = _office(row.unit, code, day)
    if (office, row.authority) == (decree.office.code, decree.authority):
        return None
    words = gettext_noop("from %(day)s %(kind)s for %(unit)s is issued by %(authority)s of %(office)s (%(key)s)")
    places = {"day": str(day), "kind": decree.kind, "unit": code, "authority": row.authority, "key": row.key}
    return Words(words, {**places, "office": office or "?"})


def _office(unit: IssuerUnit, code: str, day: date) -> str | None:
    if unit is IssuerUnit.SELF:
        return code
    return ROOT if unit is IssuerUnit.SETJEN else province_of(CONFIRMER, code=code, day=day)
