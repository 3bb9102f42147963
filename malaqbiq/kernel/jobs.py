"""Background work: what there is to do, asked for by name and kept in the database until a worker has done it.

A room's `tasks.py` registers its tasks; services ask by name, inside their transaction, and never import tasks: the row
is there if and only if the rest of the transaction is. `worker.py` takes the rows and does the work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.activity import activity_record
from malaqbiq.kernel.canonical import Json, canonical, digest
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.progress import Progress
from malaqbiq.kernel.rooms import modules_named
from malaqbiq.kernel.words import Words, gettext_noop, packed, unpacked

READERS = (Role.ADMINISTRATOR, Role.SDM_OFFICER, Role.SECRETARY)
"""Who sees all jobs of his work units; everybody else sees his own."""

OPEN = (Job.State.WAITING, Job.State.RUNNING)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a job leads: a label to be translated, a route with its arguments, and the query behind it."""

    label: str
    route: str
    args: Sequence[str] = ()
    query: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a job: sentences, what to do next, and a file for whoever asked."""

    told: Sequence[Words]
    links: Sequence[Link] = ()
    file: UUID | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What a task is given beside its arguments: the access of who asked, as it is now, and where to tell how far."""

    access: Access
    progress: Progress


@dataclass(frozen=True, slots=True)
class Task:
    """A registered task.

    `roles` on the job's work unit let another than the asker run it again. An `atomic` task is one transaction together
    with the word that it is done: whatever kills the worker, it was done once or not at all. Any other may be begun
    anew after its worker died, and must bear that. `back` leads from a job without result to where it was asked for.
    `fetch` says by a job's arguments whether its asker, with the rights that he has then, may still have the file.
    """

    name: str
    run: Callable[..., Result]
    title: str
    roles: tuple[Role, ...] = ()
    atomic: bool = False
    back: Callable[[Mapping[str, Any]], Link] | None = None
    fetch: Callable[[Access, Mapping[str, Any]], bool] | None = None


Run = TypeVar("Run", bound=Callable[..., Result])
Chore = TypeVar("Chore", bound=Callable[[Access], object])
_tasks: dict[str, Task] = {}
_chores: list[Callable[[Access], object]] = []


def task(
    name: str,
    *,
    title: str,
    roles: Sequence[Role] = (),
    atomic: bool = False,
    back: Callable[[Mapping[str, Any]], Link] | None = None,
    fetch: Callable[[Access, Mapping[str, Any]], bool] | None = None,
) -> Callable[[Run], Run]:
    """Register a function of a `tasks.py` under a name; it is given a `Work` and the job's arguments by keyword."""

    def registered(run: Run) -> Run:
        if name in _tasks:
            raise RuntimeError(f"two tasks are called {name}")
        _tasks[name] = Task(name, run, title, tuple(roles), atomic, back, fetch)
        return run

    return registered


def task_named(name: str) -> Task | None:
    """The task of that name, or None if this release has none."""
    list(modules_named("tasks"))
    return _tasks.get(name)


def daily(run: Chore) -> Chore:
    """Register a function of a `tasks.py` that every worker runs as it starts and once a day, as a system user."""
    _chores.append(run)
    return run


def chores_daily() -> list[Callable[[Access], object]]:
    """What rooms want done once a day, in the order of their floors."""
    list(modules_named("tasks"))
    return list(_chores)


def job_enqueue(
    *,
    access: Access,
    name: str,
    arguments: Mapping[str, Json],
    unit_code: str = "",
    subject_uid: UUID | None = None,
    key: str = "",
) -> Job:
    """The job, which waits as soon as the caller's transaction is committed, and never was if it isn't.

    While one of the same name and key waits or runs, that one. A job of no work unit is its asker's own, and so is its
    key. The caller has seen to it that the asker may do this; the service that the task calls will ask again.
    """
    if task_named(name) is None:
        raise LookupError(f"no tasks.py has a task {name}")
    canonical(arguments)
    if key:
        key = digest(canonical([key, "" if unit_code else access.actor]))
    job = Job(
        name=name,
        arguments=dict(arguments),
        key=key,
        unit_code=unit_code,
        subject_uid=subject_uid,
        actor=access.actor,
        asked_at=clock.real_now(),
    )
    return _added(job) if key else _saved(job)


@transaction.atomic
def job_cancel(*, access: Access, job: UUID) -> bool:
    """Take a waiting job out of the queue; False if it was taken or is over. Job.DoesNotExist for another's."""
    found = jobs_visible(access).get(uid=job)
    _require(access, found)
    waiting = Job.objects.filter(pk=found.pk, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.CANCELLED, finished_at=clock.real_now()):
        return False
    activity_record(access=access, action="kernel.job_cancel", unit_code=found.unit_code, subject_uid=found.uid)
    return True


