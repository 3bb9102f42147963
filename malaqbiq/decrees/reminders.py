"""Texts to remind with about decrees to approve and to sign, and agreements to sign."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.decrees.selectors.desk import Step, desk_decrees
from malaqbiq.decrees.selectors.documents import READERS, agreements_unsigned, decrees_unsigned
from malaqbiq.decrees.views.found import MOST
from malaqbiq.kernel.access import Access
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.ui.audience import Audience
from malaqbiq.ui.reminders import Kind, Reminder, personnel, uid_of

MOST_NAMED = 500


def approvals(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """To who approves: the decrees that wait."""
    del day, asked  # a desk is today's
    titles = list(desk_decrees(access).filter(step=Step.SUBMITTED).order_by("pk").values_list("title", flat=True))
    if not titles:
        return None
    what = ngettext(
        "%(count)s decree waits for your approval:", "%(count)s decrees wait for your approval:", len(titles)
    )
    address = f"{reverse('decree-review')}?act=approve"
    return Reminder(_("the Sekretaris"), what % {"count": len(titles)}, [("", titles[:MOST])], address)


def signatures(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """To who signs: the issued decrees of whose signature nothing is kept."""
    del asked
    lines = [f"{one.number}: {one.title}" for one in decrees_unsigned(access, as_of=day)]
    if not lines:
        return None
    what = ngettext(
        "%(count)s issued decree has no signature kept here yet:",
        "%(count)s issued decrees have no signature kept here yet:",
        len(lines),
    )
    return Reminder(_("the Sekretaris"), what % {"count": len(lines)}, [("", lines[:MOST])], reverse("decree-papers"))


def agreements(access: Access, day: date, asked: QueryDict) -> Reminder | None:
    """To work units: whose work agreement is made and waits to be signed, of some decrees or of all."""
    picks = [uid_of(text) for text in asked.getlist("pick")[:MOST]]
    papers = agreements_unsigned(access, decrees=picks or None)
    rows = list(papers.values_list("unit_code", "person__name")[:MOST_NAMED])
    if not rows:
        return None
    names = unit_tree(access, day=day).names
    groups: dict[str, list[str]] = {}
    for code, name in rows:
        groups.setdefault(names.get(code, code), []).append(name)
    what = ngettext(
        "the work agreement of %(count)s person is ready to be printed and signed:",
        "the work agreements of %(count)s people are ready to be printed and signed:",
        len(rows),
    )
    to = personnel(next(iter(groups)) if len(groups) == 1 else "")
    return Reminder(to, what % {"count": len(rows)}, list(groups.items()), reverse("decree-papers"))


_AUDIENCE = Audience(roles=frozenset(READERS))
REMINDERS = {
    "approvals": Kind(approvals, _AUDIENCE),
    "signatures": Kind(signatures, _AUDIENCE),
    "agreements": Kind(agreements, _AUDIENCE),
}
