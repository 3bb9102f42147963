"""Who is told of waivers: the Sekretaris as they wait, who proposed as they are decided, and nobody for nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from malaqbiq.accounts.models import Notice
from malaqbiq.accounts.selectors import notices_own, notices_said
from malaqbiq.appointments.models import Phase, Waiver
from malaqbiq.appointments.services import phase_open, phase_release
from malaqbiq.kernel.access import Access, Role
from malaqbiq.people.models import Person
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import SECRETARY, _january, begun, holders, phases
from tests.appointments.test_waivers import stated
from tests.pages import signed_in

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db


class TestNotices:
    """An officer and a Sekretaris at the pages of the Kasubag's phase."""

    @pytest.fixture(autouse=True)
    def _open(self, holders: Mapping[str, Person]) -> None:
        found = phases(begun())
        phase_release(access=SECRETARY, phase=found["Administrator"].uid, reason="mendesak")
        stated("time-in-post", value="9", beside="10", waiver="allowed")
        self.phase: Phase = phase_open(access=OFFICER, phase=found["Pengawas"].uid)
        self.people = [holders["P08.11"], holders["P08.12"]]
        self.at = f"/structure/filling/phases/{self.phase.uid}/waivers"
        self.officer = signed_in(Role.SDM_OFFICER, "76")
        self.secretary = signed_in(Role.SECRETARY, "76", username="sek")

    def propose(self, *people: Person) -> list[str]:
        picks = "&".join(f"pick={who.uid}" for who in people or self.people)
        there = set(Waiver.objects.values_list("uid", flat=True))
        asked = {"rule": "time-in-post", "reason": "struktur baru"}
        assert self.officer.post(f"{self.at}/new?{picks}", asked).status_code == 302
        return [str(one.uid) for one in Waiver.objects.exclude(uid__in=there)]

    def decide(self, made: list[str], do: str = "grant") -> None:
        assert self.secretary.post(f"{self.at}/decisions", {"do": do, "waiver": made}).status_code == 302

    def unread(self, username: str) -> list[str]:
        rows = Notice.objects.filter(user__username=username, read_at__isnull=True).order_by("pk")
        return [row.kind.partition(".")[2] for row in rows]

    def test_the_secretary_is_told_once_and_who_proposed_of_what_was_decided(self) -> None:
        first, second = self.propose()
        assert (self.unread("sek"), self.unread("ani")) == (["waivers_proposed"], [])
        page = self.secretary.get("/notices").content.decode()
        assert "Waivers of rules for posts wait for your decision: Pengisian jabatan" in page and "Pengawas" in page
        self.decide([first])
        assert (self.unread("sek"), self.unread("ani")) == (["waivers_proposed"], ["waivers_granted"])
        self.decide([second], "refuse")
        assert (self.unread("sek"), self.unread("ani")) == ([], ["waivers_granted", "waivers_refused"])
        assert "Refused, what you proposed to be waived" in self.officer.get("/notices").content.decode()
        assert Notice.objects.filter(path=self.at).count() == Notice.objects.count() == 3

    def test_no_name_stands_in_it_and_who_sees_the_phase_no_more_reads_none(self) -> None:
        self.propose()
        (row,) = Notice.objects.all()
        assert row.subject_uid == self.phase.uid and row.params == {}
        foreign = Access(str(row.user.uid), {})
        (seen,) = notices_said(foreign, list(notices_own(foreign)))
        assert seen.is_gone and "Pengisian" not in seen.text

    def test_nobody_is_asked_any_more_for_what_is_withdrawn(self) -> None:
        for uid in self.propose():
            assert self.unread("sek") == ["waivers_proposed"]
            assert self.officer.post(f"{self.at}/{uid}/withdrawal").status_code == 302
        assert self.unread("sek") == []

    def test_the_secretary_whom_alone_it_is_about_is_not_asked(self) -> None:
        own = signed_in(Role.SECRETARY, "76", person=self.people[0].uid, username="sendiri")
        self.propose(self.people[0])
        assert (self.unread("sek"), self.unread("sendiri")) == (["waivers_proposed"], [])
        assert own.get("/notices").status_code == 200
