"""Audit packs in the background, and an end to those that were made long ago."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings

from malaqbiq.home.selectors.packing import PACK, may_have, pack_asked
from malaqbiq.home.services.packing import KEPT_FOR, pack_make, packs_expire
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.jobs import Link, Result, Work, daily, task
from malaqbiq.kernel.periods import Period
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import WorkUnit


def _back(arguments: Mapping[str, Any]) -> Link:
    query = [("unit", arguments["unit"]), ("first", arguments["first"]), ("last", arguments["last"])]
    return Link(gettext_noop("To the audit pack"), "audit-pack", query=query)


@task(PACK, title=gettext_noop("Audit pack"), back=_back, fetch=may_have)
def audit_pack(work: Work, *, unit: str, first: str, last: str, grants: Sequence[str]) -> Result:
    """The pack of a work unit and all below it is made."""
    period = Period.through(date.fromisoformat(first), date.fromisoformat(last))
    today = clock.today(settings.TIME_ZONE)
    try:
        asked = pack_asked(work.access, unit=unit, period=period, today=today)
    except WorkUnit.DoesNotExist as error:
        raise UserError(gettext_noop("you may not make an audit pack of this work unit any more")) from error
    file = pack_make(access=work.access, asked=asked, unit=unit, grants=grants, progress=work.progress)
    days = {"days": KEPT_FOR.days}
    told = gettext_noop("The pack is ready. It can be taken for %(days)s days, then it is removed; make it anew then.")
    how = gettext_noop("Unpacked, it is checked without Malaqbiq by sha256sum -c SHA256SUMS in its folder.")
    back = _back({"unit": unit, "first": first, "last": last})
    return Result([Words(told, days), Words(how)], [back], file.uid)


@daily
def expired(access: Access) -> None:
    """Packs that nobody may take any more are gone."""
    packs_expire(access=access)
