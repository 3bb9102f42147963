"""Telling who asked for work in the background that it is over."""

from __future__ import annotations

from django.urls import reverse

from malaqbiq.accounts.selectors import uids_of
from malaqbiq.accounts.services import Telling, notices_send
from malaqbiq.home.notices import JOB_DONE, JOB_FAILED
from malaqbiq.kernel.access import Access
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.words import Named


def job_over_tell(job: Job) -> None:
    """Who asked is told that it is done or has failed; the job's page takes it back from who looks on."""
    telling = Telling(
        kind=JOB_DONE if job.state == Job.State.DONE else JOB_FAILED,
        path=reverse("job", args=[job.uid]),
        subject=job.uid,
        unit_code=job.unit_code,
        params={"task": Named("task", job.name)},
    )
    notices_send(access=Access.system("worker"), to=uids_of([job.actor]), telling=telling)
