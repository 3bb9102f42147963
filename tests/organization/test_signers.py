from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from malaqbiq.kernel.access import Access, Forbidden
from malaqbiq.kernel.errors import UserError
from malaqbiq.organization.rules.names import Authority
from malaqbiq.organization.rules.signing import Form
from malaqbiq.organization.selectors import signature_block, signer_on, signers_on
from malaqbiq.organization.services import SignerFields, signer_end, signer_record

pytestmark = pytest.mark.django_db

HOLDER = SignerFields(Authority.SEKRETARIS, Form.DEFINITIVE, "Baharuddin Contoh, S.E.", date(2021, 1, 1), nip="1")
PLT = replace(HOLDER, form=Form.PLT, name="Citra Contoh")
PLH = replace(HOLDER, form=Form.PLH, name="Dewi Contoh", valid_from=date(2022, 1, 10), last_day=date(2022, 1, 12))
KABAG = "Kepala Bagian Keuangan, Umum, dan Logistik"


def hand(access: Access, day: date) -> str:
    found = signer_on(access, unit="76", authority=Authority.SEKRETARIS, day=day)
    return found.name if found else ""


def test_the_holder_signs_and_the_plh_while_he_is_absent(country: Access, sulbar: Access) -> None:
    signer_record(access=sulbar, unit="76", fields=HOLDER)
    signer_record(access=sulbar, unit="76", fields=PLH)
    assert hand(sulbar, date(2022, 1, 9)) == HOLDER.name
    assert hand(sulbar, date(2022, 1, 12)) == PLH.name
    assert hand(sulbar, date(2022, 1, 13)) == HOLDER.name
    assert hand(sulbar, date(2020, 12, 31)) == ""


def test_a_signature_block_has_the_forms_lines(country: Access, sulbar: Access) -> None:
    title = "Sekretaris Komisi Pemilihan Umum Provinsi Sulawesi Barat"
    for form, own, lines in (
        (Form.PLT, "", (f"Plt. {title}",)),
        (Form.AN, KABAG, (f"a.n. {title}", KABAG)),
    ):
        signer = signer_record(access=sulbar, unit="76", fields=replace(PLT, form=form, own_title=own))
        block = signature_block(signer)
        assert (block.lines, block.name, block.nip) == (lines, PLT.name, "1")


@pytest.mark.parametrize("second", [HOLDER, PLT])
def test_an_overlap_is_refused(country: Access, sulbar: Access, second: SignerFields) -> None:
    signer_record(access=sulbar, unit="76", fields=HOLDER)
    with pytest.raises(UserError, match=r"Baharuddin Contoh, S\.E\. signs for sekretaris from 2021-01-01 already"):
        signer_record(access=sulbar, unit="76", fields=replace(second, valid_from=date(2022, 1, 1)))


def test_after_a_mandate_ends_another_may_begin(country: Access, sulbar: Access) -> None:
    first = signer_record(access=sulbar, unit="76", fields=HOLDER)
    signer_end(access=sulbar, signer=first.uid, last_day=date(2021, 12, 31))
    signer_record(access=sulbar, unit="76", fields=replace(PLT, valid_from=date(2022, 1, 1)))
    assert hand(sulbar, date(2021, 12, 31)) == HOLDER.name
    assert hand(sulbar, date(2022, 1, 1)) == PLT.name


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2022, 1, 2)])
def test_a_mandate_ends_only_on_a_day_on_which_it_holds(country: Access, sulbar: Access, day: date) -> None:
    signer = signer_record(access=sulbar, unit="76", fields=replace(HOLDER, last_day=date(2022, 1, 1)))
    with pytest.raises(UserError, match="does not hold"):
        signer_end(access=sulbar, signer=signer.uid, last_day=day)


def test_a_wrong_signer_is_refused(country: Access, sulbar: Access) -> None:
    with pytest.raises(UserError, match="title of his own"):
        signer_record(access=sulbar, unit="76", fields=replace(HOLDER, form=Form.AN))
    with pytest.raises(UserError, match="before the first"):
        signer_record(access=sulbar, unit="76", fields=replace(HOLDER, last_day=date(2020, 1, 1)))


def test_authorities_do_not_stand_in_each_others_way(country: Access, sulbar: Access) -> None:
    signer_record(access=sulbar, unit="76", fields=HOLDER)
    signer_record(access=sulbar, unit="76", fields=replace(HOLDER, authority=Authority.KPA))
    day = date(2022, 1, 1)
    assert len(signers_on(sulbar, unit="76", authority=Authority.KPA, day=day)) == 1


def test_signers_of_a_foreign_unit_are_neither_written_nor_seen(
    country: Access, sulbar: Access, mamuju: Access
) -> None:
    signer = signer_record(access=sulbar, unit="76", fields=HOLDER)
    with pytest.raises(Forbidden):
        signer_record(access=mamuju, unit="76", fields=HOLDER)
    with pytest.raises(Forbidden):
        signer_end(access=mamuju, signer=signer.uid, last_day=date(2022, 1, 1))
    assert hand(mamuju, date(2022, 1, 1)) == ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organization_signer SET name = 'Orang Lain'",
        "UPDATE organization_signer SET valid_from = '2020-01-01'",
        "UPDATE organization_signer SET valid_until = '2023-01-01'",
        "UPDATE organization_signer SET valid_until = NULL",
        "DELETE FROM organization_signer",
    ],
)
def test_who_signed_stays_and_no_mandate_is_lengthened(country: Access, sulbar: Access, statement: str) -> None:
    signer = signer_record(access=sulbar, unit="76", fields=HOLDER)
    signer_end(access=sulbar, signer=signer.uid, last_day=date(2022, 1, 31))
    signer_end(access=sulbar, signer=signer.uid, last_day=date(2022, 1, 30))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert hand(sulbar, date(2022, 1, 30)) == HOLDER.name
    assert hand(sulbar, date(2022, 1, 31)) == ""
