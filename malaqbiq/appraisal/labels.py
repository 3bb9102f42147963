"""What the rules' words are called on pages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from malaqbiq.appraisal.models import Objection
from malaqbiq.appraisal.rules.closing import Hold, Stage
from malaqbiq.appraisal.rules.instrument import Kind, Recommendation

RECOMMENDATIONS = {
    Recommendation.EXTEND: _("extend"),
    Recommendation.EXTEND_WITH_COACHING: _("extend with coaching"),
    Recommendation.DO_NOT_EXTEND: _("do not extend"),
}

CRITERIA = {
    Kind.MONTHLY: _("scored month by month by the appraiser who is named; the mean of the months counts"),
    Kind.ATTENDANCE: _("reckoned from the recorded attendance of the period; nobody scores it"),
    Kind.DIRECT_SUPERIOR: _("as the direct superior has seen it over the whole period: one score"),
    Kind.INDIRECT_SUPERIOR: _("as the superior's superior has seen it over the whole period: one score"),
    Kind.PEERS: _("as colleagues have seen it; the mean of their scores counts"),
    Kind.WRITTEN_TEST: _("the score of a written test"),
    Kind.INTERVIEW: _("the score of an interview"),
}
"""How a criterion is scored; what its words ask for beyond that the instrument's own paper says."""

STAGES = {Stage.SCORED: _("scored"), Stage.EXCUSED: _("excused"), Stage.MISSING: _("incomplete")}

OBJECTIONS = {
    Objection.State.OPEN: _("waits for a decision"),
    Objection.State.UPHELD: _("upheld"),
    Objection.State.REJECTED: _("rejected"),
}

HOLDS = {
    Hold.UNNAMED: ngettext_lazy(
        "%(count)s person has nobody who scores them.", "%(count)s people have nobody who scores them.", "count"
    ),
    Hold.SCORES: ngettext_lazy(
        "Scores of %(count)s person are missing.", "Scores of %(count)s people are missing.", "count"
    ),
    Hold.ATTENDANCE: ngettext_lazy(
        "Attendance of %(count)s person is missing.", "Attendance of %(count)s people is missing.", "count"
    ),
    Hold.OBJECTIONS: ngettext_lazy(
        "%(count)s objection waits for a decision.", "%(count)s objections wait for a decision.", "count"
    ),
    Hold.NOT_INSIDE: ngettext_lazy(
        "%(count)s person in service isn't in this period yet.",
        "%(count)s people in service aren't in this period yet.",
        "count",
    ),
}
"""What keeps a cycle open, as a sentence; what mends each stands beside it on the page."""
