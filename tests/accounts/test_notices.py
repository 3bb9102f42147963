"""Notices: whom they are for, told once, read by their owner alone, gone in time and by law."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from malaqbiq.accounts.models import Grant, Notice, PersonLink, User
from malaqbiq.accounts.notices import kinds
from malaqbiq.accounts.selectors import access_for, notice_page, role_holders
from malaqbiq.accounts.services import (
    Telling,
    account_erase,
    notice_open,
    notices_expire,
    notices_pass,
    notices_read,
    notices_send,
    notices_settle,
)
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.kernel.words import Named
from tests import builders as make
from tests.pages import signed_in, statements_of

pytestmark = pytest.mark.django_db

DAY = date(2022, 1, 11)
SYSTEM = Access.system("worker")
DONE = "home.job_done"


@pytest.fixture(autouse=True)
def _units() -> None:
    for code in ("76", "76.05", "76.02"):
        make.unit(code, "provinsi" if code == "76" else "kabkota")


def user(name: str, role: Role = Role.SDM_OFFICER, code: str = "76.05", **facts: object) -> User:
    found = User.objects.create(username=name, **{"no_person_reason": "of a test", **facts})
    Grant.objects.create(user=found, work_unit=make.unit(code), role=role, valid_from=date(2020, 1, 1))
    return found


def telling(subject: UUID | None = None, once: str = "") -> Telling:
    return Telling(kind=DONE, path="/today", subject=subject, params={"task": Named("task", "x.y")}, once=once)


def tell(*users: User, subject: UUID | None = None, once: str = "", by: Access = SYSTEM) -> int:
    return notices_send(access=by, to=[one.uid for one in users], telling=telling(subject, once))


def access(of: User) -> Access:
    return access_for(of, DAY)


def test_every_kind_has_a_sentence_that_its_places_fill() -> None:
    assert {"decrees.submitted", "appraisal.objected", "reports.asked", DONE} <= kinds().keys()
    for key, kind in kinds().items():
        values = {"subject": "x", "count": 2, "month": "m", "due": "d", "task": "t", "from": "n", "last_day": "l"}
        assert kind.message % values, key


def test_each_reads_his_own_alone() -> None:
    ani, budi = user("ani"), user("budi")
    assert tell(ani) == 1
    (notice,) = Notice.objects.all()
    with pytest.raises(Notice.DoesNotExist):
        notice_open(access=access(budi), notice=notice.uid)
    assert notices_read(access=access(budi), notices=[notice.uid]) == 0
    assert notices_read(access=Access.system("cli")) == 0
    assert notice_open(access=access(ani), notice=notice.uid) == "/today"
    assert notice_page(access(ani)).unread == 0


def test_who_acts_himself_who_is_closed_and_a_demos_account_are_not_told() -> None:
    ani, budi, demo = user("ani"), user("budi", is_active=False), user("demo", is_demo=True)
    assert tell(ani, budi, demo, by=access(ani)) == 0
    assert not Notice.objects.exists()


def test_the_same_is_told_anew_in_the_place_of_what_is_unread() -> None:
    ani, subject = user("ani"), new_uid()
    tell(ani, subject=subject)
    tell(ani, subject=subject)
    assert Notice.objects.count() == 1
    notices_read(access=access(ani))
    tell(ani, subject=subject)
    assert Notice.objects.count() == 2


def test_what_is_told_once_is_not_told_again_even_when_it_was_read() -> None:
    ani = user("ani")
    tell(ani, once="a")
    notices_read(access=access(ani))
    tell(ani, once="a")
    assert Notice.objects.count() == 1


def test_what_was_done_asks_nobody_any_more() -> None:
    ani, budi, subject = user("ani"), user("budi"), new_uid()
    tell(ani, budi, subject=subject)
    assert notices_settle(access=SYSTEM, subjects=[subject], kinds=["other"]) == 0
    assert notices_settle(access=SYSTEM, subjects=[subject], kinds=[DONE]) == 2


def test_a_rolled_back_act_told_nobody() -> None:
    ani = user("ani")
    with transaction.atomic():
        tell(ani)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_the_database_keeps_no_way_to_another_site(path: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.create(user=user("ani"), kind=DONE, path=path, created_at=clock.now())


def test_the_nearest_holder_of_a_role_is_told_and_who_may_not_is_passed_over() -> None:
    near, far = user("near", Role.SECRETARY, "76.05"), user("far", Role.SECRETARY, "76")
    user("elsewhere", Role.SECRETARY, "76.02")
    user("unknown", Role.SECRETARY, "76.05", no_person_reason="")
    ended = user("ended", Role.SECRETARY, "76.05")
    Grant.objects.filter(user=ended).update(valid_until=DAY)

    def told(**more: object) -> set[UUID]:
        return set(role_holders(Role.SECRETARY, unit_code="76.05", day=DAY, **more))  # type: ignore[arg-type]

    assert told() == {near.uid}
    assert told(without=[str(near.uid), "system:demo"]) == {far.uid}
    who = make.person()
    PersonLink.objects.create(user=near, person=who)
    assert told(without_people=[who.uid]) == {far.uid}
    assert told(without=[str(near.uid), str(far.uid)]) == set()


def test_old_notices_are_gone_read_ones_sooner() -> None:
    ani, now = user("ani"), clock.now()
    for age, read in ((40, 31), (40, 29), (364, None), (366, None)):
        read_at = now - timedelta(days=read) if read else None
        Notice.objects.create(
            user=ani, kind=DONE, path="/", created_at=now - timedelta(days=age), read_at=read_at, params={}
        )
    assert notices_expire(access=SYSTEM) == 2
    with pytest.raises(Forbidden):
        notices_expire(access=access(ani))


def test_erasing_by_law_takes_what_was_told_of_a_person_and_to_him() -> None:
    who, ani, budi = make.person(), user("ani"), user("budi")
    PersonLink.objects.create(user=ani, person=who)
    tell(ani)
    tell(budi, subject=who.uid)
    tell(budi, subject=new_uid())
    account_erase(access=SYSTEM, person=who.uid)
    assert Notice.objects.count() == 1


def test_what_is_unread_passes_to_a_successor_once() -> None:
    ani, budi, both, one = user("ani"), user("budi"), new_uid(), new_uid()
    tell(ani, budi, subject=both)
    tell(ani, subject=one)
    tell(ani, once="a")
    tell(budi, once="a")
    everything = list(Notice.objects.values_list("uid", flat=True))
    assert notices_pass(access=SYSTEM, giver=ani, taker=budi, notices=everything) == 1
    assert not Notice.objects.filter(user=ani, read_at__isnull=True).exists()
    assert set(Notice.objects.filter(user=budi).values_list("subject_uid", flat=True)) == {both, one, None}


def test_the_bell_costs_no_statement_and_the_list_few_however_long() -> None:
    client = signed_in(Role.SDM_OFFICER, "76.05", username="sdm")
    bare = statements_of(client, "/help")
    sdm = User.objects.get(username="sdm")
    tell(sdm)
    assert statements_of(client, "/help") == bare
    few = statements_of(client, "/notices")
    for _ in range(70):
        tell(sdm, subject=new_uid())
    assert statements_of(client, "/notices") == few <= 8


def test_the_page_lists_opens_and_marks(client: object) -> None:
    browser = signed_in(Role.SDM_OFFICER, "76.05", username="sdm")
    other = signed_in(Role.SDM_OFFICER, "76.05", username="other")
    assert "No notices yet" in browser.get("/notices").content.decode()
    tell(User.objects.get(username="sdm"), subject=new_uid())
    tell(User.objects.get(username="sdm"), subject=new_uid())
    page = browser.get("/notices").content.decode()
    assert "2 unread notices" in page and "Done in the background: x.y" in page
    first, second = Notice.objects.order_by("pk")
    assert other.post(f"/notices/{first.uid}/opening").status_code == 404
    assert browser.get(f"/notices/{first.uid}/opening").status_code == 405
    assert browser.post(f"/notices/{first.uid}/opening").headers["Location"] == "/today"
    assert browser.get("/notices?view=unread").content.decode().count("as-link") == 1
    marked = browser.post("/notices/reading", {"notice": second.uid, "next": "/notices?view=unread"})
    assert marked.headers["Location"] == "/notices?view=unread"
    assert "Everything is read" in browser.get("/notices?view=unread").content.decode()
    assert browser.post("/notices/reading", {"notice": "x"}).status_code == 404
    assert browser.post("/notices/reading", {"next": "//evil.example"}).headers["Location"] == "/notices"


def test_older_notices_stand_on_the_next_page() -> None:
    browser = signed_in(Role.SDM_OFFICER, "76.05", username="sdm")
    for _ in range(53):
        tell(User.objects.get(username="sdm"), subject=new_uid())
    page = browser.get("/notices").content.decode()
    before = page.partition("before=")[2].partition('"')[0]
    assert page.count("as-link") == 50
    assert browser.get("/notices", {"before": before}).content.decode().count("as-link") == 3
    assert browser.get("/notices?before=x").status_code == 200


def test_the_bell_alone_is_small_and_nobodys_without_signing_in(client: object) -> None:
    from django.test import Client

    browser = signed_in(Role.SDM_OFFICER, "76.05", username="sdm")
    tell(User.objects.get(username="sdm"))
    with CaptureQueriesContext(connection) as captured:
        answer = browser.get("/notices/bell")
    assert 'data-unread="1"' in answer.content.decode() and len(captured) <= 5
    assert Client().get("/notices/bell").status_code == 302
