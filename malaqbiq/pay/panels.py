"""What pay shows on a person's page: the term in force, where its figures are from; on a work unit's: how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from malaqbiq.decrees.selectors.documents import READERS
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.selectors import unit_code
from malaqbiq.pay.rules.limits import Basis
from malaqbiq.pay.selectors.limits import wages_of_day
from malaqbiq.pay.selectors.person import pay_explained
from malaqbiq.pay.selectors.seen import READERS as UNIT_READERS
from malaqbiq.pay.selectors.sums import pay_sums
from malaqbiq.regulations.rules.floors import Floor
from malaqbiq.regulations.rules.rows.base import TRUST_WORDS
from malaqbiq.service.effects import CONTRACT_WORKERS, Status
from malaqbiq.service.selectors import person_now
from malaqbiq.ui.panels import Panel

BASES = {
    Basis.UMP.value: _("the province's minimum wage (UMP)"),
    Basis.UMK.value: _("the kabupaten's or kota's minimum wage (UMK)"),
    Basis.FORMER_PAY.value: _("former pay as non-ASN staff"),
}
WORDS = {Status.PPNPN.value: _("Honorarium"), Status.PPPK_PARUH_WAKTU.value: _("Upah")}


def pay(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The pay term of contract staff on the day, for themselves and for who reads their decrees."""
    now = person_now(access, day, uid)
    if now.status not in CONTRACT_WORKERS or not now.is_read_by(access, *READERS):
        return None
    found = pay_explained(access, day, uid, now.unit_code)
    trusted = found.today.trust if found and found.today else None
    then = found.then.row.trust if found and found.then.row else None
    return {
        "pay": found,
        "word": WORDS[now.status],
        "basis": BASES.get(found.then.basis, "") if found else "",
        "trust": TRUST_WORDS[trusted] if trusted else "",
        "proposes": uid if access.covers(now.unit_code, Role.SDM_OFFICER) and access.person != uid else None,
        "trust_then": TRUST_WORDS[then] if then else "",
    }


def of_unit(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """How the pay of a work unit's contract staff stands against the day's floor, for who may read it."""
    code = unit_code(uid)
    if not access.covers(code, *UNIT_READERS):
        return None
    wages = wages_of_day(access, day)
    floor = wages.wage(code)
    return {
        "code": code,
        "sum": pay_sums(day, wages, {code})[code],
        "floor": floor if isinstance(floor, Floor) else None,
        "missing": "" if isinstance(floor, Floor) else floor.words,
        "trust": TRUST_WORDS[floor.trust] if isinstance(floor, Floor) else "",
    }


PANELS = [
    Panel("person", 20, _("Pay"), "pay/panel_pay.html", pay),
    Panel(
        "work_unit", 30, _("Pay against the floor"), "pay/panel_unit_pay.html", of_unit, roles=frozenset(UNIT_READERS)
    ),
]
