"""What organization shows on a work unit's page: who signs for it, and its profile of the day's budget year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from malaqbiq.kernel.access import Access
from malaqbiq.organization.forms import AUTHORITIES
from malaqbiq.organization.models import Signer, UnitProfile
from malaqbiq.organization.rules.mandates import Lapsed
from malaqbiq.organization.rules.names import Authority, authority_title
from malaqbiq.organization.rules.signing import Form, title_lines
from malaqbiq.organization.rules.tree import ROOT
from malaqbiq.organization.selectors import (
    PROFILE_NEEDED,
    hands_by_unit,
    profile_gaps,
    unit_code,
    unit_profile,
)
from malaqbiq.organization.views import KEEPERS, READERS
from malaqbiq.ui.panels import Panel

ASKED = (Authority.SEKRETARIS, Authority.KPA, Authority.COMMITMENT_OFFICER)
"""Whose hands papers of a work unit need; others (Ketua, who certifies copies) are told where somebody is named."""
ACTING = {Form.PLT.value: _("acting"), Form.PLH.value: _("for one who is absent")}


@dataclass(frozen=True, slots=True)
class Hand:
    """An authority of a work unit, and who signs for it on the day; `lines` are the title as it stands on papers."""

    authority: str
    label: Promise | str
    signer: Signer | None
    lines: tuple[str, ...]
    acting: Promise | str
    lapse: Lapsed | None = None


def signing(access: Access, day: date, uid: UUID) -> Mapping[str, Any]:
    """Whose hand it is for each authority. Everybody who sees the unit may know: it stands under every paper."""
    code = unit_code(uid)
    found = hands_by_unit([code], day)[code]
    hands, gone = found.standing, {Authority(one.authority): (one, lapse) for one, lapse in found.lapsed}
    asked = {Authority.SEKJEN if code == ROOT and one is Authority.SEKRETARIS else one for one in ASKED}
    return {
        "hands": [
            _hand(one, hands.get(one), gone.get(one))
            for one in Authority
            if one in hands or one in gone or one in asked
        ],
        "code": code,
        "names": access.covers(code, *KEEPERS),
    }


def profile(access: Access, day: date, uid: UUID) -> Mapping[str, Any] | None:
    """The profile of the day's budget year, for who reads profiles here."""
    code = unit_code(uid)
    if not access.covers(code, *READERS):
        return None
    found = unit_profile(access, unit=code, year=day.year)
    return {
        "code": code,
        "year": day.year,
        "profile": found,
        "policy": UnitProfile.FloorPolicy(found.floor_policy).label if found else "",
        "gaps": len(profile_gaps(found)),
        "needed": len(PROFILE_NEEDED),
        "completes": access.covers(code, *KEEPERS),
    }


def _hand(authority: Authority, signer: Signer | None, gone: tuple[Signer, Lapsed] | None = None) -> Hand:
    if signer is None and gone is not None:
        return replace(_hand(authority, gone[0]), lapse=gone[1])
    if signer is None:
        return Hand(authority.value, AUTHORITIES[authority], None, (), "")
    lines = title_lines(Form(signer.form), authority_title(authority, signer.unit.name), signer.own_title)
    return Hand(authority.value, AUTHORITIES[authority], signer, lines, ACTING.get(signer.form, ""))


PANELS = [
    Panel("work_unit", 10, _("Who leads and signs"), "organization/panel_signing.html", signing),
    Panel("work_unit", 40, _("Profile and DIPA"), "organization/panel_profile.html", profile, roles=frozenset(READERS)),
]
