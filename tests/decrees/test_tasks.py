"""Papers in the background: asked for as decrees are issued, made once, with the rights of who asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from django.db import transaction
from pytest_django import Settings

from malaqbiq.accounts.models import Grant, User
from malaqbiq.accounts.selectors import access_for
from malaqbiq.decrees.models import Decree, Document, SignatureEvidence
from malaqbiq.decrees.services.documents import documents_prepare
from malaqbiq.decrees.services.queueing import papers_enqueue
from malaqbiq.decrees.services.stepping import Quoted, decrees_promulgate
from malaqbiq.decrees.views import decree as view
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.models import Job, StoredFile
from malaqbiq.kernel.worker import run_waiting
from tests import builders as make
from tests.decrees import office
from tests.decrees.documents.keys import key_files
from tests.decrees.papers.issuing import DECREED, decreed
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _standing(home: Path) -> None:
    office.standing()


def quoted(decree: Decree) -> Quoted:
    return Quoted(decree.uid, decree.version, decree.content_digest)


def unmade() -> int:
    return Document.objects.filter(file__isnull=True).count()


def test_issuing_asks_for_the_papers_and_the_page_leads_to_them() -> None:
    decree = office.approved()
    client = office.secretary()
    where = client.post("/decrees/issues", {"quote": office.quote(decree)})["Location"]
    job = Job.objects.get()
    assert where == f"/jobs/{job.uid}"
    assert (job.state, job.unit_code, job.subject_uid, job.actor) == (
        "waiting", "76", decree.uid, office.actor("sekretaris")
    )  # fmt: skip
    assert unmade() == Document.objects.count() > 0
    assert run_waiting() == 1
    assert unmade() == 0
    page = office.text_of(client, where)
    assert "Print petikan" in page and f"/decrees/papers?pick={decree.uid}" in page
    job.refresh_from_db()
    assert job.done == job.total == Document.objects.count()


def test_what_is_not_issued_has_no_job() -> None:
    decree = office.approved(["76.05"], amount=office.LOW)
    taken = decrees_promulgate(access=make.SECRETARY, quoted=[quoted(decree)])
    assert taken.error and taken.job is None
    with transaction.atomic():
        assert decrees_promulgate(access=make.SECRETARY, quoted=[quoted(office.approved())]).job
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_one_refusal_leaves_those_before_it_issued_with_their_job() -> None:
    good, low = office.approved(["76.02"]), office.approved(["76.05"], amount=office.LOW)
    taken = decrees_promulgate(access=make.SECRETARY, quoted=[quoted(good), quoted(low)])
    assert [item.uid for item in taken.done] == [good.uid]
    assert Job.objects.get().arguments == {"decrees": [str(good.uid)]}
    assert list(Decree.objects.filter(state="issued")) == [good]


def test_papers_are_asked_for_once_while_they_wait_and_run_again_makes_none_anew() -> None:
    decree = decreed()
    first = papers_enqueue(access=make.OFFICER, decrees=[decree.uid])
    assert papers_enqueue(access=make.SECRETARY, decrees=[decree.uid]).pk == first.pk
    run_waiting()
    files = dict(Document.objects.values_list("uid", "file"))
    again = papers_enqueue(access=make.OFFICER, decrees=[decree.uid])
    run_waiting()
    again.refresh_from_db()
    assert again.pk != first.pk and again.state == "done"
    assert dict(Document.objects.values_list("uid", "file")) == files
    assert again.result["told"][0]["message"] == "All papers are made."


def test_a_stranger_asks_for_nothing() -> None:
    decree = decreed()
    stranger = Access("x", {Role.SECRETARY: frozenset({"76.05"})})
    with pytest.raises(Forbidden):
        papers_enqueue(access=stranger, decrees=[decree.uid])
    client = signed_in(Role.SECRETARY, "76.05", username="majene")
    assert client.post(f"/decrees/{decree.uid}/files").status_code == 404
    assert not Job.objects.exists()


def test_who_lost_his_role_meanwhile_makes_no_papers() -> None:
    decree = decreed()
    client = office.officer()
    where = client.post(f"/decrees/{decree.uid}/files")["Location"]
    Grant.objects.update(valid_until=date(2022, 1, 2))
    run_waiting()
    assert Job.objects.get().state == "failed"
    assert unmade() == Document.objects.count()
    assert "holds none of these roles" in office.text_of(client, where)


@pytest.mark.parametrize("kind", ["extract", "contract"])
def test_many_papers_are_bound_in_the_background_for_who_asked(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(view, "BOUND_AT_ONCE", 1)
    decree = decreed(["76.05", "76.05", "76.02"], ["Anto Majene", "Budi Majene", "Cici Mamuju"])
    documents_prepare(access=make.OFFICER)
    officer = office.officer()
    majene = signed_in(Role.SDM_OFFICER, "76.05", username="majene")
    wheres = [client.post(f"/decrees/{decree.uid}/bound", {"kind": kind})["Location"] for client in (officer, majene)]
    assert run_waiting() == 2
    assert {job.unit_code for job in Job.objects.all()} == {"76", "76.05"}
    for client, where, people in ((officer, wheres[0], 3), (majene, wheres[1], 2)):
        response = client.get(f"{where}/file")
        assert response.getvalue().startswith(b"%PDF")
        assert f"({people} orang)" in response["Content-Disposition"]
    assert majene.get(f"{wheres[0]}/file").status_code == 404
    assert officer.get(f"{wheres[1]}/file").status_code == 404
    assert StoredFile.objects.filter(name__contains=" orang)").count() == 2


def test_a_batch_is_signed_here_in_the_background(settings: Settings) -> None:
    settings.P12, settings.P12_PASSWORD_FILE = map(str, key_files(Path(settings.HOME)))
    decree = decreed()
    documents_prepare(access=make.OFFICER)
    client = office.secretary()
    where = client.post("/decrees/signatures", {"pick": str(decree.uid)})["Location"]
    assert where.startswith("/jobs/") and not SignatureEvidence.objects.exists()
    run_waiting()
    evidence = SignatureEvidence.objects.get()
    assert (evidence.document.kind, evidence.recorded_by) == ("decree", office.actor("sekretaris"))
    assert "Papers signed: 1." in office.text_of(client, where)


def test_a_user_s_access_of_today_is_what_the_job_works_with() -> None:
    office.officer()
    user = User.objects.get(username="sdm")
    papers_enqueue(access=access_for(user, DECREED), decrees=[decreed().uid])
    assert Job.objects.get().actor == str(user.uid) and UUID(Job.objects.get().actor)
    run_waiting()
    assert unmade() == 0
