from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.appraisal.models import Appraisee, Decision, Objection
from malaqbiq.appraisal.selectors.progress import Progress, cycle_progress
from malaqbiq.kernel import clock
from tests.appraisal.cast import SYSTEM
from tests.appraisal.office import OFFICER, SECRETARY, Office, closed, told, waiting
from tests.builders import noon
from tests.pages import at_most, signed_in

pytestmark = pytest.mark.django_db

MONDAY = date(2022, 1, 3)


def told_on(day: date, *names: str) -> Office:
    office = told(*names)
    Appraisee.objects.update(told_on=day)
    return office


def progress(office: Office) -> Progress:
    return cycle_progress(access=SYSTEM, cycle=office.cycle.uid, on=clock.today(office.cycle.office.zone))


def objected(office: Office, name: str = "anto") -> Objection:
    office.client(name).post(office.address("/mine/objection"), {"reason": "nilai Desember keliru"})
    return Objection.objects.get(person__uid=office.cast[name])


def test_before_it_is_told_no_score_stands_on_ones_own_page() -> None:
    office = waiting("anto")
    page = office.client("anto").get("/appraisal/mine").content.decode()
    assert "not told to you yet" in page
    assert office.client("anto").post(office.address("/mine/reading")).status_code == 302
    assert Appraisee.objects.get().read_at is None


def test_ones_own_result_stands_with_the_days_in_which_one_may_object() -> None:
    office = told_on(MONDAY, "anto")
    client = office.client("anto")
    with clock.standing_at(noon(date(2022, 1, 6))), at_most():
        page = client.get(office.address("/mine")).content.decode()
    assert "80.00" in page or "84" in page
    assert "until <strong>6 January 2022</strong>" in page
    with clock.standing_at(noon(date(2022, 1, 7))):
        late = client.get(office.address("/mine")).content.decode()
        assert "The last day for an objection was 6 January 2022" in late
        assert "Send the objection" not in late and "Send the objection" in page
        assert "What you may still do" in late and "What you may still do" not in page
        kept = client.post(office.address("/mine/objection"), {"reason": "terlambat <sekali>"})
    assert kept.status_code == 422
    assert Objection.objects.count() == 0


def test_what_was_typed_is_kept_when_an_objection_is_refused() -> None:
    office = told("anto")
    objected(office)
    kept = office.client("anto").post(office.address("/mine/objection"), {"reason": "sekali <lagi>"})
    assert kept.status_code == 422
    assert Objection.objects.count() == 1


def test_a_result_is_marked_as_read_by_ones_own_word_only() -> None:
    office = told("anto")
    client = office.client("anto")
    client.get("/appraisal/mine")
    assert client.get(office.address("/mine/reading")).status_code == 405
    assert Appraisee.objects.get().read_at is None
    client.post(office.address("/mine/reading"))
    first = Appraisee.objects.get().read_at
    client.post(office.address("/mine/reading"))
    assert first and Appraisee.objects.get().read_at == first
    assert signed_in(OFFICER, "76", username="lain").post(office.address("/mine/reading")).status_code == 404


def test_nobody_sees_the_result_of_another_on_their_own_page() -> None:
    office = told("anto", "budi")
    page = office.client("anto").get(office.address("/mine")).content.decode()
    assert "Budi" not in page
    assert office.client("anto").get(office.person("budi")).status_code == 404


def test_an_objection_cannot_name_another_person_or_day() -> None:
    office = told_on(MONDAY, "anto", "budi")
    forged = {"reason": "x", "person": str(office.cast["budi"]), "raised_on": "2022-01-03", "state": "upheld"}
    with clock.standing_at(noon(date(2022, 1, 4))):
        office.client("anto").post(office.address("/mine/objection"), forged)
    found = Objection.objects.get()
    assert (found.person_id, found.raised_on, found.state) == (office.cast["anto"], date(2022, 1, 4), "open")


def test_the_list_shows_what_waits_first_and_costs_few_statements() -> None:
    office = told("anto", "budi")
    objected(office)
    client = office.client("secretary", SECRETARY)
    with at_most():
        page = client.get("/appraisal/objections").content.decode()
    assert "Anto Uji" in page
    assert "Anto Uji" not in office.client("kabag", SECRETARY, "76.01").get("/appraisal/objections").content.decode()


def test_an_objection_is_upheld_with_new_scores_and_read_anew() -> None:
    office = told("anto")
    objection = objected(office)
    office.client("anto").post(office.address("/mine/reading"))
    client = office.client("secretary", SECRETARY)
    address = f"/appraisal/objections/{objection.uid}"
    with at_most():
        client.get(address)
    form = {"ruling": "upheld", "seen_behaviour": "80", "to_behaviour": "", "reason": "tugas <tambahan>"}
    kept = client.post(address, form)
    assert kept.status_code == 422
    assert "tugas &lt;tambahan&gt;" in kept.content.decode()
    assert client.post(address, form | {"to_behaviour": "90"}).status_code == 302
    objection.refresh_from_db()
    assert (objection.state, objection.adjustments.get().to_points) == ("upheld", 9000)
    decided = client.get(address).content.decode()
    assert "80.00" in decided and "<strong>90.00</strong>" in decided and "The result is now" in decided
    assert Appraisee.objects.get().read_at is None
    assert client.post(address, form | {"to_behaviour": "95"}).status_code == 422
    assert objection.adjustments.count() == 1


