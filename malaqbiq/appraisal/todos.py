"""What appraisals ask of whom: score, tell, decide, read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.appraisal.selectors.asked import cycles_asking, people_waiting, unread_result
from malaqbiq.kernel.access import Access, Role
from malaqbiq.ui.todos import Card


def scores_to_give(access: Access, day: date) -> Iterator[Card]:
    """People who wait for a score of the asker's."""
    del day  # a sheet is today's
    if count := people_waiting(access=access):
        what = ngettext("%(count)s person waits for your scores", "%(count)s people wait for your scores", count)
        why = _("you are named as their appraiser")
        yield Card(what % {"count": count}, why, _("Score them"), reverse("appraisal-sheets"))


def cycles_to_keep(access: Access, day: date) -> Iterator[Card]:
    """Results to tell, a period to close, decrees to draft; for the Sekretaris objections and people to decide on."""
    del day
    for one in cycles_asking(access=access):
        address = reverse("appraisal-cycle", args=[one.uid])
        decides = access.covers(one.office, Role.SECRETARY)
        if one.objecting and decides:
            what = ngettext("%(count)s objection to decide", "%(count)s objections to decide", one.objecting)
            why = _("until then %(title)s can't be closed") if one.is_open else one.title
            text = why % {"title": one.title} if one.is_open else why
            yield Card(what % {"count": one.objecting}, text, _("Decide"), reverse("appraisal-objections"))
        if one.untold:
            what = ngettext(
                "%(count)s person has no result told yet", "%(count)s people have no result told yet", one.untold
            )
            yield Card(what % {"count": one.untold}, one.title, _("See how far it is"), address)
        if one.may_close and access.covers(one.office, Role.SDM_OFFICER):
            why = _("everybody was told, and no objection is open; the decrees are drafted from the closed period")
            yield Card(_("%(title)s can be closed") % {"title": one.title}, why, _("Close it"), f"{address}#next")
        if one.undecided and decides:
            what = ngettext("%(count)s person to decide on", "%(count)s people to decide on", one.undecided)
            yield Card(what % {"count": one.undecided}, one.title, _("Decide"), address)
        if one.anew and decides:
            what = ngettext("%(count)s person to decide on anew", "%(count)s people to decide on anew", one.anew)
            why = _("%(title)s: the result changed after the decision")
            people = f"{reverse('appraisal-people', args=[one.uid])}?part=anew"
            yield Card(what % {"count": one.anew}, why % {"title": one.title}, _("Decide anew"), people)
        if one.undrafted and not (one.undecided or one.anew) and access.covers(one.office, Role.SDM_OFFICER):
            what = ngettext("%(count)s decided, without a draft", "%(count)s decided, without a draft", one.undrafted)
            drafts = reverse("appraisal-drafts", args=[one.uid])
            yield Card(what % {"count": one.undrafted}, one.title, _("Draft the decrees"), drafts)


def result_to_read(access: Access, day: date) -> Iterator[Card]:
    """One's own result that one hasn't read, by the last day to object to it."""
    if found := unread_result(access=access):
        cycle, last = found
        due = last if last >= day else None
        why = _("from the day on which you were told you may object for some working days")
        if due is None:
            why = _("an objection was possible until %(day)s") % {"day": date_format(last, "j F Y")}
        address = reverse("appraisal-mine-in", args=[cycle])
        yield Card(_("Your appraisal's result was told"), why, _("Read it"), address, due)


TODOS = [result_to_read, scores_to_give, cycles_to_keep]
