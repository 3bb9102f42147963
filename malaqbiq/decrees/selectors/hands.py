"""Who has a hand in decrees that aren't issued yet: who keeps them, and who may not approve them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from malaqbiq.decrees.models import Decree, Hand
from malaqbiq.decrees.rules.timeline import Origin

BARRING = (Hand.Part.CHANGED, Hand.Part.KEPT, Hand.Part.SUBMITTED)
"""Parts after which somebody does not approve."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Of one decree: who keeps it now, who may not approve it, and why it was given back last, if it is a draft again.

    `keeper` is who drafted it until it was handed over.
    """

    keeper: str
    barred: frozenset[str]
    returned: Hand | None = None


def hands_of(decrees: Sequence[Decree]) -> dict[int, Hands]:
    """The hands of each decree, by key. One statement."""
    rows: defaultdict[int, list[Hand]] = defaultdict(list)
    for row in Hand.objects.filter(decree__in=[decree.pk for decree in decrees]).order_by("pk"):
        rows[row.decree_id].append(row)
    return {decree.pk: _hands(decree, rows[decree.pk]) for decree in decrees}


def _hands(decree: Decree, rows: Sequence[Hand]) -> Hands:
    keepers = [row.actor for row in rows if row.part == Hand.Part.KEPT]
    barred = {decree.drafted_by, decree.submitted_by, *(row.actor for row in rows if row.part in BARRING)}
    steps = [row for row in rows if row.part in {Hand.Part.RETURNED, Hand.Part.SUBMITTED}]
    returned = next((row for row in reversed(steps) if row.part == Hand.Part.RETURNED and row.reason), None)
    return Hands(
        keeper=keepers[-1] if keepers else decree.drafted_by,
        barred=frozenset(barred - {""}),
        returned=returned if decree.state == Decree.State.DRAFT else None,
    )


def barred_from(actor: str) -> QuerySet[Any, Any]:
    """Keys of decrees that somebody may not approve since he changed, kept or had submitted them."""
    return Hand.objects.filter(actor=actor, part__in=BARRING).values("decree")


def decrees_kept(actor: str) -> QuerySet[Any, Any]:
    """Own decrees that somebody keeps and that aren't issued: he drafted them, or they were handed over to him."""
    kept = Hand.objects.filter(decree=OuterRef("pk"), part=Hand.Part.KEPT).order_by("-pk").values("actor")[:1]
    found = Decree.objects.filter(origin=Origin.OWN).exclude(state=Decree.State.ISSUED).select_related("office")
    return found.annotate(keeper=Coalesce(Subquery(kept), F("drafted_by"))).filter(keeper=actor)
