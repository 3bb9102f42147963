"""How pay reads on pages: its effects, and what stands on its track."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from malaqbiq.decrees.rules.timeline import Span
from malaqbiq.decrees.stands import Names, Stand
from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.pay.effects import TERM, TermEnded, TermSet

ACTS: dict[str, Promise | str] = {
    TermSet.name: gettext_lazy("pay set"),
    TermEnded.name: gettext_lazy("pay ended"),
}


def _term(span: Span[Any], _names: Names) -> str:
    term = span.value
    below = term.floor_amount is not None and term.monthly_amount < term.floor_amount
    if not below:
        return rupiah(term.monthly_amount)
    return _("%(amount)s (below the floor of its day)") % {"amount": rupiah(term.monthly_amount)}


STANDS = {TERM.name: Stand(gettext_lazy("Pay a month"), _term, lambda term: term.monthly_amount)}
