"""A cycle and all that is entered, changed and decided in it."""

from malaqbiq.appraisal.models.cycle import Appraisee, Appraiser, Cycle
from malaqbiq.appraisal.models.draft import Draft
from malaqbiq.appraisal.models.judgement import Adjustment, Decision, Excuse, Objection, Result
from malaqbiq.appraisal.models.score import Attendance, Score

__all__ = [
    "Adjustment",
    "Appraisee",
    "Appraiser",
    "Attendance",
    "Cycle",
    "Decision",
    "Draft",
    "Excuse",
    "Objection",
    "Result",
    "Score",
]
