"""What several rooms together ask: how an office begins, contracts that end, people who serve by the opening alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.accounts.selectors import is_held
from malaqbiq.home.selectors.drafted import Drafted, drafted_of
from malaqbiq.home.selectors.roster import SOON, View
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.selectors import units_incomplete
from malaqbiq.pay.selectors.groups import groups_on, is_begun
from malaqbiq.service.selectors.careers import contracts_lapsed
from malaqbiq.ui.reminders import reminding
from malaqbiq.ui.todos import Card


def contracts(access: Access, day: date) -> Iterator[Card]:
    """Contracts that ran out with no decree or end soon, by their last days; staff of whom the opening alone tells."""
    units = access.units(Role.SDM_OFFICER) or frozenset()
    if not units:
        return
    if lapsed := contracts_lapsed(units, day):
        count, last = lapsed
        what = ngettext("%(count)s contract has run out", "%(count)s contracts have run out", count)
        why = _("no decree extends or ends them; one that extends may take effect from the day after")
        address = f"{reverse('staff')}?as_of={last.isoformat()}&view={View.ENDING}"
        yield Card(what % {"count": count}, why, _("See who"), address, last)
    covered = [group for group in groups_on(day) if group.unit in units]
    ending = [group for group in covered if group.ends_by(day + SOON)]
    undecreed = sum(group.count for group in covered if group.is_undecreed)
    drafted = drafted_of(access, units, day) if ending or undecreed else Drafted(0, 0)
    if count := sum(group.count for group in ending):
        last = min(group.end for group in ending if group.end) - DAY
        what = ngettext("%(count)s contract ends", "%(count)s contracts end", count) % {"count": count}
        why = _("within sixty days, and no decree goes on from them; an extension is one")
        why += _drafted_words(drafted.ending)
        yield Card(
            what,
            why,
            _("See who"),
            f"{reverse('staff')}?view={View.ENDING}",
            last,
            reminding("staff", view=View.ENDING),
        )
    if undecreed:
        what = ngettext("%(count)s person without a decree", "%(count)s people without a decree", undecreed)
        why = _("they serve by what the opening says; each of them is owed a decree")
        why += _drafted_words(drafted.undecreed)
        address = f"{reverse('staff')}?view={View.UNDECREED}"
        yield Card(
            what % {"count": undecreed}, why, _("See who"), address, remind=reminding("staff", view=View.UNDECREED)
        )


def _drafted_words(count: int) -> str:
    """How many of them stand in a decree already, so that nobody drafts another."""
    if not count:
        return ""
    said = ngettext(
        "%(count)s of them is in a draft or submitted decree already",
        "%(count)s of them are in drafts or submitted decrees already",
        count,
    )
    return f"; {said % {'count': count}}"


def beginning(access: Access, day: date) -> Iterator[Card]:
    """What an office that holds nobody yet begins with: an account for who keeps it, then its list."""
    administered = access.units(Role.ADMINISTRATOR) or frozenset()
    entered = access.units(Role.SDM_OFFICER) or frozenset()
    if not (administered or entered) or is_begun():
        return
    if entered:
        why = _("the Excel file that is there will do; you see what comes of it before anything is kept")
        yield Card(_("Bring in the list of staff"), why, _("Import a list"), reverse("import"))
    elif not is_held(access, Role.SDM_OFFICER, day):
        why = _("who keeps the staff's data needs an account with the role SDM officer; it may be yourself")
        yield Card(_("Make an account for the SDM officer"), why, _("New user"), reverse("user-new"))


def units_to_complete(access: Access, day: date) -> Iterator[Card]:
    """Work units whose profile of the year or whose secretary is missing, for who administers them."""
    administered = access.units(Role.ADMINISTRATOR)
    if administered is not None and not administered:
        return
    if count := units_incomplete(access, units=administered, day=day):
        what = ngettext("Complete %(count)s work unit", "Complete %(count)s work units", count)
        why = _("kode satker, DIPA, KPA, letterhead and who signs: they stand on every paper")
        yield Card(what % {"count": count}, why, _("Open them"), reverse("units"))


TODOS = [contracts, beginning, units_to_complete]
