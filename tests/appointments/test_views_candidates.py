"""The candidates of a phase by the pages: who is eligible, many named at once, and a waiver from one to the other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from malaqbiq.appointments.models import Participant, Phase, Round, Seat, Waiver
from malaqbiq.appointments.selectors import candidates
from malaqbiq.appointments.services import phase_open, phase_release
from malaqbiq.decrees.services import EntryDraft, opening_record
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Role
from malaqbiq.organization.models import WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EngagedV1, Status
from tests import builders as make
from tests.appointments.test_changes import OFFICER
from tests.appointments.test_rounds import SECRETARY, _january, begun, holders, phases
from tests.appointments.test_waivers import stated
from tests.pages import MOST_STATEMENTS, signed_in, statements_of

__all__ = ["_january", "holders"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def phase(holders: Mapping[str, Person]) -> Phase:
    """The Kasubag's, in which only whoever holds an old post lacks something: nine years in it."""
    found = phases(begun())
    phase_release(access=SECRETARY, phase=found["Administrator"].uid, reason="mendesak")
    stated("time-in-post", value="9", beside="10", waiver="allowed")
    return phase_open(access=OFFICER, phase=found["Pengawas"].uid)


def at(phase: Phase, step: str = "candidates") -> str:
    return f"/structure/filling/phases/{phase.uid}/{step}"


def test_the_list_is_narrowed_by_its_address_and_costs_few_statements(
    phase: Phase, holders: Mapping[str, Person]
) -> None:
    client = signed_in(Role.SDM_OFFICER, "76")
    whole = client.get(at(phase)).content.decode()
    assert all(who.full_name in whole for who in holders.values())
    demisioner = client.get(at(phase), {"who": "demisioner", "unit": "76.01"}).content.decode()
    assert holders["K08.1"].full_name in demisioner and holders["P08.11"].full_name not in demisioner
    assert holders["K08.1"].full_name not in client.get(at(phase), {"standing": "eligible"}).content.decode()
    assert holders["K08.1"].full_name in client.get(at(phase), {"standing": "one-missing"}).content.decode()
    assert holders["K08.1"].full_name not in client.get(at(phase), {"q": "p08.1"}).content.decode()
    uid = f"{holders['K08.1'].uid}?post=pkpu-14-2020%3AK20.1&amp;unit=76&amp;phase={phase.uid}"
    assert uid in client.get(at(phase), {"post": "pkpu-14-2020:K20.1"}).content.decode()
    assert statements_of(client, at(phase), who="all") <= MOST_STATEMENTS
    assert client.get(at(phase), {"format": "xlsx"}).status_code == 200


def test_a_waiver_goes_from_the_list_to_the_secretary_and_the_candidate_is_named(
    phase: Phase, holders: Mapping[str, Person]
) -> None:
    officer, who = signed_in(Role.SDM_OFFICER, "76"), holders["P08.11"]
    secretary = signed_in(Role.SECRETARY, "76", username="sek")
    picks = [str(who.uid), str(holders["P08.12"].uid)]
    refused = officer.post(at(phase), {"do": "name", "pick": picks})
    assert refused.status_code == 422 and "Time in the present post" in refused.content.decode()
    assert refused.content.decode().count(" checked aria-label") == 2
    form = officer.post(at(phase), {"do": "waive", "pick": picks})
    assert form.status_code == 302 and form["Location"].startswith(at(phase, "waivers/new"))
    assert statements_of(officer, form["Location"]) <= MOST_STATEMENTS
    empty = officer.post(form["Location"], {"rule": "time-in-post", "reason": " "})
    assert empty.status_code == 422 and "needs a reason" in empty.content.decode()
    kept = officer.post(form["Location"], {"rule": "rank", "reason": "karena struktur"})
    assert kept.status_code == 422 and "karena struktur" in kept.content.decode()
    assert officer.post(form["Location"], {"rule": "time-in-post", "reason": "karena struktur"}).status_code == 302
    made = [str(one.uid) for one in Waiver.objects.all()]
    assert officer.post(at(phase, "waivers/decisions"), {"do": "grant", "waiver": made}).status_code == 404
    assert "Waivers (2 wait)" in secretary.get(at(phase)).content.decode()
    assert "2 waivers of rules for posts wait" in secretary.get("/today").content.decode()
    assert statements_of(secretary, at(phase, "waivers")) <= MOST_STATEMENTS
    shown = secretary.get(at(phase, "waivers")).content.decode()
    assert shown.count('Since 1 January 2018 <small class="quiet">(Asked: 9 years; more than 10 are remarked)') == 2
    assert secretary.post(at(phase, "waivers/decisions"), {"do": "grant", "waiver": made}).status_code == 302
    account = f"/structure/eligibility/{who.uid}?post=pkpu-14-2020:P20B.11&unit=76&phase={phase.uid}"
    told = officer.get(account).content.decode()
    assert "because: karena struktur" in told and "one thing missing" not in told
    assert officer.post(f"{at(phase)}?who=all", {"do": "name", "pick": picks}).status_code == 302
    assert phase.participants.count() == 2
    assert who.full_name in officer.get(at(phase)).content.decode()
    withdrawn = officer.post(at(phase, f"waivers/{made[0]}/withdrawal"))
    assert withdrawn.status_code == 302 and "counted as none" in officer.get(at(phase, "waivers")).content.decode()
    assert officer.post(at(phase), {"do": "remove", "pick": picks[:1]}).status_code == 302
    assert phase.participants.count() == 1


