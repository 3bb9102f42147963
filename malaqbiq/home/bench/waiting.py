"""Work that waits on the desk, for measuring: in one province each work unit has a draft, a submitted and an approved
decree about all of its contract staff.
"""

from __future__ import annotations

from datetime import date

from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.services import decree_approve, decree_submit
from malaqbiq.home.story.plan import HOME_PROVINCE
from malaqbiq.home.story.stage import OFFICER, SECRETARY
from malaqbiq.kernel import clock
from malaqbiq.organization.selectors import unit_tree
from malaqbiq.pay.selectors.drafts import Order, OrderKind
from malaqbiq.pay.services.drafts import order_draft
from malaqbiq.service.selectors import serving

STEPS = (Decree.State.DRAFT, Decree.State.SUBMITTED, Decree.State.APPROVED)


def decrees_left() -> int:
    """Leave pay decrees of three later months, one month in each state that waits; how many."""
    today = clock.today("Asia/Makassar")
    units = unit_tree(OFFICER, day=today).below(HOME_PROVINCE)
    left = 0
    for month, state in enumerate(STEPS, start=2):
        for unit in sorted(units):
            if people := tuple((one.person, None) for one in serving(OFFICER, today) if one.unit_code == unit):
                _leave(
                    order_draft(access=OFFICER, order=Order(OrderKind.PAY, people, date(today.year, month, 1))), state
                )
                left += 1
    return left


def _leave(decree: Decree, state: str) -> None:
    if state == Decree.State.DRAFT:
        return
    submitted = decree_submit(access=OFFICER, decree=decree.uid, version=decree.version)
    if state == Decree.State.APPROVED:
        decree_approve(access=SECRETARY, decree=submitted.uid, digest=submitted.content_digest)
