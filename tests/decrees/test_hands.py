"""Who had a hand in a draft doesn't approve it, however it went from hand to hand; why it was given back is told."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.decrees.errors import TwoPeopleNeeded
from malaqbiq.decrees.models import Decree, Hand
from malaqbiq.decrees.selectors.hands import decrees_kept, hands_of
from malaqbiq.decrees.services import decree_approve, decree_change, decree_discard, decree_submit, decree_withdraw
from malaqbiq.decrees.services.keeping import decrees_hand_over, return_reasons_erase
from malaqbiq.decrees.services.reviewing import Act, decrees_examine
from malaqbiq.decrees.todos import decrees_waiting
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.append_only import ERASED
from tests import builders as make
from tests.decrees import office
from tests.decrees.papers.issuing import DECREED

pytestmark = pytest.mark.django_db

BOTH = {role: frozenset({"76", "76.05", "76.02"}) for role in (Role.SDM_OFFICER, Role.SECRETARY)}
ANI, BUDI, CICI = (Access(f"user:{name}", BOTH) for name in ("ani", "budi", "cici"))
SYSTEM = Access.system("erasure")


@pytest.fixture(autouse=True)
def _standing(db: None) -> None:
    office.standing()


@pytest.fixture
def decree() -> Decree:
    """A draft that Ani made."""
    from malaqbiq.decrees.services import DecreeDraft, decree_draft
    from tests.decrees.papers.issuing import LAST_DAY, NEW_YEAR, place

    entries = make.engaged(make.person(), place("76.05"), NEW_YEAR, LAST_DAY)
    draft = DecreeDraft(place("76").uid, "contract-extension", "sekretaris", "Perpanjangan", entries)
    return decree_draft(access=Access(ANI.actor, everything=True), draft=draft)


def fresh(decree: Decree) -> Decree:
    return Decree.objects.select_related("office").get(pk=decree.pk)


def handed(decree: Decree, giver: Access = ANI, taker: Access = BUDI, by: Access | None = None) -> None:
    decrees_hand_over(access=by or giver, giver=giver.actor, taker=taker, decrees=[decree.uid])


def submitted(decree: Decree, by: Access) -> Decree:
    return decree_submit(access=by, decree=decree.uid, version=fresh(decree).version)


def refused(decree: Decree, by: Access) -> bool:
    """Whether somebody can't approve: by the service, by plain SQL, nor by what a review and a card say of it."""
    found = fresh(decree)
    with pytest.raises(TwoPeopleNeeded), transaction.atomic():
        decree_approve(access=by, decree=found.uid, digest=found.content_digest)
    sql = "UPDATE decrees_decree SET state = 'approved', approved_by = %s WHERE id = %s"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, [by.actor, found.pk])
    (examined,) = decrees_examine(access=by, decrees=[found], act=Act.APPROVE)
    cards = [str(card.what) for card in decrees_waiting(by, DECREED)]
    return not examined.ready and not any("to approve" in card for card in cards)


def test_who_drafted_does_not_approve_though_another_submits(decree: Decree) -> None:
    submitted(decree, BUDI)
    assert refused(decree, ANI) and refused(decree, BUDI)
    decree_approve(access=CICI, decree=decree.uid, digest=fresh(decree).content_digest)


def test_a_former_drafter_and_who_took_over_do_not_approve(decree: Decree) -> None:
    handed(decree)
    assert hands_of([fresh(decree)])[decree.pk].keeper == BUDI.actor
    assert fresh(decree).drafted_by == ANI.actor
    submitted(decree, CICI)
    assert refused(decree, ANI) and refused(decree, BUDI) and refused(decree, CICI)


def test_who_had_submitted_it_once_does_not_approve_it_later(decree: Decree) -> None:
    submitted(decree, BUDI)
    decree_withdraw(access=BUDI, decree=decree.uid)
    submitted(decree, ANI)
    assert refused(decree, BUDI)
    decree_approve(access=CICI, decree=decree.uid, digest=fresh(decree).content_digest)


