"""What appraisal puts into an audit pack: how everybody of the periods stands, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext

from malaqbiq.appraisal.labels import RECOMMENDATIONS, STAGES
from malaqbiq.appraisal.models import Appraisee, Cycle, Decision, Draft
from malaqbiq.appraisal.rules.closing import stage_of
from malaqbiq.appraisal.rules.instrument import Recommendation
from malaqbiq.appraisal.rules.points import score_of
from malaqbiq.appraisal.rules.scoring import Outcome
from malaqbiq.appraisal.selectors.records import Standing, standings
from malaqbiq.appraisal.selectors.seen import READERS, appraisees_seen, cycles_seen, end_of
from malaqbiq.appraisal.selectors.standing import decisions_standing
from malaqbiq.decrees.models import Decree
from malaqbiq.kernel.packs import Asked, Counted, Pack, Part, Row
from malaqbiq.kernel.periods import DAY
from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.workbooks.writing import Heading


def _cycles(asked: Asked) -> QuerySet[Cycle]:
    """Cycles with somebody of the units in them that appraise days of the period, or were open on one, or on which a
    decree rests that was issued in it.
    """
    first, last = asked.period.start, asked.last_day
    appraised = Q(period_start__lte=last, period_end__gt=first)
    still = Q(closed_at__isnull=True) | Q(closed_at__gte=end_of(first - DAY, "UTC"))
    inside = Appraisee.objects.filter(cycle=OuterRef("pk"), work_unit__code__in=asked.access.units(*READERS) or ())
    seen = cycles_seen(access=asked.access, on=asked.today).filter(Exists(inside))
    drafts = Draft.objects.filter(cycle=OuterRef("pk"), decree__state=Decree.State.ISSUED)
    rests = Exists(drafts.filter(decree__decided_on__range=(first, last)))
    return seen.filter(appraised | Q(opened_at__lt=end_of(last, "UTC")) & still | rests)


def appraisals_written(asked: Asked, pack: Pack, progress: Progress) -> None:
    """Everybody of the units, in each of the cycles: score, recommendation, decision and its reason."""
    cycles = list(_cycles(asked))
    progress.stage(gettext_noop("appraisals"), len(cycles))
    headings = [
        Heading(_("Period"), width=40),
        Heading(_("Name"), width=32),
        Heading(_("Work unit"), width=36),
        Heading(_("Appraisal"), width=14),
        Heading(_("Score"), "decimal", 10),
        Heading(_("Recommendation"), width=24),
        Heading(_("Told"), width=10),
        Heading(_("Objection open"), width=10),
        Heading(_("Decided"), width=24),
        Heading(_("Reason"), width=48),
    ]
    pack.listed("evaluasi/evaluasi", _("Appraisals"), headings, _rows(asked, cycles, progress))


def _rows(asked: Asked, cycles: list[Cycle], progress: Progress) -> Iterator[Row]:
    for cycle in cycles:
        decided = decisions_standing(access=asked.access, cycle=cycle, on=asked.today)
        decisions = {one.appraisee_id: one for one in decided}
        for one in standings(cycle, appraisees_seen(access=asked.access, cycle=cycle)):
            yield _row(cycle, one, decisions.get(one.appraisee))
        progress.advance()


def _row(cycle: Cycle, one: Standing, decision: Decision | None) -> Row:
    scored = one.outcome if isinstance(one.outcome, Outcome) and not one.excused else None
    return [
        cycle.title,
        one.name,
        one.unit_name,
        str(STAGES[stage_of(one.outcome, excused=one.excused)]),
        float(score_of(scored.points)) if scored else None,
        str(RECOMMENDATIONS[scored.recommendation]) if scored else "",
        _("yes") if one.told else _("no"),
        _("yes") if one.objecting else _("no"),
        str(RECOMMENDATIONS[Recommendation(decision.outcome)]) if decision else "",
        decision.reason if decision else "",
    ]


def _counted(asked: Asked) -> list[Counted]:
    inside = Q(appraisees__work_unit__code__in=asked.access.units(*READERS) or ())
    appraised = Count("appraisees__person", distinct=True, filter=inside)
    found = _cycles(asked).order_by().aggregate(periods=Count("pk", distinct=True), people=appraised)
    periods, people = found["periods"], found["people"]
    return [
        Counted(periods, ngettext("%(count)s period", "%(count)s periods", periods) % {"count": periods}),
        Counted(people, ngettext("%(count)s person", "%(count)s people", people) % {"count": people}),
    ]


PARTS = [
    Part(
        "evaluasi",
        gettext_lazy("Appraisals"),
        gettext_lazy("scores, recommendations and decisions of each period, person by person"),
        READERS,
        _counted,
        appraisals_written,
    )
]
