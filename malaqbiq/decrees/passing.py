"""Decrees that somebody keeps until they are issued pass to a successor."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from malaqbiq.accounts.passing import Passing, Thing
from malaqbiq.decrees.selectors.hands import decrees_kept
from malaqbiq.decrees.services.keeping import decrees_hand_over, why_not_keep
from malaqbiq.kernel.access import Access


def kept(*, giver: Access, taker: Access) -> Sequence[Thing]:
    """The decrees on their way that the giver keeps."""
    return [
        Thing(
            uid=decree.uid,
            label=decree.title,
            unit_code=decree.office.code,
            address=reverse("decree", args=[decree.uid]),
            why_not=why_not_keep(decree, taker),
        )
        for decree in decrees_kept(giver.actor).order_by("pk")
    ]


def give(*, access: Access, giver: Access, taker: Access, things: Collection[UUID]) -> None:
    """They are kept by the taker."""
    decrees_hand_over(access=access, giver=giver.actor, taker=taker, decrees=things)


PASSINGS = [Passing("decrees", _("Decrees not issued yet"), "compose", kept, give)]
