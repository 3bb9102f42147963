"""What service asks to do: to open a structure where none is, and to name successors of signers who left their post."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.decrees.selectors.ledger import follows_ledger_and_basis
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.selectors import signers_lapsed
from malaqbiq.service.selectors.structures import units_unopened
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


def structure_unopened(access: Access, day: date) -> Iterator[Card]:
    """Work units whose civil servants are in the list while no structure is in force there, for their officer."""
    covered = access.units(Role.SDM_OFFICER)
    if covered is not None and not covered:
        return
    unopened = units_unopened(day)
    found = sorted(unopened if covered is None else unopened & covered)
    if not found:
        return
    count = len(found)
    why = ngettext(
        "no structure is opened in %(count)s work unit whose civil servants are in the list: until then nobody holds a "
        "post, and none is filled",
        "no structure is opened in %(count)s work units whose civil servants are in the list: until then nobody holds "
        "a post, and none is filled",
        count,
    )
    address = reverse("structure-opening") + (f"?unit={found[0]}" if count == 1 else "")
    yield Card(_("Open a structure"), why % {"count": count}, _("Choose it"), address)


TODOS = [structure_unopened, signers_gone]