def test_an_account_costs_few_statements_with_and_without_a_phase(phase: Phase, holders: Mapping[str, Person]) -> None:
    client, who = signed_in(Role.SDM_OFFICER, "76"), holders["P08.11"].uid
    for query in ("", f"?post=pkpu-14-2020:P20B.11&unit=76&phase={phase.uid}"):
        assert statements_of(client, f"/structure/eligibility/{who}{query}") <= MOST_STATEMENTS
    assert client.get(f"/structure/eligibility/{who}?phase={who}").status_code == 404


def test_who_may_not_read_the_accounts_sees_the_names_alone_and_others_nothing(
    phase: Phase, holders: Mapping[str, Person]
) -> None:
    uid = str(holders["P08.11"].uid)
    appraiser = signed_in(Role.APPRAISER, "76", username="penilai")
    assert "Nobody is a candidate yet" in appraiser.get(at(phase)).content.decode()
    assert "one thing missing" not in appraiser.get(at(phase)).content.decode()
    assert appraiser.get(at(phase, "waivers")).status_code in (403, 404)
    assert appraiser.post(at(phase), {"do": "name", "pick": [uid]}).status_code == 404
    foreign = signed_in(Role.SDM_OFFICER, "76.01", username="lain")
    for step in ("candidates", "waivers", f"waivers/new?pick={uid}"):
        assert foreign.get(at(phase, step)).status_code == 404
    auditor = signed_in(Role.AUDITOR, "76", username="auditor")
    assert "one thing missing" in auditor.get(at(phase)).content.decode()
    assert 'name="do"' not in auditor.get(at(phase)).content.decode()
    assert auditor.post(at(phase), {"do": "name", "pick": [uid]}).status_code == 404


def serving(name: str, code: str) -> Person:
    """A PNS in service in a work unit."""
    who, where = make.person(name), make.unit(code)
    engaged = EngagedV1(status=Status.PNS, work_unit=where.uid)
    entry = EntryDraft("service.engaged", date(2010, 1, 1), where.uid, engaged, person=who.uid)
    opening_record(access=make.OFFICER, office=where.uid, title="x", entries=[entry])
    return who


def of_the_whole_country(phase: Phase) -> Phase:
    """The same posts in a round of the nation's office."""
    facts = {"title": phase.round.title, "begun_by": "x", "begun_at": clock.now()}
    made = Round.objects.create(office=make.unit("00"), **facts)
    found = Phase.objects.create(round=made, ordinal=1, level=phase.level)
    Seat.objects.bulk_create(Seat(round=made, phase=found, post=seat.post) for seat in phase.seats.all())
    return phase_open(access=Access.system("x"), phase=found.uid)


class TestOfAWholeCountry:
    """A round of the whole country's office: of more work units than are checked at once, one province is."""

    @pytest.fixture(autouse=True)
    def _national(self, phase: Phase, holders: Mapping[str, Person], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(candidates, "MOST_UNITS", 4)
        self.phase, self.here = of_the_whole_country(phase), holders["P08.11"]
        self.there, self.central = serving("Orang Gorontalo", "75.01"), serving("Orang Setjen", "00")
        self.officer = signed_in(Role.SDM_OFFICER, *WorkUnit.objects.values_list("code", flat=True))

    def seen(self, **query: str) -> set[str]:
        page = self.officer.get(at(self.phase), query).content.decode()
        people = (self.here, self.there, self.central)
        return {who.full_name for who in people if f">{who.full_name}<" in page}

    def test_one_province_is_checked_at_a_time_and_a_work_unit_tells_which(self) -> None:
        assert self.seen() == self.seen(province="75") == self.seen(province="99") == {self.there.full_name}
        assert self.seen(province="76") == self.seen(unit="76") == {self.here.full_name}
        assert self.seen(province="00") == {self.central.full_name}
        assert self.seen(province="75", q="P08") == set()
        page = self.officer.get(at(self.phase), {"province": "76"}).content.decode()
        assert "one province is shown at a time" in page and '<option value="76" selected>' in page
        assert "province=76" in page and statements_of(self.officer, at(self.phase)) <= MOST_STATEMENTS

    def test_candidates_of_all_provinces_are_named_one_after_the_other_and_shown_together(self) -> None:
        facts = {"part": "candidate", "named_by": "x", "named_at": clock.now()}
        Participant.objects.create(phase=self.phase, person=self.there, **facts)
        named = self.officer.post(f"{at(self.phase)}?who=all&province=75", {"do": "name", "pick": [str(self.here.uid)]})
        assert named.status_code == 302 and "province=75" in named["Location"]
        assert self.seen(who="candidates") == self.seen() == {self.here.full_name, self.there.full_name}
        assert self.seen(who="candidates", province="75") == {self.there.full_name}
        assert self.seen(who="all") == {self.there.full_name}
        assert statements_of(self.officer, at(self.phase), who="candidates") <= MOST_STATEMENTS

    def test_few_work_units_are_checked_at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(candidates, "MOST_UNITS", 60)
        assert self.seen() == {self.here.full_name, self.there.full_name, self.central.full_name}
        assert 'name="province"' not in self.officer.get(at(self.phase)).content.decode()

    def test_an_officer_of_one_province_still_sees_nothing_of_a_round_of_the_whole(self) -> None:
        client = signed_in(Role.SDM_OFFICER, "76", username="lain")
        assert client.get(at(self.phase), {"province": "75"}).status_code == 404
