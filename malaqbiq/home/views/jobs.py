"""Background work: what runs, what came of it, and running it again."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST, require_safe

from malaqbiq.home.selectors.jobs import JobSeen, job_file, job_page, jobs_filled, jobs_listed, nobody_works
from malaqbiq.kernel.access import Forbidden
from malaqbiq.kernel.downloads import path_response
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import file_path
from malaqbiq.kernel.jobs import job_again, job_cancel
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.speech import sentence
from malaqbiq.ui.audience import everyone, theirs
from malaqbiq.ui.pages import page
from malaqbiq.ui.requests import PageRequest
from malaqbiq.ui.tables import Column, QuerySource, Shown, dated, table, workbook_response


@everyone
@require_safe
@never_cache
def jobs(request: PageRequest) -> HttpResponse:
    """What runs, what waits, and what is over, newest first."""
    orders = {"": ("rank", "-pk"), "at": ("asked_at", "pk")}
    source = QuerySource[Job, JobSeen](
        jobs_listed(request.access), orders, lambda rows: jobs_filled(request.access, rows)
    )
    found = table(request.GET, _columns(), source)
    if request.GET.get("format") == "xlsx":
        return workbook_response(dated(_("Background work"), request.today), _("Background work"), found)
    return page(request, "home/jobs.html", {"table": found, "idle": nobody_works()})


@everyone
@theirs
@require_safe
@never_cache
def job(request: PageRequest, uid: UUID) -> HttpResponse:
    """How far it is; once it is over, what came of it and the next step."""
    found = job_page(request.access, uid)
    return page(
        request, "home/job.html", {"found": found, "job": found.seen.job, "took": _took(found.seen.took)}, region="job"
    )


@everyone
@theirs
@require_POST
def runs(request: PageRequest, uid: UUID) -> HttpResponse:
    """The same work once more."""
    try:
        again = job_again(access=request.access, job=uid)
    except Forbidden:
        raise
    except UserError as error:
        messages.error(request, sentence(error))
        return redirect("job", uid=uid)
    return redirect("job", uid=again.uid)


@everyone
@theirs
@require_POST
def cancellation(request: PageRequest, uid: UUID) -> HttpResponse:
    """Work that waits, taken out of the queue."""
    if not job_cancel(access=request.access, job=uid):
        messages.error(request, _("It was begun in the meantime and can't be taken back."))
    return redirect("job", uid=uid)


@everyone
@theirs
@require_GET
def file(request: PageRequest, uid: UUID) -> StreamingHttpResponse:
    """The file that the work made, for who asked for it."""
    found = job_file(request.access, uid)
    return path_response(found, file_path(file=found))


def _columns() -> list[Column[JobSeen]]:
    return [
        Column("what", _("What"), lambda one: one.title, show=_what, width=36),
        Column("state", _("State"), lambda one: str(one.state), show=lambda one: Shown(one.state, tone=one.tone)),
        Column("done", _("How far"), _far, width=16),
        Column("who", _("Asked by"), lambda one: one.who, width=28),
        Column("unit", _("Work unit"), lambda one: one.unit, width=30),
        Column(
            "at", _("Asked"), lambda one: timezone.make_naive(one.job.asked_at), show=_asked, kind="date", sort=True
        ),
        Column("took", _("Took"), lambda one: _took(one.took), width=14),
    ]


def _what(one: JobSeen) -> Shown:
    return Shown(one.title, reverse("job", args=[one.uid]), note=one.about)


def _asked_at(one: JobSeen) -> datetime:
    return timezone.make_naive(one.job.asked_at)


def _asked(one: JobSeen) -> Shown:
    return Shown(timezone.localtime(one.job.asked_at))


def _far(one: JobSeen) -> str:
    return f"{one.job.done}/{one.job.total}" if one.job.total else ""


def _took(length: timedelta | None) -> str:
    if length is None:
        return ""
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    if not minutes:
        return _("%(seconds)s s") % {"seconds": seconds}
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": seconds}
