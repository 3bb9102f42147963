"""What decrees ask of whom: submit, approve, issue, see to signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.selectors.documents import decrees_unsigned
from malaqbiq.decrees.selectors.hands import barred_from
from malaqbiq.kernel.access import Access, Role
from malaqbiq.ui.reminders import reminding
from malaqbiq.ui.todos import Card

State = Decree.State


def decrees_waiting(access: Access, day: date) -> Iterator[Card]:
    """Drafts for the officer; what is submitted by another for the secretary; what is approved for either; issued
    decrees of whose signature nothing is kept. One statement.
    """
    officer, secretary = access.units(Role.SDM_OFFICER) or (), access.units(Role.SECRETARY) or ()
    either = {*officer, *secretary}
    if not either:
        return
    # Who had a hand in it does not approve: it is no card of his.
    theirs = ~Q(submitted_by=access.actor) & ~Q(drafted_by=access.actor) & ~Q(pk__in=barred_from(access.actor))
    counted = Decree.objects.filter(office__code__in=either).aggregate(
        drafts=Count("pk", filter=Q(state=State.DRAFT, office__code__in=officer)),
        submitted=Count("pk", filter=Q(state=State.SUBMITTED, office__code__in=secretary) & theirs),
        approved=Count("pk", filter=Q(state=State.APPROVED)),
        unsigned=Count("pk", filter=Q(pk__in=decrees_unsigned(access, as_of=day).order_by().values("pk"))),
    )
    review = reverse("decree-review")
    if count := counted["submitted"]:
        what = ngettext("%(count)s decree to approve", "%(count)s decrees to approve", count) % {"count": count}
        yield Card(what, _("submitted, and waiting for another's eyes"), _("Look at them"), f"{review}?act=approve")
    if count := counted["approved"]:
        what = ngettext("%(count)s decree to issue", "%(count)s decrees to issue", count) % {"count": count}
        yield Card(what, _("approved; it takes effect once it is issued"), _("Look at them"), f"{review}?act=issue")
    if count := counted["drafts"]:
        what = ngettext("%(count)s draft to submit", "%(count)s drafts to submit", count) % {"count": count}
        yield Card(what, _("nobody else sees it before"), _("Look at them"), f"{review}?act=submit")
    if count := counted["unsigned"]:
        what = ngettext("%(count)s decree to sign", "%(count)s decrees to sign", count) % {"count": count}
        why = _("issued, but neither scan nor electronic signature is kept here")
        yield Card(what, why, _("See to the signatures"), reverse("decrees"), remind=reminding("signatures"))


TODOS = [decrees_waiting]
