"""What the front door puts into an audit pack: who did what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from malaqbiq.home.selectors.activity import READERS, deeds
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.packs import Asked, Counted, Pack, Part, Row
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.workbooks.writing import Heading

TOGETHER = 500


def _acts(asked: Asked) -> QuerySet[Activity]:
    """The log of the units in the period: the asker's own acts elsewhere are no part of it."""
    zone, units = ZoneInfo(settings.TIME_ZONE), asked.access.units(*READERS) or frozenset()
    first, end = (datetime.combine(day, time(), zone) for day in (asked.period.start, asked.last_day + DAY))
    return Activity.objects.filter(unit_code__in=units, at__gte=first, at__lt=end).order_by("at", "pk")


def activity_written(asked: Asked, pack: Pack, progress: Progress) -> None:
    """The log, from the first to the last, with names as they are known now."""
    acts = _acts(asked)
    progress.stage(gettext_noop("activity"), acts.count())
    headings = [
        Heading(_("When"), "date", width=20),
        Heading(_("Who"), width=28),
        Heading(_("What"), width=48),
        Heading(_("Whom or which"), width=36),
        Heading(_("Work unit"), width=36),
    ]
    pack.listed("aktivitas/aktivitas", _("Activity"), headings, _rows(asked, acts, progress))


def _rows(asked: Asked, acts: QuerySet[Activity], progress: Progress) -> Iterator[Row]:
    rows = acts.iterator(chunk_size=TOGETHER)
    while batch := list(islice(rows, TOGETHER)):
        for one in deeds(asked.access, asked.today, batch):
            moment = timezone.make_naive(one.at, ZoneInfo(settings.TIME_ZONE)).replace(microsecond=0)
            yield [moment, one.who, one.what, one.whom, one.unit]
        progress.advance(len(batch))


def _counted(asked: Asked) -> list[Counted]:
    acts = _acts(asked).count()
    return [Counted(acts, ngettext("%(count)s act", "%(count)s acts", acts) % {"count": acts})]


PARTS = [
    Part(
        "aktivitas",
        gettext_lazy("Activity"),
        gettext_lazy("who did what in these work units, when, and to whom"),
        READERS,
        _counted,
        activity_written,
    )
]
