"""What may be done in an appraisal."""

from malaqbiq.appraisal.services.attending import AttendanceEntry, attendance_enter, attendance_take
from malaqbiq.appraisal.services.cycles import cycle_close, cycle_open, cycle_refresh, results_tell
from malaqbiq.appraisal.services.deciding import Taken, decision_make, decisions_make, decisions_take
from malaqbiq.appraisal.services.decreeing import Drafted, cycle_draft_decrees
from malaqbiq.appraisal.services.judging import (
    ScoreChange,
    excuse_give,
    excuse_withdraw,
    objection_decide,
    objection_raise,
    own_objection_raise,
    result_read,
    score_moderate,
)
from malaqbiq.appraisal.services.naming import Naming, appraiser_remove, appraisers_assign
from malaqbiq.appraisal.services.scoring import ScoreEntry, scores_enter

__all__ = [
    "AttendanceEntry",
    "Drafted",
    "Naming",
    "ScoreChange",
    "ScoreEntry",
    "Taken",
    "appraiser_remove",
    "appraisers_assign",
    "attendance_enter",
    "attendance_take",
    "cycle_close",
    "cycle_draft_decrees",
    "cycle_open",
    "cycle_refresh",
    "decision_make",
    "decisions_make",
    "decisions_take",
    "excuse_give",
    "excuse_withdraw",
    "objection_decide",
    "objection_raise",
    "own_objection_raise",
    "result_read",
    "results_tell",
    "score_moderate",
    "scores_enter",
]
