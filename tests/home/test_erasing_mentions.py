"""What files were called, kept views and sent reports that name an erased person: taken out, or told of."""

from __future__ import annotations

from datetime import date

import pytest

from malaqbiq.home.services.erasing import Erased, person_data_erase
from malaqbiq.home.services.mentions import Mention, Whom, files_and_sources_erase, kept_views_erase, mentions_of
from malaqbiq.intake.models import Import
from malaqbiq.kernel import clock
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.append_only import ERASED
from malaqbiq.kernel.models import Activity
from malaqbiq.pay.models import PaymentList
from malaqbiq.people.models import Person
from malaqbiq.reports.models import Report
from malaqbiq.ui.models import SavedView
from tests.builders import unit
from tests.home.test_services import everything_stored

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

SYSTEM = Access.system("erasure")
NAME, NIK = "Sitti Bulangmapia", "7602015708900001"
MONTH = date(2022, 1, 1)


@pytest.fixture
def person() -> Person:
    return Person.objects.create(name=NAME, nik=NIK)


def erased(person: Person, *, dry_run: bool = False) -> Erased:
    return person_data_erase(access=SYSTEM, person=person.uid, ground="UU 27/2022", dry_run=dry_run)


def brought(name: str) -> Import:
    counts = {"accepted": 1, "unchanged": 0, "rejected": 0}
    return Import.objects.create(kind="employees", file_name=name, file_digest="0" * 64, at=clock.now(), **counts)


def viewed(name: str, query: str) -> SavedView:
    return SavedView.objects.create(owner="user:ani", page="staff", name=name, query=query)


def reported(note: str) -> Report:
    sent = {"content": {"people": []}, "digest": "0" * 64, "people": 0, "sent_by": "x", "sent_at": clock.now()}
    return Report.objects.create(work_unit=unit("76.02"), month=MONTH, version=1, note=note, **sent)


def test_names_of_files_and_sources_lose_the_person_and_keep_the_rest(person: Person) -> None:
    imports = [
        brought(name)
        for name in ("CV_Sitti_Bulangmapia.XLSX", f"pegawai {NIK}.xlsx", "Sitti Hasnah.xlsx", "daftar.xlsx")
    ]
    ani = Person.objects.create(name="Ani Rekaan", source="daftar Sitti Bulangmapia.xlsx")
    listed = PaymentList.objects.create(
        work_unit=unit("76.02"), month=MONTH, source=f"DPP {NAME}", recorded_by="x", recorded_at=clock.now()
    )
    assert erased(person, dry_run=True).files_and_sources == 4
    assert Import.objects.get(pk=imports[0].pk).file_name == "CV_Sitti_Bulangmapia.XLSX"
    assert erased(person).files_and_sources == 4
    names = [Import.objects.get(pk=one.pk).file_name for one in imports]
    assert names == [f"{ERASED}.XLSX", f"{ERASED}.xlsx", "Sitti Hasnah.xlsx", "daftar.xlsx"]
    ani.refresh_from_db()
    listed.refresh_from_db()
    assert (ani.source, listed.source) == (f"{ERASED}.xlsx", ERASED)
    left = everything_stored()
    assert "Bulangmapia" not in left and NIK not in left


def test_kept_views_that_look_for_the_person_are_thrown_away(person: Person) -> None:
    viewed("Sitti", "q=sitti+bulangmapia&sort=name")
    viewed("Dr. Sitti Bulangmapia", "view=undecreed")
    other = viewed("Sitti Hasnah", "q=Sitti+Hasnah")
    assert erased(person, dry_run=True).kept_views == 2
    assert SavedView.objects.count() == 3
    assert erased(person).kept_views == 2
    assert SavedView.objects.get() == other


def test_what_is_frozen_is_told_with_its_place_and_what_to_do_in_a_dry_run_and_after(person: Person) -> None:
    report = reported(f"kontrak {NAME.upper()} belum diteken")
    Person.objects.create(name=NAME)
    tried, done = erased(person, dry_run=True), erased(person)
    assert tried.left == done.left
    (mention,) = done.left
    assert (mention.column, mention.count) == ("reports.Report.note", 1)
    assert mention.places == (f"{report.pk}: {report}",)
    assert "frozen" in mention.remedy
    report.refresh_from_db()
    assert NAME.upper() in report.note


def test_a_place_whose_own_words_name_the_person_is_told_by_its_key(person: Person) -> None:
    # A title of a list that the erasing doesn't treat: it is told, and not by its name.
    view = viewed("daftar", "q=x")
    SavedView.objects.filter(pk=view.pk).update(name=NAME)
    assert mentions_of(access=SYSTEM, whom=Whom.of(person.uid))[-1] == Mention(
        "ui.SavedView.name", 1, (str(view.pk),), "look at it, and change it where it is kept"
    )


def test_numbers_are_found_within_json_too(person: Person) -> None:
    Activity.objects.create(at=clock.now(), actor="x", action="intake.import", detail={"note": [f"NIK {NIK}"]})
    assert [(one.column, one.count) for one in erased(person).left] == [("kernel.Activity.detail", 1)]


def test_nothing_left_is_nothing_told(person: Person) -> None:
    reported("semua lengkap")
    assert erased(person).left == ()


def test_only_a_system_user_looks_for_somebody_everywhere(person: Person) -> None:
    officer = Access("officer", {role: frozenset({"00", "76"}) for role in Role})
    for search in (files_and_sources_erase, kept_views_erase):
        with pytest.raises(Forbidden):
            search(access=officer, person=person.uid)
    with pytest.raises(Forbidden):
        mentions_of(access=officer, whom=Whom.of(person.uid))