def test_an_objection_is_rejected_with_a_reason() -> None:
    office = told("anto")
    objection = objected(office)
    client = office.client("secretary", SECRETARY)
    address = f"/appraisal/objections/{objection.uid}"
    assert client.post(address, {"ruling": "rejected", "to_behaviour": "99"}).status_code == 422
    both = client.post(address, {"ruling": "rejected", "to_behaviour": "99", "reason": "tetap"})
    assert (both.status_code, b"uphold the objection, or clear the score" in both.content) == (422, True)
    assert client.post(address, {"ruling": "rejected", "reason": "tetap"}).status_code == 302
    objection.refresh_from_db()
    assert (objection.state, objection.adjustments.count()) == ("rejected", 0)
    decided = client.get(address).content.decode()
    assert "No score is changed." in decided and "The result is now" in decided


def test_who_scored_somebody_or_objects_does_not_decide() -> None:
    office = told("anto")
    address = f"/appraisal/objections/{objected(office).uid}"
    for name in ("kasubag", "anto"):
        client = office.client(name, SECRETARY)
        assert client.post(address, {"ruling": "rejected", "reason": "x"}).status_code == 422
    officer = office.client("officer", OFFICER)
    assert officer.post(address, {"ruling": "rejected", "reason": "x"}).status_code == 404
    assert Objection.objects.get().state == "open"


def test_an_officer_records_an_objection_that_came_on_paper() -> None:
    office = told_on(MONDAY, "anto")
    client = office.client("officer", OFFICER)
    with clock.standing_at(noon(date(2022, 1, 5))):
        client.post(office.person("anto", "/objection"), {"reason": "surat", "raised_on": "2022-01-04"})
    assert Objection.objects.get().raised_on == date(2022, 1, 4)


def test_one_sekretaris_alone_upholds_decides_anew_and_is_warned_of_what_he_recorded_himself() -> None:
    office = closed("anto", "budi")
    client = office.client("secretary", SECRETARY)
    client.post(office.address("/decisions"))
    ruling = {"ruling": "upheld", "seen_behaviour": "80", "to_behaviour": "90", "reason": "bukti lengkap"}
    address = f"/appraisal/objections/{objected(office).uid}"
    assert "recorded this objection yourself" not in client.get(address).content.decode()
    client.post(address, ruling)
    assert "the result changed since" in client.get(office.person("anto")).content.decode()
    assert "1 of them was decided on, but the result changed" in client.get(office.address()).content.decode()
    assert "the Sekretaris decides anew on the person" in client.get(address).content.decode()
    assert "the one you gave there stands" in client.get(office.person("anto")).content.decode()
    assert "the one you gave there stands" not in client.get(office.person("budi")).content.decode()
    client.post(office.person("anto", "/decision"), {"outcome": "extend", "reason": ""})
    assert "the result changed since" not in client.get(office.person("anto")).content.decode()
    assert Decision.objects.latest("pk").reason == "bukti lengkap"
    assert "whose objection they had upheld" in client.get("/activity").content.decode()
    paper = {"reason": "surat", "raised_on": str(clock.today("Asia/Makassar"))}
    assert "better let the SDM officer record it" in client.get(office.person("budi")).content.decode()
    client.post(office.person("budi", "/objection"), paper)
    address = f"/appraisal/objections/{Objection.objects.get(state='open').uid}"
    assert "recorded this objection yourself" in client.get(address).content.decode()
    client.post(address, ruling)
    refused = client.post(office.person("budi", "/decision"), {"outcome": "extend", "reason": "x"})
    assert refused.status_code == 422
    assert Decision.objects.count() == 3


def test_a_rejected_objection_is_told_and_no_second_one_is_offered() -> None:
    office = told("anto")
    first = objected(office)
    secretary = office.client("secretary", SECRETARY)
    address = f"/appraisal/objections/{first.uid}"
    form = {"ruling": "upheld", "seen_behaviour": "80", "to_behaviour": "90", "reason": "tugas tambahan"}
    assert secretary.post(address, form).status_code == 302
    office.client("anto").post(office.address("/mine/objection"), {"reason": "masih keliru"})
    second = Objection.objects.exclude(pk=first.pk).get()
    secretary.get(address)
    with at_most():
        page = secretary.get(f"/appraisal/objections/{second.uid}").content.decode()
    assert "Other objections of the person" in page and address in page and "tugas tambahan" in page
    assert "Last day to object" in page
    may_object = sum(progress(office).told_on.values())
    rejected = {"ruling": "rejected", "reason": "tidak terbukti"}
    assert secretary.post(f"/appraisal/objections/{second.uid}", rejected).status_code == 302
    assert sum(progress(office).told_on.values()) == may_object - 1
    own = office.client("anto").get(office.address("/mine")).content.decode()
    assert "A result is objected to once" in own and "Send the objection" not in own
    kept = office.client("officer", OFFICER).get(office.person("anto")).content.decode()
    assert "no second one to the same result is recorded" in kept and "on paper" not in kept
    again = office.client("anto").post(office.address("/mine/objection"), {"reason": "sekali lagi"})
    assert again.status_code == 422 and "was rejected on" in again.content.decode()
    assert Objection.objects.count() == 2
