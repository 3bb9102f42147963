"""Long lists in the background: tried, and taken in; once a day, those that nobody took in are thrown away."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings

from malaqbiq.intake.models import Upload
from malaqbiq.intake.selectors.called import TAKE, TRY
from malaqbiq.intake.services.uploads import upload_take, upload_try, uploads_give_up_old
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.jobs import Link, Result, Work, daily, task
from malaqbiq.kernel.words import Words, gettext_noop

GONE = gettext_noop("the list was taken in or thrown away meanwhile")


def _list(arguments: Mapping[str, Any]) -> Link:
    return Link(gettext_noop("Back to the list"), "import-upload", [arguments["upload"]])


@task(TRY, title=gettext_noop("Check a list"), back=_list)
def tried(work: Work, *, upload: str) -> Result:
    """What would come of a list is known; nothing is taken in."""
    try:
        outcome = upload_try(
            access=work.access, upload=UUID(upload), day=clock.today(settings.TIME_ZONE), progress=work.progress
        )
    except Upload.DoesNotExist as error:
        raise UserError(GONE) from error
    counts = {"accepted": outcome.accepted, "unchanged": outcome.unchanged, "rejected": len(outcome.rejected)}
    told = Words(
        gettext_noop("Would be taken in: %(accepted)s rows; unchanged: %(unchanged)s; at fault: %(rejected)s."), counts
    )
    label = gettext_noop("Look at the rows at fault") if outcome.faults else gettext_noop("Go on and take it in")
    return Result([told], [Link(label, "import-upload", [upload])])


@task(TAKE, title=gettext_noop("Take a list in"), atomic=True, back=_list)
def taken(work: Work, *, upload: str, day: str, partial: int) -> Result:
    """A list is taken in, whole or not at all."""
    try:
        outcome, done = upload_take(
            access=work.access,
            upload=UUID(upload),
            day=date.fromisoformat(day),
            partial=bool(partial),
            progress=work.progress,
        )
    except Upload.DoesNotExist as error:
        raise UserError(GONE) from error
    if done is None:
        words = Words(
            gettext_noop("nothing was taken in: %(count)s rows are at fault"), {"count": len(outcome.rejected)}
        )
        raise UserError(words, gettext_noop("go back to the list, mend them or leave them out"))
    counts = {"accepted": done.accepted, "unchanged": done.unchanged, "rejected": done.rejected}
    told = Words(gettext_noop("Rows taken in: %(accepted)s; unchanged: %(unchanged)s; left out: %(rejected)s."), counts)
    return Result(
        [told], [Link(gettext_noop("See what it brought, and what comes next"), "import-done", [str(done.uid)])]
    )


@daily
def given_up(access: Access) -> None:
    """Lists that nobody took in for a week are gone."""
    uploads_give_up_old(access=access)
