"""Of an inauguration of another office what concerns one's own work units: who comes to them, and who leaves them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from malaqbiq.appointments.models import Appointment, Inauguration
from malaqbiq.appointments.rules.papers import PERSONAL
from malaqbiq.appointments.selectors.papers import MAKERS
from malaqbiq.kernel.access import Access
from malaqbiq.regulations.rules.rows import CeremonyPaper
from malaqbiq.service.models import HomeUnit

LEAVING = (CeremonyPaper.SPP, CeremonyPaper.SPMT, CeremonyPaper.SPMJ)
"""Papers of who leaves that his former office is shown: that he was sworn in, and has taken up another work."""


@dataclass(frozen=True, slots=True)
class Own:
    """Somebody who was sworn in: to a post of the asker's work units (`is_placed`), or out of one of them."""

    row: Appointment
    is_placed: bool
    unit: str
    """the code of that work unit"""

    @property
    def papers(self) -> Sequence[CeremonyPaper]:
        """The kinds of his papers that the asker is shown."""
        return PERSONAL if self.is_placed else LEAVING


def inaugurations_elsewhere(access: Access, day: date | None = None) -> list[tuple[Inauguration, int]]:
    """Closed inaugurations of offices whose papers the asker doesn't make, by which people came to his work units or
    left them, and how many; the latest first. Of a day only those that were held by then. Two statements.
    """
    codes = access.units(*MAKERS)
    if not codes:
        return []
    rows = _concerning(codes).exclude(seat__round__office__code__in=codes)
    counted = dict(rows.order_by().values_list("inauguration").annotate(Count("pk")))
    if not counted:
        return []
    events = Inauguration.objects.filter(pk__in=counted).select_related("phase__round__office")
    events = events.filter(held_on__lte=day) if day else events
    return [(event, counted[event.pk]) for event in events.order_by("-held_on", "-pk")]


def own_sworn(access: Access, uid: UUID, day: date | None = None) -> tuple[Inauguration, list[Own]]:
    """A closed inauguration with those of it who came to the asker's work units or left them, by work unit and post.

    Inauguration.DoesNotExist where there are none, on a day before it was held, and while it isn't closed: until then
    it is the office's own.
    """
    found = Inauguration.objects.select_related("phase__round__office", "invitation").get(uid=uid)
    codes = access.units(*MAKERS)
    rows = found.sworn_in.all() if codes is None else _concerning(codes).filter(inauguration=found)
    told = rows.select_related("decision", "seat__post__work_unit", "person", "oath_choice", "petikan")
    every = sorted(told, key=_place)
    if found.closed_at is None or (day and found.held_on > day) or not every:
        raise Inauguration.DoesNotExist
    return found, [Own(row, is_placed := _came(row, codes), _unit_of(row, is_placed=is_placed)) for row in every]


def _came(row: Appointment, codes: Collection[str] | None) -> bool:
    return codes is None or row.seat.post.work_unit.code in codes


def _unit_of(row: Appointment, *, is_placed: bool) -> str:
    return row.seat.post.work_unit.code if is_placed else getattr(row, "left", "") or ""


def _concerning(codes: Collection[str]) -> QuerySet[Appointment]:
    """Who was sworn in to a post of these work units, or had his home in one of them the day before."""
    eve = OuterRef("inauguration__held_on")
    homes = HomeUnit.objects.known().filter(person=OuterRef("person"), work_unit__code__in=codes, valid_from__lt=eve)
    left = homes.filter(Q(valid_until=None) | Q(valid_until__gte=eve))
    rows = Appointment.objects.filter(inauguration__closed_at__isnull=False)
    rows = rows.annotate(left=Subquery(left.order_by("-valid_from").values("work_unit__code")[:1]))
    return rows.filter(Q(seat__post__work_unit__code__in=codes) | Q(left__isnull=False))


def _place(row: Appointment) -> tuple[str, str, int]:
    post = row.seat.post
    return post.work_unit.code, post.unit_code, post.ordinal
