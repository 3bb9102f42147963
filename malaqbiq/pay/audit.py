"""What pay puts into an audit pack: the closed months."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from malaqbiq.kernel.packs import Asked, Counted, Pack, Part, Row
from malaqbiq.kernel.progress import Progress, tracked
from malaqbiq.kernel.workbooks.writing import Heading
from malaqbiq.pay.models import PayLine, PayMonth
from malaqbiq.pay.rules.months import Kind
from malaqbiq.pay.selectors.seen import READERS


def _months(asked: Asked) -> QuerySet[PayMonth]:
    """The closed months of the units whose first day is in the period."""
    units = asked.access.units(*READERS) or frozenset()
    days = (asked.period.start.replace(day=1), asked.last_day)
    return PayMonth.objects.filter(work_unit__code__in=units, month__range=days)


def months_written(asked: Asked, pack: Pack, progress: Progress) -> None:
    """Every line of the closed months, with the decree that it follows from; numbers of identity stay out."""
    lines = PayLine.objects.filter(pay_month__in=_months(asked))
    lines = lines.select_related("pay_month__work_unit", "person", "entry__decree")
    lines = lines.order_by("pay_month__work_unit__code", "pay_month__month", "ordinal")
    progress.stage(gettext_noop("months"), lines.count())
    headings = [
        Heading(_("Work unit"), width=36),
        Heading(_("Month"), "date", 12),
        Heading(_("Name"), width=32),
        Heading(_("What"), width=10),
        Heading(_("For the month"), "date", 14),
        Heading(_("Days paid"), "whole", 10),
        Heading(_("Days of the month"), "whole", 10),
        Heading(_("Pay of a full month"), "rupiah"),
        Heading(_("Gross"), "rupiah"),
        Heading(_("Decree"), width=28),
        Heading(_("Dated"), "date", 12),
    ]
    rows: Iterable[Row] = (_row(line) for line in tracked(lines.iterator(chunk_size=1000), progress))
    pack.listed("honorarium/bulan", _("Closed months"), headings, rows)


def _row(line: PayLine) -> Row:
    decree = line.entry.decree if line.entry else None
    return [
        line.pay_month.work_unit.name,
        line.pay_month.month,
        line.person.full_name,
        _("THR") if line.kind == Kind.THR else _("Pay"),
        line.about,
        line.days,
        line.of_days,
        line.monthly_amount,
        line.amount,
        decree.number if decree else "",
        decree.decided_on if decree else None,
    ]


def _counted(asked: Asked) -> list[Counted]:
    names = {"months": "month", "units": "work_unit", "people": "lines__person"}
    found = _months(asked).aggregate(**{name: Count(field, distinct=True) for name, field in names.items()})
    months, units, people = found["months"], found["units"], found["people"]
    return [
        Counted(months, ngettext("%(count)s month", "%(count)s months", months) % {"count": months}),
        Counted(units, ngettext("%(count)s work unit", "%(count)s work units", units) % {"count": units}),
        Counted(people, ngettext("%(count)s person", "%(count)s people", people) % {"count": people}),
    ]


PARTS = [
    Part(
        "honorarium",
        gettext_lazy("Closed months"),
        gettext_lazy("what the payroll's operator was told, line by line, with the decree behind it"),
        READERS,
        _counted,
        months_written,
    )
]
