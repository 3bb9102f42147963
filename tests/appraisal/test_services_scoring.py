from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.appraisal.errors import EntriesRefused, NotPossible
from malaqbiq.appraisal.models import Appraiser, Cycle, Score
from malaqbiq.appraisal.services import (
    Naming,
    ScoreChange,
    ScoreEntry,
    appraiser_remove,
    appraisers_assign,
    score_moderate,
    scores_enter,
)
from malaqbiq.kernel.access import Forbidden, Role
from malaqbiq.people.rules import Relation
from malaqbiq.people.services import family_tie_record
from tests.appraisal.cast import SYSTEM, Cast, cast, engage, named, opened, scored, stated
from tests.appraisal.instruments import PEERS

pytestmark = pytest.mark.django_db


@pytest.fixture(name="people")
def _people() -> Cast:
    return cast()


@pytest.fixture(name="cycle")
def _cycle(people: Cast) -> Cycle:
    cycle = opened(people)
    named(people, cycle)
    return cycle


def why(refused: pytest.ExceptionInfo[EntriesRefused]) -> list[tuple[int, str]]:
    return [(problem.position, str(problem.why)) for problem in refused.value.problems]


def test_an_appraiser_enters_a_score(people: Cast, cycle: Cycle) -> None:
    kasubag = people.access("kasubag", Role.APPRAISER)
    entry = ScoreEntry(people["anto"], "result", "87,125", "2021-11")
    assert scores_enter(access=kasubag, cycle=cycle.uid, entries=[entry]) == 1
    score = Score.objects.get()
    assert (str(score.value), score.part, score.version) == ("87.13", "2021-11", 1)
    assert (score.appraiser_id, score.entered_by) == (people["kasubag"], "user:kasubag")


def test_only_who_was_named_for_the_component_enters_its_score(people: Cast, cycle: Cycle) -> None:
    entry = ScoreEntry(people["anto"], "behaviour", 80)
    stranger = people.access("kabag", Role.APPRAISER, Role.SDM_OFFICER, Role.SECRETARY)
    with pytest.raises(EntriesRefused, match="only an appraiser who was named"):
        scores_enter(access=stranger, cycle=cycle.uid, entries=[entry])


def test_nobody_enters_a_score_in_anothers_name(people: Cast, cycle: Cycle) -> None:
    entry = ScoreEntry(people["anto"], "behaviour", 80, appraiser=people["kasubag"])
    with pytest.raises(EntriesRefused, match="only an appraiser"):
        scores_enter(access=people.access("kabag", Role.SDM_OFFICER), cycle=cycle.uid, entries=[entry])


def test_who_appraises_nobody_does_not_see_the_cycle(people: Cast, cycle: Cycle) -> None:
    with pytest.raises(Cycle.DoesNotExist):
        scores_enter(access=people.access("kabag", Role.APPRAISER), cycle=cycle.uid, entries=[])


def test_a_stale_write_is_refused_and_the_same_again_changes_nothing(people: Cast, cycle: Cycle) -> None:
    by = {"appraiser": people["kasubag"]}
    first = [ScoreEntry(people["anto"], "behaviour", 80, **by)]
    assert scores_enter(access=SYSTEM, cycle=cycle.uid, entries=first) == 1
    assert scores_enter(access=SYSTEM, cycle=cycle.uid, entries=first) == 0
    with pytest.raises(EntriesRefused) as refused:
        scores_enter(access=SYSTEM, cycle=cycle.uid, entries=[ScoreEntry(people["anto"], "behaviour", 70, **by)])
    assert refused.value.stale
    changed = [ScoreEntry(people["anto"], "behaviour", 70, version=1, **by)]
    assert scores_enter(access=SYSTEM, cycle=cycle.uid, entries=changed) == 1
    assert Score.objects.get().version == 2


def test_one_bad_entry_among_many_is_named_and_nothing_is_entered(people: Cast, cycle: Cycle) -> None:
    by = {"appraiser": people["kasubag"]}
    entries = [
        ScoreEntry(people["anto"], "behaviour", 80, **by),
        ScoreEntry(people["budi"], "behaviour", "=1+1", **by),
        ScoreEntry(people["citra"], "behaviour", "100.01", **by),
        ScoreEntry(people["dewi"], "result", 80, "2021-10", **by),
        ScoreEntry(people["eko"], "result", 80, **by),
        ScoreEntry(people["chair"], "behaviour", 80, **by),
        ScoreEntry(people["anto"], "attendance", 80, **by),
        ScoreEntry(people["anto"], "behaviour", 81, **by),
    ]
    with pytest.raises(EntriesRefused) as refused:
        scores_enter(access=SYSTEM, cycle=cycle.uid, entries=entries)
    assert why(refused) == [
        (1, "=1+1 is not a score from 0 to 100"),
        (2, "100.01 is not a score from 0 to 100"),
        (3, "Hasil kerja is not scored for the month “2021-10”"),
        (4, "Hasil kerja is not scored for the month “”"),
        (5, "only an appraiser who was named for this component of the person gives its score"),
        (6, "only an appraiser who was named for this component of the person gives its score"),
        (7, "this score stands among the entries twice"),
    ]
    assert not Score.objects.exists()


def test_only_months_served_in_full_are_scored(people: Cast) -> None:
    engage(people, "new", start=date(2021, 11, 15))
    cycle = opened(people)
    named(people, cycle, "new")
    entry = ScoreEntry(people["new"], "result", 80, "2021-11", appraiser=people["kasubag"])
    with pytest.raises(EntriesRefused, match="is not scored for the month"):
        scores_enter(access=SYSTEM, cycle=cycle.uid, entries=[entry])


