"""What others wrote about somebody while posts were filled, erased as the law may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from malaqbiq.appointments.models import Conflict, Decision, Phase, Proposal, RoundEnd, ScoreChange, Seat
from malaqbiq.appointments.selectors.assignment import placed_by
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.append_only import ERASED

ERASED_REMARKS = "appointments.remarks_erase"


@transaction.atomic
def remarks_erase(*, access: Access, person: UUID, is_named: Callable[[str], bool]) -> int:
    """Put the mark of erasing in the place of reasons that are about a person (UU 27/2022); how many.

    Conflicts of interest and changed scores of his, as member or candidate; why a post's nominees differ from the best
    assignment, where he is nominated, appointed or advised for it; and any such reason, or one why a phase was
    released, a round ended, or a decree or proposal taken back, in whose text `is_named` finds him. Forbidden for all
    but a system user.
    """
    access.require("", Role.ADMINISTRATOR)
    erased = 0
    for model in (Conflict, ScoreChange):
        of = model.objects.filter(Q(member__person__uid=person) | Q(candidate__person__uid=person))
        erased += of.exclude(reason=ERASED).update(reason=ERASED)
        erased += _marked(model.objects.all(), _naming(model.objects.all(), is_named))
    erased += _marked(Seat.objects.all(), _seats(person) | _naming(Seat.objects.all(), is_named))
    for table in (Phase, RoundEnd, Decision, Proposal):
        erased += _marked(table.objects.all(), _naming(table.objects.all(), is_named))
    activity_record(access=access, action=ERASED_REMARKS, subject_uid=person, detail={"reasons": erased})
    return erased


def _seats(person: UUID) -> set[int]:
    """The keys of seats for which somebody is nominated, appointed or advised."""
    about = Seat.objects.filter(Q(nominees__candidate__person__uid=person) | Q(appointments__person__uid=person))
    found = set(about.values_list("pk", flat=True))
    for phase in Phase.objects.filter(participants__person__uid=person):
        advised = [post for post, who in placed_by(phase).items() if who == person]
        found |= set(phase.seats.filter(post__uid__in=advised).values_list("pk", flat=True))
    return found


def _naming(rows: QuerySet[Any], is_named: Callable[[str], bool]) -> set[int]:
    told = rows.exclude(reason="").exclude(reason=ERASED).order_by().values_list("pk", "reason")
    return {pk for pk, reason in told.iterator() if is_named(reason)}


def _marked(rows: QuerySet[Any], keys: set[int]) -> int:
    return rows.filter(pk__in=keys).exclude(reason="").exclude(reason=ERASED).update(reason=ERASED)
