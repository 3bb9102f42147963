"""What appointments put into an audit pack: who was sworn in to which post, by which decree."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from malaqbiq.appointments.models import Appointment
from malaqbiq.appointments.selectors.changes import READERS
from malaqbiq.appointments.selectors.mended import Mended, mended_in
from malaqbiq.appointments.selectors.phases import seat_title
from malaqbiq.decrees.labels import AUTHORITIES
from malaqbiq.kernel.packs import Asked, Counted, Pack, Part, Row
from malaqbiq.kernel.progress import Progress, tracked
from malaqbiq.kernel.workbooks.writing import Heading


def _sworn_in(asked: Asked) -> QuerySet[Appointment]:
    """Who was sworn in on a day of the period to posts of the units; who was absent has no decree, and is none."""
    units = asked.access.units(*READERS) or frozenset()
    days = (asked.period.start, asked.last_day)
    return Appointment.objects.filter(
        seat__post__work_unit__code__in=units, decree__isnull=False, inauguration__held_on__range=days
    )


def appointments_written(asked: Asked, pack: Pack, progress: Progress) -> None:
    """Everybody who was sworn in, with the decree that appointed him and the one that took it back, if any did."""
    found = _sworn_in(asked).select_related("person", "seat__round", "seat__phase", "seat__post__work_unit")
    found = found.select_related("decision", "inauguration").order_by("inauguration__held_on", "seat_id", "pk")
    sworn = list(found)
    mended = mended_in(sworn)
    progress.stage(gettext_noop("appointments"), len(sworn))
    headings = [
        Heading(_("Sworn in"), "date", 12),
        Heading(_("Place"), width=28),
        Heading(_("Work unit"), width=36),
        Heading(_("Level"), width=16),
        Heading(_("Post"), width=48),
        Heading(_("Name"), width=32),
        Heading(_("Decided by"), width=24),
        Heading(_("Number"), width=28),
        Heading(_("Dated"), "date", 12),
        Heading(_("Filling"), width=40),
        Heading(_("Taken back by"), width=28),
    ]
    rows: Iterable[Row] = (_row(one, mended.get(one.pk)) for one in tracked(sworn, progress))
    pack.listed("pengisian/pelantikan", _("Appointments"), headings, rows)


def _row(one: Appointment, mended: Mended | None) -> Row:
    inauguration, decision, seat = one.inauguration, one.decision, one.seat
    return [
        inauguration.held_on if inauguration else None,
        inauguration.place if inauguration else "",
        seat.post.work_unit.name,
        seat.phase.level,
        seat_title(seat),
        one.person.full_name,
        str(AUTHORITIES.get(decision.authority, decision.authority)),
        decision.number,
        decision.decided_on,
        seat.round.title,
        mended.number if mended else "",
    ]


def _counted(asked: Asked) -> list[Counted]:
    sworn = _sworn_in(asked).count()
    return [Counted(sworn, ngettext("%(count)s appointment", "%(count)s appointments", sworn) % {"count": sworn})]


PARTS = [
    Part(
        "pengisian",
        gettext_lazy("Appointments"),
        gettext_lazy("who was sworn in to which post, and by which decree"),
        READERS,
        _counted,
        appointments_written,
    )
]
