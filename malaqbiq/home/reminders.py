"""Texts to remind with about staff, the board's steps, and data that is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from malaqbiq.appraisal.selectors import READERS, cycle_seen
from malaqbiq.home.labels import STEPS
from malaqbiq.home.rules.board import Step
from malaqbiq.home.selectors.board import board
from malaqbiq.home.selectors.roster import LISTERS, Roster, View
from malaqbiq.home.selectors.staff_row import StaffRow
from malaqbiq.home.views.gaps import COLUMNS, scope_of
from malaqbiq.home.views.staff import MOST_PICKED, wanted_of
from malaqbiq.intake.selectors import incomplete
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.rupiah import rupiah
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.people.selectors import identity_masked
from malaqbiq.service.selectors import person_now
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.reminders import Kind, Reminder, personnel, uid_of
from malaqbiq.ui.templatetags.ui import day as written_day


def staff(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """About the people marked in the list of staff, or those of one of its ready views."""
    wanted = wanted_of(asked)
    if wanted.picked is None and wanted.view is View.ALL:
        return None
    people = Roster(access, day, wanted).rows("unit", 0, MOST_PICKED)
    if not people:
        return None
    what = ngettext(
        "as of %(day)s something is to be done about %(count)s member of staff:",
        "as of %(day)s something is to be done about %(count)s members of staff:",
        len(people),
    )
    lines = [(row.unit_name, _about(row)) for row in people]
    address = reverse("staff") + (f"?view={wanted.view.value}" if wanted.view else "")
    return Reminder(_to(lines), what % {"day": written_day(day), "count": len(people)}, _grouped(lines), address)


def step(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """About those behind a cell of the board who lack its step."""
    cycle = cycle_seen(access=access, cycle=uid_of(asked.get("cycle", "")), on=day)
    wanted = asked.get("step", "")
    if wanted not in set(Step):
        return None
    unit = asked.get("unit", "")
    people = board(access, cycle, day).behind(unit, Step(wanted))
    lines = [(one.unit_name, one.name) for one in people if Step(wanted) not in one.done]
    if not lines:
        return None
    what = ngettext(
        "in %(title)s one step is still open for %(count)s person: %(step)s.",
        "in %(title)s one step is still open for %(count)s people: %(step)s.",
        len(lines),
    )
    told = what % {"title": cycle.title, "count": len(lines), "step": STEPS[Step(wanted)]}
    query = f"?{urlencode({'unit': unit})}" if unit else ""
    return Reminder(_to(lines), told, _grouped(lines), reverse("board-behind", args=[cycle.uid, wanted]) + query)


def gaps(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """About people of whom a column is not known, in a work unit and those below it: those whom the page lists."""
    column, unit, tree = asked.get("column", ""), asked.get("unit", ""), unit_tree(access, day=day)
    covered = access.units(Role.SDM_OFFICER) or frozenset()
    if column not in COLUMNS or unit not in covered:
        return None
    below = asked.get("only", "") != "1"
    found = incomplete(access, day, units=scope_of(unit, covered, tree, below=below))
    people = [one for one in found if column in one.missing]
    lines = sorted((tree.names.get(one.unit_code, one.unit_code), one.name) for one in people)
    if not lines:
        return None
    what = ngettext(
        "we do not know this of %(count)s person yet: %(column)s. Please ask and fill it in.",
        "we do not know this of %(count)s people yet: %(column)s. Please ask and fill it in.",
        len(lines),
    )
    query = {"unit": unit, "column": column} | ({} if below else {"only": "1"})
    address = f"{reverse('gaps')}?{urlencode(query)}"
    return Reminder(_to(lines), what % {"count": len(lines), "column": COLUMNS[column]}, _grouped(lines), address)


def correction(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """From a member of staff to the personnel section: what of one's own data is to be filled in or mended."""
    del asked
    if access.person is None:
        return None
    now, unknown = person_now(access, day, access.person), unknown_of(access.person)
    what = _("please correct my data, %(name)s. What I noticed:") % {"name": now.name}
    lines = [_("%(what)s: not recorded; it is …") % {"what": one} for one in unknown]
    lines.append(_("… is recorded wrong; right is …"))
    return Reminder(personnel(now.unit_name), what, [("", lines)], reverse("person-about", args=[now.uid]))


def unknown_of(person: UUID) -> list[str]:
    """What of somebody's own data nobody has recorded, in words. One statement."""
    known = identity_masked(person)
    asked = [
        ("NIK", known.nik),
        (_("Sex"), known.sex),
        (_("Place of birth"), known.birth_place),
        (_("Date of birth"), known.birth_year),
        (_("Phone"), known.phone),
        (_("Email"), known.email),
        (_("Address"), known.address),
    ]
    return [str(name) for name, value in asked if not value]


def _to(lines: Sequence[tuple[str, str]]) -> str:
    units = {unit for unit, _line in lines}
    return personnel(units.pop() if len(units) == 1 else "")


def _grouped(lines: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for unit, line in lines:
        found.setdefault(unit, []).append(line)
    return list(found.items())


def _about(row: StaffRow) -> str:
    said = "; ".join(_matters(row))
    return f"{row.name}, {row.job}{': ' if said else ''}{said}"


def _matters(row: StaffRow) -> list[str]:
    found = []
    if row.is_undecreed:
        found.append(_("holds no decree yet"))
    if row.last_day:
        found.append(_("contract ends on %(day)s") % {"day": written_day(row.last_day)})
    if row.shortfall:
        found.append(_("pay is %(amount)s below the floor") % {"amount": rupiah(row.shortfall)})
    return found


REMINDERS = {
    "staff": Kind(staff, Audience(roles=frozenset(LISTERS))),
    "step": Kind(step, Audience(roles=frozenset(READERS))),
    "correction": Kind(correction, Audience(roles=frozenset({Role.STAFF})), gettext_lazy("Ask for a correction")),
    "gaps": Kind(gaps, Audience(roles=frozenset({Role.SDM_OFFICER}))),
}
