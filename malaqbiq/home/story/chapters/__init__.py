"""The chapters of the story, in the order of their days. A later capability adds its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from malaqbiq.home.story.chapters import (
    accounts,
    appraisal,
    attendance,
    coming,
    conduct,
    decrees,
    filling,
    offices,
    opening,
    papers,
    setting,
    waiting,
)
from malaqbiq.home.story.plan import (
    APPROVED,
    BEGINNING,
    CYCLE_CLOSED,
    CYCLE_OPENED,
    DRAFTED,
    END,
    KABAG_SWORN_IN,
    KASUBAG_DECIDED,
    KASUBAG_PROPOSED,
    KASUBAG_SCORED,
    KASUBAG_SWORN_IN,
    NEW_STRUCTURE_SINCE,
    SUBMITTED,
    at,
)
from malaqbiq.home.story.stage import Stage, Work
from malaqbiq.kernel.periods import DAY


@dataclass(frozen=True, slots=True)
class Chapter:
    """Something that happens at a moment, and the kind of work to which its time counts."""

    moment: datetime
    work: Work
    tell: Callable[[Stage], None]


CHAPTERS = (
    Chapter(at(BEGINNING, 8), Work.PEOPLE, setting.stage_set),
    Chapter(at(BEGINNING, 9), Work.PEOPLE, coming.people_come),
    Chapter(at(BEGINNING, 10), Work.PEOPLE, opening.offices_open),
    Chapter(at(BEGINNING, 11), Work.PEOPLE, offices.offices_speak),
    Chapter(at(BEGINNING, 14), Work.PEOPLE, attendance.attendance_until_november),
    Chapter(at(BEGINNING, 15), Work.PEOPLE, accounts.accounts_open),
    Chapter(at(CYCLE_OPENED, 9), Work.PEOPLE, appraisal.cycles_open),
    Chapter(at(CYCLE_OPENED, 14), Work.PEOPLE, appraisal.staff_are_scored),
    Chapter(at(CYCLE_OPENED + DAY, 10), Work.PEOPLE, appraisal.results_are_told),
    Chapter(at(CYCLE_OPENED + 2 * DAY, 9), Work.PEOPLE, appraisal.one_objects),
    Chapter(at(CYCLE_OPENED + 3 * DAY, 9), Work.PEOPLE, appraisal.objections_are_decided),
    Chapter(at(CYCLE_CLOSED, 15), Work.PEOPLE, attendance.attendance_of_december),
    Chapter(at(CYCLE_CLOSED, 16), Work.MAIN_JOB, appraisal.cycles_close),
    Chapter(at(CYCLE_CLOSED, 17), Work.MAIN_JOB, appraisal.secretary_decides),
    Chapter(at(NEW_STRUCTURE_SINCE, 9), Work.PEOPLE, filling.structure_takes_effect),
    Chapter(at(KABAG_SWORN_IN, 10), Work.PEOPLE, filling.kabag_are_sworn_in),
    Chapter(at(DRAFTED, 8), Work.PEOPLE, offices.books_open),
    Chapter(at(DRAFTED, 9), Work.MAIN_JOB, decrees.decrees_are_drafted),
    Chapter(at(SUBMITTED, 9), Work.MAIN_JOB, decrees.decrees_are_submitted),
    Chapter(at(APPROVED, 9), Work.MAIN_JOB, decrees.decrees_are_approved),
    Chapter(at(END, 9), Work.MAIN_JOB, decrees.decrees_are_issued),
    Chapter(at(END, 10), Work.PEOPLE, conduct.years_are_rated),
    Chapter(at(END, 14), Work.MAIN_JOB, decrees.wages_are_checked),
    Chapter(at(END, 15), Work.DOCUMENTS, papers.papers_are_rendered),
    Chapter(at(END, 16), Work.PEOPLE, appraisal.december_is_being_scored),
    Chapter(at(END, 16, 30), Work.PEOPLE, waiting.decrees_wait),
    Chapter(at(KASUBAG_SCORED, 9), Work.PEOPLE, filling.kasubag_are_scored),
    Chapter(at(KASUBAG_PROPOSED, 9), Work.PEOPLE, filling.kasubag_are_proposed),
    Chapter(at(KASUBAG_DECIDED, 9), Work.PEOPLE, filling.kasubag_are_decided),
    Chapter(at(KASUBAG_SWORN_IN, 10), Work.PEOPLE, filling.kasubag_are_sworn_in),
)
