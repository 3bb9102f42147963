"""What is told of work in the background, to who asked for it."""

from __future__ import annotations

from malaqbiq.accounts.notices import Kind
from malaqbiq.kernel.words import gettext_noop

JOB_DONE = "home.job_done"
JOB_FAILED = "home.job_failed"

NOTICES = {
    JOB_DONE: Kind(gettext_noop("done in the background: %(task)s"), "jobs", personal=True),
    JOB_FAILED: Kind(gettext_noop("failed in the background: %(task)s"), "alert", personal=True),
}
