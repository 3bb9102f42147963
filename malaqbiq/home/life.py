"""What entries of decrees are called on a person's page: msgids, translated where they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.rules.fold import Mending

EFFECTS = {
    "service.engaged": _("Enters service"),
    "service.extended": _("Contract extended"),
    "service.ended": _("Service ends"),
    "service.moved": _("Moves to another home unit"),
    "service.duty_assigned": _("Assigned to duty in another unit"),
    "service.rank_given": _("Given a rank"),
    "service.post_given": _("Given a post"),
    "service.post_left": _("Leaves a post"),
    "service.post_acting": _("Stands in for a post (Plt. or Plh.)"),
    "service.post_kept": _("Demisioner: keeps the daily work of a post"),
    "pay.term_set": _("Pay set"),
    "pay.term_ended": _("Pay ends"),
}
"""What an effect on a person does; one that isn't here is shown by its own name."""

MENDINGS = {
    Mending.REVOCATION.value: _("revoked"),
    Mending.ANNULMENT.value: _("annulled"),
    Mending.CORRECTION.value: _("corrected"),
}

FACTS = {
    "status": _("status"),
    "job_family": _("job"),
    "starts_on": _("from"),
    "since": _("since when:"),
    "grade": _("rank"),
    "last_day": _("until"),
    "ended_on": _("from"),
    "reason": _("reason"),
    "state": _("state"),
    "work_unit": _("work unit"),
    "monthly_amount": _("a month"),
    "floor_amount": _("floor"),
    "floor_basis": _("by the rule of"),
}
"""What a fact of an entry is called."""
