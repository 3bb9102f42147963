"""What Ctrl K finds here: people in service on the day, and work units."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from malaqbiq.home.selectors.roster import LISTERS, Roster, Wanted
from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.ui.finding import Finder, Hit


def people(access: Access, day: date, text: str, most: int) -> Sequence[Hit]:
    """People by name, by the beginning of the NIP, or by the whole NIK; each leads to his page."""
    found = Roster(access, day, Wanted(text=text.replace("\0", ""))).first(most)
    return [Hit(one.name, f"{one.nip} {one.unit_name}".strip(), reverse("person", args=[one.uid])) for one in found]


def units(access: Access, day: date, text: str, most: int) -> Sequence[Hit]:
    """Work units of the asker by name or code; each leads to its page."""
    tree, covered = unit_tree(access, day=day), access.units(*LISTERS) or frozenset()
    words = text.casefold().split()
    found = [
        (code, name)
        for code, name in tree.names.items()
        if code in covered and (code == text or all(word in name.casefold() for word in words))
    ]
    return [Hit(name, code, reverse("work-unit", args=[code])) for code, name in found[:most]]


FINDERS = [Finder(_("People"), people), Finder(_("Work units"), units)]
