"""Background work as pages tell it: what it is, how far, what came of it, and what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from malaqbiq.accounts.selectors import actor_names
from malaqbiq.decrees.models import Decree
from malaqbiq.intake.selectors.called import TAKE, TRY, lists_called
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.jobs import Link, Result, error_of, jobs_visible, may_again, may_fetch, result_of, task_named
from malaqbiq.kernel.models import Job, StoredFile
from malaqbiq.kernel.presence import workers_living
from malaqbiq.kernel.words import Words
from malaqbiq.organization.models import WorkUnit

STATES: dict[str, tuple[Promise, str]] = {
    Job.State.RUNNING: (_("running"), "info"),
    Job.State.WAITING: (_("waiting"), "warn"),
    Job.State.FAILED: (_("failed"), "bad"),
    Job.State.DONE: (_("done"), "good"),
    Job.State.CANCELLED: (_("cancelled"), ""),
}
"""What a state is called, and its tone."""


@dataclass(frozen=True, slots=True)
class JobSeen:
    """A job in the reader's language."""

    job: Job
    title: str
    state: Promise
    tone: str
    about: str
    who: str
    unit: str
    is_own: bool
    may_again: bool

    @property
    def uid(self) -> UUID:
        """The job's own."""
        return self.job.uid

    @property
    def took(self) -> timedelta | None:
        """How long it ran, if it is over."""
        job = self.job
        return job.finished_at - job.started_at if job.finished_at and job.started_at else None


@dataclass(frozen=True, slots=True)
class JobPage:
    """All that the page of one job tells: `ahead` counts what waits before it, `idle` says that nobody takes jobs.

    `in_one_piece` says that nothing can be told of it meanwhile: it holds SQLite's one write lock.
    """

    seen: JobSeen
    told: Sequence[Words]
    links: Sequence[tuple[str, str]]
    """label, address"""
    back: tuple[str, str] | None
    error: UserError | None
    has_file: bool
    ahead: int
    idle: bool
    in_one_piece: bool


def jobs_listed(access: Access) -> QuerySet[Job]:
    """The jobs that the asker sees, with a `rank`: what runs before what waits, then what is over."""
    running, waiting = When(state=Job.State.RUNNING, then=0), When(state=Job.State.WAITING, then=1)
    return jobs_visible(access).annotate(rank=Case(running, waiting, default=Value(2), output_field=IntegerField()))


def jobs_filled(access: Access, jobs: Sequence[Job]) -> Sequence[JobSeen]:
    """Jobs with names in place of uids and codes, in three statements; `about` is the number of the one decree.

    Of a list it is the file's name: two statements more where there are such jobs.
    """
    people = actor_names({job.actor for job in jobs})
    codes = {job.unit_code for job in jobs if job.unit_code}
    units = dict(WorkUnit.objects.filter(code__in=codes).values_list("code", "name")) if codes else {}
    subjects = {job.subject_uid for job in jobs if job.subject_uid}
    about = dict(Decree.objects.filter(uid__in=subjects).values_list("uid", "number")) if subjects else {}
    about |= lists_called({job.subject_uid for job in jobs if job.subject_uid and job.name in (TRY, TAKE)})
    return [
        JobSeen(
            job=job,
            title=task_title(job.name),
            about=about.get(job.subject_uid, "") if job.subject_uid else "",
            state=STATES[job.state][0],
            tone=STATES[job.state][1],
            who=people[job.actor],
            unit=units.get(job.unit_code, job.unit_code),
            is_own=job.actor == access.actor,
            may_again=may_again(access, job),
        )
        for job in jobs
    ]


def job_page(access: Access, uid: UUID) -> JobPage:
    """One job; Job.DoesNotExist for another's."""
    job = jobs_visible(access).get(uid=uid)
    (seen,) = jobs_filled(access, [job])
    result, found = result_of(job), task_named(job.name)
    back = found.back(job.arguments) if found and found.back else None
    addresses = [(gettext(link.label), address) for link in result.links if (address := _address(link))]
    way_back = _address(back) if back else ""
    waits = job.state == Job.State.WAITING
    return JobPage(
        seen=seen,
        told=result.told,
        links=addresses,
        back=(gettext(back.label), way_back) if back and way_back else None,
        error=error_of(job),
        has_file=_has_file(access, job, result),
        ahead=Job.objects.filter(state=Job.State.WAITING, pk__lt=job.pk).count() if waits else 0,
        idle=not job.is_over and nobody_works(),
        in_one_piece=connection.vendor == "sqlite" and bool(found and found.atomic),
    )


def job_file(access: Access, uid: UUID) -> StoredFile:
    """The file that a job made for the asker himself; StoredFile.DoesNotExist if there is none, or for another.

    Neither for who has lost his roles on the job's work unit since.
    """
    job = jobs_visible(access).get(uid=uid)
    file = result_of(job).file
    if file is None or not may_fetch(access, job):
        raise StoredFile.DoesNotExist
    return StoredFile.objects.get(uid=file)


def _has_file(access: Access, job: Job, result: Result) -> bool:
    """Whether there is a file for the asker: some are kept for a while only."""
    if result.file is None or not may_fetch(access, job):
        return False
    return StoredFile.objects.filter(uid=result.file).exists()


def nobody_works() -> bool:
    """Whether no worker takes jobs."""
    return not workers_living()


def task_title(name: str) -> str:
    """What a task is called in the reader's language; its own name where this release has none."""
    found = task_named(name)
    return gettext(found.title) if found else name


def queue_facts() -> dict[str, int]:
    """For whoever watches the server: how many workers live, what waits and what runs."""
    return {
        "workers": len(workers_living()),
        "waiting": Job.objects.filter(state=Job.State.WAITING).count(),
        "running": Job.objects.filter(state=Job.State.RUNNING).count(),
    }


def _address(link: Link) -> str:
    try:
        address = reverse(link.route, args=link.args)
    except NoReverseMatch:
        # Kept by an older release, whose pages were others.
        return ""
    return f"{address}?{urlencode(link.query)}" if link.query else address