def test_nobody_is_named_to_appraise_themselves(people: Cast, cycle: Cycle) -> None:
    naming = Naming(people["anto"], "behaviour", people["anto"])
    with pytest.raises(EntriesRefused, match="nobody appraises or decides on themselves"):
        appraisers_assign(access=SYSTEM, cycle=cycle.uid, namings=[naming])


def test_nobody_is_named_to_appraise_close_family(people: Cast, cycle: Cycle) -> None:
    tie = {"person": people["kabag"], "relation": Relation.PARENT, "kin": people["anto"], "source": "kartu keluarga"}
    family_tie_record(access=SYSTEM, day=date(2021, 1, 1), **tie)
    namings = [Naming(people[name], "behaviour", people["kabag"]) for name in ("budi", "anto")]
    with pytest.raises(EntriesRefused) as refused:
        appraisers_assign(access=SYSTEM, cycle=cycle.uid, namings=namings)
    assert why(refused) == [(1, "nobody appraises or decides on close family")]


def test_a_tie_that_is_told_later_ends_the_scoring(people: Cast, cycle: Cycle) -> None:
    tie = {"person": people["kasubag"], "relation": Relation.SPOUSE, "kin": people["anto"], "source": "akta nikah"}
    family_tie_record(access=SYSTEM, day=date(2021, 1, 1), **tie)
    with pytest.raises(EntriesRefused, match="close family"):
        scores_enter(
            access=people.access("kasubag"), cycle=cycle.uid, entries=[ScoreEntry(people["anto"], "behaviour", 100)]
        )


def test_a_component_has_one_appraiser_and_a_new_one_takes_over(people: Cast, cycle: Cycle) -> None:
    two = [Naming(people["anto"], "behaviour", people[name]) for name in ("kabag", "chair")]
    with pytest.raises(EntriesRefused, match="only one appraiser"):
        appraisers_assign(access=SYSTEM, cycle=cycle.uid, namings=two)
    assert appraisers_assign(access=SYSTEM, cycle=cycle.uid, namings=two[:1]) == 1
    assert appraisers_assign(access=SYSTEM, cycle=cycle.uid, namings=two[:1]) == 0
    named_now = cycle.appraisees.get(person=people["anto"]).appraisers.filter(component="behaviour")
    assert [one.person_id for one in named_now] == [people["kabag"]]


def test_naming_needs_a_role_on_the_persons_work_unit(people: Cast, cycle: Cycle) -> None:
    naming = Naming(people["budi"], "behaviour", people["kabag"])
    elsewhere = people.access("officer", Role.SDM_OFFICER, codes=("76.02",))
    auditor = people.access("officer", Role.AUDITOR)
    with pytest.raises(EntriesRefused, match="not yours to see"):
        appraisers_assign(access=elsewhere, cycle=cycle.uid, namings=[naming])
    with pytest.raises(Forbidden):
        appraisers_assign(access=auditor, cycle=cycle.uid, namings=[naming])


def test_attendance_and_unknown_components_have_no_appraiser(people: Cast, cycle: Cycle) -> None:
    namings = [Naming(people["anto"], key, people["kabag"]) for key in ("attendance", "charm")]
    with pytest.raises(EntriesRefused) as refused:
        appraisers_assign(access=SYSTEM, cycle=cycle.uid, namings=namings)
    assert why(refused) == [
        (0, "attendance comes from the attendance records"),
        (1, "the instrument has no component charm"),
    ]


def test_each_peer_gives_a_score_of_their_own(people: Cast) -> None:
    stated(PEERS)
    cycle = opened(people, instrument="peers")
    peers = [Naming(people["anto"], "peers", people[name]) for name in ("budi", "citra")]
    assert appraisers_assign(access=SYSTEM, cycle=cycle.uid, namings=peers) == 2
    entries = [ScoreEntry(people["anto"], "peers", 80, appraiser=one.appraiser) for one in peers]
    assert scores_enter(access=SYSTEM, cycle=cycle.uid, entries=entries) == 2
    with pytest.raises(NotPossible, match="has given a score"):
        appraiser_remove(access=SYSTEM, cycle=cycle.uid, naming=peers[0])


def test_a_peer_who_gave_no_score_can_be_taken_back(people: Cast) -> None:
    stated(PEERS)
    cycle = opened(people, instrument="peers")
    peer = Naming(people["anto"], "peers", people["budi"])
    appraisers_assign(access=SYSTEM, cycle=cycle.uid, namings=[peer])
    appraiser_remove(access=SYSTEM, cycle=cycle.uid, naming=peer)
    assert not Appraiser.objects.exists()


def test_what_was_moderated_is_not_scored_again(people: Cast, cycle: Cycle) -> None:
    scored(people, cycle, "anto")
    change = ScoreChange("behaviour", 80, 75)
    score_moderate(
        access=SYSTEM,
        cycle=cycle.uid,
        person=people["anto"],
        change=change,
        reason="menyamakan ukuran",
        moderator=people["kabag"],
    )
    entry = ScoreEntry(people["anto"], "behaviour", 90, version=1, appraiser=people["kasubag"])
    with pytest.raises(EntriesRefused, match="can only be moderated again"):
        scores_enter(access=SYSTEM, cycle=cycle.uid, entries=[entry])
