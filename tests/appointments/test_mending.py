"""Decrees that come late, or are revoked after an inauguration, leave a state in which everything agrees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from malaqbiq.appointments.errors import RoundRefused
from malaqbiq.appointments.models import Appointment, MendingScan, Phase
from malaqbiq.appointments.rules.rounds import Held
from malaqbiq.appointments.selectors.mended import mended_in, undone_by
from malaqbiq.appointments.selectors.phases import appointments_waiting
from malaqbiq.appointments.selectors.rounds import board_of
from malaqbiq.appointments.services import (
    DecisionDraft,
    Event,
    MendingDraft,
    Order,
    Received,
    acting_record,
    appointment_mend,
    decision_record,
    inauguration_close,
    inauguration_plan,
    phase_open,
    sworn_data_erase,
)
from malaqbiq.decrees.errors import Refused
from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import EntryDraft, received_record
from malaqbiq.decrees.verification import projections_follow
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.models import StoredFile
from malaqbiq.kernel.progress import SILENT
from malaqbiq.organization.models import Post, Succession
from malaqbiq.people.models import Person
from malaqbiq.regulations.rules.rows import CeremonyPaper
from malaqbiq.service.effects import EngagedV1, Status
from malaqbiq.service.models import Acting, Holder, HomeUnit, PostHeld
from tests import builders as make
from tests.appointments.test_changes import NEW, OFFICER
from tests.appointments.test_papers import words
from tests.appointments.test_rounds import FIRST, _january, begun, filled, holders, kabag, kasubag, phases
from tests.kernel.test_media import MINIMAL_PDF
from tests.pages import at_most, signed_in

__all__ = ["_january", "holders"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

LATER = date(2022, 2, 10)


def revoked(*entries: EntryDraft) -> Decree:
    """A decree of the Sekretaris Jenderal that mends others."""
    with clock.standing_at(make.noon(LATER)):
        return received_record(
            access=OFFICER,
            office=make.unit("76").uid,
            kind="received-appointment",
            authority="Sekretaris Jenderal",
            number="99/2022",
            decided_on=LATER,
            title="Pencabutan",
            entries=entries,
        )


def scan(name: str = "surat.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, MINIMAL_PDF)


def entry(effect: str, code: str) -> Entry:
    return Entry.objects.get(effect=f"service.{effect}", post__unit_code=code, decree__origin="received")


def sworn(phase: Phase, code: str) -> Appointment:
    return Appointment.objects.get(seat__phase=phase, seat__post__unit_code=code, inauguration__isnull=False)


def mended(row: Appointment, access: Access = OFFICER, **said: object) -> Decree:
    facts = {"authority": "Sekretaris Jenderal", "number": "99/2022", "decided_on": LATER, **said}
    with clock.standing_at(make.noon(LATER)):
        return appointment_mend(access=access, appointment=row.uid, draft=MendingDraft(**facts))  # type: ignore[arg-type]


@pytest.fixture
def first(holders: Mapping[str, Person]) -> Phase:
    """The phase of the Kabag, all of them sworn in."""
    found = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=found.uid)
    filled(found, kabag(holders))
    return found


def test_a_revoked_appointment_leaves_the_post_vacant_and_everything_agrees(
    first: Phase, holders: Mapping[str, Person]
) -> None:
    decree = mended(sworn(first, "P20B.1"), since=LATER)
    assert not PostHeld.objects.as_of(LATER).filter(person=holders["P08.1"]).exists()
    assert PostHeld.objects.as_of(FIRST).get(person=holders["P08.1"]).state == "definitive"
    seats = {one.chart.code: one.held for one in board_of(OFFICER, first.round, LATER)[0].seats}
    assert seats == {"P20B.1": Held.VACANT, "P20B.2": Held.DEFINITIVE, "P20B.3": Held.DEFINITIVE}
    (told,) = mended_in(list(Appointment.objects.filter(seat__phase=first))).values()
    assert (told.decree, told.number, told.since) == (decree.uid, "99/2022", LATER)
    assert projections_follow(SILENT).ok


def test_annulled_nobody_keeps_work_again_that_passed_to_another_at_the_same_oath(
    first: Phase, holders: Mapping[str, Person]
) -> None:
    second = phases(first.round)["Pengawas"]
    oath = FIRST + timedelta(days=15)
    with clock.standing_at(make.noon(oath)):
        phase_open(access=OFFICER, phase=second.uid)
    filled(second, kasubag(holders), oath)
    row, who = sworn(second, "P20B.31"), holders["K08.4"]
    (passed,) = undone_by(row, LATER).passed
    assert (passed.post.unit_code, passed.since, undone_by(row, LATER).back) == ("K08.4", oath, "")
    mended(row)
    assert not PostHeld.objects.as_of(LATER).filter(person=who).exists()
    assert not Holder.objects.as_of(LATER).filter(post__unit_code="K08.4").exists()
    assert HomeUnit.objects.as_of(LATER).get(person=who).work_unit.code == "76.01"
    assert projections_follow(SILENT).ok


def test_annulled_work_that_passed_to_another_later_is_kept_until_that_day(
    first: Phase, holders: Mapping[str, Person]
) -> None:
    second = phases(first.round)["Pengawas"]
    oath, later = FIRST + timedelta(days=15), FIRST + timedelta(days=20)
    with clock.standing_at(make.noon(oath)):
        phase_open(access=OFFICER, phase=second.uid)
    heir = Succession.objects.filter(old__unit_code="K08.4").values_list("new__unit_code", flat=True).first()
    filled(second, kasubag(holders), oath, absent=(heir or "",))
    event = Event(later, "Mamuju", "Sekretaris", ("Saksi Satu", "Saksi Dua"))
    with clock.standing_at(make.noon(later)):
        planned = inauguration_plan(access=OFFICER, phase=second.uid, event=event)
        present = [one.uid for one in appointments_waiting(second)]
        inauguration_close(access=OFFICER, inauguration=planned.uid, present=present)
    who = holders["K08.4"]
    mended(sworn(second, "P20B.31"))
    held = PostHeld.objects.known().filter(person=who).latest("valid_from")
    assert (held.state, held.post.unit_code, held.valid_until) == ("demisioner", "K08.4", later)
    assert projections_follow(SILENT).ok


def test_annulled_all_stands_as_before_the_oath(first: Phase, holders: Mapping[str, Person]) -> None:
    row = sworn(first, "P20B.2")
    assert undone_by(row, LATER).back.startswith("Kepala Bagian")
    mended(row)
    held = PostHeld.objects.as_of(LATER).get(person=holders["P08.2"])
    assert (held.state, held.post.unit_code) == ("demisioner", "P08.2")
    assert Holder.objects.as_of(LATER).filter(person=holders["P08.2"]).count() == 1
    assert Holder.objects.as_of(LATER).filter(post__unit_code="P20B.2").count() == 0
    assert projections_follow(SILENT).ok


def test_annulled_who_lost_the_daily_work_by_it_keeps_it_again(holders: Mapping[str, Person]) -> None:
    phase = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=phase.uid)
    other = make.person("Orang Luar")
    make.opened(
        make.unit("76"),
        [
            EntryDraft(
                "service.engaged",
                date(2010, 1, 1),
                make.unit("76.01").uid,
                EngagedV1(status=Status.PNS, work_unit=make.unit("76.01").uid),
                person=other.uid,
            )
        ],
    )
    filled(phase, kabag(holders) | {"P20B.1": other})
    assert not PostHeld.objects.as_of(FIRST).filter(person=holders["P08.1"]).exists()
    row = sworn(phase, "P20B.1")
    undone = undone_by(row, LATER)
    assert (undone.back, undone.home) == ("", make.unit("76.01").name)
    assert [one.split(" (")[0] for one in undone.others] == [holders["P08.1"].full_name]
    mended(row)
    assert PostHeld.objects.as_of(LATER).get(person=holders["P08.1"]).state == "demisioner"
    assert HomeUnit.objects.as_of(LATER).get(person=other).work_unit_id == make.unit("76.01").uid
    assert projections_follow(SILENT).ok


def test_after_it_the_post_is_decided_on_anew_in_its_phase(holders: Mapping[str, Person]) -> None:
    phase = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=phase.uid)
    filled(phase, {"P20B.1": holders["P08.1"]})
    mended(sworn(phase, "P20B.1"))
    filled(phase, {"P20B.1": holders["P08.2"]}, day=LATER)
    assert Holder.objects.as_of(LATER).get(post__unit_code="P20B.1").person == holders["P08.2"]


def acts(post: str, who: Person, start: date, last_day: date) -> Decree:
    with clock.standing_at(make.noon(start)):
        order = Order(Post.objects.get(regime=NEW, unit_code=post).uid, who.uid, start, last_day)
        return acting_record(access=OFFICER, order=order, received=Received("Sekjen", f"{start}", start))


SERVED = date(2022, 1, 10), LATER


@pytest.mark.parametrize("since", [None, date(2022, 1, 9), LATER])
def test_who_stood_in_meanwhile_is_in_nobodys_way(
    first: Phase, holders: Mapping[str, Person], since: date | None
) -> None:
    """For him, and he himself beside his post for another."""
    acts("P20B.1", holders["P08.11"], *SERVED)
    acts("P20B.2", holders["P08.1"], *SERVED)
    mended(sworn(first, "P20B.1"), since=since)
    assert not Holder.objects.as_of(LATER).filter(post__unit_code="P20B.1").exists()
    assert Acting.objects.as_of(LATER).filter(post__unit_code__in=["P20B.1", "P20B.2"]).count() == 2
    assert projections_follow(SILENT).ok


def test_who_stands_in_still_is_named_with_what_to_do(first: Phase, holders: Mapping[str, Person]) -> None:
    acts("P20B.1", holders["P08.11"], date(2022, 2, 9), LATER + timedelta(days=20))
    with pytest.raises(RoundRefused, match="let it end today or earlier") as refused:
        mended(sworn(first, "P20B.1"))
    assert f"{holders['P08.11'].full_name} stands in for Kepala Bagian" in str(refused.value)


def test_a_later_decree_that_placed_the_person_elsewhere_is_named_and_linked(holders: Mapping[str, Person]) -> None:
    phase = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=phase.uid)
    filled(phase, {"P20B.1": holders["P08.1"]})
    row, moved = sworn(phase, "P20B.1"), date(2022, 2, 1)
    assert row.inauguration is not None
    filled(phase, {"P20B.2": holders["P08.1"]}, day=moved)
    for since in (None, moved, LATER):
        with pytest.raises(RoundRefused, match=f"Administrator/01 of .*{holders['P08.1'].full_name}.*goes first"):
            mended(row, since=since)
    at = f"/structure/filling/phases/{phase.uid}/inaugurations/{row.inauguration.uid}/sworn/{row.uid}/mending"
    after = sworn(phase, "P20B.2")
    assert after.inauguration is not None and after.decree is not None
    with clock.standing_at(make.noon(LATER)):
        client = signed_in(Role.SDM_OFFICER, "76", "76.01")
        with at_most():
            page = client.get(at).content.decode()
    assert f"/decrees/{after.decree.uid}" in page and "placed elsewhere from 1 Feb 2022" in page
    assert f"/{after.inauguration.uid}/sworn/{after.uid}/mending" in page
    mended(after, number="98/2022")
    mended(row)
    assert PostHeld.objects.as_of(LATER).get(person=holders["P08.1"]).state == "demisioner"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"number": "  "}, "has a number"),
        ({"since": FIRST}, "after the oath"),
        ({"since": LATER + timedelta(days=1)}, "lies ahead"),
        ({"decided_on": FIRST - timedelta(days=9)}, "not of the appointing one"),
        ({"decided_on": LATER + timedelta(days=1)}, "dated"),
    ],
)
def test_what_a_mending_decree_cannot_say_is_refused(first: Phase, said: dict[str, object], words: str) -> None:
    with pytest.raises(UserError, match=words):
        mended(sworn(first, "P20B.1"), **said)
    assert Decree.objects.filter(number="99/2022").count() == 0


def test_it_is_taken_back_once_and_not_before_the_oath(first: Phase, holders: Mapping[str, Person]) -> None:
    mended(sworn(first, "P20B.1"))
    with pytest.raises(RoundRefused, match="already"):
        mended(sworn(first, "P20B.1"), number="100/2022")
    second = phases(first.round)["Pengawas"]
    phase_open(access=OFFICER, phase=second.uid)
    posts = {seat.post.unit_code: seat.post_id for seat in second.seats.select_related("post")}
    draft = DecisionDraft("Sekretaris Jenderal", "2", FIRST, {posts["P20B.11"]: holders["P08.11"].uid})
    with clock.standing_at(make.noon(LATER)):
        decided = decision_record(access=OFFICER, phase=second.uid, draft=draft)
    with pytest.raises(RoundRefused, match="sworn in by this appointment yet"):
        mended(decided.appointments.get())


def test_nobody_records_it_of_himself_or_as_a_candidate_or_elsewhere(
    first: Phase, holders: Mapping[str, Person]
) -> None:
    row = sworn(first, "P20B.1")
    himself = replace(OFFICER, person=holders["P08.1"].uid)
    with pytest.raises(RoundRefused):
        mended(row, himself)
    with pytest.raises(Forbidden):
        mended(row, Access("kab", {Role.SDM_OFFICER: frozenset({"76.01"})}))


def test_the_page_says_what_comes_of_it_and_records_the_decree(first: Phase, holders: Mapping[str, Person]) -> None:
    row = sworn(first, "P20B.2")
    assert row.inauguration is not None
    at = f"/structure/filling/phases/{first.uid}/inaugurations/{row.inauguration.uid}/sworn/{row.uid}/mending"
    overview = f"/structure/filling/phases/{first.uid}/inauguration"
    with clock.standing_at(make.noon(LATER)):
        client = signed_in(Role.SDM_OFFICER, "76", "76.01")
        assert at in client.get(overview).content.decode()
        with at_most():
            page = client.get(at)
        assert "Held again as before: " in page.content.decode()
        said = {"authority": "Sekretaris Jenderal KPU", "number": "99/2022", "decided_on": LATER.isoformat()}
        refused = client.post(at, {**said, "kind": "revoked"})
        assert (refused.status_code, b"99/2022" in refused.content) == (422, True)
        assert client.get(f"{at}/file").status_code == 404
        assert client.post(f"{at}/file", {"file": scan()}).status_code == 302 and not MendingScan.objects.exists()
        assert client.post(at, {**said, "kind": "annulled", "file": scan()}).status_code == 302
        assert client.get(f"{at}/file").content == MINIMAL_PDF
        assert "surat.pdf" in client.get(at).content.decode()
        assert client.post(f"{at}/file", {"file": scan("lain.pdf")}).status_code == 302
        assert "lain.pdf" in client.get(at).content.decode()
        with at_most():
            after = client.get(overview).content.decode()
        assert "annulled" in after and "Vacant again since the appointment was taken back" in after
        decree = client.get(f"/structure/filling/phases/{first.uid}/decision").content.decode()
        assert "Record the decree" in decree
        assert "The decree that took back the appointment" in after
    assert PostHeld.objects.as_of(LATER).get(person=holders["P08.2"]).state == "demisioner"
    assert sworn_data_erase(access=Access.system("admin"), person=row.person_id) == 1
    assert not MendingScan.objects.exists() and not StoredFile.objects.filter(name="lain.pdf").exists()


def test_papers_made_after_it_say_so_where_they_are_listed_and_on_them(first: Phase) -> None:
    row = sworn(first, "P20B.2")
    event = first.inaugurations.get()
    assert "Catatan" not in words(first, event, CeremonyPaper.SPMT, of=row)
    mended(row)
    assert "Catatan: pengangkatan ini dibatalkan dengan Keputusan Nomor 99/2022 tanggal 10 Februari 2022." in words(
        first, event, CeremonyPaper.SPMT, of=row
    )
    assert "Catatan" not in words(first, event, CeremonyPaper.SPMT, of=sworn(first, "P20B.1"))
    mended(sworn(first, "P20B.1"), number="100/2022", since=LATER)
    told = words(first, event, CeremonyPaper.OATH, of=sworn(first, "P20B.1"))
    assert "dicabut mulai tanggal 10 Februari 2022 dengan Keputusan Nomor 100/2022" in told
    at = f"/structure/filling/phases/{first.uid}/inaugurations/{event.uid}"
    with clock.standing_at(make.noon(LATER)):
        client = signed_in(Role.SDM_OFFICER, "76", "76.01")
        for path in (f"{at}/papers", f"{at}/sworn/{row.uid}"):
            with at_most():
                page = client.get(path).content.decode()
            assert "annulled" in page and "99/2022" in page


@pytest.mark.parametrize(("role", "unit"), [(Role.AUDITOR, "76"), (Role.SDM_OFFICER, "76.01"), (Role.STAFF, "76")])
def test_the_page_is_there_for_who_records_it_alone(first: Phase, role: Role, unit: str) -> None:
    row = sworn(first, "P20B.2")
    assert row.inauguration is not None
    at = f"/structure/filling/phases/{first.uid}/inaugurations/{row.inauguration.uid}/sworn/{row.uid}/mending"
    client = signed_in(role, unit)
    assert (client.get(at).status_code, client.post(at, {}).status_code) == (404, 404)
    assert at not in client.get(f"/structure/filling/phases/{first.uid}/inauguration").content.decode()


def test_a_post_is_not_taken_back_under_who_was_inaugurated(holders: Mapping[str, Person]) -> None:
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    filled(first, kabag(holders))
    opened = entry("post_opened", "P20B.1")
    with pytest.raises(Refused) as refusal:
        revoked(make.mending(opened, Mending.ANNULMENT, opened.effective_on))
    assert {problem.code for problem in refusal.value.problems} >= {"service.post_not_in_force"}
    assert Holder.objects.as_of(LATER).get(person=holders["P08.1"]).state == "definitive"


def test_a_decree_that_comes_late_takes_effect_from_its_day(holders: Mapping[str, Person]) -> None:
    """The inauguration is written down weeks after it was held."""
    first = phases(begun())["Administrator"]
    phase_open(access=OFFICER, phase=first.uid)
    with clock.standing_at(make.noon(LATER)):
        filled(first, kabag(holders))
    assert Holder.objects.as_of(FIRST).filter(state="definitive", post__unit_code="P20B.1").exists()
    assert PostHeld.objects.as_of(date(2022, 1, 4)).get(person=holders["P08.1"]).state == "demisioner"
    assert projections_follow(SILENT).ok
