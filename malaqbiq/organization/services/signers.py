"""Who signs for a work unit's authorities, by date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.days import days_require
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.periods import DAY, Period
from malaqbiq.kernel.words import Words, gettext_noop
from malaqbiq.organization.models import Signer, WorkUnit
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form, Mandate, clashes
from malaqbiq.organization.selectors import mandate_heirs, mandates_lapsed


@dataclass(frozen=True, slots=True)
class SignerFields:
    """Somebody who signs: for which authority, in which form, from which to which day (both counted)."""

    authority: Authority
    form: Form
    name: str
    valid_from: date
    last_day: date | None = None
    nip: str = ""
    own_title: str = ""
    basis: str = ""


@transaction.atomic
def signer_record(*, access: Access, unit: str, fields: SignerFields) -> Signer:
    """Write down who signs for an authority of a work unit (by code).

    UserError if another stands in the way on some of the days (a second holder, a Plt. beside a holder), or if a.n. has
    no title of the signer's own.
    """
    access.require(unit, Role.ADMINISTRATOR, Role.SDM_OFFICER)
    if fields.form == Form.AN and not fields.own_title:
        raise UserError(gettext_noop("who signs in another's name (a.n.) needs a title of his own"))
    if fields.authority == Authority.CERTIFIER and not fields.own_title:
        raise UserError(gettext_noop("who certifies copies does so under the title of his own post: name it"))
    # The unit is locked, so that two recordings at once don't both find the days free.
    found = WorkUnit.objects.select_for_update().get(code=unit)
    period = _period(fields)
    _refuse_clash(found, fields, Mandate(fields.form, period, fields.own_title))
    signer = Signer.objects.create(
        unit=found,
        authority=fields.authority.value,
        form=fields.form.value,
        name=fields.name,
        nip=fields.nip,
        own_title=fields.own_title,
        basis=fields.basis,
        valid_from=period.start,
        valid_until=period.end,
        recorded_by=access.actor,
        recorded_at=clock.now(),
    )
    activity_record(access=access, action="organization.signer", unit_code=unit, subject_uid=signer.uid)
    return signer


@transaction.atomic
def signer_end(*, access: Access, signer: UUID, last_day: date) -> Signer:
    """End a signer's mandate with a last day, which is counted; UserError if it does not hold on that day."""
    days_require(last_day)
    found = Signer.objects.select_for_update(of=("self",)).select_related("unit").get(uid=signer)
    access.require(found.unit.code, Role.ADMINISTRATOR, Role.SDM_OFFICER)
    if last_day < found.valid_from or (found.valid_until is not None and last_day + DAY > found.valid_until):
        raise UserError(gettext_noop("the mandate does not hold on that day"))
    found.valid_until = last_day + DAY
    found.save(update_fields=["valid_until"])
    activity_record(
        access=access,
        action="organization.signer_end",
        unit_code=found.unit.code,
        subject_uid=found.uid,
        detail={"last_day": str(last_day)},
    )
    return found


@transaction.atomic
def mandates_end(*, access: Access, nip: str) -> int:
    """End what mandates of a person (by NIP) are open, as when his data are erased by law: without his NIP nobody could
    tell any more that he serves no longer. How many; papers that were signed stay.

    One that lapsed ends with the day since when, so that it stands on no day after it; others end today.
    """
    found = Signer.objects.filter(nip=nip).select_related("unit") if nip else ()
    today = {signer.pk: clock.today(signer.unit.zone) for signer in found}
    still = [one for one in found if one.valid_until is None or one.valid_until > today[one.pk]]
    by_day = [mandates_lapsed([one for one in still if today[one.pk] == day], day) for day in set(today.values())]
    lapsed = {uid: lapse for found in by_day for uid, lapse in found.items()}
    for signer in still:
        lapse = lapsed.get(signer.uid)
        until = lapse.since if lapse and lapse.since else today[signer.pk]
        signer_end(access=access, signer=signer.uid, last_day=max(signer.valid_from, until - DAY))
    return len(still)


@transaction.atomic
def signer_succeed(*, access: Access, signer: UUID, heir: UUID, day: date) -> Signer:
    """End a lapsed mandate and let who holds its post now sign in the same form from the day on, in one act.

    `heir` is the person. The old mandate's last day is the day before, or its own first day if it begins no earlier;
    the new one starts after it. UserError if the mandate stands, ended already, or the post isn't that person's.
    """
    found = Signer.objects.select_for_update(of=("self",)).select_related("unit").get(uid=signer)
    access.require(found.unit.code, Role.ADMINISTRATOR, Role.SDM_OFFICER)
    lapse = mandates_lapsed([found], day).get(found.uid)
    if day not in found.mandate.period or lapse is None:
        raise UserError(gettext_noop("this mandate stands or has ended: look at the page again"))
    named = next((one for one in mandate_heirs([lapse], day).get(lapse, []) if one.person == heir), None)
    if named is None:
        raise UserError(gettext_noop("somebody else holds that post now: look at the page again"))
    last_day, end = max(found.valid_from, day - DAY), found.valid_until
    signer_end(access=access, signer=signer, last_day=last_day)
    authority = Authority(found.authority)
    fields = SignerFields(
        authority=authority,
        form=Form(found.form),
        name=named.name,
        nip=named.nip,
        own_title=named.title if found.own_title else "",
        basis=named.basis[:200],
        valid_from=last_day + DAY,
        last_day=end - DAY if end and end > last_day + DAY else None,
    )
    return signer_record(access=access, unit=found.unit.code, fields=fields)


def _period(fields: SignerFields) -> Period:
    days_require(fields.valid_from, fields.last_day)
    if fields.last_day is not None and fields.last_day < fields.valid_from:
        raise UserError(gettext_noop("the last day is before the first"))
    return Period.through(fields.valid_from, fields.last_day)


def _refuse_clash(unit: WorkUnit, fields: SignerFields, mandate: Mandate) -> None:
    for other in Signer.objects.filter(unit=unit, authority=fields.authority.value):
        if clashes(other.mandate, mandate):
            raise UserError(
                Words(
                    gettext_noop("%(name)s signs for %(authority)s from %(day)s already"),
                    {"name": other.name, "authority": other.authority, "day": other.valid_from},
                ),
                gettext_noop("end that mandate first"),
            )
