from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.jobs import (
    error_of,
    job_again,
    job_cancel,
    job_enqueue,
    jobs_visible,
    result_of,
)
from malaqbiq.kernel.models import Activity, Job, JobWorker
from malaqbiq.kernel.presence import SILENT_FOR, dead_forget, lives, worker_beat, worker_enter, workers_living
from malaqbiq.kernel.words import Named, Words, packed, unpacked
from malaqbiq.kernel.worker import KEPT_FOR, jobs_sweep, run_waiting
from tests.kernel import chores

pytestmark = pytest.mark.django_db

ASKER = Access.system("tests")
OFFICER = Access("system:officer", {Role.SDM_OFFICER: frozenset({"76", "76.05"})})
STRANGER = Access("system:stranger", {Role.SDM_OFFICER: frozenset({"76.02"})})


def note(access: Access = ASKER, number: int = 1, **more: object) -> Job:
    return job_enqueue(access=access, name="tests.note", arguments={"number": number}, **more)  # type: ignore[arg-type]


def test_a_job_is_done_once_and_tells_its_result() -> None:
    job = note(number=7)
    assert (job.state, run_waiting(), run_waiting()) == ("waiting", 1, 0)
    job.refresh_from_db()
    assert (job.state, job.attempts, job.done, job.total, job.stage) == ("done", 1, 1, 1, "noting")
    result = result_of(job)
    assert [str(words) for words in result.told] == ["noted: 7"]
    assert (result.links[0].route, result.links[0].query) == ("help", [("q", "x")])
    assert Activity.objects.get(action=chores.MARK).actor == "system:tests"


def test_what_is_rolled_back_leaves_no_job() -> None:
    with transaction.atomic():
        note()
        transaction.set_rollback(True)
    assert run_waiting() == 0
    assert not Job.objects.exists()


def test_a_failure_is_told_with_its_remedy() -> None:
    job = job_enqueue(access=ASKER, name="tests.refuse", arguments={"words": "no", "remedy": "do this"})
    run_waiting()
    job.refresh_from_db()
    error = error_of(job)
    assert job.state == "failed" and error is not None
    assert (str(error.words), str(error.remedy)) == ("refused: no", "do this")


@pytest.mark.django_db(transaction=True)
def test_a_fault_of_the_program_leaves_nothing_and_ends_no_worker() -> None:
    broken, fine = job_enqueue(access=ASKER, name="tests.break", arguments={}), note(number=2)
    assert run_waiting() == 2
    broken.refresh_from_db()
    fine.refresh_from_db()
    assert (broken.state, fine.state) == ("failed", "done")
    assert "RuntimeError" in str(error_of(broken))
    assert [row.detail for row in Activity.objects.filter(action=chores.MARK)] == [{"number": 2}]


def test_a_job_that_this_release_does_not_know_fails_and_none_can_be_asked_for() -> None:
    with pytest.raises(LookupError):
        job_enqueue(access=ASKER, name="tests.unknown", arguments={})
    job = note()
    Job.objects.update(name="tests.unknown")
    run_waiting()
    job.refresh_from_db()
    assert job.state == "failed" and "tests.unknown" in str(error_of(job))


def test_arguments_are_strings_and_whole_numbers() -> None:
    with pytest.raises(TypeError):
        job_enqueue(access=ASKER, name="tests.note", arguments={"number": 1.5})  # type: ignore[dict-item]


def test_what_has_a_key_waits_once() -> None:
    one, two = note(key="k", unit_code="76"), note(OFFICER, number=2, key="k", unit_code="76")
    assert one.pk == two.pk
    assert note(key="other", unit_code="76").pk != one.pk
    run_waiting()
    assert note(key="k", unit_code="76").pk != one.pk


def test_keys_of_jobs_without_a_work_unit_are_each_askers_own() -> None:
    assert note(key="k").pk == note(key="k").pk != note(OFFICER, key="k").pk


