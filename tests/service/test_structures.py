"""Opening the structure that is in force in an office, and correcting it while the opening isn't locked."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.decrees.models import Decree, Entry
from malaqbiq.decrees.services import EntryDraft, opening_lock, opening_record, received_record
from malaqbiq.decrees.verification import projections_follow
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.progress import SILENT
from malaqbiq.organization.models import Post
from malaqbiq.service.effects import EngagedV1, PostGivenV1, Status
from malaqbiq.service.models import Holder, PostInForce, Structure
from malaqbiq.service.selectors.posts import posts_on
from malaqbiq.service.selectors.structures import Choice, structure_plan, units_chosen
from malaqbiq.service.services import Reference, structure_open
from tests import builders as make

pytestmark = pytest.mark.django_db

OLD, NEW, NEWEST = "pkpu-6-2008", "pkpu-14-2020", "pkpu-21-2023"
SINCE, TODAY = date(2020, 1, 1), date(2026, 1, 1)
OFFICER = Access("officer", {Role.SDM_OFFICER: frozenset({"76", "76.01"})})
ADMIN = Access("admin", {Role.ADMINISTRATOR: frozenset({"76", "76.01"})})


def province() -> tuple[str, ...]:
    make.unit("76.01", "kabkota")
    return ("76", "76.01")


def opened(regime: str = OLD, since: date = SINCE, units: tuple[str, ...] = ("76", "76.01"), **said: str) -> Decree:
    province()
    done = structure_open(access=OFFICER, choice=Choice(regime, since, units, **said))
    assert done.decree is not None
    return done.decree


def seated(post: Post, since: date = SINCE, name: str = "Sitti Aminah") -> Holder:
    who, where = make.person(name), post.work_unit_id
    engaged = EngagedV1(status=Status.PNS, work_unit=where)
    given = PostGivenV1(person=who.uid, post=post.uid)
    entries = [
        EntryDraft("service.engaged", date(2010, 1, 1), where, engaged, person=who.uid),
        EntryDraft("service.post_given", since, where, given, person=who.uid, post=post.uid),
    ]
    opening_record(access=make.OFFICER, office=where, title="x", entries=entries)
    return Holder.objects.known().get(post=post)


def names(code: str) -> list[str]:
    return [state.position_name for state in posts_on(OFFICER, TODAY, units=[code])]


def test_all_posts_of_the_structure_come_into_force_in_every_unit() -> None:
    decree = opened()
    assert names("76")[:2] == ["Sekretaris KPU Provinsi", "Kepala Bagian Program, Data, Organisasi, dan SDM"]
    assert len(names("76")) == 10 and len(names("76.01")) == 5
    assert {row.valid_from for row in PostInForce.objects.known()} == {SINCE}
    assert {(row.regime, row.valid_from) for row in Structure.objects.known()} == {(OLD, SINCE)}
    assert (decree.origin, decree.office.code, decree.drafted_by) == ("opening", "76", "officer")
    assert projections_follow(SILENT).ok


def test_asked_again_nothing_changes() -> None:
    opened()
    done = structure_open(access=OFFICER, choice=Choice(OLD, SINCE, ("76", "76.01")))
    assert done.decree is None
    assert Decree.objects.count() == 1


def test_the_received_decree_is_told_in_the_openings_title() -> None:
    province()
    said = Reference("KPU RI", "57 TAHUN 2022", date(2022, 3, 1))
    decree = structure_open(access=OFFICER, choice=Choice(OLD, SINCE, ("76",)), reference=said).decree
    assert decree.title.endswith("(KPU RI Nomor 57 TAHUN 2022 tanggal 01-03-2022)")


def test_an_administrator_opens_it_and_is_the_recorder() -> None:
    province()
    decree = structure_open(access=ADMIN, choice=Choice(OLD, SINCE, ("76", "76.01"))).decree
    assert decree.drafted_by == "admin"


def test_another_structure_corrects_the_opening_and_takes_its_holders_back() -> None:
    opened()
    holder = seated(Post.objects.get(work_unit__code="76.01", unit_code="K08.3"))
    choice = Choice(NEW, date(2021, 1, 1), ("76", "76.01"))
    plan = structure_plan(OFFICER, choice, today=TODAY)
    assert [one.name for unit in plan.units for _row, one in unit.loses] == ["Sitti Aminah"]
    done = structure_open(access=OFFICER, choice=choice)
    assert done.decree is not None
    assert len(names("76")) == 10 and "Kepala Subbagian Hukum dan SDM" in names("76.01")
    assert not Holder.objects.known().filter(person=holder.person).exists()
    assert {(row.regime, row.valid_from) for row in Structure.objects.known()} == {(NEW, date(2021, 1, 1))}
    assert {row.typology for row in Structure.objects.known().filter(work_unit__code="76")} == {"B"}
    assert projections_follow(SILENT).ok


@pytest.mark.parametrize(("since", "held"), [(date(2021, 6, 1), date(2021, 6, 1)), (date(2018, 1, 1), SINCE)])
def test_another_first_day_moves_posts_and_nobody_sits_before_it(since: date, held: date) -> None:
    opened()
    holder = seated(Post.objects.get(work_unit__code="76.01", unit_code="K08.3"))
    structure_open(access=OFFICER, choice=Choice(OLD, since, ("76", "76.01")))
    assert {row.valid_from for row in PostInForce.objects.known()} == {since}
    assert Holder.objects.known().get(person=holder.person).valid_from == held
    assert projections_follow(SILENT).ok


def test_back_and_forth_leaves_what_was_said_last() -> None:
    opened()
    for regime in (NEW, OLD, NEWEST):
        structure_open(access=OFFICER, choice=Choice(regime, SINCE, ("76", "76.01")))
    assert {row.regime for row in PostInForce.objects.known()} == {NEWEST}
    assert projections_follow(SILENT).ok


def test_what_a_decree_has_set_since_is_not_corrected() -> None:
    opened()
    post = Post.objects.get(work_unit__code="76.01", unit_code="K08.3")
    who = make.person("Sitti Aminah")
    engaged = EngagedV1(status=Status.PNS, work_unit=post.work_unit_id)
    opening_record(
        access=make.OFFICER,
        office=post.work_unit_id,
        title="x",
        entries=[EntryDraft("service.engaged", date(2010, 1, 1), post.work_unit_id, engaged, person=who.uid)],
    )
    given = PostGivenV1(person=who.uid, post=post.uid)
    entry = EntryDraft("service.post_given", SINCE, post.work_unit_id, given, person=who.uid, post=post.uid)
    received_record(
        access=make.OFFICER,
        office=post.work_unit_id,
        kind="received-appointment",
        authority="Sekretaris Jenderal",
        number="1",
        decided_on=SINCE,
        title="x",
        entries=[entry],
    )
    with pytest.raises(UserError, match="has given Sitti Aminah a post"):
        structure_open(access=OFFICER, choice=Choice(NEW, SINCE, ("76.01",)))


def test_after_the_lock_a_first_structure_is_a_received_decree_and_no_other_is_opened() -> None:
    opened(units=("76",))
    opening_lock(access=Access.system("x"), empty=True)
    choice = Choice(OLD, SINCE, ("76.01",))
    with pytest.raises(UserError, match="opening is locked"):
        structure_open(access=OFFICER, choice=choice)
    said = Reference("KPU RI", "57 TAHUN 2022", date(2022, 3, 1))
    decree = structure_open(access=OFFICER, choice=choice, reference=said).decree
    assert (decree.origin, decree.number, decree.kind) == ("received", "57 TAHUN 2022", "received-structure")
    with pytest.raises(UserError, match="in force already"):
        structure_open(access=OFFICER, choice=Choice(NEW, SINCE, ("76",)), reference=said)


def test_what_is_not_known_is_refused_by_name() -> None:
    province()
    with pytest.raises(UserError, match="no structure is called pkpu-1"):
        structure_open(access=OFFICER, choice=Choice("pkpu-1", SINCE, ("76",)))
    with pytest.raises(UserError, match="no opening"):
        structure_open(access=OFFICER, choice=Choice(OLD, date(2099, 1, 1), ("76",)))
    make.unit("75")
    gorontalo = Access("x", {Role.SDM_OFFICER: frozenset({"75"})})
    with pytest.raises(UserError, match="KPU 75: "):
        structure_open(access=gorontalo, choice=Choice(NEW, SINCE, ("75",)))
    decree = structure_open(access=gorontalo, choice=Choice(NEW, SINCE, ("75",), typology="A")).decree
    assert decree is not None
    assert Structure.objects.known().get(work_unit__code="75").typology == "A"
    assert Entry.objects.filter(post__unit_code="P20A.42").exists()


@pytest.mark.parametrize(
    ("regime", "units", "typology", "remedy"),
    [
        (NEW, ("76", "76.01"), "QQ", "choose one of these types: A, B"),
        (NEW, ("76.01",), "B", "it has no types for them: name none"),
        (OLD, ("76", "76.01"), "A", "it has no types for them: name none"),
    ],
)
def test_a_type_that_none_of_the_units_can_have_is_refused(
    regime: str, units: tuple[str, ...], typology: str, remedy: str
) -> None:
    province()
    with pytest.raises(UserError, match="has no structure of type") as refused:
        structure_open(access=OFFICER, choice=Choice(regime, SINCE, units, typology=typology))
    assert str(refused.value.remedy).startswith(remedy)
    assert not Structure.objects.exists()


def test_a_foreign_unit_is_not_opened() -> None:
    province()
    make.unit("75")
    for access in (OFFICER, Access("a", {Role.SECRETARY: frozenset({"75"})})):
        with pytest.raises(Forbidden):
            structure_open(access=access, choice=Choice(OLD, SINCE, ("75",)))


def test_units_are_chosen_with_all_below_that_are_the_askers() -> None:
    province()
    make.unit("76.02", "kabkota")
    assert units_chosen(OFFICER, codes=["76"], day=TODAY) == ("76", "76.01")
    assert units_chosen(OFFICER, codes=["76"], day=TODAY, below=False) == ("76",)
    assert units_chosen(Access.system("x"), codes=["00"], day=TODAY) == ("76", "76.01", "76.02")
    with pytest.raises(UserError, match="no work unit among them"):
        units_chosen(OFFICER, codes=["76.02", "99"], day=TODAY)


def test_the_decree_is_of_no_office_in_which_the_asker_may_not_open_one() -> None:
    province()
    make.unit("76.02", "kabkota")
    both = frozenset({"76.01", "76.02"})
    access = Access("x", {Role.ADMINISTRATOR: both, Role.STAFF: both | {"76"}})
    decree = structure_open(access=access, choice=Choice(OLD, SINCE, ("76.01", "76.02"))).decree
    assert decree is not None
    assert decree.office.code == "76.01"
