"""6 to 11 January 2022: the decrees of all units are drafted at once, submitted, approved by another, and issued."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from malaqbiq.appraisal.services import cycle_draft_decrees
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.rules.timeline import Origin
from malaqbiq.decrees.services import decree_approve, decree_submit, decrees_issue
from malaqbiq.home.story.plan import END, NEXT_YEAR
from malaqbiq.home.story.stage import OFFICER, SECRETARY, Stage
from malaqbiq.kernel.progress import batches
from malaqbiq.kernel.words import gettext_noop
from malaqbiq.pay.selectors import wage_check

AT_ONCE = 100
"""Decrees that are submitted, or approved, by one press of a button: to bring each to the disk alone takes longest."""


def decrees_are_drafted(stage: Stage) -> None:
    """From each closed cycle one action drafts the decrees of all its work units, one for each."""
    provinces = [province for province in stage.provinces if province.cycle]
    stage.progress.stage(gettext_noop("drafting decrees"), len(provinces))
    for province in provinces:
        assert province.cycle  # noqa: S101 - those without were left out
        drafted = cycle_draft_decrees(access=OFFICER, cycle=province.cycle, term=NEXT_YEAR)
        if drafted.waiting or drafted.left:
            raise LookupError(f"the story left somebody of {province.code} without a decree")
        stage.progress.advance()


def decrees_are_submitted(stage: Stage) -> None:
    """The officer submits every draft: its content is frozen."""
    for decree in _in_state(stage, Decree.State.DRAFT, gettext_noop("submitting decrees")):
        decree_submit(access=OFFICER, decree=decree.uid, version=decree.version)


def decrees_are_approved(stage: Stage) -> None:
    """The Sekretaris approves what was submitted, quoting its digest."""
    for decree in _in_state(stage, Decree.State.SUBMITTED, gettext_noop("approving decrees")):
        decree_approve(access=SECRETARY, decree=decree.uid, digest=decree.content_digest)


def decrees_are_issued(stage: Stage) -> None:
    """Every decree is issued on its own: dated, numbered, in its place of the ledger, in effect."""
    found = Decree.objects.filter(origin=Origin.OWN, state=Decree.State.APPROVED).order_by("pk")
    approved = list(found.values_list("uid", "content_digest"))
    decrees_issue(access=SECRETARY, approved=approved, progress=stage.progress)


def wages_are_checked(stage: Stage) -> None:
    """Everybody's pay against the day's floor: in the story nobody is left below it."""
    stage.progress.stage(gettext_noop("checking wages"))
    check = wage_check(SECRETARY, END)
    if check.below_floor or check.unpaid:
        raise LookupError("the story left somebody below the floor")


def _in_state(stage: Stage, state: Decree.State, title: str) -> Iterator[Decree]:
    """Own decrees in a state, in the order in which they were drafted, many in one transaction."""
    found = list(Decree.objects.filter(origin=Origin.OWN, state=state).order_by("pk"))
    stage.progress.stage(title, len(found))
    for batch in batches(found, AT_ONCE):
        with transaction.atomic():
            yield from batch
        stage.progress.advance(len(batch))