def test_the_database_knows_the_states_and_that_keys_are_unique() -> None:
    job = note(key="k", unit_code="76")
    for wrong in ({"state": "lost"}, {"state": "running"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.filter(pk=job.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(name=job.name, key=job.key, actor="x", asked_at=clock.real_now())


def test_one_sees_his_own_jobs_and_those_of_his_work_units() -> None:
    staff = Access("system:staff", {Role.STAFF: frozenset({"76.05"})})
    of_unit, other, mine = note(unit_code="76.05"), note(unit_code="76.02"), note(staff)
    assert set(jobs_visible(OFFICER)) == {of_unit}
    assert set(jobs_visible(STRANGER)) == {other}
    assert set(jobs_visible(staff)) == {mine}
    assert set(jobs_visible(ASKER)) == {of_unit, other, mine}


def test_a_waiting_job_is_cancelled_and_then_never_done() -> None:
    job = note(unit_code="76.05")
    with pytest.raises(Job.DoesNotExist):
        job_cancel(access=STRANGER, job=job.uid)
    assert job_cancel(access=OFFICER, job=job.uid)
    assert run_waiting() == 0
    assert not job_cancel(access=OFFICER, job=job.uid)
    assert Job.objects.get().state == "cancelled"


def test_a_job_that_is_over_runs_again_for_who_presses() -> None:
    job = note(unit_code="76.05", number=4)
    with pytest.raises(UserError):
        job_again(access=OFFICER, job=job.uid)
    run_waiting()
    again = job_again(access=OFFICER, job=job.uid)
    assert (again.actor, again.arguments, again.state) == ("system:officer", {"number": 4}, "waiting")
    with pytest.raises(Job.DoesNotExist):
        job_again(access=STRANGER, job=job.uid)
    secretary = Access("system:secretary", {Role.SECRETARY: frozenset({"76.05"})})
    with pytest.raises(Forbidden):
        job_again(access=secretary, job=job.uid)


def test_rights_that_were_taken_away_are_gone_for_the_job_too() -> None:
    job = note(Access(str(UUID(int=1)), {Role.SDM_OFFICER: frozenset({"76"})}), unit_code="76")
    run_waiting()
    job.refresh_from_db()
    assert job.state == "failed" and "may not sign in any more" in str(error_of(job))
    assert not Activity.objects.filter(action=chores.MARK).exists()


def test_a_job_that_another_took_meanwhile_leaves_nothing_of_this_attempt() -> None:
    job = job_enqueue(access=ASKER, name="tests.lose", arguments={})
    run_waiting()
    job.refresh_from_db()
    assert (job.state, job.result) == ("running", None)
    assert not Activity.objects.filter(action=chores.MARK).exists()


def test_a_worker_elsewhere_lives_as_long_as_it_says_so_and_one_here_as_its_lock_is_held(home: Path) -> None:
    now = clock.real_now()
    elsewhere = JobWorker(uid=UUID(int=1), host="elsewhere.example", pid=1, started_at=now, seen_at=now)
    assert lives(elsewhere)
    elsewhere.seen_at = now - SILENT_FOR
    assert not lives(elsewhere)
    assert not lives(None)
    held = worker_enter(UUID(int=2))
    JobWorker.objects.update(seen_at=now - 2 * SILENT_FOR)
    # Silent for long, as during a long transaction on SQLite, but its process holds its lock.
    assert [row.uid for row in workers_living()] == [UUID(int=2)]
    # A demo that was told anew took the worker's row along: it says anew who it is.
    JobWorker.objects.all().delete()
    worker_beat(UUID(int=2))
    assert [row.uid for row in workers_living()] == [UUID(int=2)]
    held.close()
    JobWorker.objects.update(seen_at=now)
    assert workers_living() == []
    dead_forget()
    assert not JobWorker.objects.exists() and not list(home.glob(".workers/*"))


def test_words_are_kept_with_all_that_stands_in_them() -> None:
    places = {"who": Words("%(a)s", {"a": "x"}), "where": Named("work_unit", "76"), "day": date(2022, 1, 1), "count": 3}
    words = Words("%(who)s in %(where)s from %(day)s: %(count)s", places)
    kept = unpacked(json.loads(json.dumps(packed(words))))
    assert (kept, kept.params) == (words, words.params)


def test_what_was_over_long_ago_is_forgotten() -> None:
    old, new, waiting = note(), note(), note()
    Job.objects.filter(pk__in=[old.pk, new.pk]).update(state="done", finished_at=clock.real_now())
    Job.objects.filter(pk=old.pk).update(finished_at=clock.real_now() - KEPT_FOR - timedelta(seconds=1))
    jobs_sweep()
    assert set(Job.objects.all()) == {new, waiting}
