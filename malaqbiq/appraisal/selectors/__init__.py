"""Questions about appraisals. All are narrowed to what the asker may see, and all have a date."""

from malaqbiq.appraisal.selectors.coverage import coverage, unfinished
from malaqbiq.appraisal.selectors.seen import READERS, appraisees_seen, cycle_seen, cycles_seen
from malaqbiq.appraisal.selectors.standing import decisions_standing, results_standing

__all__ = [
    "READERS",
    "appraisees_seen",
    "coverage",
    "cycle_seen",
    "cycles_seen",
    "decisions_standing",
    "results_standing",
    "unfinished",
]