def test_who_changed_a_draft_does_not_approve_it(decree: Decree) -> None:
    for title in ("Satu", "Dua"):
        decree_change(access=BUDI, decree=decree.uid, version=fresh(decree).version, title=title)
    assert list(Hand.objects.values_list("actor", "part")) == [(BUDI.actor, "changed")]
    submitted(decree, ANI)
    assert refused(decree, BUDI)


def test_who_gave_it_back_may_approve_what_was_mended_and_the_reason_is_read(decree: Decree) -> None:
    submitted(decree, ANI)
    decree_withdraw(access=CICI, decree=decree.uid, reason=" TMT keliru ")
    returned = hands_of([fresh(decree)])[decree.pk].returned
    assert returned and (returned.reason, returned.actor) == ("TMT keliru", CICI.actor)
    page = office.text_of(office.officer(), f"/decrees/{decree.uid}")
    assert "TMT keliru" in page and "to be mended" in page
    submitted(decree, ANI)
    assert "TMT keliru" not in office.text_of(office.officer(), f"/decrees/{decree.uid}")
    decree_approve(access=CICI, decree=decree.uid, digest=fresh(decree).content_digest)


def test_a_draft_goes_on_and_back_and_only_its_keeper_gives_it(decree: Decree) -> None:
    handed(decree)
    assert [list(decrees_kept(one.actor)) for one in (ANI, BUDI)] == [[], [decree]]
    with pytest.raises(Decree.DoesNotExist):
        handed(decree)
    handed(decree, BUDI, ANI)
    assert list(decrees_kept(ANI.actor)) == [decree]


def test_it_goes_to_an_officer_there_who_has_not_approved_it(decree: Decree) -> None:
    for roles in ({}, {Role.SECRETARY: frozenset({"76"})}, {Role.SDM_OFFICER: frozenset({"76.05"})}):
        with pytest.raises(TwoPeopleNeeded):
            handed(decree, taker=Access("user:x", roles))
    submitted(decree, ANI)
    decree_approve(access=CICI, decree=decree.uid, digest=fresh(decree).content_digest)
    with pytest.raises(TwoPeopleNeeded):
        handed(decree, taker=CICI)
    handed(decree)
    with pytest.raises(DatabaseError), transaction.atomic():
        Hand.objects.create(decree=decree, actor=CICI.actor, part="kept", at=make.noon(DECREED))


def test_for_another_hands_over_who_administers_or_decides_there_alone(decree: Decree) -> None:
    foreign = Access("user:far", {Role.ADMINISTRATOR: frozenset({"76.02"}), Role.SDM_OFFICER: frozenset({"76"})})
    with pytest.raises(Forbidden):
        handed(decree, by=foreign)
    handed(decree, by=Access("user:admin", {Role.ADMINISTRATOR: frozenset({"76"})}))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decrees_hand SET actor = 'x'",
        "UPDATE decrees_hand SET reason = 'x'",
        "DELETE FROM decrees_hand",
        "UPDATE decrees_decree SET drafted_by = 'x'",
    ],
)
def test_the_history_of_hands_stays(decree: Decree, statement: str) -> None:
    handed(decree)
    submitted(decree, BUDI)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_draft_that_is_discarded_takes_its_history_along(decree: Decree) -> None:
    handed(decree)
    decree_discard(access=BUDI, decree=decree.uid, version=fresh(decree).version)
    assert not Hand.objects.exists()


def test_why_it_was_given_back_is_erased_with_whom_it_is_about(decree: Decree) -> None:
    submitted(decree, ANI)
    decree_withdraw(access=CICI, decree=decree.uid, reason="nama Anto keliru")
    who = decree.entries.values_list("person__uid", flat=True)[0]
    assert return_reasons_erase(access=SYSTEM, person=who) == 1
    assert return_reasons_erase(access=SYSTEM, person=who) == 0
    assert Hand.objects.get(part="returned").reason == ERASED


def test_the_form_of_giving_back_takes_the_reason(decree: Decree) -> None:
    submitted(decree, ANI)
    secretary = office.secretary()
    assert "What is to be mended" in office.text_of(
        secretary, "/decrees/review", act="approve", pick=decree.uid, whole=1
    )
    secretary.post("/decrees/returns", {"quote": office.quote(fresh(decree)), "reason": "TMT keliru"})
    assert Hand.objects.get(part="returned").reason == "TMT keliru"
