"""Who signs and serves elsewhere since, or holds his post no more: told, on no paper, succeeded in one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from malaqbiq.decrees.services import EntryDraft
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.organization.models import Post, Signer, Succession, WorkUnit
from malaqbiq.organization.rules.mandates import Lapse
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.selectors import signer_on, signers_by_unit, signers_lapsed, units_signed_for
from malaqbiq.organization.services import SignerFields, mandates_end, signer_record, signer_succeed
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EndedV1, MovedV1
from tests import builders as make
from tests.pages import at_most, signed_in
from tests.service import test_effects as posts

pytestmark = pytest.mark.django_db

SINCE, DAY, TODAY = date(2021, 7, 1), posts.DAY, date(2022, 1, 31)
NIP = "198001012005011001"
OTHER = "198502022010012002"
OFFICER = Access("officer", {Role.SDM_OFFICER: frozenset({"76"})})
CERTIFIER = SignerFields(Authority.CERTIFIER, Form.DEFINITIVE, "ANWAR, S.H.", SINCE, nip=NIP, own_title="Kepala P08.1")


def office() -> tuple[WorkUnit, Person, Person, Post]:
    """Two in a work unit, of whom the first holds a post."""
    unit, (one, two) = posts.office(2)
    for who, nip in ((one, NIP), (two, OTHER)):
        Person.objects.filter(pk=who.pk).update(nip=nip)
    seat = posts.post(unit)
    make.opened(unit, [posts.post_opened(seat), posts.given(one, seat)])
    return unit, one, two, seat


def moved(who: Person, seat: Post) -> None:
    """To another work unit, and off the post, on one day."""
    away = make.unit("76.01", "kabkota")
    to = EntryDraft("service.moved", DAY, seat.work_unit_id, MovedV1(work_unit=away.uid), person=who.uid)
    make.opened(make.unit(), [posts.left(who, seat, DAY), to])


def hands(day: date = TODAY) -> list[str]:
    return [signer.name for signer in signers_by_unit(["76"], day)["76"].values()]


def why(day: date = TODAY) -> list[Lapse]:
    return [lapse.why for _signer, lapse in signers_lapsed(["76"], day)]


def test_who_holds_the_post_signs_and_who_moved_signs_no_more() -> None:
    _unit, one, _two, seat = office()
    signer_record(access=OFFICER, unit="76", fields=CERTIFIER)
    assert (hands(), why()) == (["ANWAR, S.H."], [])
    moved(one, seat)
    assert (hands(date(2022, 1, 10)), why(date(2022, 1, 10))) == (["ANWAR, S.H."], [])
    assert (hands(), why()) == ([], [Lapse.MOVED])
    ((_signer, lapse),) = signers_lapsed(["76"], TODAY)
    assert (lapse.since, lapse.now) == (DAY, "KPU 76.01")
    assert signer_on(OFFICER, unit="76", authority=Authority.CERTIFIER, day=TODAY) is None
    assert units_signed_for(OFFICER, day=TODAY, authority=Authority.CERTIFIER) == frozenset()


def test_who_left_the_service_signs_no_more_in_any_form() -> None:
    unit, one, _two, seat = office()
    signer_record(access=OFFICER, unit="76", fields=replace(CERTIFIER, form=Form.PLT))
    ended = EntryDraft("service.ended", DAY, unit.uid, EndedV1(reason="resigned"), person=one.uid)
    make.opened(unit, [posts.left(one, seat, DAY), ended])
    assert (hands(), why()) == ([], [Lapse.LEFT])


def test_a_plt_from_elsewhere_and_somebody_unknown_sign_on() -> None:
    _unit, one, _two, seat = office()
    signer_record(access=OFFICER, unit="76", fields=replace(CERTIFIER, form=Form.PLT))
    stranger = replace(CERTIFIER, authority=Authority.KETUA, name="ORANG LUAR", nip="", own_title="")
    signer_record(access=OFFICER, unit="76", fields=stranger)
    moved(one, seat)
    assert sorted(hands()) == ["ANWAR, S.H.", "ORANG LUAR"] and why() == []


def test_another_post_in_the_same_unit_ends_a_title_but_not_what_is_given_to_the_person() -> None:
    unit, one, two, seat = office()
    for authority in (Authority.CERTIFIER, Authority.KPA, Authority.COMMITMENT_OFFICER):
        signer_record(access=OFFICER, unit="76", fields=replace(CERTIFIER, authority=authority))
    other = posts.post(unit, "P08.2")
    Post.objects.filter(pk=other.pk).update(parent_code="P08")
    make.opened(unit, [posts.post_opened(other)])
    make.opened(unit, [posts.left(one, seat, DAY), posts.given(one, other, DAY), posts.given(two, seat, DAY)])
    gone = {signer.authority: lapse for signer, lapse in signers_lapsed(["76"], TODAY)}
    assert set(gone) == {Authority.CERTIFIER, Authority.KPA}
    assert (gone[Authority.KPA].post, gone[Authority.KPA].now) == ("Kepala P08.1", "Kepala P08.2 Sekretariat KPU 76")


def test_a_post_that_goes_on_under_another_name_keeps_the_authority_and_not_the_title() -> None:
    unit, one, _two, seat = office()
    for authority in (Authority.CERTIFIER, Authority.SEKRETARIS):
        signer_record(access=OFFICER, unit="76", fields=replace(CERTIFIER, authority=authority))
    new = posts.post(unit, "P14.1")
    Succession.objects.create(old=seat, new=new)
    make.opened(unit, [posts.post_opened(new), posts.left(one, seat, DAY), posts.given(one, new, DAY)])
    assert [signer.authority for signer, _lapse in signers_lapsed(["76"], TODAY)] == [Authority.CERTIFIER]
    signer = Signer.objects.get(authority=Authority.CERTIFIER)
    named = signer_succeed(access=OFFICER, signer=signer.uid, heir=one.uid, day=TODAY)
    assert (named.name, named.own_title, why()) == (one.full_name, "Kepala P14.1", [])


def test_who_holds_the_post_now_is_named_in_one_act() -> None:
    unit, one, two, seat = office()
    signer = signer_record(access=OFFICER, unit="76", fields=CERTIFIER)
    with pytest.raises(UserError, match="stands or has ended"):
        signer_succeed(access=OFFICER, signer=signer.uid, heir=two.uid, day=TODAY)
    moved(one, seat)
    make.opened(unit, [posts.given(two, seat, DAY)])
    with pytest.raises(UserError, match="somebody else"):
        signer_succeed(access=OFFICER, signer=signer.uid, heir=uuid4(), day=TODAY)
    with pytest.raises(Forbidden):
        signer_succeed(access=Access("a", {Role.AUDITOR: frozenset({"76"})}), signer=signer.uid, heir=two.uid, day=DAY)
    named = signer_succeed(access=OFFICER, signer=signer.uid, heir=two.uid, day=TODAY)
    signer.refresh_from_db()
    assert (signer.valid_until, named.valid_from, named.nip) == (TODAY, TODAY, OTHER)
    assert hands() == [two.full_name] and why() == []


def test_it_is_told_on_the_pages_and_mended_there() -> None:
    unit, one, two, seat = office()
    signer_record(access=OFFICER, unit="76", fields=CERTIFIER)
    moved(one, seat)
    make.opened(unit, [posts.given(two, seat, DAY)])
    client = signed_in(Role.SDM_OFFICER, "76")
    with clock.standing_at(make.noon(TODAY)):
        assert "1 signer holds the post no more" in client.get("/today").content.decode()
        with at_most():
            shown = client.get("/units/76").content.decode()
        assert "serves elsewhere since 11 January 2022" in shown and two.full_name in shown
        with at_most():
            assert "signs no more" in client.get("/work-units/76").content.decode()
        signer = Signer.objects.get()
        address = f"/units/76/signers/{signer.uid}/successor"
        assert client.post(address, {"heir": "nobody"}).status_code == 302
        assert Signer.objects.count() == 1
        client.post(address, {"heir": str(two.uid)})
        assert "signs no more" not in client.get("/units/76").content.decode()
        assert "holds the post no more" not in client.get("/today").content.decode()
        assert signed_in(Role.AUDITOR, "76", username="aud").post(address).status_code == 404


def test_who_leads_the_office_signs_though_the_mandate_was_recorded_before_the_post_was_given() -> None:
    unit, one, _two, seat = office()
    lead = posts.post(unit, "P20B")
    Post.objects.filter(pk=seat.pk).update(parent_code="P20B")
    assert not lead.parent_code
    early = replace(CERTIFIER, authority=Authority.SEKRETARIS, own_title="", valid_from=date(2021, 12, 20))
    signer_record(access=OFFICER, unit="76", fields=early)
    make.opened(unit, [posts.post_opened(lead), posts.left(one, seat, DAY), posts.given(one, lead, DAY)])
    assert (hands(), why()) == (["ANWAR, S.H."], [])


def test_since_when_is_the_end_of_the_last_post_and_not_of_its_old_name() -> None:
    unit, one, _two, seat = office()
    signer_record(access=OFFICER, unit="76", fields=replace(CERTIFIER, authority=Authority.SEKRETARIS))
    new = posts.post(unit, "P14.1")
    Succession.objects.create(old=seat, new=new)
    make.opened(unit, [posts.post_opened(new), posts.left(one, seat, DAY), posts.given(one, new, DAY)])
    make.opened(unit, [posts.left(one, new, date(2022, 1, 20))])
    ((_signer, lapse),) = signers_lapsed(["76"], TODAY)
    assert (lapse.why, lapse.since) == (Lapse.POST, date(2022, 1, 20))


def test_who_left_and_is_erased_signs_no_more() -> None:
    unit, one, _two, seat = office()
    signer_record(access=OFFICER, unit="76", fields=CERTIFIER)
    ended = EntryDraft("service.ended", DAY, unit.uid, EndedV1(reason="resigned"), person=one.uid)
    make.opened(unit, [posts.left(one, seat, DAY), ended])
    with clock.standing_at(make.noon(TODAY)):
        assert mandates_end(access=OFFICER, nip="") == 0
        signer_record(access=OFFICER, unit="76", fields=replace(CERTIFIER, authority=Authority.SEKRETARIS))
        with CaptureQueriesContext(connection) as captured:
            assert mandates_end(access=OFFICER, nip=NIP) == 2
        lapses = [query for query in captured.captured_queries if '."nip" IN (' in query["sql"]]
        assert len(lapses) == 1 and mandates_end(access=OFFICER, nip=NIP) == 0
        Person.objects.filter(pk=one.pk).update(nip=None)
        assert (hands(), why()) == ([], []) and hands(DAY) == [] and hands(DAY - timedelta(1)) == ["ANWAR, S.H."] * 2
