"""An officer writes of his own units' staff, posts and entries only, whatever uids he knows."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.rules.fold import Mending
from malaqbiq.decrees.services import (
    DecreeDraft,
    EntryDraft,
    decree_change,
    decree_draft,
    opening_lock,
    opening_record,
    received_record,
)
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.organization.models import Post, WorkUnit
from malaqbiq.people.models import Person
from malaqbiq.service.effects import EndedV1, Holding, PostGivenV1, RankGivenV1
from malaqbiq.service.models import Employment
from tests import builders as make

pytestmark = pytest.mark.django_db

START, LAST, DAY = date(2021, 1, 1), date(2022, 12, 31), date(2022, 3, 1)
OFFICER = Access("officer of 76.01", {Role.SDM_OFFICER: frozenset({"76.01"})})


@pytest.fixture
def own() -> WorkUnit:
    return make.unit("76.01", "kabkota")


@pytest.fixture
def foreign() -> Person:
    where, who = make.unit("76.02", "kabkota"), make.person("Bela Uji")
    make.opened(where, make.engaged(who, where, START, LAST))
    return who


def received(office: WorkUnit, entries: list[EntryDraft], access: Access = OFFICER) -> Decree:
    return received_record(
        access=access,
        office=office.uid,
        kind="appointment",
        authority="Sekretaris Jenderal",
        number="1",
        decided_on=date(2022, 2, 1),
        title="Pemberhentian",
        entries=entries,
    )


def end(who: Person, under: WorkUnit) -> EntryDraft:
    return EntryDraft("service.ended", DAY, under.uid, EndedV1(reason="term"), person=who.uid)


def annulments(who: Person, under: WorkUnit) -> list[EntryDraft]:
    return [
        EntryDraft(item.effect, item.effective_on, under.uid, person=who.uid, mends=item.uid, mending=Mending.ANNULMENT)
        for item in Entry.objects.filter(person=who)
    ]


def test_a_received_decree_is_about_no_foreign_person(own: WorkUnit, foreign: Person) -> None:
    with pytest.raises(Person.DoesNotExist):
        received(own, [end(foreign, own)])


def test_a_received_decree_mends_nothing_foreign(own: WorkUnit, foreign: Person) -> None:
    with pytest.raises(Forbidden):
        received(own, annulments(foreign, own))
    assert Employment.objects.known().filter(person=foreign).exists()


def test_an_opening_is_about_no_foreign_person(own: WorkUnit, foreign: Person) -> None:
    rank = EntryDraft("service.rank_given", DAY, own.uid, RankGivenV1(grade="II/a"), person=foreign.uid)
    with pytest.raises(Person.DoesNotExist):
        opening_record(access=OFFICER, office=own.uid, title="Saldo awal", entries=[rank])


def test_a_draft_is_about_no_foreign_person(own: WorkUnit, foreign: Person) -> None:
    def draft(*entries: EntryDraft) -> DecreeDraft:
        return DecreeDraft(own.uid, "contract-extension", "sekretaris", "Perpanjangan", entries)

    with pytest.raises(Person.DoesNotExist):
        decree_draft(access=OFFICER, draft=draft(end(foreign, own)))
    empty = decree_draft(access=OFFICER, draft=draft())
    with pytest.raises(Person.DoesNotExist):
        decree_change(access=OFFICER, decree=empty.uid, version=1, entries=[end(foreign, own)])


def test_who_was_only_entered_elsewhere_is_foreign_too(own: WorkUnit) -> None:
    entered = Person.objects.create(name="Cici Uji", entered_unit="76.02")
    with pytest.raises(Person.DoesNotExist):
        received(own, make.engaged(entered, own, START, LAST))


def test_a_post_of_another_unit_is_given_by_nobody_of_here(own: WorkUnit) -> None:
    who, where = make.person("Anto Uji"), make.unit("76.02", "kabkota")
    make.opened(own, make.engaged(who, own, START, LAST))
    post = Post.objects.create(work_unit=where, regime="pkpu-14-2020", unit_code="K1", unit_name="A", position_name="A")
    given = PostGivenV1(person=who.uid, post=post.uid, state=Holding.DEFINITIVE)
    with pytest.raises(Forbidden):
        received(own, [EntryDraft("service.post_given", DAY, own.uid, given, person=who.uid, post=post.uid)])


def test_own_staff_is_recorded_before_during_and_after_service(own: WorkUnit) -> None:
    who = Person.objects.create(name="Anto Uji", entered_unit="76.01")
    received(own, make.engaged(who, own, START, date(2021, 6, 30)))
    received(own, make.engaged(who, own, date(2022, 1, 1), LAST))
    rank = EntryDraft("service.rank_given", DAY, own.uid, RankGivenV1(grade="II/a"), person=who.uid)
    received(own, [rank])
    received(own, annulments(who, own)[-1:])


def test_only_the_command_line_locks_the_opening(own: WorkUnit) -> None:
    everything = Access("ani", dict.fromkeys(Role, frozenset({"00", "76", "76.01"})))
    with pytest.raises(Forbidden):
        opening_lock(access=everything)
