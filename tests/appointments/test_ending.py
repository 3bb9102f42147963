"""A round that is given up: when it may be, what it still tells, and that nobody is asked for anything of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Nominee, Phase, Round, RoundEnd
from malaqbiq.appointments.rules.rounds import Held, Stage
from malaqbiq.appointments.selectors.rounds import board_of
from malaqbiq.appointments.services import (
    DecisionDraft,
    Event,
    Nominated,
    ScoreGiven,
    candidates_name,
    decision_record,
    inauguration_plan,
    member_name,
    nominees_set,
    phase_open,
    phase_release,
    round_begin,
    round_end,
    scores_give,
)
from malaqbiq.appointments.todos import filling
from malaqbiq.decrees.services import EntryDraft
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.people.models import Person
from malaqbiq.service.effects.posts import PostClosedV1
from tests import builders as make
from tests.appointments.test_changes import NEWEST, OFFICER, drafted, recorded
from tests.appointments.test_rounds import SECRETARY, TODAY, _january, begun, filled, holders, kabag, phases, servant
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

REPLACED = date(2024, 11, 7)


def replaced(found: Round) -> None:
    """Another structure takes effect: no post of the round is in force any more."""
    with clock.standing_at(make.noon(REPLACED)):
        recorded(drafted(NEWEST, REPLACED))


def ended(found: Round, reason: str = "struktur diganti") -> RoundEnd:
    return round_end(access=SECRETARY, round_uid=found.uid, reason=reason)


def test_a_post_that_is_no_more_waits_for_nothing_and_is_offered_no_plt(holders: Mapping[str, Person]) -> None:
    found = begun()
    phase_open(access=OFFICER, phase=phases(found)["Administrator"].uid)
    filled(phases(found)["Administrator"], kabag(holders))
    replaced(found)
    with clock.standing_at(make.noon(REPLACED)):
        board = board_of(OFFICER, found, REPLACED)
        assert {(seat.stage, seat.closed_on) for one in board for seat in one.seats} == {(Stage.CLOSED, REPLACED)}
        client, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/{found.uid}"
        page = client.get(at).content.decode()
        assert page.count("in force no more since 7 Nov 2024") == 13 and "acting/new" not in page
        assert statements_of(client, at) <= MOST_STATEMENTS
        assert list(filling(OFFICER, REPLACED)) == []
        listed = client.get("/structure/filling").content.decode()
        assert "nothing is left to fill" in listed and "all inaugurated" not in listed
    yesterday = board_of(OFFICER, found, date(2024, 11, 6))
    assert {seat.closed_on for one in yesterday for seat in one.seats} == {None}
    assert {seat.held for one in yesterday for seat in one.seats} == {Held.DEFINITIVE, Held.DEMISIONER}


def test_a_post_that_is_no_more_is_left_out_of_the_proposal(holders: Mapping[str, Person]) -> None:
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    member_name(access=OFFICER, phase=found.uid, person=servant("Ketua Tim").uid, seating="chair")
    candidates_name(access=OFFICER, phase=found.uid, people=[holders["P08.1"].uid])
    (member,), (candidate,) = (found.participants.filter(part=part) for part in ("member", "candidate"))
    given = [ScoreGiven(candidate.uid, one.key, 70) for one in found.criteria.all()]
    scores_give(access=replace(OFFICER, person=member.person_id), phase=found.uid, given=given)
    shut, kept, other = found.seats.order_by("pk")
    nominees_set(access=OFFICER, phase=found.uid, nominated=[Nominated(shut.post_id, [candidate.uid])])
    closing = PostClosedV1(regime=shut.post.regime)
    make.opened(
        make.unit("76"), [EntryDraft("service.post_closed", TODAY, make.unit("76").uid, closing, post=shut.post_id)]
    )
    client, at = signed_in(Role.SECRETARY, "76"), f"/structure/filling/phases/{found.uid}/proposal"
    page = client.get(at).content.decode()
    assert "1 post is in force no more and is left out: Kepala Bagian" in page
    assert f"seat.{shut.post_id}" not in page and f"seat.{kept.post_id}" in page
    assert statements_of(client, at) <= MOST_STATEMENTS
    typed = {f"seat.{kept.post_id}": candidate.person.full_name, f"reason.{other.post_id}": "belum ada"}
    assert client.post(at, typed).status_code == 302
    made = {"do": "propose", "number": "5/SDM", "dated_on": TODAY.isoformat()}
    assert client.post(at, made).status_code == 302
    assert found.proposals.count() == 1 and not shut.nominees.exists()


def test_the_sekretaris_ends_it_with_a_reason_and_its_posts_are_free(holders: object) -> None:
    found = begun()
    with pytest.raises(Forbidden):
        round_end(access=OFFICER, round_uid=found.uid, reason="x")
    with pytest.raises(RoundRefused, match="say why"):
        ended(found, "  ")
    assert ended(found).ended_on == TODAY
    with pytest.raises(RoundRefused, match="ended already"):
        ended(found)
    assert list(filling(OFFICER, TODAY)) == []
    again = round_begin(access=OFFICER, office="76", title="Lagi")
    assert again.seats.count() == found.seats.count()


def test_nothing_more_is_done_in_it_by_whatever_client(holders: Mapping[str, Person]) -> None:
    found = begun()
    first, second = phases(found).values()
    phase_open(access=OFFICER, phase=first.uid)
    ended(found)
    draft = DecisionDraft("Sekjen", "1", TODAY, {first.seats.first().post_id: holders["P08.1"].uid})
    for act in (
        lambda: phase_release(access=SECRETARY, phase=first.uid, reason="x"),
        lambda: phase_open(access=OFFICER, phase=second.uid),
        lambda: decision_record(access=OFFICER, phase=first.uid, draft=draft),
    ):
        with pytest.raises(RoundRefused, match="was ended"):
            act()
    with pytest.raises(DatabaseError), transaction.atomic():
        Phase.objects.filter(pk=first.pk).update(released_on=TODAY, released_by="x", reason="x")
    facts = {"part": "candidate", "named_by": "x", "named_at": clock.now()}
    with pytest.raises(DatabaseError), transaction.atomic():
        first.participants.create(person=holders["P08.1"], **facts)
    for change in ({"ended_on": date(2022, 1, 5)}, {"reason": "lain"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            RoundEnd.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        RoundEnd.objects.all().delete()


def test_while_somebody_waits_for_the_oath_it_goes_on(holders: Mapping[str, Person]) -> None:
    found = begun()
    first = phases(found)["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    posts = {seat.post.unit_code: seat.post_id for seat in first.seats.select_related("post")}
    draft = DecisionDraft("Sekjen", "1", TODAY, {posts["P20B.1"]: holders["P08.1"].uid})
    decision_record(access=OFFICER, phase=first.uid, draft=draft)
    with pytest.raises(RoundRefused, match="waits for the oath"):
        ended(found)
    inauguration_plan(access=OFFICER, phase=first.uid, event=Event(TODAY, "x", "y", ("a", "b")))
    with pytest.raises(RoundRefused, match="planned"):
        ended(found)


def test_what_is_done_isnt_ended(holders: Mapping[str, Person]) -> None:
    found = round_begin(access=OFFICER, office="76", title="x", levels=("Administrator",))
    first = phases(found)["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    filled(first, kabag(holders))
    with pytest.raises(RoundRefused, match="nothing to end"):
        ended(found)


def test_the_page_ends_it_by_the_sekretaris_alone(holders: object) -> None:
    found = begun()
    at = f"/structure/filling/{found.uid}"
    officer, secretary = signed_in(Role.SDM_OFFICER, "76"), signed_in(Role.SECRETARY, "76", username="sek")
    assert f"{at}/ending" not in officer.get(at).content.decode()
    assert officer.post(f"{at}/ending", {"reason": "x"}).status_code == 404
    assert f"{at}/ending" in secretary.get(at).content.decode()
    refused = secretary.post(f"{at}/ending", {"reason": " "})
    assert refused.status_code == 422 and "Say why" in refused.content.decode()
    assert secretary.post(f"{at}/ending", {"reason": "struktur <b>diganti</b>"}).status_code == 302
    page = secretary.get(at).content.decode()
    assert "struktur &lt;b&gt;diganti" in page and "This filling was ended on 4 January 2022" in page
    assert "/openings" not in page and "/releases" not in page
    assert "ended 4 Jan 2022" in secretary.get("/structure/filling").content.decode()


def test_no_post_of_an_ended_round_waits_for_anything(holders: object) -> None:
    found = begun()
    phase_open(access=OFFICER, phase=phases(found)["Administrator"].uid)
    client, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/{found.uid}"
    assert "no candidates yet" in client.get(at).content.decode()
    ended(found)
    page = client.get(at).content.decode()
    assert "no candidates yet" not in page and "waits for the phase before" not in page and "open since" not in page


def test_on_another_day_the_board_tells_that_days_state(holders: Mapping[str, Person]) -> None:
    with clock.standing_at(make.noon(date(2022, 1, 6))):
        found = begun()
        first = phases(found)["Administrator"]
        phase_open(access=OFFICER, phase=first.uid)
    filled(first, kabag(holders), day=date(2022, 1, 10))
    with clock.standing_at(make.noon(date(2022, 1, 12))):
        client, at = signed_in(Role.SDM_OFFICER, "76"), f"/structure/filling/{found.uid}"
        (first_then, second_then) = board_of(OFFICER, found, date(2022, 1, 8))
        assert (first_then.opened_on, first_then.inaugurated_on) == (date(2022, 1, 6), None) and second_then.waits
        assert {seat.stage for seat in first_then.seats} == {Stage.CANDIDATES}
        assert {seat.appointed for seat in first_then.seats} == {""}
        assert board_of(OFFICER, found, date(2022, 1, 10))[0].inaugurated_on == date(2022, 1, 10)
        page = client.get(at, {"as_of": "2022-01-08"}).content.decode()
        assert "inaugurated 10 Jan" not in page and "open since 6 Jan 2022" in page
        before = client.get(at, {"as_of": "2022-01-05"}).content.decode()
        assert "there was nothing of it yet" in before and "demisioner" not in before
        assert str(found.uid) not in client.get("/structure/filling", {"as_of": "2022-01-05"}).content.decode()
        step = f"/structure/filling/phases/{first.uid}/inauguration"
        assert "told as it stands now" in client.get(step, {"as_of": "2022-01-08"}).content.decode()
        assert "told as it stands now" not in client.get(step).content.decode()


def test_in_an_ended_round_no_client_changes_anything(holders: Mapping[str, Person]) -> None:
    found = begun()
    phase = phases(found)["Administrator"]
    phase_open(access=OFFICER, phase=phase.uid)
    (one, *_others) = candidates_name(
        access=OFFICER, phase=phase.uid, people=[who.uid for who in kabag(holders).values()]
    )
    seat = phase.seats.first()
    ended(found)
    acts = (
        lambda: phase.participants.filter(pk=one.pk).delete(),
        lambda: phase.seats.update(reason="lain"),
        lambda: Nominee.objects.create(seat=seat, candidate=one, rank=1),
    )
    for act in acts:
        with pytest.raises(DatabaseError, match="was ended"), transaction.atomic():
            act()
