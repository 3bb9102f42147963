"""What monthly reports put into an audit pack: what was sent, what became of it, in which letter it went on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from malaqbiq.kernel.packs import Asked, Counted, Pack, Part, Row
from malaqbiq.kernel.progress import Progress, tracked
from malaqbiq.kernel.workbooks.writing import Heading
from malaqbiq.reports.labels import STAGES
from malaqbiq.reports.models import Report
from malaqbiq.reports.rules.stages import Stage
from malaqbiq.reports.selectors.board import READERS, stage_now


def _reports(asked: Asked) -> QuerySet[Report]:
    """Every version of the units' reports on the months whose first day is in the period."""
    units = asked.access.units(*READERS) or frozenset()
    days = (asked.period.start.replace(day=1), asked.last_day)
    return Report.objects.filter(work_unit__code__in=units, month__range=days)


def reports_written(asked: Asked, pack: Pack, progress: Progress) -> None:
    """Each version with its digest; the notes that people wrote to each other stay out."""
    reports = _reports(asked).defer("content", "note").select_related("work_unit", "review__enclosure__letter")
    reports = reports.order_by("work_unit__code", "month", "version")
    progress.stage(gettext_noop("monthly reports"), reports.count())
    headings = [
        Heading(_("Work unit"), width=36),
        Heading(_("Month"), "date", 12),
        Heading(_("Version"), "whole", 8),
        Heading(_("People"), "whole", 8),
        Heading(_("State"), width=24),
        Heading(_("Covering letter"), width=28),
        Heading("SHA-256", width=68),
    ]
    rows: Iterable[Row] = (_row(report) for report in tracked(reports.iterator(chunk_size=500), progress))
    pack.listed("laporan/laporan", _("Monthly reports"), headings, rows)


def _row(report: Report) -> Row:
    stage = stage_now(report)
    letter = report.review.enclosure.letter.number if stage is Stage.LETTERED else ""
    return [
        report.work_unit.name,
        report.month,
        report.version,
        report.people,
        str(STAGES[stage]),
        letter,
        report.digest,
    ]


def _counted(asked: Asked) -> list[Counted]:
    reports = _reports(asked).count()
    return [Counted(reports, ngettext("%(count)s report", "%(count)s reports", reports) % {"count": reports})]


PARTS = [
    Part(
        "laporan",
        gettext_lazy("Monthly reports"),
        gettext_lazy("what was sent of each month, whether it was checked, and the letter that it went on in"),
        READERS,
        _counted,
        reports_written,
    )
]