@transaction.atomic
def job_again(*, access: Access, job: UUID) -> Job:
    """A new job with the same arguments, asked for by who presses; Job.DoesNotExist for another's.

    Forbidden unless the asker was the same or holds the task's role; UserError while the job isn't over.
    """
    found = jobs_visible(access).get(uid=job)
    _require(access, found)
    if not found.is_over:
        raise UserError(gettext_noop("this work is still on its way"), gettext_noop("wait until it is over"))
    again = _again(found, access)
    activity_record(access=access, action="kernel.job_again", unit_code=found.unit_code, subject_uid=again.uid)
    return again


def jobs_visible(access: Access) -> QuerySet[Job]:
    """The asker's own jobs, and those of the work units where he is administrator, SDM officer or secretary."""
    units = access.units(*READERS)
    return Job.objects.all() if units is None else Job.objects.filter(Q(actor=access.actor) | Q(unit_code__in=units))


def may_again(access: Access, job: Job) -> bool:
    """Whether the asker may have a job that he sees run again, or take it back."""
    found = task_named(job.name)
    if found is None:
        return False
    return job.actor == access.actor or (bool(found.roles) and access.covers(job.unit_code, *found.roles))


def may_fetch(access: Access, job: Job) -> bool:
    """Whether the asker may have the file that a job made: his own job's alone, and while he holds what it asks for."""
    if job.actor != access.actor or (job.unit_code and not access.covers(job.unit_code)):
        return False
    found = task_named(job.name)
    return found is None or found.fetch is None or found.fetch(access, job.arguments)


def result_packed(result: Result) -> dict[str, Any]:
    """A result as it is kept."""
    links = [
        {"label": link.label, "route": link.route, "args": list(link.args), "query": [list(one) for one in link.query]}
        for link in result.links
    ]
    return {
        "told": [packed(words) for words in result.told],
        "links": links,
        "file": str(result.file) if result.file else None,
    }


def result_of(job: Job) -> Result:
    """What came of a job; nothing where nothing did."""
    if job.result is None:
        return Result(())
    links = [
        Link(one["label"], one["route"], tuple(one["args"]), [(key, value) for key, value in one["query"]])
        for one in job.result["links"]
    ]
    file = job.result["file"]
    return Result([unpacked(words) for words in job.result["told"]], links, UUID(file) if file else None)


def error_packed(error: UserError) -> dict[str, Any]:
    """An error as it is kept."""
    return {"words": packed(error.words), "remedy": packed(error.remedy)}


def error_of(job: Job) -> UserError | None:
    """Why a job failed, and what to do."""
    return UserError(unpacked(job.error["words"]), unpacked(job.error["remedy"])) if job.error else None


class _Hook:
    access_of: Callable[[str], Access] | None = None
    over: Callable[[Job], None] | None = None


def fill(access_of: Callable[[str], Access]) -> None:
    """Say who knows what a user may do now. Called once, by the room that knows, when it is ready."""
    _Hook.access_of = staticmethod(access_of)


def tell_by(over: Callable[[Job], None]) -> None:
    """Say who tells that a job is done or has failed, in the transaction in which it is. Called once, as `fill`."""
    _Hook.over = staticmethod(over)


def over_tell(job: Job) -> None:
    """Tell that a job is done or has failed."""
    if _Hook.over is not None:
        _Hook.over(job)


def asker(job: Job) -> Access:
    """The access of who asked as it is now: rights that were taken away meanwhile are gone for the job too."""
    system, mark, name = job.actor.partition(":")
    if mark and system == "system":
        return Access.system(name)
    if _Hook.access_of is None:
        raise Forbidden(gettext_noop("who asked for this work is not known any more"))
    return _Hook.access_of(job.actor)


def _require(access: Access, job: Job) -> None:
    if not may_again(access, job):
        raise Forbidden(gettext_noop("this work is another's to run again or to take back"))


def _again(job: Job, access: Access) -> Job:
    again = Job(
        name=job.name,
        arguments=job.arguments,
        key=job.key,
        unit_code=job.unit_code,
        subject_uid=job.subject_uid,
        actor=access.actor,
        asked_at=clock.real_now(),
    )
    return _added(again) if again.key else _saved(again)


def _saved(job: Job) -> Job:
    job.save(force_insert=True)
    return job


def _added(job: Job) -> Job:
    """The job, or the one of its key that is open; that may end at the very moment in which it is in the way."""
    there = Job.objects.filter(name=job.name, key=job.key, state__in=OPEN)
    try:
        with transaction.atomic():
            return _saved(job)
    except IntegrityError:
        return there.first() or _saved(job)
