"""Pages of background work: one's own and one's work units', its result, its error, running it again."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.test import Client
from PIL import Image

from malaqbiq.accounts.models import User
from malaqbiq.home.story.ground import _tables_of_an_office
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.kernel.files import file_store
from malaqbiq.kernel.jobs import Result, Work, job_enqueue, task
from malaqbiq.kernel.media import PNG
from malaqbiq.kernel.models import Job, JobWorker
from malaqbiq.kernel.presence import worker_beat
from malaqbiq.kernel.worker import run_waiting
from tests import builders
from tests.kernel import chores  # noqa: F401 - registers its tasks
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db


def pixel() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (1, 1), "white").save(target, "PNG")
    return target.getvalue()


@task("tests.file", title="File")
def filed(work: Work, *, number: int) -> Result:
    file = file_store(access=work.access, content=pixel(), name=f"{number}.png", unit_code="76.05", allowed=(PNG,))
    return Result([], file=file.uid)


@pytest.fixture
def officer() -> Client:
    for code in ("76.05", "76.02"):
        builders.unit(code, "kabkota")
    return signed_in(Role.SDM_OFFICER, "76.05", username="sdm")


def asker(username: str = "sdm", role: Role = Role.SDM_OFFICER, code: str = "76.05") -> Access:
    return Access(str(User.objects.get(username=username).uid), {role: frozenset({code})})


def asked(name: str = "tests.note", access: Access | None = None, unit: str = "76.05", **arguments: object) -> Job:
    given = arguments or {"number": 5}
    return job_enqueue(access=access or asker(), name=name, arguments=given, unit_code=unit)  # type: ignore[arg-type]


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_asks_again_until_it_is_over(officer: Client) -> None:
    job = asked()
    waiting = text(officer, f"/jobs/{job.uid}")
    assert "every 2s" in waiting and "Waits for its turn" in waiting and "malaqbiq worker" in waiting
    assert 'http-equiv="refresh"' in waiting
    Job.objects.update(state="running", worker=job.uid, stage="documents", done=3, total=8)
    running = text(officer, f"/jobs/{job.uid}")
    assert "every 2s" in running and 'value="3" max="8"' in running
    Job.objects.update(state="waiting", worker=None)
    run_waiting()
    over = text(officer, f"/jobs/{job.uid}")
    assert "every 2s" not in over and "refresh" not in over
    assert "noted: 5" in over and 'href="/help?q=x"' in over


def test_in_a_demo_the_pages_say_that_their_times_are_the_computers_own(officer: Client) -> None:
    job = asked()
    words = "times of background work are the computer&#x27;s own"
    assert words not in text(officer, "/jobs").replace("'", "&#x27;")
    with clock.standing_at(builders.noon(date(2022, 1, 19))):
        pages = [text(officer, address).replace("'", "&#x27;") for address in ("/jobs", f"/jobs/{job.uid}")]
    assert all(f"The demo stands at 19 January 2022; {words}" in page for page in pages)


def test_what_is_asked_for_again_is_the_part_alone(officer: Client) -> None:
    job = asked()
    part = officer.get(f"/jobs/{job.uid}", headers={"HX-Request": "true", "HX-Target": "job"}).content.decode()
    assert part.lstrip().startswith('<div id="job"') and "<html" not in part


def test_an_error_stands_there_with_its_remedy_as_text(officer: Client) -> None:
    job = asked("tests.refuse", words="<script>alert(1)</script>", remedy="mend the list")
    run_waiting()
    page = text(officer, f"/jobs/{job.uid}")
    assert "Refused: &lt;script&gt;" in page and "<script>alert" not in page
    assert "mend the list" in page and "Run it again" in page


def test_running_again_makes_a_new_job(officer: Client) -> None:
    job = asked("tests.refuse", words="no")
    assert officer.post(f"/jobs/{job.uid}/runs")["Location"] == f"/jobs/{job.uid}"
    run_waiting()
    where = officer.post(f"/jobs/{job.uid}/runs")["Location"]
    again = Job.objects.latest("pk")
    assert where == f"/jobs/{again.uid}" and again.pk != job.pk and again.arguments == job.arguments


def test_what_waits_is_taken_back_and_what_was_begun_is_not(officer: Client) -> None:
    job = asked()
    officer.post(f"/jobs/{job.uid}/cancellation")
    assert Job.objects.get().state == "cancelled"
    assert "taken out of the queue" in text(officer, f"/jobs/{job.uid}")
    Job.objects.update(state="running", worker=job.uid)
    officer.post(f"/jobs/{job.uid}/cancellation")
    assert Job.objects.get().state == "running"


@pytest.mark.parametrize("way", ["", "/runs", "/cancellation", "/file"])
def test_anothers_job_is_not_there(officer: Client, way: str) -> None:
    job = asked()
    strangers = [
        signed_in(Role.SDM_OFFICER, "76.02", username="lain"),
        signed_in(Role.STAFF, "76.05", username="staf"),
        signed_in(Role.AUDITOR, "76.05", username="auditor"),
    ]
    for client in strangers:
        ask = client.post if way in {"/runs", "/cancellation"} else client.get
        assert ask(f"/jobs/{job.uid}{way}").status_code == 404
        assert str(job.uid) not in text(client, "/jobs")
    assert [row.state for row in Job.objects.all()] == ["waiting"]
    assert officer.get(f"/jobs/{UUID(int=5)}").status_code == 404


def test_who_sees_a_job_but_lacks_its_role_runs_nothing_again(officer: Client) -> None:
    job = asked()
    run_waiting()
    client = signed_in(Role.ADMINISTRATOR, "76.05", username="admin")
    assert "Run it again" not in text(client, f"/jobs/{job.uid}")
    assert client.post(f"/jobs/{job.uid}/runs").status_code == 404
    assert Job.objects.count() == 1


def test_the_file_is_his_who_asked(officer: Client, home: Path) -> None:
    job = asked("tests.file")
    run_waiting()
    assert officer.get(f"/jobs/{job.uid}/file").getvalue() == pixel()
    other = signed_in(Role.SDM_OFFICER, "76.05", username="rekan")
    assert "Take the file" not in text(other, f"/jobs/{job.uid}")
    assert other.get(f"/jobs/{job.uid}/file").status_code == 404


def test_what_runs_stands_before_what_is_over_and_the_list_costs_little(officer: Client) -> None:
    done, running, waiting = (asked(number=number) for number in range(3))
    Job.objects.filter(pk=done.pk).update(state="done")
    Job.objects.filter(pk=running.pk).update(state="running", worker=done.uid)
    with at_most():
        page = text(officer, "/jobs")
    places = [page.index(str(job.uid)) for job in (running, waiting, done)]
    assert places == sorted(places)
    assert "malaqbiq worker" in page
    assert officer.get("/jobs?format=xlsx").content.startswith(b"PK")


def test_a_worker_that_waits_makes_no_office_of_an_empty_database_but_work_does(officer: Client) -> None:
    worker_beat(UUID(int=3))
    assert JobWorker.objects.exists()
    assert "kernel.JobWorker" not in set(_tables_of_an_office())
    asked()
    assert "kernel.Job" in set(_tables_of_an_office())


def test_health_tells_of_workers_and_the_queue(officer: Client) -> None:
    asked()
    facts = Client().get("/health").json()
    assert facts["ok"] is True
    assert facts["background"] == {"workers": 0, "waiting": 1, "running": 0}
