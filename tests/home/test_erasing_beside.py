"""What else names an erased person: lists on their way in, and the account by which he signs in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from malaqbiq.accounts.models import PersonLink, User
from malaqbiq.accounts.services import account_erase
from malaqbiq.home.services.erasing import Erased, person_data_erase
from malaqbiq.intake.models import Upload
from malaqbiq.intake.rules.naming import names_person
from malaqbiq.intake.services.uploads import Said, upload_amend, upload_store, uploads_erase
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.files import files_folder
from malaqbiq.kernel.installation import installation_record
from malaqbiq.kernel.models import Activity, StoredFile
from malaqbiq.people.models import Person
from tests.home.test_services import everything_stored
from tests.kernel.workbooks.files import workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

SYSTEM = Access.system("erasure")
NAME, NIK = "Sitti Bulangmapia", "7602015708900001"


@pytest.fixture
def person() -> Person:
    return Person.objects.create(name=NAME, nik=NIK)


def uploaded(tmp_path: Path, *cells: str, name: str = "daftar.xlsx") -> Upload:
    path = workbook(tmp_path / name, [["Nama", "NIK", "Catatan"], [*cells]])
    return upload_store(access=SYSTEM, kind="employees", name=name, content=path.read_bytes())


def erased(person: Person) -> Erased:
    return person_data_erase(access=SYSTEM, person=person.uid, ground="UU 27/2022")


def test_lists_on_their_way_in_that_name_an_erased_person_are_thrown_away(
    person: Person, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    other = uploaded(tmp_path, "Sitti Hasnah", "7602015708900002", "")
    for number, cells in enumerate((("SITTI BULANGMAPIA, S.Sos.", "", ""), ("", "7602 0157 0890 0001", ""))):
        uploaded(tmp_path, *cells, name=f"a{number}.xlsx")
    uploaded(tmp_path, "Ani", "", "istri Dr. Sitti Bulangmapia S.Sos")
    uploaded(tmp_path, "Ani", "", "", name="CV Sitti Bulangmapia.xlsx")
    amended = uploaded(tmp_path, "Ani", "", "typed later")
    upload_amend(access=SYSTEM, upload=amended.uid, said=Said(cells={(2, "name"): NAME}))
    with django_capture_on_commit_callbacks(execute=True):
        assert erased(person).uploads == 5
    assert Upload.objects.get() == other and StoredFile.objects.get() == other.file
    assert [path.stem for path in files_folder().rglob("*.xlsx")] == [other.file.digest]
    left = everything_stored()
    assert NAME not in left and NIK not in left


def test_a_list_whose_workbook_cannot_be_read_is_thrown_away(person: Person, tmp_path: Path) -> None:
    uploaded(tmp_path, "Ani", "", "")
    for path in files_folder().rglob("*.xlsx"):
        path.unlink()
    assert erased(person).uploads == 1


@pytest.mark.parametrize(
    ("text", "name", "is_named"),
    [
        ("Anto, S.Sos.", "Anto", True),
        ("Anto Budi", "Anto", False),
        ("Budi, Sitti Bulangmapia", NAME, True),
        ("Sitti Bulangmapiawati", NAME, False),
        (f"'{NIK}", "Lain", True),
        ("Anto", "", False),
    ],
)
def test_a_name_of_one_word_must_be_all_of_a_text(text: str, name: str, is_named: bool) -> None:
    assert names_person(text, name, [NIK]) is is_named


def test_an_erased_person_signs_in_no_more_and_the_account_says_nothing_of_him(person: Person) -> None:
    installation_record()
    user = User.objects.create(username="sitti.b", name=NAME, email="sitti@contoh.example")
    user.set_password("rahasia-sekali")
    user.save()
    PersonLink.objects.create(user=user, person=person)
    EmailAddress.objects.create(user=user, email=user.email)
    client = Client()
    client.force_login(user)
    assert client.get("/today").status_code == 200
    assert erased(person).accounts == 1
    assert client.get("/today").status_code == 302
    user.refresh_from_db()
    assert (user.name, user.email, user.is_active, user.has_usable_password()) == ("", "", False, False)
    left = everything_stored()
    assert not [word for word in ("sitti", "Sitti", NIK) if word in left]
    assert not PersonLink.objects.exists()
    assert Activity.objects.get(action="accounts.erase").subject_uid == user.uid
    assert erased(person).accounts == 0


def test_only_a_system_user_erases_accounts_and_lists(person: Person, tmp_path: Path) -> None:
    uploaded(tmp_path, NAME, "", "")
    officer = Access("officer", {role: frozenset({"00", "76"}) for role in Role})
    with pytest.raises(Forbidden):
        account_erase(access=officer, person=person.uid)
    with pytest.raises(Forbidden):
        uploads_erase(access=officer, person=person.uid)
    assert Upload.objects.exists()
