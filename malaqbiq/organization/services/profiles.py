"""A work unit's profile for a budget year."""

from __future__ import annotations

import re
from datetime import date
from typing import TypedDict

from django.db import transaction

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import EARLIEST, LATEST
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import UnitProfile, WorkUnit
from malaqbiq.regulations.selectors import contribution_rates

_SATKER = re.compile(r"\d{6}|")
MONTHS = range(1, 13)
MOST_MONEY = 10**15


class ProfileFields(TypedDict, total=False):
    """What a profile may be given; what is left out stays as it is."""

    kode_satker: str
    dipa_number: str
    dipa_date: date | None
    honorarium_budget: int | None
    kpa_name: str
    kpa_nip: str
    commitment_officer_name: str
    commitment_officer_nip: str
    letterhead: list[str]
    floor_policy: str
    programmes: list[str] | None
    thr_month: int | None


@transaction.atomic
def unit_profile_set(*, access: Access, unit: str, year: int, fields: ProfileFields) -> UnitProfile:
    """Write what a work unit (by code) is and has chosen in a budget year; UserError names what is wrong.

    A first profile of a year begins empty: nothing is taken over from the year before.
    """
    access.require(unit, Role.ADMINISTRATOR, Role.SDM_OFFICER)
    days_require(fields.get("dipa_date"))
    _refuse(access, year, fields)
    # The unit is locked, so that two first writings don't both make a profile.
    found = WorkUnit.objects.select_for_update().get(code=unit)
    profile = UnitProfile.objects.filter(unit=found, year=year).first() or UnitProfile(unit=found, year=year)
    for name, value in fields.items():
        setattr(profile, name, value)
    profile.changed_by, profile.changed_at = access.actor, clock.now()
    profile.save()
    detail: dict[str, Json] = {"year": year, "fields": sorted(fields)}
    activity_record(access=access, action="organization.profile", unit_code=unit, detail=detail)
    return profile


def _refuse(access: Access, year: int, fields: ProfileFields) -> None:
    if not _SATKER.fullmatch(fields.get("kode_satker", "")):
        raise UserError(gettext_noop("kode satker has six digits"))
    if fields.get("floor_policy", "UMP") not in UnitProfile.FloorPolicy.values:
        raise UserError(gettext_noop("the floor policy is UMP or UMK"))
    if (month := fields.get("thr_month")) is not None and month not in MONTHS:
        raise UserError(gettext_noop("the THR month is a number from 1 to 12"))
    if (budget := fields.get("honorarium_budget")) is not None and budget < 0:
        raise UserError(gettext_noop("a budget is not below 0"))
    if budget is not None and budget > MOST_MONEY:
        raise UserError(gettext_noop("no office has so much: check the digits"))
    if not EARLIEST.year <= year <= LATEST.year:
        raise UserError(gettext_noop("there is no such budget year"), gettext_noop("check the year"))
    known = contribution_rates(access, day=date(year, 1, 1))
    for programme in fields.get("programmes") or []:
        if programme not in known:
            words = Words(gettext_noop("there is no BPJS programme %(programme)s"), {"programme": programme})
            raise UserError(words, Words(gettext_noop("choose among: %(known)s"), {"known": ", ".join(known)}))
