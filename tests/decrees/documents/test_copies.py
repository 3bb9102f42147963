"""Certified copies: of issued decrees only, one for each official who certifies."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pypdf import PdfReader

from malaqbiq.decrees.models import Decree, Document
from malaqbiq.decrees.selectors.documents import documents_visible
from malaqbiq.decrees.selectors.public import Standing, paper_by_code
from malaqbiq.decrees.services.copies import copy_make
from malaqbiq.decrees.services.documents import documents_prepare, documents_render
from malaqbiq.decrees.services.erasing import snapshots_erase
from malaqbiq.decrees.services.sealing import seal_of
from malaqbiq.decrees.verification import papers_are_complete
from malaqbiq.kernel.access import Access, Forbidden, Role
from malaqbiq.kernel.errors import UserError
from malaqbiq.kernel.files import file_read
from malaqbiq.kernel.progress import SILENT
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.services import SignerFields, signer_record
from malaqbiq.organization.services.signers import signer_end
from tests import builders as make
from tests.decrees.papers.issuing import LAST_DAY, NEW_YEAR, decreed, place

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

OFFICER = Access("officer", {Role.SDM_OFFICER: frozenset({"76"})})
MAJENE = Access("majene", {Role.SDM_OFFICER: frozenset({"76.05"})})


def certifies(name: str, since: date, form: Form = Form.DEFINITIVE) -> str:
    title = "Kepala Subbagian Hukum"
    fields = SignerFields(Authority.CERTIFIER, form, name, since, nip="198001012005012001", own_title=title)
    return str(signer_record(access=OFFICER, unit="76", fields=fields).uid)


def shown(copy: Document) -> str:
    documents_render(access=OFFICER, decrees=[copy.decree.uid], workers=1)
    copy.refresh_from_db()
    content = file_read(file=copy.file)
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def test_a_copy_names_who_certifies_on_the_day_and_can_be_checked() -> None:
    decree = decreed()
    certifies("SALMAH, S.H.", NEW_YEAR, Form.PLT)
    copy = copy_make(access=OFFICER, decree=decree.uid)
    text = shown(copy)
    assert "Salinan sesuai dengan aslinya Plt. KEPALA SUBBAGIAN HUKUM," in text
    assert "SALMAH, S.H. NIP 198001012005012001" in text
    assert f"/verify/{copy.code}" in text
    assert "Orang 1" in text and "Orang 3" in text
    found = paper_by_code(copy.code)
    assert (found.kind, found.standing, found.holder) == ("copy", Standing.STANDS, "")
    assert papers_are_complete(SILENT).ok


def test_while_the_same_official_certifies_it_is_one_paper() -> None:
    decree = decreed()
    first = certifies("SALMAH, S.H.", NEW_YEAR)
    one, again = (copy_make(access=OFFICER, decree=decree.uid) for _ in range(2))
    assert one == again
    signer_end(access=OFFICER, signer=first, last_day=date(2022, 1, 5))
    certifies("BASO, S.H.", date(2022, 1, 6))
    other = copy_make(access=OFFICER, decree=decree.uid)
    assert (other.ordinal, other.certifier["name"]) == (2, "BASO, S.H.")
    assert other.code != one.code
    assert papers_are_complete(SILENT).ok


def test_where_nobody_is_named_there_is_room_to_write() -> None:
    copy = copy_make(access=OFFICER, decree=decreed().uid)
    assert copy.certifier["name"] == ""
    assert "Salinan sesuai dengan aslinya …" in shown(copy)


def test_who_certifies_must_say_as_what() -> None:
    place("76")
    with pytest.raises(UserError, match="his own post"):
        signer_record(
            access=OFFICER,
            unit="76",
            fields=SignerFields(Authority.CERTIFIER, Form.DEFINITIVE, "SALMAH", NEW_YEAR),
        )


def test_only_the_issuing_office_gives_copies_out_and_only_of_what_is_issued() -> None:
    decree = decreed()
    with pytest.raises(Forbidden):
        copy_make(access=MAJENE, decree=decree.uid)
    copy_make(access=OFFICER, decree=decree.uid)
    assert not documents_visible(MAJENE).filter(kind="copy").exists()
    draft = make.drafted(place("76"), make.engaged(make.person("Aminah"), place("76.05"), NEW_YEAR, LAST_DAY))
    with pytest.raises(Decree.DoesNotExist):
        copy_make(access=OFFICER, decree=draft.uid)


def test_an_opening_has_nothing_to_copy() -> None:
    office, who = make.unit(), make.person()
    opening = make.opened(office, make.engaged(who, office, NEW_YEAR, LAST_DAY))
    with pytest.raises(UserError, match="no paper"):
        copy_make(access=make.OFFICER, decree=opening.uid)


def test_verification_sees_a_copy_with_another_certifier_and_one_of_nothing() -> None:
    copy = copy_make(access=OFFICER, decree=decreed().uid)
    Document.objects.filter(pk=copy.pk).update(certifier={**copy.certifier, "name": "ORANG LAIN"})
    assert not papers_are_complete(SILENT).ok
    copy.unit_code = "76.05"
    Document.objects.filter(pk=copy.pk).update(certifier=copy.certifier, unit_code="76.05", seal=seal_of(copy))
    assert not papers_are_complete(SILENT).ok


def test_a_copy_loses_whom_the_law_erases() -> None:
    decree = decreed(names=["Aminah", "Baso", "Cici"])
    copy = copy_make(access=OFFICER, decree=decree.uid)
    assert "Baso" in shown(copy)
    gone = decree.documents.get(kind="extract", ordinal=2).person_id
    snapshots_erase(access=Access.system("law"), person=gone)
    copy.refresh_from_db()
    assert copy.file is None
    assert "Baso" not in shown(copy)


def test_preparing_papers_makes_no_copy() -> None:
    decree = decreed()
    documents_prepare(access=OFFICER, decrees=[decree.uid])
    assert not decree.documents.filter(kind="copy").exists()
