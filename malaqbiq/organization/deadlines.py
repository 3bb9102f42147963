"""What falls due for those who sign: the end of a Plt. or Plh."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from malaqbiq.kernel.access import Role
from malaqbiq.kernel.periods import DAY
from malaqbiq.organization.rules.names import Authority, authority_title
from malaqbiq.organization.rules.signing import MARKS, Form
from malaqbiq.organization.selectors import acting_signers
from malaqbiq.ui.deadlines import Asked, Deadlines, Due, Matter, Unknown

ACTING = Matter("acting", gettext_lazy("Plt. or Plh. ends"))


def acting(asked: Asked) -> Iterator[Due | Unknown]:
    """The last days of those who sign as Plt. or Plh., and how many of them have none."""
    endless = 0
    for signer in acting_signers(asked.units, asked.period):
        if signer.valid_until is None:
            endless += 1
            continue
        unit, form = signer.unit, MARKS[Form(signer.form)]
        title = authority_title(Authority(signer.authority), unit.name)
        what = _("%(title)s: %(name)s") % {"title": f"{form}{title}", "name": signer.name}
        address = reverse("unit", args=[unit.code])
        yield Due(signer.valid_until - DAY, ACTING, unit.code, unit.code, Role.SDM_OFFICER, what, address, signer.basis)
    if endless:
        yield Unknown(ACTING, endless, _("no last day was written down"))


DEADLINES = [Deadlines((ACTING,), acting)]
