"""11 January 2022, late afternoon: what waits for other hands, so that who looks around finds the jobs at work.

Made up. Nothing of it is in effect: it stands as drafts.
"""

from __future__ import annotations

from django.db import transaction

from malaqbiq.decrees.services import decree_submit
from malaqbiq.home.story.chapters.coming import one_more_comes
from malaqbiq.home.story.plan import NEXT_MONTH, NEXT_YEAR
from malaqbiq.home.story.stage import OFFICER, Stage
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.pay.selectors.drafts import Order, OrderKind, pay_before
from malaqbiq.pay.services.drafts import order_draft
from malaqbiq.service.effects import Status

MORE = 150_000
"""Rupiah a month that somebody is to be paid above what he is."""


def decrees_wait(stage: Stage) -> None:
    """A late engagement waits to be submitted, another pay for somebody of the province to be approved."""
    stage.progress.stage(gettext_noop("drafting decrees"), 2)
    with transaction.atomic():
        _engagement_drafted(stage)
        stage.progress.advance()
        _pay_submitted(stage)
        stage.progress.advance()


def _engagement_drafted(stage: Stage) -> None:
    province = stage.shown
    place = province.places[-1]
    who = one_more_comes(stage, place)
    order = Order(
        kind=OrderKind.ENGAGEMENT,
        people=((who.uid, None),),
        start=NEXT_MONTH,
        last_day=NEXT_YEAR.last_day,
        work_unit=province.units[place.code],
        status=Status.PPNPN,
        job_family=who.who.contract.family if who.who.contract else "",
    )
    order_draft(access=OFFICER, order=order)


def _pay_submitted(stage: Stage) -> None:
    province = stage.shown
    who = next(one.uid for one in province.contract_staff if one.who.unit == province.code)
    amount = pay_before([who], NEXT_MONTH)[who] + MORE
    order = Order(kind=OrderKind.PAY, people=((who, amount),), start=NEXT_MONTH)
    made = order_draft(access=OFFICER, order=order)
    decree_submit(access=OFFICER, decree=made.uid, version=made.version)
