"""Who asked for work in the background is told that it is over, unless he looks on."""

from __future__ import annotations

import pytest
from django.test import Client

from malaqbiq.accounts.models import Notice, User
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.jobs import job_cancel, job_enqueue
from malaqbiq.kernel.models import Job
from malaqbiq.kernel.worker import run_waiting
from tests import builders
from tests.kernel import chores  # noqa: F401 - registers its tasks
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> Client:
    builders.unit("76.05", "kabkota")
    return signed_in(Role.SDM_OFFICER, "76.05", username="sdm")


def asked(name: str = "tests.note", **arguments: object) -> Job:
    access = Access(str(User.objects.get(username="sdm").uid), {Role.SDM_OFFICER: frozenset({"76.05"})})
    return job_enqueue(access=access, name=name, arguments=arguments or {"number": 5}, unit_code="76.05")  # type: ignore[arg-type]


def test_what_is_done_and_what_failed_is_told_with_its_title(officer: Client) -> None:
    asked()
    asked("tests.refuse", words="no")
    asked("tests.break")
    run_waiting()
    assert sorted(Notice.objects.values_list("kind", flat=True)) == ["home.job_done", *["home.job_failed"] * 2]
    page = officer.get("/notices").content.decode()
    assert "Done in the background: Note" in page and "Failed in the background: Refuse" in page


def test_who_looks_at_the_jobs_page_has_read_it(officer: Client) -> None:
    job = asked()
    assert "notices/reading" not in officer.get(f"/jobs/{job.uid}").content.decode()
    run_waiting()
    part = officer.get(f"/jobs/{job.uid}", headers={"HX-Request": "true", "HX-Target": "job"}).content.decode()
    assert 'hx-post="/notices/reading"' in part and Notice.objects.filter(read_at__isnull=True).exists()
    assert officer.post("/notices/reading", {"subject": job.uid}).status_code == 204
    assert not Notice.objects.filter(read_at__isnull=True).exists()
    assert "notices/reading" not in officer.get(f"/jobs/{job.uid}").content.decode()


def test_another_who_sees_the_job_is_not_told_and_a_cancelled_one_tells_nobody(officer: Client) -> None:
    other = signed_in(Role.SDM_OFFICER, "76.05", username="other")
    job = asked()
    access = Access(str(User.objects.get(username="sdm").uid), {Role.SDM_OFFICER: frozenset({"76.05"})})
    job_cancel(access=access, job=job.uid)
    run_waiting()
    assert not Notice.objects.exists()
    done = asked()
    run_waiting()
    assert "notices/reading" not in other.get(f"/jobs/{done.uid}").content.decode()


def test_a_system_users_job_tells_nobody() -> None:
    job_enqueue(access=Access.system("tests"), name="tests.note", arguments={"number": 1})
    run_waiting()
    assert not Notice.objects.exists()
