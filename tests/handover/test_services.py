"""What is one's own passes in one act, to whom and by whom it may, and what must not follow from it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from malaqbiq.accounts.models import Grant, Notice, User
from malaqbiq.appraisal.models import Appraiser
from malaqbiq.appraisal.services import cycle_close
from malaqbiq.decrees.errors import TwoPeopleNeeded
from malaqbiq.decrees.models import Decree
from malaqbiq.decrees.selectors.hands import decrees_kept
from malaqbiq.decrees.services import decree_approve, decree_submit
from malaqbiq.handover.errors import HandoverRefused
from malaqbiq.handover.models import Handover, Item
from malaqbiq.handover.services import HandoverDraft, handover_make, handovers_erase
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.entropy import new_uid
from malaqbiq.kernel.models import Activity
from malaqbiq.kernel.speech import said
from malaqbiq.people.rules import Relation
from malaqbiq.people.services import family_tie_record
from malaqbiq.ui.models import SavedView
from tests import builders as make
from tests.appraisal.cast import SYSTEM, scored
from tests.handover import office
from tests.handover.office import DAY, access, appraising, draft, handed, offered, user

pytestmark = pytest.mark.django_db

SDM, SECRETARY, APPRAISER, ADMIN = Role.SDM_OFFICER, Role.SECRETARY, Role.APPRAISER, Role.ADMINISTRATOR


@pytest.fixture(autouse=True)
def _standing(db: None) -> object:
    office.standing()
    with clock.standing_at(make.noon(DAY)):
        yield


def test_drafts_views_and_notices_pass_and_are_written_down() -> None:
    ani, budi = user("ani", (SDM, "76")), user("budi", (SDM, "76"))
    drafts = [draft(ani, "Satu"), draft(ani, "Dua")]
    for page in ("staff", "decrees"):
        office.view(ani, page=page)
    office.view(budi)
    office.notice(ani, subject=drafts[0].uid)
    office.notice(ani, "appraisal.told")
    office.notice(ani, subject=new_uid())
    made = handed(ani, budi, number="  12/BA/2022 ")
    assert [decree.pk for decree in decrees_kept(str(budi.uid))] == [decree.pk for decree in drafts]
    assert {decree.drafted_by for decree in Decree.objects.all()} == {str(ani.uid)}
    views = SavedView.objects.filter(owner=str(budi.uid), opens=False).order_by("pk")
    assert [(one.page, one.name) for one in views] == [("staff", "kontrak berakhir 2"), ("decrees", "kontrak berakhir")]
    assert sorted(Notice.objects.filter(user=budi).values_list("kind", flat=True)) == [
        "decrees.approved",
        "handover.received",
    ]
    assert Notice.objects.filter(user=ani, read_at__isnull=True).count() == 2
    items = list(made.items.order_by("ordinal").values_list("part", "label", "count"))
    assert items == [("decrees", "Satu", 1), ("decrees", "Dua", 1), ("views", "", 2), ("notices", "", 1)]
    assert (made.number, made.giver_name, made.taker_name, made.is_own) == ("12/BA/2022", "Ani", "Budi", True)
    log = Activity.objects.get(action="handover.make")
    assert (log.unit_code, log.detail["passed"]) == ("76", {"decrees": 2, "views": 2, "notices": 1})


def test_a_former_drafter_does_not_approve_after_handing_over() -> None:
    ani, budi = user("ani", (SDM, "76"), (SECRETARY, "76")), user("budi", (SDM, "76"), (SECRETARY, "76"))
    cici, dodi = user("cici", (SDM, "76"), (SECRETARY, "76")), user("dodi", (SECRETARY, "76"))
    decree = draft(ani)
    handed(ani, budi)
    handed(budi, cici)
    submitted = decree_submit(access=access(cici), decree=decree.uid, version=decree.version)
    for former in (ani, budi, cici):
        with pytest.raises(TwoPeopleNeeded):
            decree_approve(access=access(former), decree=decree.uid, digest=submitted.content_digest)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE decrees_decree SET approved_by = %s", [str(former.uid)])
    decree_approve(access=access(dodi), decree=decree.uid, digest=submitted.content_digest)


def test_only_chosen_kinds_pass_and_all_or_nothing() -> None:
    ani, budi = user("ani", (SDM, "76")), user("budi", (SDM, "76"))
    decree = draft(ani)
    office.view(ani)
    with pytest.raises(HandoverRefused):
        handed(ani, budi, parts=["sheets"])
    shown = offered(ani, budi).digest
    draft(ani, "Belakangan")
    with pytest.raises(HandoverRefused, match="another by now"):
        handed(ani, budi, digest=shown)
    assert list(decrees_kept(str(ani.uid)).filter(pk=decree.pk)) == [decree]
    assert not Handover.objects.exists()
    handed(ani, budi, parts=["views"])
    assert not decrees_kept(str(budi.uid)).exists()


def test_scores_to_give_pass_but_not_about_oneself_or_close_family() -> None:
    people, cycle = appraising("anto", "budi", "citra")
    giver = user("giver", (APPRAISER, "76"), person=people["kasubag"])
    taker = user("taker", (APPRAISER, "76"), person=people["kabag"])
    tie = {"relation": Relation.SIBLING, "source": "KK", "day": DAY}
    family_tie_record(access=SYSTEM, person=people["kabag"], kin=people["anto"], **tie)
    (part,) = (part for part in offered(giver, taker).parts if part.key == "sheets")
    (sheet,) = part.things
    assert sheet.remark and said(sheet.remark).startswith("people to appraise: 2; the rest stays: nobody appraises")
    handed(giver, taker)
    rows = Appraiser.objects.filter(appraisee__cycle=cycle).values_list("appraisee__person__name", "person__name")
    assert set(rows) == {("Anto Uji", "Kasubag Uji"), ("Budi Uji", "Kabag Uji"), ("Citra Uji", "Kabag Uji")}
    assert Item.objects.get(part="sheets").label == cycle.title


def test_of_a_closed_cycle_nothing_passes_and_who_is_nobody_takes_no_scores() -> None:
    people, cycle = appraising("anto")
    giver = user("giver", (APPRAISER, "76"), person=people["kasubag"])
    nobody = user("nobody", (APPRAISER, "76"))
    (part,) = (part for part in offered(giver, nobody).parts if part.key == "sheets")
    assert not part.things and len(part.left) == 1
    scored(people, cycle)
    cycle_close(access=SYSTEM, cycle=cycle.uid)
    taker = user("taker", (APPRAISER, "76"), person=people["kabag"])
    assert offered(giver, taker).count == 0


def test_what_the_successor_cannot_have_stays() -> None:
    ani, secretary = user("ani", (SDM, "76")), user("sek", (SECRETARY, "76"))
    draft(ani)
    offer = offered(ani, secretary)
    (left,) = (thing for part in offer.parts for thing in part.left)
    assert left.why_not and said(left.why_not) == "the successor is no SDM officer there"
    assert [(held.role, held.unit_code) for held in offer.lacking] == [(SDM, "76")]
    with pytest.raises(HandoverRefused):
        handed(ani, secretary)


@pytest.mark.parametrize(
    ("grants", "facts"),
    [
        (((SDM, "76.02"),), {}),
        (((SDM, "76.05"),), {"active": False}),
        (((SDM, "76.05"),), {"until": DAY}),
        ((), {}),
        (((SDM, "00"),), {}),
    ],
)
def test_a_successor_is_active_and_has_a_role_in_the_same_work_units(grants: tuple, facts: dict) -> None:
    make.unit("00", "setjen")
    ani = user("ani", (SDM, "76.05"))
    office.view(ani)
    with pytest.raises(User.DoesNotExist):
        handed(ani, user("budi", *grants, **facts))
    with pytest.raises(User.DoesNotExist):
        handed(ani, ani)
    handed(ani, user("cici", (SDM, "76")))


@pytest.mark.parametrize(
    ("role", "code", "may"),
    [(ADMIN, "76", True), (SECRETARY, "76", True), (ADMIN, "76.05", True), (SDM, "76", False), (ADMIN, "76.02", False)],
)
def test_for_somebody_who_left_hands_over_who_administers_or_decides_with_a_reason(
    role: Role, code: str, may: bool
) -> None:
    gone = user("gone", (SDM, "76.05"), active=False, until=date(2021, 12, 31))
    budi, acting = user("budi", (SDM, "76.05")), user("acting", (role, code))
    office.view(gone)
    if not may:
        with pytest.raises(User.DoesNotExist):
            handed(gone, budi, acting, reason="pindah tugas")
        return
    with pytest.raises(HandoverRefused):
        handed(gone, budi, acting, reason=" ")
    made = handed(gone, budi, acting, reason="pindah tugas")
    assert (made.is_own, made.actor_name, made.reason) == (False, "Acting", "pindah tugas")


def test_who_acts_for_another_takes_nothing_himself_and_only_within_his_units() -> None:
    gone = user("gone", (SDM, "76.05"))
    draft(gone, code="76")
    kab, budi = user("kab", (ADMIN, "76.05"), (SDM, "76")), user("budi", (SDM, "76"))
    with pytest.raises(User.DoesNotExist):
        handed(gone, kab, kab, reason="pindah")
    offer = offered(gone, budi, kab)
    assert offer.count == 0 and sum(len(part.left) for part in offer.parts) == 1


def test_who_holds_something_elsewhere_too_is_not_the_kabupatens_to_act_for() -> None:
    wide = user("wide", (SDM, "76.05"), (SDM, "76.02"))
    with pytest.raises(User.DoesNotExist):
        handed(wide, user("budi", (SDM, "76.05")), user("kab", (ADMIN, "76.05")), reason="pindah")


def test_of_who_left_the_last_roles_say_who_may_act_for_him() -> None:
    """A kabupaten where somebody served once is not the one that hands over what he had in the province."""
    gone = user("gone", (SDM, "76"), until=DAY)
    Grant.objects.create(
        user=gone,
        work_unit=make.unit("76.05"),
        role=SDM,
        valid_from=date(2019, 1, 1),
        valid_until=date(2020, 1, 1),
    )
    office.view(gone)
    kab, budi = user("kab", (ADMIN, "76.05")), user("budi", (SDM, "76"))
    with pytest.raises(User.DoesNotExist):
        handed(gone, budi, kab, reason="pindah")
    assert handed(gone, budi, user("atasan", (ADMIN, "76"), (ADMIN, "76.05")), reason="pindah").work_unit.code == "76"


def test_a_handover_back_is_another_handover() -> None:
    ani, budi = user("ani", (SDM, "76")), user("budi", (SDM, "76"))
    draft(ani)
    handed(ani, budi)
    handed(budi, ani)
    assert decrees_kept(str(ani.uid)).exists() and Handover.objects.count() == 2


@pytest.mark.parametrize("days", [1, -32])
def test_a_berita_acara_is_dated_within_the_last_month(days: int) -> None:
    ani, budi = user("ani", (SDM, "76")), user("budi", (SDM, "76"))
    office.view(ani)
    given = HandoverDraft(
        taker=budi.uid,
        parts=["views"],
        digest=offered(ani, budi).digest,
        dated_on=DAY + timedelta(days=days),
    )
    with pytest.raises(HandoverRefused):
        handover_make(access=access(ani), draft=given)


def test_no_grant_comes_of_it() -> None:
    ani, budi = user("ani", (SDM, "76"), (ADMIN, "76")), user("budi", (SDM, "76"))
    before = Grant.objects.count()
    office.view(ani)
    handed(ani, budi)
    assert (Grant.objects.count(), access(budi).units(ADMIN)) == (before, frozenset())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE handover_handover SET taker = 'x'",
        "UPDATE handover_handover SET giver_name = 'x'",
        "UPDATE handover_item SET label = 'x'",
        "UPDATE handover_item SET count = 9",
        "DELETE FROM handover_item",
        "DELETE FROM handover_handover",
    ],
)
def test_what_was_written_down_stays(statement: str) -> None:
    ani, budi = user("ani", (SDM, "76")), user("budi", (SDM, "76"))
    draft(ani)
    handed(ani, budi)
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_erasing_by_law_takes_the_names_and_what_was_called_by_one() -> None:
    who = make.person("Ani Uji")
    ani, budi = user("ani", (SDM, "76"), person=who.uid), user("budi", (SDM, "76"))
    decree = draft(ani, "Pemberhentian Orang Uji")
    made = handed(ani, budi)
    erasure = Access.system("erasure")
    assert handovers_erase(access=erasure, person=who.uid) == 1
    about = decree.entries.values_list("person__uid", flat=True)[0]
    assert handovers_erase(access=erasure, person=about) == 1
    made.refresh_from_db()
    assert (made.giver_name, made.taker_name, Item.objects.get().label) == (ERASED, "Budi", ERASED)
    with pytest.raises(Forbidden):
        handovers_erase(access=access(budi), person=who.uid)
