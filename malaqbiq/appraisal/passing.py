"""Scores that somebody is still to give pass to a successor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from malaqbiq.accounts.passing import Passing, Thing
from malaqbiq.appraisal.selectors.sheets_kept import SheetKept, sheets_kept
from malaqbiq.appraisal.services.passing import sheets_hand_over
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.words import Words, gettext_noop, joined


def kept(*, giver: Access, taker: Access) -> Sequence[Thing]:
    """The giver's sheet of each open cycle."""
    return [_thing(one) for one in sheets_kept(giver=giver, taker=taker) if one.passing or one.left]


def give(*, access: Access, giver: Access, taker: Access, things: Collection[UUID]) -> None:
    """The taker scores in the giver's place."""
    sheets_hand_over(access=access, giver=giver, taker=taker, cycles=things)


def _thing(one: SheetKept) -> Thing:
    left = joined(one.left, "; ") if one.left else None
    people = Words(gettext_noop("people to appraise: %(count)s"), {"count": one.people})
    some = Words(gettext_noop("%(people)s; the rest stays: %(left)s"), {"people": people, "left": left or ""})
    return Thing(
        uid=one.cycle.uid,
        label=one.cycle.title,
        unit_code=one.cycle.office.code,
        address=reverse("appraisal-sheet", args=[one.cycle.uid]),
        why_not=None if one.passing else left,
        remark=some if left and one.passing else people,
    )


PASSINGS = [Passing("sheets", _("Score sheets"), "score", kept, give)]
