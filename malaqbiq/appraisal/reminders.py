"""Texts to remind with about scores that are owed, and objections that wait."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.appraisal.models import Objection
from malaqbiq.appraisal.selectors import READERS
from malaqbiq.appraisal.selectors.objections import objections_seen
from malaqbiq.appraisal.selectors.waiting import scores_owed
from malaqbiq.kernel.access import Access
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.reminders import Kind, Reminder, reminding, uid_of


def scores(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """To those who owe scores of a period, or to one of them: of whom."""
    cycle, owing = scores_owed(
        access=access, cycle=uid_of(asked.get("cycle", "")), unit=asked.get("unit", "")[:8], on=day
    )
    if by := asked.get("by", ""):
        owing = [one for one in owing if one.person == uid_of(by)]
    if not owing:
        return None
    count = len({name for one in owing for name in one.people})
    what = ngettext(
        "in %(title)s %(count)s person still waits for scores:",
        "in %(title)s %(count)s people still wait for scores:",
        count,
    ) % {"title": cycle.title, "count": count}
    if len(owing) == 1:
        only = owing[0]
        return Reminder(only.name, what, [("", only.people)], reverse("appraisal-sheets"), only.person)
    groups = [(one.name, one.people) for one in owing]
    kept = {"cycle": cycle.uid, "unit": asked.get("unit", "")[:8]}
    each = [(one.name, reminding("scores", by=one.person, **kept)) for one in owing]
    return Reminder(_("those who score"), what, groups, reverse("appraisal-sheets"), each=each)


def objections(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """To who decides: how many objections wait, by work unit; no names, for the text leaves the house."""
    del asked
    waiting = objections_seen(access=access, on=day).filter(state=Objection.State.OPEN)
    counts = Counter(waiting.values_list("appraisee__work_unit__name", flat=True))
    if not counts:
        return None
    what = ngettext(
        "%(count)s objection to a result waits for a decision; until then the period can't be closed:",
        "%(count)s objections to results wait for a decision; until then the period can't be closed:",
        counts.total(),
    )
    lines = [f"{unit}: {count}" for unit, count in sorted(counts.items())]
    address = reverse("appraisal-objections")
    return Reminder(_("the Sekretaris"), what % {"count": counts.total()}, [("", lines)], address)


REMINDERS = {
    "scores": Kind(scores, Audience(roles=frozenset(READERS))),
    "objections": Kind(objections, Audience(roles=frozenset(READERS))),
}
