"""What service asks to do: to name successors of those who sign and hold their post no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.decrees.selectors.ledger import follows_ledger_and_basis
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.selectors import signers_lapsed
from malaqbiq.ui.todos import Card


def signers_gone(access: Access, day: date) -> Iterator[Card]:
    """Who is written down as signing and left, moved or holds the post no more, for who names signers."""
    units = access.units(Role.SDM_OFFICER)
    gone = _units_gone(units, day) if units is None or units else ()
    if not gone:
        return
    count = len(gone)
    what = ngettext("%(count)s signer holds the post no more", "%(count)s signers hold their post no more", count)
    why = _("no new paper bears the name; who holds the post now is named in one press")
    address = f"{reverse('unit', args=[gone[0]])}#signers" if len(set(gone)) == 1 else reverse("units")
    yield Card(what % {"count": count}, why, _("Name successors"), address)


@follows_ledger_and_basis(16)
def _units_gone(units: frozenset[str] | None, day: date) -> tuple[str, ...]:
    """The unit of each."""
    return tuple(signer.unit.code for signer, _lapse in signers_lapsed(units, day))


TODOS = [signers_gone]
