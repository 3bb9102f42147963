"""Reasons about somebody, written while posts were filled, become the mark of erasing; those about others stay."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from malaqbiq.appointments.models import Conflict, Nominee, Participant, Phase, Seat
from malaqbiq.appointments.services import candidates_name, conflict_declare, member_name, phase_open, phase_release
from malaqbiq.appointments.services.erasing import ERASED_REMARKS, remarks_erase
from malaqbiq.home.services.erasing import person_data_erase
from malaqbiq.kernel.access import Access, Forbidden
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.models import Activity
from malaqbiq.people.models import Person
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import SECRETARY, _january, begun, holders, phases, servant

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db

SYSTEM, SECRET = Access.system("erasure"), "pernah berselisih soal warisan"


class TestErasing:
    """One conflict and one differing placement about each of two candidates; the phase is released for a third."""

    @pytest.fixture(autouse=True)
    def _written(self, holders: Mapping[str, Person]) -> None:
        self.phase = phases(begun())["Administrator"]
        self.one, self.two, self.third = holders["P08.1"], holders["P08.2"], holders["P08.3"]
        Person.objects.filter(pk=self.third.pk).update(name="Hasnah Bulangmapia")
        phase_open(access=OFFICER, phase=self.phase.uid)
        judge = servant("Ketua Tim")
        member_name(access=OFFICER, phase=self.phase.uid, person=judge.uid, seating="chair")
        member = self.phase.participants.get()
        candidates_name(access=OFFICER, phase=self.phase.uid, people=[self.one.uid, self.two.uid])
        seats = list(self.phase.seats.order_by("pk"))
        for seat, who in zip(seats, (self.one, self.two), strict=False):
            candidate = self.phase.participants.get(person=who)
            facts = {"member": member.uid, "candidate": candidate.uid, "reason": SECRET}
            conflict_declare(access=OFFICER, phase=self.phase.uid, **facts)
            Nominee.objects.create(seat=seat, candidate=candidate, rank=1)
            Seat.objects.filter(pk=seat.pk).update(reason=SECRET)
        self.judge, self.seats = judge, seats
        phase_release(access=SECRETARY, phase=self.phase.uid, reason="Hasnah Bulangmapia sakit")

    def reasons(self) -> list[str]:
        rows = (Conflict.objects.order_by("pk"), Seat.objects.exclude(reason="").order_by("pk"))
        return [row.reason for found in rows for row in found]

    def test_what_is_about_a_candidate_goes_and_what_is_about_others_stays(self) -> None:
        assert person_data_erase(access=SYSTEM, person=self.one.uid, ground="UU 27/2022").reasons == 2
        assert self.reasons() == [ERASED, SECRET, ERASED, SECRET]
        assert Phase.objects.get(pk=self.phase.pk).reason == "Hasnah Bulangmapia sakit"
        (row,) = Activity.objects.filter(action=ERASED_REMARKS)
        assert (row.subject_uid, row.detail) == (self.one.uid, {"reasons": 2})
        assert Participant.objects.count() == 3

    def test_a_member_loses_all_his_conflicts_and_a_second_run_changes_nothing(self) -> None:
        for times in (2, 0):
            assert remarks_erase(access=SYSTEM, person=self.judge.uid, is_named=lambda _text: False) == times
        assert self.reasons() == [ERASED, ERASED, SECRET, SECRET]

    def test_a_reason_that_names_somebody_goes_wherever_it_stands(self) -> None:
        Seat.objects.filter(pk=self.seats[2].pk).update(reason="Hasnah Bulangmapia tidak bersedia")
        erased = person_data_erase(access=SYSTEM, person=self.third.uid, ground="UU 27/2022")
        assert (erased.reasons, erased.left) == (2, ())
        phase = Phase.objects.get(pk=self.phase.pk)
        assert (phase.reason, phase.released_on) == (ERASED, phase.opened_on)
        assert self.reasons() == [SECRET, SECRET, SECRET, SECRET, ERASED]

    def test_where_nothing_is_said_no_mark_comes(self) -> None:
        Seat.objects.update(reason="")
        remarks_erase(access=SYSTEM, person=self.one.uid, is_named=lambda _text: True)
        assert not Seat.objects.exclude(reason="").exists()

    def test_nobody_but_the_system_erases(self) -> None:
        with pytest.raises(Forbidden):
            remarks_erase(access=OFFICER, person=self.one.uid, is_named=lambda _text: True)
