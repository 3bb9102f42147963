"""What a list tells besides identity and service: schooling, the decree that was in force, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from malaqbiq.intake.models import PriorDecree, Question
from malaqbiq.intake.rules.employees import EmployeeRow
from malaqbiq.intake.services.cases import Case
from malaqbiq.intake.services.taken import Given
from malaqbiq.kernel import clock
from malaqbiq.kernel.bulk import rows_insert
from malaqbiq.kernel.progress import batches
from malaqbiq.people.models import Education
from malaqbiq.people.services import EducationDraft, educations_record

AT_ONCE = 5000
BATCH = 500


@dataclass(slots=True)
class Recorded:
    """What is recorded of one person."""

    schools: set[tuple[int, str]]
    prior: PriorDecree | None
    questions: dict[str, str]


def records_compare(*, cases: Sequence[Case]) -> None:
    """Mark the cases of known people whose records the list would change."""
    recorded = _recorded([case.whom for case in cases if case.person])
    for case in cases:
        if case.person:
            known = recorded[case.whom]
            asked, settled = _questions(case, known)
            case.records = bool(
                _tells_school(case.row, known) or _tells_decree(case.row, known.prior) or asked or settled
            )


def records_write(*, given: Given, cases: Sequence[Case]) -> None:
    """Write the records that the cases change."""
    recorded = _recorded([case.whom for case in cases if case.person])
    recorded |= {case.whom: Recorded(set(), None, {}) for case in cases if not case.person}
    schools = list(_schools(given, cases, recorded))
    educations_record(access=given.access, day=given.day, drafts=schools, progress=given.progress)
    _priors_write(given, cases, recorded)
    _questions_write(cases, recorded)


def _recorded(people: Sequence[UUID]) -> dict[UUID, Recorded]:
    found = {uid: Recorded(set(), None, {}) for uid in people}
    for batch in batches(sorted(found), AT_ONCE):
        for uid, level, field in Education.objects.filter(person__uid__in=batch).values_list(
            "person__uid", "level", "field"
        ):
            found[uid].schools.add((level, field))
        for prior in PriorDecree.objects.filter(person__uid__in=batch):
            found[prior.person_id].prior = prior
        for question in Question.objects.filter(person__uid__in=batch):
            found[question.person_id].questions[question.subject] = question.text
    return found


def _tells_school(row: EmployeeRow, known: Recorded) -> bool:
    if row.education is None:
        return False
    level, field = row.education
    return (level, field) not in known.schools and (bool(field) or level not in {school[0] for school in known.schools})


def _tells_decree(row: EmployeeRow, prior: PriorDecree | None) -> bool:
    if not (row.decree_number or row.decree_date):
        return False
    if prior is None:
        return True
    return (row.decree_number or prior.number, row.decree_date or prior.decided_on) != (prior.number, prior.decided_on)


def _schools(given: Given, cases: Sequence[Case], recorded: Mapping[UUID, Recorded]) -> Iterator[EducationDraft]:
    for case in cases:
        if case.row.education and _tells_school(case.row, recorded[case.whom]):
            level, field = case.row.education
            yield EducationDraft(person=case.whom, level=level, field=field, source=given.source)


def _priors_write(given: Given, cases: Sequence[Case], recorded: Mapping[UUID, Recorded]) -> None:
    columns = ("number", "decided_on", "source", "entered_by", "entered_at")
    who = (given.source, given.access.actor, clock.now())
    new: list[tuple[Any, ...]] = []
    changed: list[PriorDecree] = []
    for case in cases:
        prior = recorded[case.whom].prior
        if not _tells_decree(case.row, prior):
            continue
        if prior is None:
            new.append((case.whom, case.row.decree_number, case.row.decree_date, *who))
            continue
        prior.number = case.row.decree_number or prior.number
        prior.decided_on = case.row.decree_date or prior.decided_on
        prior.source, prior.entered_by, prior.entered_at = who
        changed.append(prior)
    rows_insert(PriorDecree, ("person_id", *columns), new)
    PriorDecree.objects.bulk_update(changed, columns, batch_size=BATCH)


def _questions(case: Case, known: Recorded) -> tuple[dict[str, str], set[str]]:
    """What the row leaves open that wasn't, with the list's words; and what it settles."""
    row, open_now = case.row, known.questions
    asked: dict[str, str] = {}
    settled: set[str] = set()
    if row.position and not row.family and case.seat is None:
        asked[Question.Subject.POSITION] = row.position
    elif row.position:
        settled.add(Question.Subject.POSITION)
    if row.start:
        settled.add(Question.Subject.START)
    elif any(change.effect == "service.engaged" and change.mends is None for change in case.changes):
        asked[Question.Subject.START] = ""
    new = {subject: text for subject, text in asked.items() if open_now.get(subject) != text}
    return new, settled & open_now.keys()


def _questions_write(cases: Sequence[Case], recorded: Mapping[UUID, Recorded]) -> None:
    asked: list[tuple[UUID, str, str]] = []
    gone: dict[str, list[UUID]] = {}
    for case in cases:
        open_now = recorded[case.whom].questions
        new, settled = _questions(case, recorded[case.whom])
        asked += [(case.whom, subject, text) for subject, text in new.items()]
        for subject in settled | (new.keys() & open_now.keys()):
            gone.setdefault(subject, []).append(case.whom)
    for subject, people in gone.items():
        for batch in batches(people, AT_ONCE):
            Question.objects.filter(subject=subject, person__uid__in=batch).delete()
    rows_insert(Question, ("person_id", "subject", "text"), asked)
